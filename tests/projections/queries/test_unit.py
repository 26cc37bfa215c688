"""What a unit has in hand: its own dispatches by what is due first, and what it registered."""

from sqlalchemy import Connection

from projections.queries.unit import MOST, InHand, Work, work
from projections.queries.viewer import Viewer, viewer_of
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    a_case,
    a_dispatch,
    a_unit,
    an_obligation,
)


def of_police(model: Connection, role: str = "responder") -> Work:
    return work(model, viewer=viewer_of(model, role, "police"))


def numbers(found: list[InHand]) -> list[str]:
    return [one.row["number"] for one in found]


def test_what_is_due_first_stands_on_top_and_what_is_not_due_at_all_last(
    model: Connection,
) -> None:
    for number, hours in (("LATER", 5), ("LATE", -1), ("NEVER", 0)):
        cid = a_case(model, number)
        a_dispatch(model, cid, "police")
        if hours:
            an_obligation(model, cid, "handle", "police", ref=1, due_at=NOW + hours * HOUR)
            an_obligation(model, cid, "feedback", "police", ref=1, due_at=NOW + DAY)

    found = of_police(model).to_do

    assert numbers(list(found)) == ["LATE", "LATER", "NEVER"]
    assert found[0].owed is not None
    assert found[0].owed["due_kind"] == "handle"
    assert found[2].owed is None


def test_other_units_dispatches_are_not_there(model: Connection) -> None:
    a_unit(model, "police")
    a_unit(model, "post", parent="police")
    cid = a_case(model, "A")
    for unit in ("clinic", "post"):
        a_dispatch(model, cid, unit)

    assert not of_police(model).to_do
    assert not of_police(model, "leader").to_do  # those of units below are on the heads' page


def test_what_was_handed_back_taken_back_or_ended_with_its_case_is_gone(
    model: Connection,
) -> None:
    for number, of_case, of_dispatch in (
        ("RETURNED", {}, {"returned_at": NOW}),
        ("RECALLED", {}, {"recalled_at": NOW}),
        ("CLOSED", {"closed_at": NOW}, {}),
    ):
        a_dispatch(model, a_case(model, number, **of_case), "police", **of_dispatch)

    found = of_police(model)

    assert not found.to_do
    assert not found.given


def test_after_the_feedback_it_waits_for_the_centre_unless_something_remained(
    model: Connection,
) -> None:
    for number in ("DONE", "LEFT"):
        cid = a_case(model, number)
        a_dispatch(model, cid, "police", feedback_at=NOW)
        an_obligation(model, cid, "arrive", "police", ref=1)  # never reported, and no matter now
        if number == "LEFT":
            an_obligation(model, cid, "follow_up", "police", ref=1, due_at=NOW + DAY)

    found = of_police(model)

    assert numbers(list(found.given)) == ["DONE"]
    assert numbers(list(found.to_do)) == ["LEFT"]
    assert found.to_do[0].owed is not None
    assert found.to_do[0].owed["due_kind"] == "follow_up"


def test_what_the_unit_registered_is_listed_the_newest_first(model: Connection) -> None:
    a_case(model, "OLD", received_by="police", received_at=NOW - DAY, closed_at=NOW)
    a_case(model, "NEW", received_by="police")
    a_case(model, "THEIRS", received_by="clinic")

    assert [row["number"] for row in of_police(model).registered] == ["NEW", "OLD"]


def test_an_accusation_is_not_there_for_the_accused(model: Connection) -> None:
    a_unit(model, "police")
    cid = a_case(model, "AGAINST", received_by="police", accused=",police,")
    a_dispatch(model, cid, "police")

    found = of_police(model)

    assert not found.to_do
    assert not found.registered


def test_an_administrator_finds_nothing(model: Connection) -> None:
    a_dispatch(model, a_case(model, "A", received_by="police"), "police")
    found = work(model, viewer=Viewer("admin", "police"))
    assert not found.to_do
    assert not found.registered


def test_there_is_an_end_to_the_list(model: Connection) -> None:
    for number in range(MOST + 1):
        a_case(model, f"A-{number}", received_by="police")
    assert len(of_police(model).registered) == MOST
