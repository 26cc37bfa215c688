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
from domain.case.possible import possible
from domain.case.record import Note, ReadData
from domain.case.rights import barred, may_see
from domain.case.supervision import Complain, Direct, Propose, Supervise, Urge
from domain.case.words import Outcome, PetitionKind, Role, Track
from tests.domain.scenario import (
    AUDITOR,
    CLINIC,
    DESK,
    INSPECTOR,
    LEADER,
    MORNING,
    POLICE,
    Story,
    accusation,
    dispatched,
    petition,
    receive,
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
def test_the_accused_take_no_step_on_it_and_the_attempt_is_all_that_happens(
    actor: e.Actor,
) -> None:
    story = accusation("police")
    story.when(Note(label="x"), by=actor).then(e.Barred, unit=actor.unit, attempt="act")


@pytest.mark.parametrize("role", [*Role])
@pytest.mark.parametrize("unit", LINE)
@pytest.mark.parametrize("accused", LINE)
def test_nobody_of_the_accused_sees_it_nor_of_units_above_and_below_whatever_their_role(
    accused: str, unit: str, role: Role
) -> None:
    story = accusation(accused)
    story.given(Direct(leader="刘镇长", holder="clinic"))
    ctx = story.context(e.Actor("he", unit, role))
    assert not may_see(story.case, ctx)
    assert possible(story.case, ctx) == []
    story.when(ReadData(fields=("name",), purpose="x"), by=ctx.by).then(e.Barred)


def test_inspection_and_audit_see_what_accuses_another_unit() -> None:
    story = accusation("police")
    for role in (Role.SUPERVISOR, Role.AUDITOR):
        assert may_see(story.case, story.context(e.Actor("he", "clinic", role)))


@pytest.mark.parametrize("unit", ["centre", "clinic", "police"])
@pytest.mark.parametrize("role", [Role.OPERATOR, Role.RESPONDER, Role.LEADER, Role.ADMIN])
def test_an_accusation_of_the_centre_is_known_to_no_desk_no_unit_and_no_leader(
    role: Role, unit: str
) -> None:
    story = dispatched_by_inspection(accusation("centre"), "clinic")
    actor = e.Actor("he", unit, role)
    assert not may_see(story.case, story.context(actor))
    story.when(Screen(), by=actor).then(e.Barred, unit=unit, attempt="act")


def dispatched_by_inspection(story: Story, unit: str) -> Story:
    """The superior body sent it to a unit before it was found that it accuses the centre."""
    return story.given(Dispatch(unit=unit), by=INSPECTOR)


def test_an_accusation_of_the_centre_is_the_inspections_and_the_audits() -> None:
    story = accusation("centre")
    for actor in (INSPECTOR, AUDITOR):
        assert may_see(story.case, story.context(actor))
    story.when(Screen(), by=INSPECTOR).then(e.Screened)


@pytest.mark.parametrize("unit", ["centre", "inspection", "clinic"])
@pytest.mark.parametrize("role", [*Role])
def test_staff_named_in_it_see_nothing_of_it_wherever_they_work_now(role: Role, unit: str) -> None:
    story = petition(
        PetitionKind.ACCUSATION, accused=("police",), accused_staff=(INSPECTOR.user, "wang")
    )
    named = e.Actor(INSPECTOR.user, unit, role)
    assert not may_see(story.case, story.context(named))
    story.when(Screen(), by=named).then(e.Barred, unit=unit, attempt="act")


def test_staff_are_named_beside_the_unit_they_work_for() -> None:
    named = receive(
        Track.PETITION, kind=PetitionKind.ACCUSATION, accused_staff=("wang",), title="处警推诿"
    )
    Story().when(named).refused(errors.AccusedNeeded)
    petition().when(
        Correct(event=1, field="accused_staff", value='["wang"]', reason="查明", approver="chen")
    ).refused(errors.AccusedNeeded)


def test_a_matter_that_accuses_nobody_is_barred_from_nobody() -> None:
    story = petition()
    for actor in (DESK, LEADER, INSPECTOR, AUDITOR, POLICE):
        assert not barred(story.case, story.context(actor))


def test_a_record_of_another_system_comes_in_as_it_was_whoever_wrote_it() -> None:
    accusation("centre").when(Screen(), by=DESK, source="import").then(e.Screened)


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
    story.when(Note(label="x"), by=POLICE).then(e.Barred, attempt="act")
