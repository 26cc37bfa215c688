"""What comes in of a record, what is listed, and that it comes in once."""

import json
from pathlib import Path

import pytest

from application.codec import decode
from application.desk import Desk, Loaded
from application.importing import Report, parse_mapping, run_import
from application.importing.bringing import Bringing
from domain.case.events import Arrived, Dispatched, FeedbackGiven, Noted, Received, ReplyServed
from domain.units import CENTRE
from tests.application.importing.conftest import HEAD, MAPPING, Write

TOWN = parse_mapping(MAPPING)
FIRE_CALL = "1,2024-03-01 08:00:00,call,Fire in the old street,smoke,3"
FIRE = f"""
{FIRE_CALL},E1,2024-03-01 08:01:00,2024-03-01 08:09:00,2024-03-01 09:00:00
{FIRE_CALL},E2,2024-03-01 08:04:00,2024-03-01 08:12:00,2024-03-01 08:40:00
"""
TREE = "2,2024-03-01 07:00:00,desk,Tree on the road,blocked,1,E1,2024-03-01 07:05:00,,"


def bring(desk: Desk, file: Path) -> Report:
    return run_import(desk, file, TOWN, by="zhang")


def case(desk: Desk, key: str) -> Loaded:
    found = desk.log.reader.key(f"import:town:{key}")
    assert found is not None
    return desk.load(found[0])


def codes(report: Report) -> list[tuple[int, str, str, str]]:
    return [(one.row, one.step, one.column, one.code) for one in report.refused]


def balanced(report: Report) -> bool:
    listed = {one.row for one in report.refused}
    return (
        report.rows_read == report.rows_in + report.rows_repeated + report.rows_out
        and report.rows_out <= len(listed)
    )


def test_rows_with_one_key_become_one_case_with_steps_in_the_order_of_their_times(
    desk: Desk, export: Write
) -> None:
    report = bring(desk, export(FIRE))

    loaded = case(desk, "1")
    assert [type(event).__name__ for event in loaded.history] == [
        "Received",
        "Dispatched",
        "Dispatched",
        "Arrived",
        "Arrived",
        "FeedbackGiven",
        "FeedbackGiven",
    ]
    assert (report.cases, report.rows_in, report.events, report.refused) == (1, 2, 7, [])
    assert [(d.unit, d.role) for d in loaded.case.dispatches] == [("E1", "lead"), ("E2", "support")]


def test_every_event_has_the_time_of_the_record_and_says_that_it_was_imported(
    desk: Desk, export: Write
) -> None:
    bring(desk, export(FIRE))

    history = case(desk, "1").history
    assert history[0].at.isoformat() == "2024-03-01T00:00:00+00:00"
    assert {event.source for event in history} == {"import"}
    assert history[0].by.user == "zhang"
    assert [e.by.unit for e in history if isinstance(e, Arrived)] == ["E1", "E2"]
    assert [e.by.unit for e in history if isinstance(e, Dispatched)] == [CENTRE, CENTRE]


def test_cases_are_numbered_in_the_order_of_their_receipt(desk: Desk, export: Write) -> None:
    bring(desk, export(FIRE + TREE))

    assert case(desk, "2").case.number < case(desk, "1").case.number


def test_words_are_sealed_and_open_with_the_keys_made_beforehand(desk: Desk, export: Write) -> None:
    bring(desk, export(FIRE + TREE))

    received = case(desk, "2").history[0]
    assert isinstance(received, Received)
    assert received.narrative is not None
    opened = desk.keys.open(case(desk, "2").case.id, "narrative", received.narrative)
    assert opened.text == "blocked"
    told = [row for row in desk.log.after(0, 100) if row.topic.startswith("case.")]
    assert told
    assert not [row for row in told if b"blocked" in row.state]


def test_units_are_put_on_record_once_and_one_that_is_there_is_left_alone(
    desk: Desk, export: Write
) -> None:
    first = bring(desk, export(FIRE))
    second = bring(desk, export(TREE))

    assert (first.units, second.units) == (2, 0)


def test_a_step_out_of_order_is_listed_and_the_rest_of_its_row_comes_in(
    desk: Desk, export: Write
) -> None:
    file = export(
        "1,2024-03-01 08:00:00,call,Fire,smoke,3,E1,"
        "2024-03-01 08:01:00,2024-03-01 08:09:00,2024-03-01 08:05:00"
    )

    report = bring(desk, file)

    assert codes(report) == [(2, "GiveFeedback", "done", "occurred-before")]
    assert case(desk, "1").case.dispatches[0].arrived_at is not None
    assert report.rows_in == 1


def test_what_depends_on_a_refused_dispatch_is_listed_too(desk: Desk, export: Write) -> None:
    file = export(
        "1,2024-03-01 08:00:00,call,Fire,smoke,3,E1,3024-03-01 08:01:00,3024-03-01 08:09:00,"
    )

    report = bring(desk, file)

    assert codes(report) == [
        (2, "Dispatch", "sent", "occurred-in-future"),
        (2, "Arrive", "unit", "not-dispatched"),
    ]
    assert case(desk, "1").case.version == 1


