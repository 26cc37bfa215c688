"""What would be due under other rules: counted from the same events, by hand carried over."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from msgspec.structs import replace

from domain.case.correction import Correct
from domain.case.handling import Extend, Pause, Resume
from domain.case.intake import Screen
from domain.case.supervision import Direct, EndHearing, OpenHearing
from domain.case.whatif import Difference, Other, differences, what_if
from domain.case.words import Track
from domain.rules.calendar import Calendar
from domain.rules.model import RuleSet
from tests.domain.scenario import (
    COLLEAGUE,
    INSPECTOR,
    LEADER,
    MORNING,
    Story,
    accepted_claim,
    agreed,
    closed,
    dispatched,
    emergency,
    hotline,
    in_rereview,
    mediating,
    petition,
    receive,
    reviewed,
    unhappy,
    working_calendar,
)


def longer(rules: RuleSet, factor: int = 2) -> RuleSet:
    """The same rules with every span so many times as long, by day and by night."""
    clocks = tuple(
        replace(rule, span=rule.span * factor, night=rule.night and rule.night * factor)
        for rule in rules.clocks
    )
    return replace(rules, clocks=clocks)


def without(rules: RuleSet, kind: str) -> RuleSet:
    return replace(rules, clocks=tuple(rule for rule in rules.clocks if rule.kind != kind))


def under(story: Story, rules: RuleSet, at: datetime | None = None) -> list[Difference]:
    """Every limit of the story under other rules."""
    other = Other.of(rules, story.rules)
    now, would = what_if(story.case.id, story.history, other, lambda _: working_calendar())
    assert now == story.case
    return differences(now, would, at or story.now)


def one(story: Story, rules: RuleSet, kind: str, ref: int = 0) -> Difference:
    found = [limit for limit in under(story, rules) if (limit.kind, limit.ref) == (kind, ref)]
    return found[-1]


def waited() -> Story:
    """A hotline matter stood still for three days and runs again."""
    story = hotline("hotline-working-days").given(Screen(grade="help")).later(days=1)
    pause = Pause(reason="waiting_for_reporter", approver="chen", told=True)
    return story.given(pause).later(days=3).given(Resume(), by=COLLEAGUE)


def heard() -> Story:
    story = in_rereview().later(days=2).given(OpenHearing(), by=LEADER)
    return story.later(days=10).given(EndHearing(), by=LEADER)


def corrected() -> Story:
    story = petition()
    earlier = story.now - timedelta(days=2)
    correction = Correct(
        event=1, field="at", value=f'"{earlier.isoformat()}"', reason="邮戳", approver="chen"
    )
    return story.given(correction, by=INSPECTOR)


def extended() -> Story:
    story = accepted_claim()
    return story.given(Extend(kind="opinion", days=30, reason="案情复杂", told=True), by=LEADER)


STORIES = (
    *(emergency, hotline, petition, accepted_claim, waited, heard, corrected, extended),
    *(mediating, agreed, closed, unhappy, reviewed),
    lambda: dispatched(emergency()),
    lambda: dispatched(mediating(), zone=""),
)


@pytest.mark.parametrize("story", STORIES)
def test_under_its_own_rules_not_one_limit_of_any_life_would_move(
    story: Callable[[], Story],
) -> None:
    told = story()
    found = under(told, told.rules)
    assert len(found) == len(told.case.obligations)
    assert [limit for limit in found if limit.moved] == []


def test_a_limit_counted_anew_by_a_correction_is_compared_by_the_calendar_of_that_day() -> None:
    story = corrected()
    known = working_calendar()
    none = Calendar(years=known.years, assume_weekends=True)  # as before any holiday was loaded
    counted_by_the_correction = len(story.history)
    asked: list[int] = []

    def then(version: int) -> Calendar:
        asked.append(version)
        return known if version >= counted_by_the_correction else none

    other = Other.of(story.rules, story.rules)
    now, would = what_if(story.case.id, story.history, other, then)
    assert asked[0] == counted_by_the_correction
    assert [limit for limit in differences(now, would, story.now) if limit.moved] == []


def test_asking_leaves_the_history_as_it_is() -> None:
    story = extended()
    before = list(story.history)
    under(story, longer(story.rules))
    assert story.history == before


@pytest.mark.parametrize("track", [Track.EMERGENCY, Track.HOTLINE, Track.PETITION, Track.DISPUTE])
def test_with_every_span_doubled_a_case_just_received_is_due_later_in_all(track: Track) -> None:
    fields = {"kind": "claim"} if track is Track.PETITION else {}
    story = Story().given(receive(track, **fields))
    found = under(story, longer(story.rules))
    assert found
    assert all(limit.due and limit.then and limit.then > limit.due for limit in found)


def test_days_an_extension_gave_are_given_under_the_other_rules_too() -> None:
    story = extended()
    limit = one(story, longer(story.rules), "opinion")
    plain = one(accepted_claim(), longer(story.rules), "opinion")
    assert limit.then is not None
    assert plain.then is not None
    assert timedelta(days=30) <= limit.then - plain.then <= timedelta(days=39)  # a holiday at most


def test_an_extension_is_kept_where_the_other_rules_know_none() -> None:
    story = extended()
    limit = one(story, replace(story.rules, extensions=()), "opinion")
    assert limit.then == limit.due


def test_time_that_stood_still_is_given_back_where_the_other_rules_know_no_pause() -> None:
    story = waited()
    limit = one(story, replace(story.rules, pauses=()), "reply")
    assert limit.then == limit.due
    assert limit.due is not None
    assert limit.due > one(hotline("hotline-working-days"), story.rules, "reply").due  # type: ignore[operator]


def test_the_days_of_a_hearing_are_given_back_under_the_other_rules() -> None:
    story = heard()
    limit = one(story, longer(story.rules), "rereview")
    assert limit.due is not None
    assert limit.then is not None
    assert timedelta(days=30) <= limit.then - limit.due <= timedelta(days=33)  # a weekend at most


def test_a_date_a_leader_gave_stands_under_any_rules() -> None:
    story = accepted_claim()
    due = MORNING + timedelta(days=3)
    story.given(Direct(leader="陈书记", holder="police", due=due), by=LEADER)
    assert one(story, longer(story.rules), "directive", 1).then == due


def test_a_directive_without_a_date_follows_the_rules() -> None:
    story = accepted_claim().given(Direct(leader="陈书记", holder="police"), by=LEADER)
    limit = one(story, longer(story.rules), "directive", 1)
    assert limit.due is not None
    assert limit.then == limit.due + timedelta(days=30)


def test_the_day_by_which_an_agreement_is_performed_is_the_parties_own() -> None:
    story = agreed(perform_by=MORNING + timedelta(days=40))
    limit = one(story, longer(story.rules), "performance")
    assert limit.then == limit.due == MORNING + timedelta(days=40)
    assert one(story, longer(story.rules), "confirmation").moved


def test_a_limit_the_other_rules_do_not_have_is_told_as_none() -> None:
    story = dispatched(emergency())
    limit = one(story, without(story.rules, "sign"), "sign", 1)
    assert (limit.then, limit.would_be_late) == (None, False)
    assert limit.due is not None
    assert limit.moved


def test_a_limit_only_the_other_rules_have_is_told_too() -> None:
    story = dispatched(emergency())
    pinned = without(story.rules, "sign")
    now, would = what_if(
        story.case.id, story.history, Other.of(story.rules, pinned), lambda _: working_calendar()
    )
    # What was recorded stays; a receipt counted without such a rule has it only in the other.
    assert [limit for limit in differences(now, would, story.now) if limit.moved] == []
    bare = Story().given(receive(Track.EMERGENCY))
    clocks = tuple(clock for clock in bare.history[0].clocks if clock.kind != "close")  # type: ignore[attr-defined]
    history = [replace(bare.history[0], clocks=clocks)]
    other = Other.of(bare.rules, without(bare.rules, "close"))
    now, would = what_if(bare.case.id, history, other, lambda _: working_calendar())
    (more,) = [limit for limit in differences(now, would, bare.now) if limit.moved]
    assert (more.kind, more.due) == ("close", None)
    assert more.then is not None


def test_what_would_be_late_and_what_no_longer_is_told_as_of_the_moment() -> None:
    story = hotline()
    due = story.due("screen")
    shorter, twice = one(story, without(story.rules, "reply"), "screen"), longer(story.rules)
    assert not shorter.late
    late = next(
        limit for limit in under(story, twice, due + timedelta(seconds=1)) if limit.kind == "screen"
    )
    assert (late.late, late.would_be_late) == (True, False)


def test_a_limit_met_in_time_may_have_been_met_too_late_under_the_others() -> None:
    story = hotline().later(minutes=90).given(Screen(grade="ordinary"))
    rules = replace(
        story.rules,
        clocks=tuple(
            replace(rule, span=1) if rule.id == "screen.hotline" else rule
            for rule in story.rules.clocks
        ),
    )
    limit = one(story, rules, "screen")
    assert (limit.running, limit.late, limit.would_be_late) == (False, False, True)
