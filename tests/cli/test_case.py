"""A case from the command line: registered, carried on, refused, looked at."""

from datetime import datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place

LIFE = (
    ("wang", "SignFor", "dispatch=1"),
    ("wang", "Arrive", "dispatch=1", "people=4"),
    ("wang", "end-handling", "dispatch=1", "result=handled"),
    ("wang", "GiveFeedback", "dispatch=1", "outcome=handled", "measures=已扑灭"),
    ("zhang", "close", "outcome=handled"),
    ("li", "Archive"),
    ("chen", "Visit", "solved=yes", "satisfied=satisfied", "words=谢谢"),
)


def test_a_whole_life_by_commands(fire: str, asked: Asked) -> None:
    for user, command, *fields in LIFE:
        asked("case", "do", fire, command, "--as", user, *fields)

    case = asked("case", "show", fire)["case"]
    assert case["stage"] == "archived"
    assert case["dispatches"][0]["outcome"] == "handled"
    assert case["solved"] is True


def test_personal_texts_are_sealed_before_anything_is_recorded(
    fire: str, asked: Asked, place: Place
) -> None:
    received = asked("case", "show", fire)["history"][0]["event"]

    assert received["phone"] == {"sealed": "reporter.1"}
    assert b"13800138000" not in _everything_in(place.data_dir)


def _everything_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir() if path.is_file())


def test_opening_sealed_texts_needs_a_purpose_and_is_recorded(fire: str, asked: Asked) -> None:
    shown = asked("case", "show", fire, "--as", "zhang", "--open", "回电核实")

    assert shown["history"][0]["event"]["phone"] == "13800138000"
    read = shown["history"][-1]
    assert read["topic"] == "case.data-read"
    assert read["event"]["purpose"] == "回电核实"
    assert read["event"]["by"][0] == "zhang"


def test_opening_without_saying_who_reads_is_a_wrong_call(fire: str, linkage: Linkage) -> None:
    assert linkage("case", "show", fire, "--open", "好奇").exit_code == 2


def test_a_unit_sees_what_its_work_needs_and_no_name(fire: str, asked: Asked) -> None:
    shown = asked("case", "show", fire, "--as", "wang", "--open", "出警")["history"][0]["event"]

    assert shown["narrative"] == "楼道里有烟"
    assert shown["name"] == {"sealed": "reporter.1"}


def test_a_unit_without_a_part_in_it_finds_no_such_case(fire: str, linkage: Linkage) -> None:
    for command in (("case", "show", fire), ("replay", fire)):
        result = linkage(*command, "--as", "zhao")
        assert result.exit_code == 1
        assert "[case-unknown]" in result.stderr


def test_a_unit_is_not_shown_what_the_reporter_answered(fire: str, asked: Asked) -> None:
    for user, command, *fields in LIFE:
        asked("case", "do", fire, command, "--as", user, *fields)

    shown = asked("case", "show", fire, "--as", "wang")

    assert "solved" not in shown["case"]
    assert "case.visited" not in {entry["topic"] for entry in shown["history"]}


def test_a_refused_step_says_why_in_the_language_asked_for(fire: str, linkage: Linkage) -> None:
    early = ["case", "do", fire, "Visit", "--as", "li", "solved=yes", "satisfied=satisfied"]

    english, chinese = linkage(*early), linkage(*early, "--lang", "zh")

    assert english.exit_code == chinese.exit_code == 1
    assert "[case-not-closed]" in english.stderr
    assert "办结" in chinese.stderr


def test_told_again_with_the_same_key_a_command_counts_once(fire: str, asked: Asked) -> None:
    note = ["case", "do", fire, "Note", "--as", "zhang", "label=电话联系", "--key", "form-1"]

    first, again = asked(*note), asked(*note)

    assert again["repeated"] is True
    assert again["seq"] == first["seq"]


def test_a_step_entered_late_needs_its_reason(centre: None, asked: Asked, linkage: Linkage) -> None:
    day = (datetime.now(ZoneInfo("Asia/Shanghai")) - timedelta(days=2)).date()
    late = ["case", "new", "--as", "chen", "track=hotline", "title=路灯不亮", "--at", f"{day}"]

    refused = linkage(*late)
    entered = asked(*late, "--late", "停电")

    assert "[late-entry-needs-reason]" in refused.stderr
    shown = asked("case", "show", entered["number"])["history"][0]["event"]
    assert shown["late"] == "停电"
    assert shown["at"] == f"{day - timedelta(days=1)}T16:00:00Z"


