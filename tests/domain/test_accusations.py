"""An accusation never reaches the accused, nor the units above or below them."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.dispatch import Dispatch, GiveFeedback
from domain.case.handling import AppointHandler, ChangeHandler
from domain.case.intake import Screen
from domain.case.record import Note
from domain.case.rights import may_see
from domain.case.supervision import Complain, Direct, Propose, Supervise, Urge
from domain.case.words import Outcome, PetitionKind
from tests.domain.scenario import (
    AUDITOR,
    CLINIC,
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    accusation,
    dispatched,
    petition,
)

SOON = MORNING + timedelta(days=3)

LINE = ["county-police", "police", "police-post"]


@pytest.mark.parametrize("unit", LINE)
@pytest.mark.parametrize("accused", LINE)
def test_it_is_never_dispatched_to_the_accused_or_above_or_below(accused: str, unit: str) -> None:
    story = accusation(accused)
    story.when(Dispatch(unit=unit)).then(e.Barred, unit=unit, attempt="dispatch")
    assert story.case.dispatches == []


def test_it_is_dispatched_to_a_unit_beside_the_accused() -> None:
    accusation("police").when(Dispatch(unit="justice")).then(e.Dispatched)


def test_units_that_only_share_the_centre_above_them_are_not_one_line() -> None:
    accusation("clinic").when(Dispatch(unit="justice")).then(e.Dispatched)


@pytest.mark.parametrize(
    ("command", "attempt"),
    [
        (AppointHandler(leader="刘", unit="police", person="王", due=SOON), "appoint"),
        (ChangeHandler(unit="police", person="王", reason="调整"), "appoint"),
        (Direct(leader="刘镇长", holder="police"), "direct"),
        (Urge(unit="police", reason="逾期"), "urge"),
        (Supervise(unit="police", reason="逾期", due=SOON), "supervise"),
        (Propose(unit="police", due=SOON), "propose"),
    ],
    ids=lambda value: value if isinstance(value, str) else type(value).__name__,
)
def test_no_other_step_brings_it_before_the_accused(command: Command, attempt: str) -> None:
    accusation("police").when(command, by=INSPECTOR).then(e.Barred, unit="police", attempt=attempt)


def test_what_remains_is_not_left_to_the_accused() -> None:
    follow_up = e.FollowUp(unit="police", person="王", due=SOON)
    feedback = GiveFeedback(dispatch=1, outcome=Outcome.EXPLAINED, follow_up=follow_up)
    story = dispatched(accusation("police"), "justice", zone="")
    story.when(feedback, by=DESK).then(e.Barred, attempt="follow_up")


def test_a_correction_does_not_put_the_accused_in_another_units_place() -> None:
    story = dispatched(accusation("police"), "justice", zone="")
    story.when(Correct(event=2, field="unit", value='"police"', reason="误", approver="chen")).then(
        e.Barred, attempt="correct"
    )


def test_a_complaint_about_the_accused_is_taken() -> None:
    accusation("police").when(Complain(unit="police")).then(e.Complained)


@pytest.mark.parametrize("actor", [POLICE, e.Actor("he", "police-post", "leader")])
def test_the_accused_take_no_step_on_it(actor: e.Actor) -> None:
    accusation("police").when(Note(label="x"), by=actor).refused(errors.AccusedUnit)


def test_an_accusation_of_the_centre_is_kept_from_its_desk_and_leaders() -> None:
    story = accusation("centre")
    for actor in (DESK, LEADER):
        assert not may_see(story.case, story.context(actor))
        story.when(Screen(), by=actor).refused(errors.AccusedUnit)
    for actor in (INSPECTOR, AUDITOR):
        assert may_see(story.case, story.context(actor))
    story.when(Screen(), by=INSPECTOR).then(e.Screened)


def test_units_see_only_the_cases_they_have_a_part_in() -> None:
    story = dispatched(petition(), "justice", zone="")
    assert not may_see(story.case, story.context(CLINIC))
    assert may_see(story.case, story.context(e.Actor("qian", "justice", "responder")))


def test_the_accused_found_later_are_kept_out_from_then_on() -> None:
    story = dispatched(petition(), "police", zone="")
    story.given(
        Correct(event=1, field="accused", value='["police"]', reason="查明", approver="chen"),
        Correct(event=1, field="kind", value='"accusation"', reason="查明", approver="chen"),
    )
    assert story.case.kind is PetitionKind.ACCUSATION
    story.when(Note(label="x"), by=POLICE).refused(errors.AccusedUnit)
