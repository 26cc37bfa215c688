"""Real records come in whole: every row is in or listed, and their figures come out of the events.

The records stay where they are: REAL_DATA names the folder, by default ../shared/data.
"""

import csv
import os
import signal
import subprocess
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from application.codec import decode
from application.desk import Desk
from application.importing import Report, run_import
from application.migrate import migrate
from application.settings import Settings
from domain.case import events as e
from domain.case.events import Fact
from domain.case.words import Track
from projections.bootstrap import open_service
from tests.independent.agreeing import assert_all_agree
from tests.system.mined import read_by_others

ROOT = Path(__file__).parents[2]
DATA = Path(os.environ.get("REAL_DATA", ROOT.parent / "shared" / "data"))
SFFD = DATA / "sffd-calls-10k" / "sffd_service_calls.csv"
MESSAGES = DATA / "zh-messages" / "messages-with-replies.xlsx"
WABO = DATA / "wabo-receipt" / "receipt.csv"
DAY = timedelta(days=1)
QUANTILES = (50, 75, 90, 95, 99)

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(not DATA.is_dir(), reason=f"the real records are not at {DATA}"),
]

Histories = dict[str, list[Fact]]


@pytest.fixture
def desk(data_dir: Path, database_url: str) -> Iterator[Desk]:
    """A migrated place's desk."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    desk = Desk(settings)
    yield desk
    desk.close()


def histories(desk: Desk) -> Histories:
    """The events of every case, by its id, in their order; positions are dense on the way."""
    found: Histories = defaultdict(list)
    seq = 0
    while rows := desk.log.after(seq, 10_000):
        assert [row.seq for row in rows] == list(range(seq + 1, seq + 1 + len(rows)))
        for row in rows:
            if row.topic.startswith("case."):
                found[row.stream].append(decode(row.topic, row.state))
        seq = rows[-1].seq
    return found


def kinds(cases: Histories) -> Counter[str]:
    return Counter(type(event).__name__ for history in cases.values() for event in history)


def quantiles(values: Sequence[timedelta], unit: timedelta, digits: int) -> list[float]:
    """By numpy's default, the linear method."""
    numbers = [value / unit for value in values]
    return [round(float(number), digits) for number in np.percentile(numbers, QUANTILES)]


def accounted(report: Report) -> None:
    assert report.rows_read == report.rows_in + report.rows_out
    out = Counter(one.row for one in report.refused)
    assert report.rows_out <= len(out)


def counted_again(desk: Desk, folder: Path) -> None:
    """Rates and scores by the service, and by somebody who has nothing but its export.

    On one database: what differs between the two, other tests look for.
    """
    if desk.settings.database_url:
        return
    with closing(open_service(desk.settings)) as service:
        assert_all_agree(service, folder, most=2)


def response_times(cases: Histories) -> dict[str, list[timedelta]]:
    """One value for each dispatch."""
    took: dict[str, list[timedelta]] = defaultdict(list)
    for history in cases.values():
        received = next(event.at for event in history if isinstance(event, e.Received))
        sent = {one.dispatch: one.at for one in history if isinstance(one, e.Dispatched)}
        took["dispatched"] += [at - received for at in sent.values()]
        for event in history:
            if isinstance(event, e.Arrived):
                took["on the way"].append(event.at - sent[event.dispatch])
                took["arrived"].append(event.at - received)
    return took


def test_ten_thousand_responses_to_incidents(desk: Desk, tmp_path: Path) -> None:
    with SFFD.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    stamps = Counter(name for row in rows for name, cell in row.items() if cell)

    report = run_import(desk, SFFD, "sffd")

    cases = histories(desk)
    assert (report.cases, report.rows_read, report.rows_in) == (8_989, 10_000, 10_000)
    accounted(report)
    assert kinds(cases) == {
        "Received": 8_989,
        "Screened": 8_989,
        "Dispatched": stamps["dispatch_timestamp"],
        "SignedFor": stamps["response_timestamp"],
        "Arrived": stamps["on_scene_timestamp"],
        "Noted": stamps["transport_timestamp"] + stamps["hospital_timestamp"],
        "HandlingEnded": stamps["available_timestamp"] - len(available_too_early(rows)),
        "FeedbackGiven": stamps["available_timestamp"] - len(available_too_early(rows)),
    }
    assert report.events == sum(kinds(cases).values())
    assert {
        event.track
        for history in cases.values()
        for event in history
        if isinstance(event, e.Received)
    } == {Track.EMERGENCY}

    took = response_times(cases)
    second = timedelta(seconds=1)
    assert [len(took[name]) for name in ("dispatched", "on the way", "arrived")] == [
        10_000,
        7_281,
        7_281,
    ]
    assert quantiles(took["dispatched"], second, 1) == [93, 146, 213, 267, 443]
    assert quantiles(took["on the way"], second, 1) == [258, 386, 668, 944, 1972.4]
    assert quantiles(took["arrived"], second, 1) == [369, 530, 841, 1132, 2131.8]

    listed = {(one.row, one.step) for one in report.refused}
    assert {one.code for one in report.refused} == {"occurred-before"}
    assert listed == {
        (row, step) for row in available_too_early(rows) for step in ("EndHandling", "GiveFeedback")
    }
    assert len(report.refused) == len(listed) == 46
    counted_again(desk, tmp_path)


