"""Which return visits are in whose list, in which order, and which comes after one."""

from datetime import timedelta

import pytest
from sqlalchemy import Connection

from projections.queries import visits
from projections.queries.viewer import Viewer
from projections.queries.visits import Wanted
from tests.projections.queries.given import DAY, NOW, a_case

OPERATOR = Viewer("operator", "centre", "zhang")
INSPECTOR = Viewer("supervisor", "pcs", "sun")


def a_visit(model: Connection, number: str, due_in: timedelta = DAY, **values: object) -> int:
    """A closed case whose return visit is due then."""
    usual: dict[str, object] = {
        "stage": "closed",
        "closed_at": NOW - DAY,
        "due_kind": "visit",
        "due_holder": "centre",
        "due_at": NOW + due_in,
    }
    return a_case(model, number, **{**usual, **values})


def numbers(
    model: Connection, viewer: Viewer = OPERATOR, called: str = "", wanted: Wanted | None = None
) -> list[str]:
    found = visits.visits(
        model, viewer=viewer, now=NOW, called=called, wanted=wanted or visits.EVERYTHING
    )
    assert found.total == len(found.rows)
    return [row["number"] for row in found.rows]


@pytest.mark.parametrize(
    ("barred", "called", "mine", "inspectors"),
    [
        ("", "", True, True),
        (",zhang,", "", False, True),
        (",zhangsan,li,", "", True, True),
        (",a,zhang,b,", "", False, True),
        (",张敏,", "张敏", False, True),
        (",@pcs,", "", True, False),
        (",pcs,", "", True, True),  # a person of that name, not the unit
        (",li,@pcs,@sfs,", "", True, False),
        (",@centre2,", "", True, True),
        (",z_ang,%,", "", True, True),
    ],
)
def test_whoever_handled_it_or_is_of_a_unit_that_did_is_not_offered_it(
    model: Connection, barred: str, called: str, mine: bool, inspectors: bool
) -> None:
    a_visit(model, "V-1", visit_barred=barred)
    assert (numbers(model, called=called) == ["V-1"]) is mine
    assert (numbers(model, INSPECTOR) == ["V-1"]) is inspectors


def test_those_due_first_come_first_and_each_once(model: Connection) -> None:
    for number, days in (("late", -3), ("soon", 2), ("later", 20), ("last", 90)):
        a_visit(model, number, DAY * days)
    a_case(model, "open")
    assert numbers(model) == ["late", "soon", "later", "last"]
    for due, expected in (
        ("overdue", ["late"]),
        ("week", ["soon"]),
        ("month", ["soon", "later"]),
    ):
        assert numbers(model, wanted=Wanted(due=due)) == expected


def test_after_one_comes_the_next_and_after_the_last_none(model: Connection) -> None:
    same = [a_visit(model, f"V-{n}") for n in range(3)]
    a_visit(model, "barred", visit_barred=",zhang,")

    def after(cid: int) -> str | None:
        return visits.following(model, viewer=OPERATOR, now=NOW, due=NOW + DAY, cid=cid)

    assert [after(cid) for cid in same] == ["V-1", "V-2", None]


def test_an_accusation_is_in_no_list_of_the_accused(model: Connection) -> None:
    a_visit(model, "against", accused=",centre,")
    assert numbers(model) == []
    assert numbers(model, INSPECTOR) == ["against"]
