"""Who may take which step: by role, and by whose matter it is."""

import pytest

from domain import errors
from domain.case import COMMANDS, decide
from domain.case.closing import Archive, Close
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, Dispatch
from domain.case.erasure import EraseData
from domain.case.events import Actor, Barred, DataErased
from domain.case.intake import Accept
from domain.case.possible import Step, possible
from domain.case.record import ExportBundle, ExportData, Note, ReadData
from domain.case.rights import ROLES, may_see
from domain.case.supervision import Direct
from domain.case.words import Outcome, Role, Track
from tests.domain.scenario import (
    ADMIN,
    AUDITOR,
    CLINIC,
    COLLEAGUE,
    DESK,
    INSPECTOR,
    LEADER,
    POLICE,
    Story,
    agreed,
    answered_claim,
    asked,
    closed,
    dispatched,
    emergency,
    handled,
    hotline,
    in_rereview,
    mediating,
    petition,
    receive,
    unhappy,
)
from tests.domain.test_every_command import EXAMPLES, Example

STORIES = [
    emergency,
    lambda: dispatched(emergency()),
    lambda: handled(emergency()),
    closed,
    unhappy,
    hotline,
    petition,
    answered_claim,
    in_rereview,
    mediating,
    agreed,
]


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: type(example.command).__name__)
class TestEveryCommand:
    """Each command that its time has come for, by those who may not take it."""

    def test_an_auditor_changes_nothing(self, example: Example) -> None:
        answer = example.given().when(example.command, by=AUDITOR)
        if isinstance(example.command, (ReadData, ExportData, ExportBundle)):
            answer.accepted()
        else:
            answer.refused(errors.NotYourRole, role="auditor")

    def test_an_administrator_sees_no_case(self, example: Example) -> None:
        example.given().when(example.command, by=ADMIN).refused(errors.NotYourRole)

    def test_a_role_that_is_none_takes_no_step(self, example: Example) -> None:
        guest = Actor("guest", "centre", "guest")
        example.given().when(example.command, by=guest).refused(errors.NotYourRole)

    def test_a_unit_takes_no_step_on_a_matter_it_has_no_part_in(self, example: Example) -> None:
        story = example.given()
        if not story.case.version:
            pytest.skip("whoever is told of a matter may register it")
        stranger = Actor("feng", "county-police", "responder")
        if story.case.accused:
            story.when(example.command, by=stranger).then(Barred, attempt="act")
            return
        refusal: type[errors.DomainError] = errors.NotYourUnit
        if Role.RESPONDER not in ROLES.get(type(example.command), {Role.RESPONDER}):
            refusal = errors.NotYourRole
        story.when(example.command, by=stranger).refused(refusal)


def test_a_unit_registers_what_people_bring_to_it_and_works_on_it() -> None:
    story = Story().given(receive(Track.PETITION, title="征地补偿", kind="claim"), by=POLICE)
    story.when(Note(label="来访"), by=POLICE).accepted()
    story.when(Note(label="x"), by=CLINIC).refused(errors.NotYourUnit)


def test_who_owes_something_in_a_case_has_a_part_in_it() -> None:
    story = petition()
    story.when(Note(label="x"), by=CLINIC).refused(errors.NotYourUnit)
    story.given(Direct(leader="刘镇长", holder="clinic"))
    story.when(Note(label="x"), by=CLINIC).accepted()


def test_a_leader_sees_the_matters_of_the_units_below_and_nobody_else_of_that_unit_does() -> None:
    story = dispatched(emergency(), "police-post")
    for unit in ("county-police", "police", "police-post"):
        assert may_see(story.case, story.context(Actor("tang", unit, "leader")))
    for role in ("operator", "responder"):
        assert not may_see(story.case, story.context(Actor("tang", "police", role)))
        assert may_see(story.case, story.context(Actor("tang", "police-post", role)))
    assert not may_see(story.case, story.context(Actor("tang", "clinic", "leader")))


def test_a_leader_does_not_see_the_matters_of_the_units_above() -> None:
    story = dispatched(emergency(), "county-police")
    assert not may_see(story.case, story.context(Actor("tang", "police", "leader")))


def test_only_the_inspection_office_decides_on_an_erasure() -> None:
    story = asked()
    for actor in (COLLEAGUE, LEADER, ADMIN):
        story.when(EraseData(asked=2), by=actor).refused(errors.NotYourRole)
    story.when(EraseData(asked=2), by=INSPECTOR).then(DataErased)


def test_a_unit_closes_nothing_and_archives_nothing() -> None:
    handled(emergency()).when(Close(outcome=Outcome.HANDLED), by=POLICE).refused(
        errors.NotYourRole, needed="leader, operator, supervisor"
    )
    closed().when(Archive(), by=POLICE).refused(errors.NotYourRole)


def test_an_imported_record_acts_as_it_says() -> None:
    story = emergency()
    story.when(Dispatch(unit="police"), by=POLICE, source="import").accepted()
    story.when(Arrive(dispatch=1), by=DESK, source="import").accepted()


@pytest.mark.parametrize("story", STORIES)
@pytest.mark.parametrize("actor", [DESK, LEADER, INSPECTOR, POLICE, AUDITOR, ADMIN])
def test_what_is_offered_is_what_the_decisions_allow(story: object, actor: Actor) -> None:
    told = story()  # type: ignore[operator]
    before = list(told.history)
    steps = possible(told.case, told.context(actor))
    assert told.history == before
    assert len(steps) == len(set(steps))
    assert {step.command for step in steps} <= set(COMMANDS.values())
    if actor in (AUDITOR, ADMIN):
        assert steps == []


def test_what_is_offered_follows_the_life_of_the_case() -> None:
    story = emergency()
    assert Step(Dispatch, 0) in possible(story.case, story.context(DESK))
    assert Step(Arrive, 1) not in possible(story.case, story.context(POLICE))
    dispatched(story)
    assert Step(Arrive, 1) in possible(story.case, story.context(POLICE))
    assert Step(Accept, 0) not in possible(story.case, story.context(DESK))
    assert Step(Correct, 0) not in possible(story.case, story.context(CLINIC))


def test_every_command_is_decided_by_one_door() -> None:
    assert set(ROLES) <= set(COMMANDS.values())
    story = emergency()
    unknown: Command = Note(label="x")
    assert decide(story.case, unknown, story.context(DESK))