def test_a_cell_that_is_not_needed_is_left_out_and_listed(desk: Desk, export: Write) -> None:
    report = bring(desk, export("1,2024-03-01 08:00:00,call,Fire,smoke,many,,,,"))

    assert codes(report) == [(2, "Receive", "people", "value-wrong")]
    assert case(desk, "1").case.people == 1


def test_a_cell_that_is_needed_keeps_the_case_out_and_all_its_rows_are_listed(
    desk: Desk, export: Write
) -> None:
    file = export(
        """1,2024-03-01 08:00:00,pigeon,Fire,smoke,1,E1,2024-03-01 08:01:00,,
        1,2024-03-01 08:00:00,pigeon,Fire,smoke,1,E2,2024-03-01 08:04:00,,"""
    )

    report = bring(desk, file)

    assert codes(report) == [
        (2, "Receive", "channel", "value-unmapped"),
        (3, "", "", "case-not-received"),
    ]
    assert (report.cases, report.rows_in, report.rows_out) == (0, 0, 2)


@pytest.mark.parametrize(
    ("title", "code"), [("Fire, call 13800138000", "person-in-title"), ("", "title-needed")]
)
def test_a_case_whose_title_is_refused_gets_the_neutral_one_and_keeps_its_words_sealed(
    desk: Desk, export: Write, title: str, code: str
) -> None:
    report = bring(desk, export(f'1,2024-03-01 08:00:00,call,"{title}",smoke,1,,,,'))

    received = case(desk, "1").history[0]
    assert isinstance(received, Received)
    assert codes(report) == [(2, "Receive", "title", code)]
    assert "13800138000" not in json.dumps(report.as_dict())
    assert received.title == "Call to the centre"
    assert received.narrative is not None
    opened = desk.keys.open(case(desk, "1").case.id, "narrative", received.narrative)
    assert opened.text == "\n".join(filter(None, (title, "smoke")))


def test_rows_no_step_is_meant_for_are_listed(desk: Desk, export: Write) -> None:
    file = export(f"{FIRE.strip()}\n1,,call,Fire in the old street,smoke,3,E3,,,")

    report = bring(desk, file)

    assert codes(report) == [(4, "", "", "nothing-to-do")]
    assert balanced(report)


def test_rows_without_key_or_receipt_or_with_a_time_nobody_can_read_are_listed(
    desk: Desk, export: Write
) -> None:
    file = export(
        """,2024-03-01 08:00:00,call,Fire,smoke,1,,,,
        7,,call,Fire,smoke,1,,,,
        8,first of March,call,Fire,smoke,1,,,,
        9,2024-03-01 08:00:00,call,Fire,smoke,1,E1,soon,,"""
    )

    report = bring(desk, file)

    assert codes(report) == [
        (2, "", "no", "key-empty"),
        (3, "", "", "no-receipt"),
        (4, "Receive", "received", "time-unreadable"),
        (5, "Dispatch", "sent", "time-unreadable"),
    ]
    assert (report.rows_in, report.rows_out) == (1, 3)
    assert balanced(report)


def test_a_second_run_adds_nothing_and_lists_the_same(desk: Desk, export: Write) -> None:
    file = export(FIRE + TREE + "\n3,2024-03-01 08:00:00,call,Fire,smoke,many,,,,\n4,,,,,,,,,")
    first = bring(desk, file)
    head = desk.log.head()

    second = bring(desk, file)

    assert desk.log.head() == head
    assert second.refused == first.refused
    assert (second.cases, second.repeated, second.events) == (0, 3, 0)
    assert (second.rows_in, second.rows_repeated, second.rows_out) == (0, 4, 1)


