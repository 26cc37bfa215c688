"""Why a limit is due when it is: what set it, what moved it, and by which rule."""

from datetime import UTC, timedelta

from msgspec.structs import replace

from domain.case import events as e
from domain.case.correction import Correct
from domain.case.handling import Extend, Pause, Resume
from domain.case.intake import Accept, Screen
from domain.case.reckoning import Reckoning, reckon
from domain.case.supervision import Direct, EndHearing, OpenHearing
from tests.domain.scenario import (
    COLLEAGUE,
    INSPECTOR,
    LEADER,
    MORNING,
    SERVED,
    Story,
    accepted_claim,
    hotline,
    in_rereview,
    petition,
    working_calendar,
)


def why(story: Story, kind: str, ref: int = 0) -> Reckoning:
    told = reckon(story.case.id, story.history, story.rules, working_calendar())
    return next(one for one in told if (one.limit.kind, one.limit.ref) == (kind, ref))


def test_a_limit_says_what_started_it_and_where_its_rule_is_written() -> None:
    story = accepted_claim()
    told = why(story, "opinion")
    (move,) = told.moves
    assert (move.cause, move.rule, move.start) == ("started", "petition.opinion", MORNING)
    assert type(story.history[move.event - 1]) is e.Accepted
    assert "第三十四条" in move.article
    assert not move.local
    assert move.due == told.limit.due == story.due("opinion")
    assert move.lines[-1].day == move.due.astimezone(UTC).date()
    assert move.today is None


def test_a_limit_that_another_grade_counts_anew_has_both_due_times() -> None:
    story = hotline()
    first = story.due("reply")
    story.later(minutes=30).given(Screen(grade="urgent"))
    told = why(story, "reply")
    assert [move.cause for move in told.moves] == ["started", "counted_anew"]
    assert [move.due for move in told.moves] == [first, story.due("reply")]
    assert [move.rule for move in told.moves] == ["hotline.reply", "hotline.reply.urgent"]
    assert type(story.history[told.moves[1].event - 1]) is e.Screened


def test_an_extension_counts_on_from_what_was_due() -> None:
    story = accepted_claim()
    first = story.due("opinion")
    story.given(Extend(kind="opinion", days=30, reason="案情复杂", told=True), by=LEADER)
    told = why(story, "opinion")
    started, moved = told.moves
    assert (moved.cause, moved.start, moved.due) == ("extended", first, story.due("opinion"))
    assert "延长" in moved.article
    assert moved.lines[0].number == 30
    assert started.due == first


def test_time_waited_for_the_reporter_is_given_back() -> None:
    story = hotline("hotline-working-days")
    story.given(Screen(grade="help")).later(days=1)
    pause = Pause(reason="waiting_for_reporter", approver="chen", told=True)
    story.given(pause).later(days=3).given(Resume(), by=COLLEAGUE)
    told = why(story, "reply")
    moved = told.moves[-1]
    assert moved.cause == "resumed"
    assert moved.start == MORNING + timedelta(days=1)
    assert [(line.what, line.number) for line in moved.lines] == [("stood_still", 3)]
    assert moved.article
    assert moved.due == story.due("reply")


def test_a_hearing_is_given_back_to_the_re_review() -> None:
    story = in_rereview().later(days=2)
    story.given(OpenHearing(), by=LEADER).later(days=10).given(EndHearing(), by=LEADER)
    moved = why(story, "rereview").moves[-1]
    assert moved.cause == "resumed"
    assert moved.lines[0].number == 10
    assert "第三十六条" in moved.article


def test_a_date_given_by_a_leader_has_no_rule() -> None:
    story = accepted_claim()
    given = MORNING + timedelta(days=3)
    story.given(Direct(leader="陈书记", holder="police", due=given), by=LEADER)
    (move,) = why(story, "directive", 1).moves
    assert (move.due, move.rule, move.lines) == (given, "", ())


def test_a_corrected_start_moves_the_limit_and_the_correction_is_named() -> None:
    story = petition()
    first = story.due("transfer")
    earlier = story.now - timedelta(days=2)
    story.given(
        Correct(
            event=1,
            field="at",
            value=f'"{earlier.isoformat()}"',
            reason="来信邮戳",
            approver="chen",
        ),
        by=INSPECTOR,
    )
    told = why(story, "transfer")
    assert [move.cause for move in told.moves] == ["started", "corrected"]
    assert told.moves[0].due == first
    assert told.moves[1].start == earlier
    assert told.moves[1].due == story.due("transfer") < first
    assert type(story.history[told.moves[1].event - 1]) is e.Corrected


def test_a_count_that_another_calendar_gave_says_what_it_would_be_today() -> None:
    story = petition().given(Accept(notice=SERVED))
    due = story.due("opinion").date()
    other = working_calendar().__class__(
        years=working_calendar().years, rest=working_calendar().rest | {due}
    )
    told = reckon(story.case.id, story.history, story.rules, other)
    (move,) = next(one for one in told if one.limit.kind == "opinion").moves
    assert move.today is not None
    assert move.today > move.due


def test_a_count_is_told_with_the_calendar_it_was_counted_with_whatever_came_since() -> None:
    story = petition().given(Accept(notice=SERVED))
    accepted = len(story.history)
    due = story.due("opinion").date()
    base = working_calendar()
    then = replace(base, versions=dict.fromkeys(base.years, 1))
    now = replace(base, rest=base.rest | {due}, versions={**then.versions, due.year: 2})
    told = reckon(
        story.case.id,
        story.history,
        story.rules,
        now,
        lambda version: then if version <= accepted else now,
    )
    (move,) = next(one for one in told if one.limit.kind == "opinion").moves
    assert move.lines[-1].day == due
    assert move.calendar == ((due.year, 1),)
    assert move.today is not None
    assert move.today > move.due


def test_a_limit_that_depends_on_no_rest_day_names_no_calendar() -> None:
    base = working_calendar()
    known = replace(base, versions=dict.fromkeys(base.years, 1))
    story = hotline()
    told = reckon(story.case.id, story.history, story.rules, known)
    (move,) = next(one for one in told if one.limit.kind == "screen").moves
    assert move.calendar == ()


def test_every_limit_of_a_long_life_ends_at_what_the_case_goes_by() -> None:
    story = in_rereview()
    story.given(Direct(leader="陈书记", holder="police"), by=LEADER)
    told = reckon(story.case.id, story.history, story.rules, working_calendar())
    assert [one.limit for one in told] == story.case.obligations
    assert [one.number for one in told] == list(range(1, len(told) + 1))
    for one in told:
        assert (one.moves[-1].due, one.moves[-1].holder) == (one.limit.due, one.limit.holder)
