"""What was counted as of a position is what a read model of all events up to it counts."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, select

from domain.assessment.measures import MEASURES
from domain.assessment.model import Subject
from domain.assessment.score import Tally
from projections.asof import Then, as_of
from projections.projector import Projector
from projections.queries.behind import PER_PAGE
from projections.queries.gathering import Without
from projections.queries.tallies import Period, Wanted, counted, failings_of, tallies
from projections.queries.viewer import THE_SERVICE, Viewer
from projections.scratch import rebuild_as_of
from projections.tables import cases
from tests.projections.given_rounds import ask, live
from tests.projections.town import MONDAY, Town

CLOCKS = ("arrive", "handle", "feedback", "close", "visit", "dispatch", "reply", "directive")
REGISTER = {("", "emergency"): timedelta(minutes=15), ("", "hotline"): timedelta(hours=1)}
WANTED = [
    *(Wanted(name, name, CLOCKS) for name in MEASURES if name != "duration"),
    Wanted("arriving", "duration", stretch="arrive", percentile=90),
    Wanted("closing", "duration", stretch="close", percentile=50),
]
SUBJECTS: tuple[Subject, ...] = ("units", "centre")


@pytest.fixture
def reading(town: Town, projector: Projector, engine: Engine) -> Iterator[Connection]:
    """Months of anything at all, rounds among them."""
    ask(town)
    live(town)
    town.muddle(500)
    projector.catch_up()
    with engine.connect() as connection:
        yield connection


def period(town: Town) -> Period:
    """From a month in to a month before the end."""
    month, now = timedelta(days=30), town.clock.now
    return Period(MONDAY + month, now - month, now - month / 2)


def test_what_was_counted_then_is_counted_now_as_of_then(town: Town, reading: Connection) -> None:
    head, span = town.desk.log.head(), period(town)
    some = reading.execute(select(cases.c.number).order_by(cases.c.cid).limit(9)).scalars().all()
    without = {"": some[:3], "solved": some[3:6], "arriving": some[6:]}
    told: list[tuple[int, int]] = []

    def hear(done: int, of: int) -> None:
        told.append((done, of))

    for share in (0.3, 0.97, 1.0, 0.7):
        seq = round(head * share)
        with (
            rebuild_as_of(town.settings, seq) as engine,
            engine.connect() as whole,
            as_of(town.settings, reading, seq, span, hear) as then,
        ):
            for subject in SUBJECTS:
                same(whole, then, span, without, subject)
                if share == 0.7:
                    same_rows(whole, then, span, without, subject)
        assert told[-1][0] == told[-1][1]


def same(whole: Connection, then: Then, span: Period, without: Without, subject: Subject) -> None:
    """What is counted, and what was failed in."""
    asked: dict[str, Any] = {"subject": subject, "register": REGISTER, "without": without}
    expected = tallies(whole, WANTED, span, **asked)
    assert expected
    assert then.tallies(WANTED, span, **asked) == expected
    failed = failings_of(whole, span, subject=subject, without=without)
    assert then.failings(span, subject=subject, without=without) == failed


def same_rows(
    whole: Connection, then: Then, span: Period, without: Without, subject: Subject
) -> None:
    """Those behind every figure; they come to it."""
    asked: dict[str, Any] = {"subject": subject, "register": REGISTER, "without": without}
    expected = tallies(whole, WANTED, span, **asked)
    for wanted in WANTED:
        for unit in expected:
            rows = counted(whole, wanted, span, unit, viewer=THE_SERVICE, **asked)
            found = then.counted(wanted, span, unit, viewer=THE_SERVICE, **asked)
            assert [dict(row) for row in found.rows] == [dict(row) for row in rows.rows]
            assert found.total == rows.total <= PER_PAGE
            due = expected[unit].get(wanted.id, Tally(0, 0)).due
            assert sum(row["due"] for row in rows.rows) == due


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_many_cases_are_folded_elsewhere_with_the_same_result(
    town: Town, reading: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    seq, span = town.desk.log.head() // 2, period(town)
    asked: dict[str, Any] = {"subject": "units", "register": REGISTER}
    with as_of(town.settings, reading, seq, span) as then:
        here = then.tallies(WANTED, span, **asked)
    monkeypatch.setattr("projections.folding_pool.WORTH_IT", 0)
    monkeypatch.setattr("projections.folding_pool.TOGETHER", 20)
    monkeypatch.setattr("projections.queries.counting.AT_ONCE", 3)
    with as_of(town.settings, reading, seq, span) as then:
        assert then.tallies(WANTED, span, **asked) == here


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_units_are_shown_no_row_that_tells_an_answer(town: Town, reading: Connection) -> None:
    asked: dict[str, Any] = {
        "subject": "units",
        "register": REGISTER,
        "viewer": Viewer("leader", "police"),
    }
    with as_of(town.settings, reading, town.desk.log.head() - 1, period(town)) as then:
        for measure in ("solved", "satisfied", "contact", "answering", "rework"):
            wanted = Wanted(measure, measure)
            assert then.counted(wanted, period(town), "police", **asked).total == 0
            assert counted(reading, wanted, period(town), "police", **asked).total == 0
