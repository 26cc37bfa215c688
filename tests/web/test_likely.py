"""Which step stands open: the one somebody waits for, and none when nothing has to be done."""

import pytest

from domain.case.closing import Archive
from domain.case.dispatch import Arrive, Dispatch, Recall, Return, SignFor
from domain.case.events import Actor
from domain.case.intake import Screen
from domain.case.possible import possible
from domain.case.supervision import Urge
from domain.case.words import Role
from tests.domain.scenario import (
    COLLEAGUE,
    DESK,
    FIRE_PLAN,
    INSPECTOR,
    LEADER,
    POLICE,
    Story,
    closed,
    dispatched,
    emergency,
    handled,
    hotline,
    mediating,
    petition,
    unhappy,
)
from web.desk.likely import likely


def opened(story: Story, by: Actor = DESK) -> str:
    """The name of the step that stands open."""
    ctx = story.context(by)
    step = likely(story.case, possible(story.case, ctx), by, ctx.now)
    return step.command.__name__ if step is not None else ""


def waiting_for_signature() -> Story:
    """The duty leader has to sign."""
    return hotline().given(Screen(sign_off="duty_leader"))


def returned_twice(story: Story | None = None) -> Story:
    """A second return waits for its ruling."""
    story = dispatched(story or emergency()).given(Return(dispatch=1, reason="不属管辖"), by=POLICE)
    return story.given(Dispatch(unit="clinic"), Return(dispatch=2, reason="无人可派"))


@pytest.mark.parametrize(
    ("story", "by", "step"),
    [
        (emergency(), DESK, "Dispatch"),
        (hotline(), DESK, "Screen"),
        (petition().given(Screen()), DESK, "Dispatch"),
        (waiting_for_signature(), LEADER, "SignOff"),
        (dispatched(emergency()), POLICE, "SignFor"),
        (dispatched(emergency()).given(SignFor(dispatch=1), by=POLICE), POLICE, "Arrive"),
        (
            dispatched(emergency()).given(SignFor(dispatch=1), Arrive(dispatch=1), by=POLICE),
            POLICE,
            "EndHandling",
        ),
        (dispatched(emergency()).given(Recall(dispatch=1, reason="误派")), DESK, "Dispatch"),
        (returned_twice(), INSPECTOR, "RuleReturn"),
        (returned_twice(), DESK, ""),
        (returned_twice(hotline().given(Screen())), DESK, ""),
        (handled(emergency()), DESK, "Close"),
        (closed(), COLLEAGUE, "Visit"),
        (unhappy(), INSPECTOR, "RuleDissatisfaction"),
        (mediating(), Actor("qian", "justice", Role.RESPONDER), "EstablishFacts"),
        (
            dispatched(emergency()).given(Urge(unit="police", reason="未到场")),
            POLICE,
            "SignFor",
        ),
        (dispatched(emergency()).given(Urge(unit="police", reason="未到场")), DESK, "SignFor"),
    ],
)
def test_the_step_somebody_waits_for_stands_open(story: Story, by: Actor, step: str) -> None:
    assert opened(story, by) == step


def test_a_report_upward_that_is_late_goes_before_what_units_do() -> None:
    story = dispatched(emergency()).given(FIRE_PLAN)
    assert opened(story) == "SignFor"
    assert opened(story.later(hours=5)) == "ReportUpward"
    assert opened(story, POLICE) == "SignFor"


def test_nothing_stands_open_when_nothing_has_to_be_done() -> None:
    story = closed().given(Archive())
    assert possible(story.case, story.context(LEADER))
    assert opened(story, Actor("wang", "police", "responder")) == ""
