"""Due times don't depend on the order in which unrelated facts are recorded."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from domain.case.command import Command
from domain.case.dispatch import (
    Arrive,
    Dispatch,
    EndHandling,
    GiveFeedback,
    ReportSituation,
    SignFor,
)
from domain.case.events import Actor
from domain.case.record import Note
from domain.case.words import DispatchRole, Outcome
from tests.domain.scenario import CLINIC, DESK, POLICE, Story, emergency

HANDLED = Outcome.HANDLED


class Fact(NamedTuple):
    """What somebody does, when it happened."""

    minute: int
    command: Command
    by: Actor


def lane(dispatch: int, by: Actor, minutes: Sequence[int]) -> list[Fact]:
    """The steps of one unit, in the order in which it takes them."""
    steps = (
        SignFor(dispatch=dispatch),
        Arrive(dispatch=dispatch),
        ReportSituation(dispatch=dispatch, people=3),
        EndHandling(dispatch=dispatch, result=HANDLED),
        GiveFeedback(dispatch=dispatch, outcome=HANDLED),
    )
    return [Fact(minute, step, by) for minute, step in zip(minutes, steps, strict=True)]


POLICE_LANE = lane(1, POLICE, (1, 9, 12, 30, 60))
CLINIC_LANE = lane(2, CLINIC, (2, 11, 14, 25, 90))
NOTES = [Fact(minute, Note(label=f"{minute}"), DESK) for minute in (3, 20, 45)]


def told_in(order: Sequence[int]) -> Story:
    """The steps of both units and the notes, recorded in this order; each lane keeps its own."""
    story = emergency().given(
        Dispatch(unit="police", zone="seat"),
        Dispatch(unit="clinic", role=DispatchRole.SUPPORT, zone="seat"),
    )
    start, story.now = story.now, story.now + timedelta(minutes=100)
    lanes = [iter(POLICE_LANE), iter(CLINIC_LANE), iter(NOTES)]
    for chosen in order:
        fact = next(lanes[chosen])
        at = start + timedelta(minutes=fact.minute)
        story.when(fact.command, by=fact.by, at=at, late="补录").accepted()
    return story


def limits(story: Story) -> set[tuple[str, int, str, datetime, datetime | None]]:
    """Every limit: what, whose, due when, met when."""
    return {(one.kind, one.ref, one.holder, one.due, one.met_at) for one in story.case.obligations}


ORDER = [0] * len(POLICE_LANE) + [1] * len(CLINIC_LANE) + [2] * len(NOTES)
ONE_AFTER_THE_OTHER = limits(told_in(ORDER))


@given(st.permutations(ORDER))
def test_due_times_are_the_same_in_whatever_order_units_report(order: list[int]) -> None:
    assert limits(told_in(order)) == ONE_AFTER_THE_OTHER


def test_the_limits_compared_are_those_of_both_units() -> None:
    assert {(kind, ref) for kind, ref, *_ in ONE_AFTER_THE_OTHER} >= {
        (kind, ref) for kind in ("sign", "arrive", "handle", "feedback") for ref in (1, 2)
    }