def test_a_run_that_was_interrupted_goes_on(
    desk: Desk, export: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.importing.running.TOGETHER", 1)

    class Interruption(BaseException):
        pass

    def interrupt(done: int, total: int) -> None:
        if done == total:
            raise Interruption

    file = export(FIRE + TREE)
    with pytest.raises(Interruption):
        run_import(desk, file, TOWN, progress=interrupt)

    report = bring(desk, file)

    assert (report.repeated, report.cases) == (1, 1)
    assert case(desk, "1").case.version == 7


def test_a_case_that_changed_in_the_file_stays_as_it_is_and_is_listed(
    desk: Desk, export: Write
) -> None:
    bring(desk, export(TREE))

    report = bring(desk, export(TREE + "2024-03-01 08:00:00"))

    assert codes(report) == [(2, "", "", "case-differs")]
    assert case(desk, "2").case.version == 2


def test_a_dry_run_tells_the_same_and_keeps_nothing(desk: Desk, export: Write) -> None:
    file = export(FIRE + TREE + "\n3,2024-03-01 08:00:00,call,Fire,smoke,many,E9,,,")
    head = desk.log.head()

    tried = run_import(desk, file, TOWN, dry_run=True)

    assert desk.log.head() == head
    real = bring(desk, file)
    assert (tried.cases, tried.events, tried.units) == (real.cases, real.events, real.units)
    assert (tried.rows_in, tried.refused) == (real.rows_in, real.refused)


def test_a_case_that_loses_the_race_for_its_number_is_decided_again(
    desk: Desk, export: Write, monkeypatch: pytest.MonkeyPatch
) -> None:
    rival = Desk(desk.settings)
    once = iter([export(TREE.replace("2,", "77,", 1)).rename(desk.settings.data / "rival.csv")])
    decide = Bringing.__call__

    def decide_late(self: Bringing, work: object) -> None:
        decide(self, work)  # type: ignore[arg-type]
        other = next(once, None)
        if other is not None:
            run_import(rival, other, TOWN)

    monkeypatch.setattr(Bringing, "__call__", decide_late)
    report = bring(desk, export(FIRE))
    rival.close()

    assert (report.cases, report.events, report.refused) == (1, 7, [])
    assert {case(desk, "1").case.number, case(desk, "77").case.number} == {
        "QS2024-00001",
        "QS2024-00002",
    }


def test_an_accusation_is_not_brought_before_the_accused_and_the_attempt_is_recorded(
    desk: Desk, tmp_path: Path
) -> None:
    mapping = parse_mapping(
        MAPPING.replace(
            'track = "emergency"',
            'track = "petition"\nkind = "accusation"\naccused = { column = "unit" }',
        )
    )
    file = tmp_path / "accusation.csv"
    file.write_text(f"{HEAD}\n{TREE}", encoding="utf-8")

    report = run_import(desk, file, mapping)

    assert codes(report) == [(2, "Dispatch", "unit", "accused-unit")]
    assert [type(event).__name__ for event in case(desk, "2").history] == ["Received", "Barred"]
    assert (report.cases, report.events) == (1, 2)


def test_read_models_hear_nothing_meanwhile_and_are_told_again_afterwards(
    desk: Desk, export: Write
) -> None:
    heard: list[object] = []
    desk.after_write = heard.append

    bring(desk, export(FIRE))

    assert heard == []
    assert desk.after_write == heard.append


def test_progress_tells_how_many_cases_are_done(desk: Desk, export: Write) -> None:
    told: list[tuple[int, int]] = []

    run_import(desk, export(FIRE + TREE), TOWN, progress=lambda *done: told.append(done))

    assert told == [(1, 2), (2, 2)]


STEPS = """
id = "activities"
key = ["year", "no"]
[times]
zone = "Asia/Shanghai"
[receive]
when = { what = "in" }
at = "at"
track = "hotline"
channel = "phone"
title = "A matter"
[[steps]]
do = "Reply"
when = { what = ["answered", "written to"], words = true }
at = "at"
how = { column = "what" }
document = { template = "{words} ({who})" }
[[steps]]
do = "Note"
unless = { what = ["in", "answered", "written to"] }
at = "at"
by = { user = { column = "who" } }
label = { column = "what" }
[[steps]]
do = "Note"
once = true
at = "at"
when = { words = false }
label = "nothing said"
"""
ACTIVITIES = """year,no,at,what,words,who
2024,1,2024-03-01 08:00:00,in,hm,li
2024,1,2024-03-01 09:00:00,looked at,,wang
2024,1,2024-03-01 09:30:00,looked at,,wang
2024,1,2024-03-01 10:00:00,answered,done,zhao
2023,1,2023-03-01 08:00:00,in,hm,li
"""


def test_a_file_with_one_row_for_each_activity_comes_in_by_conditions(
    desk: Desk, tmp_path: Path
) -> None:
    file = tmp_path / "activities.csv"
    file.write_text(ACTIVITIES, encoding="utf-8")

    report = run_import(desk, file, parse_mapping(STEPS))

    found = desk.log.reader.key("import:activities:2024/1")
    assert found is not None
    history = desk.load(found[0]).history
    assert [e.label for e in history if isinstance(e, Noted)] == [
        "looked at",
        "nothing said",
        "looked at",
    ]
    assert [e.by.user for e in history if isinstance(e, Noted)] == ["wang", "import", "wang"]
    assert [e.how for e in history if isinstance(e, ReplyServed)] == ["answered"]
    assert (report.cases, report.rows_in, report.refused) == (2, 5, [])


def test_every_event_it_writes_can_be_read_again(desk: Desk, export: Write) -> None:
    bring(desk, export(FIRE))

    events = [decode(row.topic, row.state) for row in desk.log.after(0, 1000)]

    assert sum(isinstance(event, FeedbackGiven) for event in events) == 2
