"""The overview: shares that fell where there is enough to tell, limits that can be met yet."""

from datetime import datetime

from sqlalchemy import Connection

from projections.queries.overview import changes, falls, still_to_meet
from projections.queries.proportion import Proportion
from projections.queries.rates import RATES, Rated
from projections.queries.viewer import THE_SERVICE, Viewer, viewer_of
from tests.projections.queries.given import DAY, HOUR, NOW, a_case, a_unit, an_obligation

RATE = {rate.name: rate for rate in RATES}
UNTIL = NOW + 10 * DAY


def rated(name: str, group: str, kept: int, due: int) -> Rated:
    return Rated(RATE[name], group, Proportion(kept, due))


def test_what_is_split_is_the_whole_again() -> None:
    now = [rated("handling", "a", 30, 40), rated("handling", "b", 10, 20)]
    (change,) = changes([RATE["handling"]], now, [])
    assert (change.now, change.before) == (Proportion(40, 60), Proportion(0, 0))
    assert change.points is None


def test_the_largest_falls_come_first_and_few_are_not_compared() -> None:
    before = [rated("handling", unit, 38, 40) for unit in "abcde"]
    now = [
        rated("handling", "a", 30, 40),  # 20 points less
        rated("handling", "b", 390, 400),  # more than before
        rated("handling", "c", 0, 29),  # too few now
        rated("handling", "d", 37, 40),
        rated("handling", "new", 0, 40),  # none before
    ]
    found = falls(now, before, most=5)
    assert [one.group for one in found] == ["a", "d"]
    assert [one.group for one in falls(now, before, most=1)] == ["a"]
    assert (found[0].sure, found[1].sure) == (False, False)
    (steep,) = falls([rated("handling", "a", 10, 40)], before, most=5)
    assert steep.sure


def test_of_rework_more_is_worse() -> None:
    before = [rated("rework", "a", 1, 40), rated("rework", "b", 4, 40)]
    now = [rated("rework", "a", 4, 40), rated("rework", "b", 1, 40)]
    assert [one.group for one in falls(now, before, most=5)] == ["a"]


def owed(model: Connection, viewer: Viewer = THE_SERVICE, kind: str = "") -> list[str]:
    found = still_to_meet(model, viewer=viewer, now=NOW, until=UNTIL, kind=kind, most=10)
    assert not kind or {row["kind"] for row in found.rows} <= {kind}
    assert kind or sum(found.kinds.values()) == len(found.rows)
    return [row["number"] for row in found.rows]


def a_limit(
    model: Connection, number: str, due: datetime, holder: str = "police", **more: object
) -> None:
    values = dict(more)
    of_case = {"accused": values.pop("accused")} if "accused" in values else {}
    cid = a_case(model, number, **of_case)
    an_obligation(model, cid, str(values.pop("kind", "handle")), holder, due_at=due, **values)


def test_what_runs_and_is_due_this_quarter_can_be_met_the_earliest_first(
    model: Connection,
) -> None:
    a_limit(model, "A-1", NOW + 2 * DAY)
    a_limit(model, "A-2", NOW + HOUR, kind="close")
    a_limit(model, "A-3", NOW - HOUR)  # overdue: too late
    a_limit(model, "A-4", UNTIL)  # of the next quarter
    a_limit(model, "A-5", NOW + HOUR, met_at=NOW - HOUR)
    assert owed(model) == ["A-2", "A-1"]
    assert owed(model, kind="close") == ["A-2"]


def test_a_unit_s_leader_sees_what_the_own_units_owe_and_nothing_that_accuses_them(
    model: Connection,
) -> None:
    a_unit(model, "police")
    a_unit(model, "post", parent="police")
    a_limit(model, "A-1", NOW + DAY)
    a_limit(model, "A-2", NOW + DAY, holder="post")
    a_limit(model, "A-3", NOW + DAY, holder="clinic")
    a_limit(model, "A-4", NOW + DAY, accused=",police,")
    assert owed(model, viewer_of(model, "leader", "police")) == ["A-1", "A-2"]
    assert owed(model, viewer_of(model, "leader", "centre")) == ["A-1", "A-2", "A-3", "A-4"]