def available_too_early(rows: Sequence[dict[str, str]]) -> set[int]:
    """Rows, as a spreadsheet counts, whose unit was available before it was sent or there."""
    return {
        number
        for number, row in enumerate(rows, start=2)
        if row["available_timestamp"]
        and row["available_timestamp"] < max(row["dispatch_timestamp"], row["on_scene_timestamp"])
    }


def test_messages_to_local_government_and_their_replies(desk: Desk, tmp_path: Path) -> None:
    report = run_import(desk, MESSAGES, "zh-messages")

    cases = histories(desk)
    assert (report.cases, report.rows_in) == (2_816, 2_816)
    accounted(report)
    assert kinds(cases) == {"Received": 2_816, "ReplyServed": 2_816}
    days = [reply.at - received.at for received, reply in cases.values()]
    assert quantiles(days, DAY, 1) == [11.2, 22.3, 41.0, 67.4, 167.4]
    assert round(sum(took <= 15 * DAY for took in days) / len(days) * 100, 1) == 61.5
    assert round(sum(took <= 60 * DAY for took in days) / len(days) * 100, 1) == 94.4

    case_id, (received, reply) = next(iter(cases.items()))
    assert isinstance(received, e.Received)
    assert isinstance(reply, e.ReplyServed)
    assert (received.track, received.name is not None) == (Track.PETITION, True)
    assert received.narrative is not None
    assert reply.document is not None
    message = desk.keys.open(case_id, "narrative", received.narrative).text
    assert message.encode() not in b"".join(row.state for row in desk.log.after(0, 100))
    assert len(message) > 10
    assert len(desk.keys.open(case_id, "document", reply.document).text) > 10
    counted_again(desk, tmp_path)


def test_the_receipt_phase_of_permits_reads_the_same_as_their_own_log(
    desk: Desk, tmp_path: Path
) -> None:
    with WABO.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))

    report = run_import(desk, WABO, "wabo")

    cases = histories(desk)
    assert (report.cases, report.rows_in, report.events, report.refused) == (
        1_434,
        8_577,
        8_577,
        [],
    )
    accounted(report)
    assert kinds(cases) == {"Received": 1_434, "NoticeServed": 1_300, "Noted": 5_843}
    lasted = [history[-1].at - history[0].at for history in cases.values()]
    p50, _, p90, p95, _ = quantiles(lasted, DAY, 2)
    assert (p50, p90, p95) == (0.03, 14.10, 23.91)
    assert by_reference(cases) == by_case(rows)
    counted_again(desk, tmp_path)
    mined_elsewhere(desk, tmp_path)


def mined_elsewhere(desk: Desk, folder: Path) -> None:
    """A tool of process mining keeps every event, object and link, and measures the same.

    On one database: what leaves both is the same, other tests look for.
    """
    if desk.settings.database_url:
        return
    found = read_by_others(desk, folder)

    assert found["written"] == [found["json"], found["sqlite"]]
    assert found["traces"] == found["xes"] == [8_577, 1_434]
    assert found["unsatisfied"] == []
    assert found["zones"] == ["UTC"]
    lasted = [timedelta(seconds=one) for one in found["durations"]]
    p50, _, p90, p95, _ = quantiles(lasted, DAY, 2)
    assert (p50, p90, p95) == (0.03, 14.10, 23.91)


def by_case(rows: Sequence[dict[str, str]]) -> dict[str, list[tuple[datetime, str]]]:
    """When and by whom each activity of a case was done, as their file has it."""
    found = defaultdict(list)
    for row in rows:
        at = datetime.fromisoformat(row["time:timestamp"])
        found[row["case:concept:name"]].append((at, row["org:resource"]))
    return found


def by_reference(cases: Histories) -> dict[str, list[tuple[datetime, str]]]:
    """The same, as our events have it."""
    return {
        history[0].reference: [(event.at, event.by.user) for event in history]
        for history in cases.values()
        if isinstance(history[0], e.Received)
    }


IMPORT = """
import sys
from application.desk import Desk
from application.importing import run_import
from application.settings import load

run_import(Desk(load()), sys.argv[1], "wabo")
"""


def killed_at(head: int, desk: Desk, start: Callable[[], subprocess.Popen[bytes]]) -> None:
    """Start an import and kill it, as a power cut would, when so many events are there."""
    process = start()
    while desk.log.head() < head:
        assert process.poll() is None, "it ended before it could be killed"
        time.sleep(0.01)
    process.send_signal(signal.SIGKILL)
    process.wait()


def test_an_import_killed_twice_goes_on_and_then_has_everything_once(desk: Desk) -> None:
    environment = {
        **os.environ,
        "LINKAGE_DATA": str(desk.settings.data),
        "LINKAGE_DATABASE_URL": desk.settings.database_url,
    }

    def start() -> subprocess.Popen[bytes]:
        command = [sys.executable, "-c", IMPORT, str(WABO)]
        return subprocess.Popen(command, env=environment, cwd=ROOT)

    killed_at(2_000, desk, start)
    killed_at(5_000, desk, start)
    report = run_import(desk, WABO, "wabo")

    cases = histories(desk)
    numbers = {
        one.number for history in cases.values() for one in history if isinstance(one, e.Received)
    }
    assert report.repeated > 0
    assert report.repeated + report.cases == len(cases) == len(numbers) == 1_434
    assert report.rows_repeated + report.rows_in == 8_577
    assert sum(kinds(cases).values()) == 8_577

    again = run_import(desk, WABO, "wabo")

    assert (again.cases, again.events, again.repeated) == (0, 0, 1_434)
    assert histories(desk) == cases
