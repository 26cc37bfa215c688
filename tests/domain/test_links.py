"""Links: a unit without accounts works on one dispatch until the link runs out or is ended."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import dispatch as d
from domain.case import events as e
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.links import BY_LINK, IssueLink, RevokeLink, opened
from domain.case.record import Attach, Note
from domain.case.words import DispatchRole, Outcome
from tests.domain.scenario import (
    ADMIN,
    CLINIC,
    LEADER,
    MORNING,
    POLICE,
    Story,
    dispatched,
    emergency,
    handled,
)

ENDS = MORNING + timedelta(hours=72)
ISSUE = IssueLink(dispatch=1, ends=ENDS)
PAPER = Attach(sha256="ab" * 32, size=1, media_type="image/jpeg")


def by_link(number: int = 1, unit: str = "police") -> e.Actor:
    return e.Actor(f"{BY_LINK}{number}", unit, "responder")


def sent() -> Story:
    return dispatched(emergency())


def linked() -> Story:
    return sent().given(ISSUE)


def test_a_link_says_which_dispatch_it_opens_and_until_when_and_nothing_that_opens_it() -> None:
    sent().when(ISSUE).then(e.LinkIssued, link=1, dispatch=1, until=ENDS)
    assert set(e.LinkIssued.__struct_fields__) == {
        *e.Fact.__struct_fields__,
        "link",
        "dispatch",
        "until",
    }


@pytest.mark.parametrize("by", [POLICE, CLINIC, ADMIN], ids=lambda by: by.user)
def test_only_the_centre_opens_and_ends_links(by: e.Actor) -> None:
    sent().when(ISSUE, by=by).refused(errors.NotYourRole)
    linked().when(RevokeLink(link=1), by=by).refused(errors.NotYourRole)


def test_the_head_of_a_unit_opens_no_dispatch_in_another_units_name() -> None:
    head = e.Actor("qian", "clinic", "leader")
    support = d.Dispatch(unit="clinic", role=DispatchRole.SUPPORT)
    sent().given(support).when(ISSUE, by=head).refused(errors.NotYourUnit)
    sent().given(support, ISSUE).when(RevokeLink(link=1), by=head).refused(errors.NotYourUnit)


def test_there_is_no_link_to_a_dispatch_that_is_not_the_units_any_more() -> None:
    story = sent().given(d.Recall(dispatch=1, reason="误派"))
    story.when(ISSUE).refused(errors.NotDispatched)
    emergency().when(ISSUE).refused(errors.NotDispatched)


def test_a_link_that_would_have_run_out_already_is_not_opened() -> None:
    sent().when(IssueLink(dispatch=1, ends=MORNING)).refused(errors.OccurredBefore)


def test_by_a_link_the_dispatch_is_handled_from_signing_to_feedback() -> None:
    handled_so = Outcome.HANDLED
    story = linked().given(
        d.SignFor(dispatch=1),
        d.Arrive(dispatch=1, people=3),
        d.ReportSituation(dispatch=1),
        PAPER,
        d.EndHandling(dispatch=1, result=handled_so),
        d.GiveFeedback(dispatch=1, outcome=handled_so),
        by=by_link(),
    )
    assert story.history[-1].by == by_link()
    assert story.case.handlers == {by_link().user}


@pytest.mark.parametrize(
    "command",
    [
        Note(label="x"),
        ISSUE,
        d.Recall(dispatch=1, reason="x"),
        d.SignFor(dispatch=2),
        Close(outcome=Outcome.HANDLED),
    ],
    ids=lambda command: type(command).__name__,
)
def test_by_a_link_nothing_else_is_done(command: Command) -> None:
    story = linked().given(d.Dispatch(unit="clinic", role=DispatchRole.SUPPORT))
    actor = e.Actor(f"{BY_LINK}1", "police", "leader")  # not even with a role that could
    story.when(command, by=actor).refused(errors.NotByLink, link=1)


def test_a_link_runs_out() -> None:
    story = linked()
    last = story.later(hours=72, seconds=-1)
    last.when(d.SignFor(dispatch=1), by=by_link()).accepted()
    story = linked().later(hours=72)
    story.when(d.SignFor(dispatch=1), by=by_link()).refused(errors.LinkEnded, link=1)


def test_a_link_that_was_ended_opens_nothing_at_once() -> None:
    story = linked().given(RevokeLink(link=1), by=LEADER)
    story.when(d.SignFor(dispatch=1), by=by_link()).refused(errors.LinkEnded, link=1)
    story.when(RevokeLink(link=1)).refused(errors.LinkEnded)


def test_a_new_link_takes_the_place_of_the_dispatchs_earlier_one() -> None:
    story = linked().given(ISSUE)
    story.when(d.SignFor(dispatch=1), by=by_link(1)).refused(errors.LinkEnded, link=1)
    story.when(d.SignFor(dispatch=1), by=by_link(2)).accepted()


def test_links_of_other_dispatches_go_on() -> None:
    story = linked().given(d.Dispatch(unit="clinic", role=DispatchRole.SUPPORT))
    story.given(IssueLink(dispatch=2, ends=ENDS))
    story.when(d.SignFor(dispatch=1), by=by_link(1)).accepted()
    story.when(d.SignFor(dispatch=2), by=by_link(2, "clinic")).accepted()
    story.when(d.SignFor(dispatch=1), by=by_link(2, "clinic")).refused(errors.NotByLink)


def test_a_link_opens_nothing_once_the_dispatch_was_taken_back() -> None:
    story = linked().given(d.Recall(dispatch=1, reason="误派"))
    story.when(PAPER, by=by_link()).refused(errors.NotDispatched)


def test_a_link_opens_nothing_once_the_case_is_closed() -> None:
    story = handled(emergency()).given(IssueLink(dispatch=1, ends=ENDS))
    story.given(Close(outcome=Outcome.HANDLED))
    story.when(PAPER, by=by_link()).refused(errors.CaseClosed)


def test_a_number_that_was_never_given_out_opens_nothing() -> None:
    with pytest.raises(errors.LinkEnded):
        opened(linked().case, 7, MORNING)
    linked().when(PAPER, by=by_link(7)).refused(errors.LinkEnded, link=7)
