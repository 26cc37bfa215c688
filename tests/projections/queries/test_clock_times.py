"""How long time limits take: the same as numpy says, of those that fell due in the period."""

from dataclasses import replace
from datetime import datetime, timedelta

import numpy as np
import pytest
from sqlalchemy import Connection

from projections.queries.clock_rows import rows_of
from projections.queries.clock_times import SHOWN, Question, Took, clock_times
from projections.queries.filters import NOTHING, Filters
from projections.queries.moments import STRETCHES
from projections.queries.percentiles import percentiles
from projections.queries.stretch_times import stretch_times
from projections.queries.viewer import THE_SERVICE, viewer_of
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    a_case,
    a_dispatch,
    a_unit,
    an_obligation,
)

MONTH = Filters(since=NOW - 30 * DAY, until=NOW + 30 * DAY)
DUE = NOW - DAY


def question(filters: Filters = MONTH, now: datetime = NOW) -> Question:
    return Question(THE_SERVICE, filters, now)


def handled(model: Connection, number: str, took: timedelta | None, **more: object) -> None:
    """A limit for handling, met after so long."""
    values = {"due_at": DUE, "opened_at": DUE - HOUR, "holder": "police", **more}
    holder = str(values.pop("holder"))
    of_case = {name: values.pop(name) for name in ("category", "track") if name in values}
    cid = a_case(model, number, **of_case)
    met = {} if took is None else {"met_at": DUE - HOUR + took}
    an_obligation(model, cid, "handle", holder, **values, **met)


def found(model: Connection, asked: Question) -> list[Took]:
    return clock_times(model, ("handle", "close"), asked)


def test_each_kind_of_limit_has_its_percentiles_and_what_is_still_open(model: Connection) -> None:
    # given limits met in time and late, one running on, one never met, one that binds no more
    minutes = [7, 1, 59, 61, 300, 12, 13]
    for n, took in enumerate(minutes):
        handled(model, f"A-{n}", timedelta(minutes=took))
    handled(model, "B-1", None)
    handled(model, "B-2", None, state="lapsed")
    handled(model, "B-3", None, state="waived")
    # when it is asked how long they took
    (one,) = found(model, question())
    # then it is as numpy has it, to the millisecond
    expected = [round(float(np.percentile(minutes, place)) * 60_000) for place in SHOWN]
    assert one == Took("handle", 7, 1, 1, tuple(expected))


def test_what_fell_due_at_another_time_does_not_count(model: Connection) -> None:
    handled(model, "A-1", HOUR, due_at=NOW + DAY)  # not due yet
    handled(model, "A-2", HOUR, due_at=NOW - 31 * DAY)
    assert found(model, question()) == []
    assert found(model, question(now=NOW + 2 * DAY))[0].met == 1


def test_named_stretches_are_those_measured_one_by_one(model: Connection) -> None:
    # given cases with one, two and no dispatches, of which some have not come to their end
    for n in range(1, 6):
        at = NOW - n * DAY
        closed = at + n * HOUR if n % 2 else None
        cid = a_case(model, f"A-{n}", received_at=at, recorded_at=at + HOUR, closed_at=closed)
        for sent in range(n % 3):
            out = at + (sent + 1) * HOUR
            arrived = out + n * HOUR if sent == 0 else None
            a_dispatch(model, cid, "police", dispatched_at=out, arrived_at=arrived)
    # when all are measured at once
    for took in stretch_times(model, question(), SHOWN):
        one = STRETCHES[took.kind]
        alone = percentiles(model, one.start, one.end, viewer=THE_SERVICE, filters=MONTH)
        # then each is what it is alone
        assert (took.met, took.open) == (alone.n, alone.missing), took.kind
        expected = [alone.p50, alone.p90, alone.p95] if alone.n else []
        assert [value / 1000 for value in took.percentiles] == pytest.approx(expected)


def test_they_are_narrowed_like_rates(model: Connection) -> None:
    a_unit(model, "police", unit_class="执法站所")
    handled(model, "A-1", HOUR, category="A01")
    handled(model, "A-2", HOUR, category="A02", holder="clinic")
    handled(model, "A-3", HOUR, category="", holder="clinic", track="hotline")
    for narrowed, n in (
        (replace(MONTH, unit="clinic"), 2),
        (replace(MONTH, unit_class="执法站所"), 1),
        (replace(MONTH, unit_class=NOTHING), 2),
        (replace(MONTH, categories="A01,A02"), 2),
        (replace(MONTH, category=NOTHING), 1),
        (replace(MONTH, track="hotline"), 1),
    ):
        assert [one.met for one in found(model, question(narrowed))] == [n], narrowed


def test_a_unit_learns_what_its_own_limits_took(model: Connection) -> None:
    a_unit(model, "police")
    handled(model, "A-1", HOUR)
    handled(model, "A-2", HOUR, holder="clinic")
    viewer = viewer_of(model, "responder", "police")
    assert found(model, Question(viewer, MONTH, NOW))[0].met == 1


def test_the_rows_are_those_counted_with_the_longest_first(model: Connection) -> None:
    for n, took in enumerate((3, 1, 2)):
        handled(model, f"A-{n}", took * HOUR)
    handled(model, "B-1", None)
    rows = rows_of(model, "handle", question())
    assert [row["number"] for row in rows.rows] == ["B-1", "A-0", "A-2", "A-1"]
    assert (rows.total, rows.page, rows.pages) == (4, 1, 1)
    met = rows_of(model, "handle", question(), "met", page=9)
    assert [row["took"] for row in met.rows] == [3 * 3_600_000, 2 * 3_600_000, 3_600_000]
    assert met.page == 1


@pytest.mark.parametrize("standing", ["met", "open", "lapsed"])
def test_each_number_has_as_many_rows_as_it_says(model: Connection, standing: str) -> None:
    handled(model, "A-1", HOUR)
    handled(model, "B-1", None)
    handled(model, "B-2", None, state="lapsed")
    assert rows_of(model, "handle", question(), standing).total == 1
