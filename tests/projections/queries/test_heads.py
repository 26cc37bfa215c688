"""What waits for heads, and what units owe: who is told of which, in which order, how many."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection, insert

from projections.queries.heads import UnitDue, due_by_unit, waiting_for
from projections.queries.viewer import Viewer, viewer_of
from projections.tables import waiting
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    TODAY,
    a_case,
    a_unit,
    an_obligation,
    ms,
)

LEADER = Viewer("leader", "centre", "li")


def an_act(model: Connection, cid: int, kind: str, unit: str = "police", age: int = 1) -> None:
    """Something that has waited for so many hours."""
    values = {"cid": cid, "n": 0, "kind": kind, "ref": 1, "unit": unit, "about": ""}
    since = ms(NOW - age * HOUR)
    model.execute(insert(waiting).values({**values, "since": since, "due_at": None}))


def numbers(model: Connection, viewer: Viewer, kind: str = "urge") -> list[str]:
    (found,) = waiting_for(model, [kind], viewer=viewer)
    assert found.total == len(found.rows)
    return [row["number"] for row in found.rows]


def test_what_waits_longest_stands_first(model: Connection) -> None:
    for age, number in ((1, "NEW"), (9, "OLD"), (5, "MIDDLE")):
        an_act(model, a_case(model, number), "urge", age=age)
    assert numbers(model, LEADER) == ["OLD", "MIDDLE", "NEW"]


def test_lists_come_in_the_order_asked_for_with_how_many_there_are(model: Connection) -> None:
    for number in range(5):
        an_act(model, a_case(model, f"URGE-{number}"), "urge", age=number)
    an_act(model, a_case(model, "SIGN"), "sign_off")
    found = waiting_for(model, ["sign_off", "review", "urge"], viewer=LEADER, limit=2)
    assert [(one.kind, len(one.rows), one.total) for one in found] == [
        ("sign_off", 1, 1),
        ("review", 0, 0),
        ("urge", 2, 5),
    ]


def test_an_act_with_a_time_limit_of_its_own_shows_that_one(model: Connection) -> None:
    due = {"due_at": NOW + DAY, "due_kind": "close", "due_holder": "centre"}
    cid = a_case(model, "CASE", **due)
    values = {"cid": cid, "ref": 1, "unit": "police", "since": ms(NOW)}
    own = {"kind": "directive", "about": "directive", "n": 0, "due_at": ms(NOW + HOUR)}
    model.execute(insert(waiting).values({**values, **own}))
    model.execute(
        insert(waiting).values({**values, "kind": "urge", "about": "", "n": 1, "due_at": None})
    )
    directive, urge = waiting_for(model, ["directive", "urge"], viewer=LEADER)
    shown = [
        tuple(one.rows[0][name] for name in ("due_at", "due_kind", "due_holder"))
        for one in (directive, urge)
    ]
    assert shown == [
        (ms(NOW + HOUR), "directive", "police"),
        (ms(NOW + DAY), "close", "centre"),
    ]


@pytest.fixture
def family(model: Connection) -> Connection:
    """A county with a station and its post, and a clinic; an urge of each."""
    for code, parent in (("county", "centre"), ("police", "county"), ("post", "police")):
        a_unit(model, code, parent)
    a_unit(model, "clinic")
    for unit in ("county", "police", "post", "clinic"):
        cid = a_case(model, unit.upper())
        an_obligation(model, cid, "arrive", unit, due_at=NOW - HOUR)
        an_act(model, cid, "urge", unit)
    return model


@pytest.mark.parametrize(
    ("role", "unit", "seen"),
    [
        ("leader", "centre", {"COUNTY", "POLICE", "POST", "CLINIC"}),
        ("supervisor", "centre", {"COUNTY", "POLICE", "POST", "CLINIC"}),
        ("leader", "county", {"COUNTY", "POLICE", "POST"}),
        ("leader", "police", {"POLICE", "POST"}),
        ("leader", "post", {"POST"}),
        ("operator", "police", {"POLICE"}),
        ("admin", "centre", set()),
    ],
)
def test_heads_are_told_of_their_part(
    family: Connection, role: str, unit: str, seen: set[str]
) -> None:
    viewer = viewer_of(family, role, unit)
    assert set(numbers(family, viewer)) == seen
    assert {one.unit.upper() for one in owed(family, viewer)} == seen


def owed(model: Connection, viewer: Viewer) -> list[UnitDue]:
    until = TODAY + timedelta(days=2)
    return due_by_unit(model, viewer=viewer, now=NOW, today=TODAY, until=until)


def test_on_a_case_that_is_theirs_what_concerns_another_unit_is_not_listed(
    family: Connection,
) -> None:
    cid = a_case(family, "SHARED", received_by="police")
    an_act(family, cid, "sign_off", "clinic")
    assert numbers(family, viewer_of(family, "leader", "police"), "sign_off") == []
    assert numbers(family, viewer_of(family, "leader", "centre"), "sign_off") == ["SHARED"]


def test_nothing_that_accuses_them_is_listed_or_counted(model: Connection) -> None:
    a_unit(model, "police")
    for number, accused, staff in (
        ("UNIT", ",police,", ""),
        ("CENTRE", ",centre,", ""),
        ("NAMED", ",clinic,", ",li,"),
        ("PLAIN", "", ""),
    ):
        cid = a_case(model, number, accused=accused, accused_staff=staff)
        an_obligation(model, cid, "arrive", "police", due_at=NOW - HOUR)
        an_act(model, cid, "urge")
    for viewer, seen in (
        (viewer_of(model, "leader", "police", "he"), {"NAMED", "PLAIN"}),
        (viewer_of(model, "leader", "centre", "li"), {"UNIT", "PLAIN"}),
        (viewer_of(model, "supervisor", "centre", "li"), {"UNIT", "CENTRE", "PLAIN"}),
        (viewer_of(model, "supervisor", "police", "he"), {"CENTRE", "NAMED", "PLAIN"}),
    ):
        assert set(numbers(model, viewer)) == seen
        assert [one.overdue for one in owed(model, viewer)] == [len(seen)]


def test_a_unit_owes_what_runs_and_is_late_or_due_today_or_tomorrow(model: Connection) -> None:
    a_unit(model, "police")
    late, earlier = NOW - HOUR, NOW - 5 * DAY
    for due_at, more in (
        (late, {}),
        (earlier, {}),
        (NOW + HOUR, {}),
        (TODAY + timedelta(days=2) - timedelta(seconds=1), {}),
        (TODAY + timedelta(days=2), {}),
        (late, {"met_at": NOW}),
        (late, {"state": "lapsed"}),
        (late, {"state": "waived"}),
    ):
        an_obligation(
            model, a_case(model, f"N{due_at}{more}"), "x", "police", due_at=due_at, **more
        )
    assert owed(model, LEADER) == [UnitDue("police", 2, ms(earlier), 3)]


def test_who_owes_nothing_soon_is_not_listed(model: Connection) -> None:
    an_obligation(model, a_case(model, "FAR"), "x", "police", due_at=NOW + 9 * DAY)
    assert owed(model, LEADER) == []