def test_nested_fields_lists_and_times_are_read(centre: None, asked: Asked) -> None:
    fields = ["track=petition", "kind=accusation", "title=收费不开票据", "accused=pcs,sfs"]
    number = asked("case", "new", "--as", "zhang", *fields)["number"]
    notice = ["notice.how=邮寄", "notice.served_at=2026-01-05T09:00", "article=第二十三条"]

    asked("case", "do", number, "Accept", "--as", "zhang", *notice)

    history = asked("case", "show", number)["history"]
    assert history[0]["event"]["accused"] == ["pcs", "sfs"]
    assert history[1]["event"]["notice"]["served_at"] == "2026-01-05T01:00:00Z"


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        (("SignFor", "dispatched=1"), "has no field dispatched"),
        (("SignFor", "dispatch"), "is no field=value"),
        (("SignFor", "dispatch=one"), "Expected `int`"),
        (("Sing",), "There is no command Sing"),
        (("EraseData", "person=reporter"), "There is no command EraseData"),
        (("Direct", "leader=x", "holder=pcs", "due=tomorrow"), "is no time"),
    ],
)
def test_a_wrong_call_names_what_is_wrong(
    fire: str, linkage: Linkage, fields: tuple[str, ...], said: str
) -> None:
    result = linkage("case", "do", fire, *fields, "--as", "li")

    assert result.exit_code == 2
    assert said in result.stderr


def test_an_attempt_at_the_accused_is_refused_and_stays_on_record(
    centre: None, asked: Asked, linkage: Linkage
) -> None:
    fields = ["track=petition", "kind=accusation", "title=态度恶劣", "accused=pcs"]
    number = asked("case", "new", "--as", "zhang", *fields)["number"]

    refused = linkage("case", "do", number, "Dispatch", "--as", "zhang", "unit=pcs")

    assert "[accused-unit]" in refused.stderr
    assert asked("case", "show", number)["history"][-1]["topic"] == "case.barred"


def test_a_duplicate_that_accuses_the_reader_is_not_given_away(
    fire: str, asked: Asked, linkage: Linkage
) -> None:
    fields = ["track=petition", "kind=accusation", "title=态度恶劣", "accused=pcs"]
    number = asked("case", "new", "--as", "zhang", *fields)["number"]
    screened = ("validity=duplicate", f"duplicate_of={fire}")
    asked("case", "do", number, "Screen", "--as", "zhang", *screened)

    assert number in str(asked("case", "show", fire))
    assert number not in str(asked("case", "show", fire, "--as", "wang"))
    assert number not in linkage("case", "show", fire, "--as", "wang").stdout


def test_the_accused_find_no_such_case_and_that_they_tried_is_on_record(
    centre: None, asked: Asked, linkage: Linkage
) -> None:
    fields = ["track=petition", "kind=accusation", "title=态度恶劣", "accused=pcs"]
    number = asked("case", "new", "--as", "zhang", *fields)["number"]

    tried = [
        linkage("case", "show", number, "--as", "wang"),
        linkage("replay", number, "--as", "wang"),
        linkage("case", "do", number, "Note", "--as", "wang", "label=x"),
        linkage("case", "do", number, "Note", "--as", "wang", "label=y"),
    ]

    assert [one.exit_code for one in tried] == [1, 1, 1, 1]
    assert all("[case-unknown]" in one.stderr for one in tried)
    history = asked("case", "show", number)["history"][1:]
    told = [(one["event"]["attempt"], one["event"]["by"][0]) for one in history]
    assert told == [("open", "wang"), ("act", "wang")]


def test_a_sealed_text_is_corrected_and_opens_where_it_is_shown(fire: str, asked: Asked) -> None:
    asked(
        *("case", "do", fire, "Correct", "--as", "zhang", "event=1", "field=phone"),
        *("sealed=13900139000", "reason=听错", "approver=li"),
    )
    shown = asked("case", "show", fire, "--as", "zhang", "--open", "回电")["history"]
    right = next(one["event"] for one in shown if one["topic"] == "case.corrected")
    assert right["sealed"] == "13900139000"


def test_a_case_is_shown_in_the_words_of_its_page(fire: str, linkage: Linkage) -> None:
    shown = linkage("case", "show", fire, "--lang", "zh").stdout

    assert "老街电动车起火" in shown
    assert "派出所" in shown
    assert "待签收" in shown
    assert "陈某" not in shown


@pytest.mark.parametrize("field", ["title=王小明家路灯不亮", "place=王小明家门口"])
def test_the_reporters_name_stands_in_nothing_everybody_reads(field: str, linkage: Linkage) -> None:
    fields = {"title": "title=路灯不亮", field.partition("=")[0]: field}

    refused = linkage(
        "case", "new", "--as", "zhang", "track=hotline", "name=王小明", *fields.values()
    )

    assert refused.exit_code == 1
    assert linkage("case", "show", "QS2026-00001").exit_code == 1


def test_every_limit_says_why_it_is_due_then(fire: str, asked: Asked, linkage: Linkage) -> None:
    told = asked("case", "why", fire)
    arrival = next(one for one in told if one["kind"] == "arrive")
    assert arrival["moves"][0]["rule"] == "ground.arrive.seat"
    assert [line["what"] for line in arrival["moves"][0]["count"]][-1] == "minutes"

    (same,) = asked("case", "why", fire, "--limit", str(arrival["limit"]))
    assert same == arrival
    shown = linkage("case", "why", fire, "--limit", str(arrival["limit"])).stdout
    assert "县城或本乡镇驻地" in shown
    assert "minutes are added." in shown


def test_a_limit_there_is_not_is_refused(fire: str, linkage: Linkage) -> None:
    result = linkage("case", "why", fire, "--limit", "99")
    assert result.exit_code == 1
    assert "no-such-item" in result.output or "Nothing" in result.output
