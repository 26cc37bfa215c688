"""What became of each closing's return visit: whose matter, made when, and what was said."""

import pytest

from domain import errors
from domain.case import events as e
from domain.case.answer import REPORTER, Answer
from domain.case.closing import Close, RecordAttempt, Reopen, Visit
from domain.case.dispatch import GiveFeedback
from domain.case.words import Outcome, Satisfaction
from tests.domain.scenario import COLLEAGUE, LEADER, POLICE, Story, closed, dispatched

SOLVED = Visit(solved=True, satisfied=Satisfaction.BASICALLY, contacted=True)
UNSOLVED = Visit(solved=False, satisfied=Satisfaction.NOT, contacted=False)


def attempted(times: int) -> Story:
    """Nobody was reached, so often."""
    story = closed()
    for _ in range(times):
        story.given(RecordAttempt(), by=COLLEAGUE)
    return story


class TestTheQuestionWhetherTheUnitGotInTouch:
    """Asked of the reporter, who may leave it out."""

    @pytest.mark.parametrize("said", [True, False, None])
    def test_what_was_said_is_recorded(self, said: bool | None) -> None:
        asked = Visit(solved=True, satisfied=Satisfaction.SATISFIED, contacted=said)
        closed().when(asked, by=COLLEAGUE).then(e.Visited, contacted=said)
        own = Answer(solved=True, satisfied=Satisfaction.SATISFIED, contacted=said)
        story = closed().when(own, by=REPORTER).then(e.Answered, contacted=said)
        assert story.case.closings[-1].contacted is said

    def test_of_who_did_not_answer_nobody_knows_it(self) -> None:
        nothing = Visit(answered=False, contacted=True)
        closed().when(nothing, by=COLLEAGUE).refused(errors.AnswerNeeded)


class TestOneForEachClosing:
    """The state keeps what every visit brought."""

    def test_made_and_answered(self) -> None:
        story = closed().given(SOLVED, by=COLLEAGUE)
        (made,) = story.case.closings
        assert (made.unit, made.visited_at, made.own) == ("police", story.now, False)
        assert (made.said_at, made.solved) == (story.now, True)
        assert (made.satisfied, made.contacted) == (Satisfaction.BASICALLY, True)
        assert isinstance(story.history[made.visit - 1], e.Visited)

    def test_an_attempt_is_none_until_so_many_count_as_made(self) -> None:
        assert attempted(2).case.closings[0].visit == 0
        (made,) = attempted(3).case.closings
        assert made.visited_at is not None
        assert (made.said_at, made.solved, made.contacted) == (None, None, None)

    def test_who_answers_after_all_answers_that_visit(self) -> None:
        story = attempted(3)
        tried = story.now
        story.later(days=1)
        own = Answer(solved=True, satisfied=Satisfaction.SATISFIED, contacted=False)
        story.given(own, by=REPORTER)
        (made,) = story.case.closings
        assert (made.visited_at, made.own, made.contacted) == (tried, True, False)
        assert made.said_at == story.now
        assert isinstance(story.history[made.visit - 1], e.Answered)

    def test_of_their_own_accord_they_make_it(self) -> None:
        own = Answer(solved=True, satisfied=Satisfaction.SATISFIED)
        story = closed().given(own, by=REPORTER)
        (made,) = story.case.closings
        assert (made.own, made.visited_at) == (True, story.now)

    def test_what_the_unit_takes_up_again_of_its_own_is_no_rework(self) -> None:
        story = closed().given(Answer(solved=False, satisfied=Satisfaction.NOT), by=REPORTER)
        story.given(Reopen(reason="再去看看"), by=POLICE)
        assert [one.reopened for one in story.case.closings] == [False]

    def test_what_the_centre_takes_up_again_after_such_an_answer_is(self) -> None:
        story = closed().given(Answer(solved=False, satisfied=Satisfaction.NOT), by=REPORTER)
        story.given(Reopen(reason="未解决"), by=LEADER)
        assert [one.reopened for one in story.case.closings] == [True]

    def test_what_was_said_before_it_was_reopened_stays(self) -> None:
        story = dispatched(closed().given(UNSOLVED, by=COLLEAGUE), "clinic").later(hours=1)
        story.given(GiveFeedback(dispatch=2, outcome=Outcome.HANDLED))
        story.given(Close(outcome=Outcome.HANDLED)).later(days=1).given(SOLVED, by=COLLEAGUE)
        first, second = story.case.closings
        assert (first.unit, first.solved, first.reopened) == ("police", False, True)
        assert (second.unit, second.solved, second.reopened) == ("clinic", True, False)
