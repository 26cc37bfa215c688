"""Separation of duties: who asked for it, did it, or is concerned, does not decide on it."""

from collections.abc import Callable
from typing import NamedTuple

import pytest

from domain import errors
from domain.case.closing import RuleDissatisfaction, Visit
from domain.case.command import Command
from domain.case.contesting import RuleFailing
from domain.case.dispatch import Dispatch, Return, RuleReturn
from domain.case.events import Actor
from domain.case.handling import AskExtension, Extend, IssueOpinion, RefuseExtension
from domain.case.mediation import ChallengeMediator, RuleChallenge
from domain.case.supervision import Complain, DecideReview, RequestReview, RuleComplaint
from domain.case.words import Outcome, ReviewStage, Satisfaction
from domain.errors import DomainError
from tests.domain.scenario import (
    COLLEAGUE,
    CONTEST,
    INSPECTOR,
    LEADER,
    POLICE,
    Story,
    accepted_claim,
    closed,
    dispatched,
    emergency,
    entered_late,
    hotline,
    mediating,
)

ANOTHER_LEADER = Actor("he", "centre", "leader")
ANOTHER_INSPECTOR = Actor("qin", "inspection", "supervisor")
POLICE_INSPECTOR = Actor("feng", "police", "supervisor")
POLICE_AT_THE_CENTRE = Actor(POLICE.user, "centre", "operator")
AS_MEDIATOR = Actor("qian", "centre", "leader")
MORE_TIME = AskExtension(kind="reply", days=5, reason="待鉴定")


class Pair(NamedTuple):
    """Given what somebody did, that one may not decide on it, and another may."""

    given: Callable[[], Story]
    decision: Command
    not_by: Actor
    refusal: type[DomainError]
    but_by: Actor


def asked_for_time() -> Story:
    return hotline().given(MORE_TIME, by=LEADER)


def returned_again() -> Story:
    story = dispatched(emergency()).given(Return(dispatch=1, reason="不属管辖"), by=POLICE)
    story.given(Dispatch(unit="clinic"))
    return story.given(Return(dispatch=2, reason="不属职责"), by=INSPECTOR)


def given_an_opinion() -> Story:
    opinion = IssueOpinion(outcome=Outcome.SUPPORTED, how="当面送达")
    asked = RequestReview(stage=ReviewStage.REVIEW)
    return accepted_claim().given(opinion, by=LEADER).given(asked)


def called_back() -> Story:
    visit = Visit(solved=True, satisfied=Satisfaction.NOT)
    return closed().later(days=1).given(visit, by=INSPECTOR)


def complained_about() -> Story:
    return dispatched(emergency()).given(Complain(unit="police"), by=COLLEAGUE)


def contested_by_inspection() -> Story:
    return entered_late().given(CONTEST, by=POLICE)


def challenged() -> Story:
    return mediating().given(ChallengeMediator(party=1))


def handled_by_a_colleague() -> Story:
    return closed()


PAIRS = (
    Pair(
        asked_for_time,
        Extend(kind="reply", days=5, reason="待鉴定", told=True),
        LEADER,
        errors.ApproverNeeded,
        ANOTHER_LEADER,
    ),
    Pair(
        asked_for_time,
        RefuseExtension(kind="reply", reason="可按期"),
        LEADER,
        errors.OwnAct,
        ANOTHER_LEADER,
    ),
    Pair(
        returned_again,
        RuleReturn(dispatch=2, upheld=True, reason="属实"),
        INSPECTOR,
        errors.OwnAct,
        ANOTHER_INSPECTOR,
    ),
    Pair(
        given_an_opinion,
        DecideReview(stage=ReviewStage.REVIEW, upheld=True),
        LEADER,
        errors.OwnAct,
        ANOTHER_LEADER,
    ),
    Pair(
        called_back,
        RuleDissatisfaction(reopen=False, reason="处置得当"),
        INSPECTOR,
        errors.OwnAct,
        ANOTHER_INSPECTOR,
    ),
    Pair(
        complained_about,
        RuleComplaint(complaint=1, upheld=False, reason="查无实据"),
        POLICE_INSPECTOR,
        errors.OwnAct,
        INSPECTOR,
    ),
    Pair(
        contested_by_inspection,
        RuleFailing(contest=1, struck=True, reason="通话记录属实"),
        POLICE_INSPECTOR,
        errors.NotImpartial,
        INSPECTOR,
    ),
    Pair(
        challenged,
        RuleChallenge(upheld=False, reason="无利害关系"),
        AS_MEDIATOR,
        errors.MediatorInvolved,
        LEADER,
    ),
    Pair(
        handled_by_a_colleague,
        Visit(solved=True, satisfied=Satisfaction.SATISFIED),
        POLICE_AT_THE_CENTRE,
        errors.VisitByHandler,
        COLLEAGUE,
    ),
)


@pytest.mark.parametrize("pair", PAIRS, ids=lambda pair: type(pair.decision).__name__)
def test_who_is_one_side_of_an_act_is_not_its_other_side(pair: Pair) -> None:
    pair.given().when(pair.decision, by=pair.not_by).refused(pair.refusal)
    pair.given().when(pair.decision, by=pair.but_by).accepted()
