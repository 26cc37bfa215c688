"""Standing still: only where the rules allow it, and in all not longer than they allow."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case.correction import Correct
from domain.case.handling import Pause, Resume
from domain.case.intake import Screen
from domain.case.supervision import EndHearing, OpenHearing
from domain.errors import PauseNotAllowed
from tests.domain.scenario import (
    COLLEAGUE,
    INSPECTOR,
    LEADER,
    Story,
    accepted_claim,
    dispute,
    emergency,
    hotline,
    in_rereview,
)

PAUSE = Pause(reason="waiting_for_reporter", approver="chen", told=True)
MOST = 10  # days, in the set that allows it


def waiting_allowed() -> Story:
    """A hotline matter of the set in which waiting for the reporter stops its clocks."""
    story = hotline("hotline-working-days").given(Screen(grade="complex"))
    rule = story.rules.pause("hotline", "reply", "waiting_for_reporter")
    assert rule is not None
    assert rule.max_days == MOST
    return story


def waits(story: Story, **span: float) -> Story:
    """It stands still for so long, and runs again."""
    return story.given(PAUSE).later(**span).given(Resume(), by=COLLEAGUE)


@pytest.mark.parametrize(
    "story",
    [emergency, hotline, accepted_claim, dispute, in_rereview],
    ids=lambda one: one.__name__,
)
def test_no_other_clock_stands_still_while_somebody_waits_for_the_reporter(story: object) -> None:
    assert callable(story)
    story().when(PAUSE).refused(PauseNotAllowed)


def test_what_stood_still_longer_than_the_limit_is_given_back_up_to_it() -> None:
    short, long = (waits(waiting_allowed(), days=days) for days in (MOST, MOST + 20))
    assert long.due("reply") == short.due("reply")


def test_the_limit_is_for_all_pauses_together() -> None:
    once = waits(waiting_allowed(), days=MOST)
    thrice = waiting_allowed()
    for _ in range(3):
        waits(thrice, days=MOST / 2)
    assert thrice.due("reply") == once.due("reply")


def test_what_is_left_of_the_limit_is_given_back_and_no_more() -> None:
    story = waits(waiting_allowed(), days=MOST - 1)
    first = story.due("reply")
    story = waits(story.later(hours=1), days=5)
    assert first < story.due("reply") <= first + timedelta(days=3)  # one day, or over a weekend


def test_a_pause_whose_time_was_corrected_counts_as_it_should_have_been() -> None:
    story = waiting_allowed().later(days=2).given(PAUSE)
    paused = len(story.history)
    later = story.now + timedelta(days=MOST - 1)
    story.later(days=MOST).given(Resume(), by=COLLEAGUE)
    correction = Correct(
        event=paused, field="at", value=f'"{later.isoformat()}"', reason="误", approver="chen"
    )
    story.given(correction, by=INSPECTOR)
    due = story.due("reply")
    waits(story, days=MOST)  # nine of the ten days are left
    assert story.due("reply") > due


def test_hearings_have_no_limit_and_each_is_given_back() -> None:
    story = in_rereview()
    for _ in range(2):
        first = story.due("rereview")
        story.later(days=1).given(OpenHearing(), by=LEADER)
        story.later(days=10).given(EndHearing(), by=LEADER)
        assert story.due("rereview") >= first + timedelta(days=10)


@given(st.lists(st.tuples(st.integers(0, 72), st.integers(0, 300)), min_size=1, max_size=4))
def test_whatever_pauses_there_are_a_clock_is_never_due_earlier_nor_beyond_the_limit(
    pauses: list[tuple[int, int]],
) -> None:
    """Each pair: hours it runs before the next pause, and hours it stands still."""
    story = waiting_allowed()
    first = story.due("reply")
    for runs, stands in pauses:
        before = story.due("reply")
        story.later(hours=runs)
        waits(story, hours=stands)
        assert story.due("reply") >= before
    calendar_days = 2 * MOST + 14  # ten days among weekends and one long holiday
    assert story.due("reply") <= first + timedelta(days=calendar_days)
