"""A failing is contested by whom it is held against, and ruled on by others; struck it is none."""

from dataclasses import replace
from datetime import datetime, timedelta

import msgspec
import pytest

from domain import errors
from domain.case import events as e
from domain.case.contesting import (
    ContestFailing,
    RuleFailing,
    WithdrawContest,
    contest_until,
)
from domain.case.correction import Correct
from domain.case.decide import decide
from domain.case.dispatch import Arrive
from domain.case.erasure import SetHold
from domain.case.failings import Found, found
from domain.case.fold import fold
from domain.case.possible import possible
from domain.case.supervision import Complain, RuleComplaint
from domain.case.words import Failing
from domain.rules.model import ClockRule
from tests.domain.scenario import (
    CLINIC,
    COLLEAGUE,
    CONTEST,
    DESK,
    INSPECTOR,
    LEADER,
    POLICE,
    Story,
    contested,
    dispatched,
    emergency,
    entered_late,
)

HEAD = e.Actor("gao", "county-police", "leader")
OTHER_INSPECTOR = e.Actor("tan", "inspection", "supervisor")
STRIKE = RuleFailing(contest=1, struck=True, reason="通话记录属实")
UPHOLD = RuleFailing(contest=1, struck=False, reason="未见通话记录")
ON_TIME = Correct(event=4, field="late", value='""', reason="误", approver="chen")


def only(story: Story) -> Found:
    """The one failing there is; the same in the state held and in the whole history."""
    (one,) = found(story.case)
    assert found(fold(story.case.id, story.history)) == [one]
    return one


def pressed(unit: str = "police") -> Story:
    """A complaint about pressure was upheld."""
    story = dispatched(emergency()).given(Complain(unit=unit), by=INSPECTOR)
    return story.given(RuleComplaint(complaint=1, upheld=True, reason="属实"), by=INSPECTOR)


def against(one: Found) -> ContestFailing:
    """What contests it."""
    return ContestFailing(failing=one.kind, proof=one.proof, about=one.about, reason="不属实")


def offered(story: Story, by: e.Actor) -> set[str]:
    """The steps somebody is offered."""
    return {step.command.__name__ for step in possible(story.case, story.context(by))}


class TestWhoContests:
    """Whoever speaks for whom it is held against."""

    @pytest.mark.parametrize("by", [POLICE, HEAD, e.Actor("feng", "police", "leader")])
    def test_the_unit_and_the_heads_above_it(self, by: e.Actor) -> None:
        assert "ContestFailing" in offered(entered_late(), by)
        entered_late().when(CONTEST, by=by).then(e.FailingContested, unit="police", contest=1)

    @pytest.mark.parametrize("by", [DESK, LEADER, INSPECTOR, CLINIC])
    def test_nobody_else(self, by: e.Actor) -> None:
        story = entered_late()
        assert "ContestFailing" not in offered(story, by)
        story.when(CONTEST, by=by).refused(errors.NotYourUnit)

    def test_of_the_centres_the_centres_desk_and_leader(self) -> None:
        story = dispatched(emergency()).later(minutes=40).given(Arrive(dispatch=1), by=POLICE)
        one = next(one for one in found(story.case) if one.kind is Failing.NEVER_URGED)
        story.when(against(one), by=POLICE).refused(errors.NotYourUnit)
        story.when(against(one), by=INSPECTOR).refused(errors.NotYourUnit)
        story.when(against(one), by=COLLEAGUE).then(e.FailingContested, unit="centre")

    @pytest.mark.parametrize("unit", ["police", "centre"])
    def test_what_reporters_told_the_inspection_office_contests_on_behalf(self, unit: str) -> None:
        """Whoever is complained about must not know of it, and so could not contest it."""
        story = pressed(unit)
        for by in (POLICE, DESK, LEADER):
            story.when(against(only(story)), by=by).refused(errors.NotYourUnit)
        story.given(against(only(story)), by=INSPECTOR)
        story.when(UPHOLD, by=INSPECTOR).refused(errors.NotImpartial)
        story.when(STRIKE, by=OTHER_INSPECTOR).accepted()
        assert only(story).state == "struck"

    def test_any_other_failing_of_a_unit_is_not_the_inspection_offices_to_contest(self) -> None:
        entered_late().when(CONTEST, by=OTHER_INSPECTOR).refused(errors.NotYourUnit)


class TestWhatIsSaid:
    """The failing by its kind and the records that show it, a reason, and evidence."""

    def test_it_has_to_be_one_the_records_show(self) -> None:
        wrong = (
            msgspec.structs.replace(CONTEST, proof=(3,)),
            msgspec.structs.replace(CONTEST, about="arrive"),
            msgspec.structs.replace(CONTEST, failing=Failing.FALSE_ENTRY),
        )
        for command in wrong:
            entered_late().when(command, by=POLICE).refused(errors.NoSuchFailing)

    def test_a_reason_is_given_and_evidence_is_there(self) -> None:
        nothing = msgspec.structs.replace(CONTEST, reason=" ")
        entered_late().when(nothing, by=POLICE).refused(errors.ReasonMissing)
        for version in (0, 5):
            wrong = msgspec.structs.replace(CONTEST, evidence=(version,))
            entered_late().when(wrong, by=POLICE).refused(errors.NoSuchEvent, event=version)

    def test_nobody_is_named_in_it(self) -> None:
        named = msgspec.structs.replace(CONTEST, reason="见 13700137000 通话")
        entered_late().when(named, by=POLICE).refused(errors.PersonInText)


class TestWhatComesOfIt:
    """Contested it counts until it is struck; withdrawn it can be contested again."""

    def test_contested(self) -> None:
        assert only(entered_late()).state == ""
        one = only(contested())
        assert (one.state, one.contest) == ("contested", 1)

    @pytest.mark.parametrize(("ruling", "state"), [(STRIKE, "struck"), (UPHOLD, "upheld")])
    def test_ruled_on_it_stays_to_be_seen_with_its_ruling(
        self, ruling: RuleFailing, state: str
    ) -> None:
        story = contested().when(ruling, by=INSPECTOR).then(e.FailingRuled, struck=ruling.struck)
        assert only(story).state == state
        assert story.case.contests[1].ended == story.case.version
        story.when(CONTEST, by=POLICE).refused(errors.AlreadyRuled, contest=1)
        story.when(ruling, by=INSPECTOR).refused(errors.NoSuchItem)
        story.when(WithdrawContest(contest=1), by=POLICE).refused(errors.NoSuchItem)

    def test_withdrawn_it_is_as_it_was_and_can_be_contested_again(self) -> None:
        story = contested().when(WithdrawContest(contest=1), by=CLINIC).refused(errors.NotYourUnit)
        story.given(WithdrawContest(contest=1), by=POLICE)
        assert (only(story).state, only(story).contest) == ("", 0)
        story.when(CONTEST, by=POLICE).then(e.FailingContested, contest=2)
        assert only(story).contest == 2

    def test_after_the_closing_too(self) -> None:
        case = contested().case
        case.closed = True
        assert {"RuleFailing"} <= {
            step.command.__name__ for step in possible(case, contested().context(INSPECTOR))
        }


class TestWhoRules:
    """The inspection office; nobody of the unit, and not who contested it."""

    @pytest.mark.parametrize("by", [DESK, LEADER, POLICE])
    def test_nobody_of_another_role(self, by: e.Actor) -> None:
        contested().when(STRIKE, by=by).refused(errors.NotYourRole)

    def test_nobody_of_the_unit(self) -> None:
        own = e.Actor("ma", "police", "supervisor")
        contested().when(STRIKE, by=own).refused(errors.NotImpartial, unit="police")
        assert "RuleFailing" not in offered(contested(), own)
        assert "RuleFailing" in offered(contested(), INSPECTOR)

    def test_an_inspection_office_accounted_to_the_centre_rules_on_the_centres(self) -> None:
        story = dispatched(emergency()).later(minutes=40).given(Arrive(dispatch=1), by=POLICE)
        one = next(one for one in found(story.case) if one.kind is Failing.NEVER_URGED)
        story.given(against(one), by=DESK)
        story.when(STRIKE, by=e.Actor("sun", "centre", "supervisor")).then(e.FailingRuled)

    def test_with_a_reason(self) -> None:
        story = contested()
        story.when(RuleFailing(contest=1, struck=True, reason=""), by=INSPECTOR).refused(
            errors.ReasonMissing
        )


class TestACorrectionBehindIt:
    """A contest is against a failing as the same records show it; it never dangles."""

    def late_taken_back(self, story: Story) -> Story:
        """The record shows by now that it was not entered late."""
        event = story.history[3]
        fixed = e.Corrected(
            at=story.now,
            by=INSPECTOR,
            event=4,
            field="source",
            value='"device"',
            reason="离线登记",
            approver="chen",
        )
        assert isinstance(event, e.Arrived)
        return story.goes_on([fixed])

    @pytest.mark.parametrize("ruled", [None, STRIKE, UPHOLD])
    def test_without_the_failing_there_is_nothing_left_to_rule_on(
        self, ruled: RuleFailing | None
    ) -> None:
        story = contested()
        if ruled is not None:
            story.given(ruled, by=INSPECTOR)
        self.late_taken_back(story)
        assert found(story.case) == []
        assert not {"RuleFailing", "WithdrawContest"} & offered(story, INSPECTOR)
        assert "WithdrawContest" not in offered(story, POLICE)
        if ruled is None:
            story.when(STRIKE, by=INSPECTOR).refused(errors.NoSuchFailing)
            story.when(WithdrawContest(contest=1), by=POLICE).refused(errors.NoSuchFailing)

    def test_taken_back_in_turn_it_stands_as_it_stood(self) -> None:
        story = self.late_taken_back(contested())
        again = msgspec.structs.replace(story.history[-1], value='""')
        story.goes_on([again])
        assert only(story).state == "contested"
        story.when(STRIKE, by=INSPECTOR).accepted()

    def test_shown_by_other_records_it_stands_anew_and_can_be_contested_anew(self) -> None:
        """What was struck was the failing as other records showed it."""
        story = pressed()
        story.given(against(only(story)), by=INSPECTOR).given(STRIKE, by=OTHER_INSPECTOR)
        other = msgspec.structs.replace(story.case.contests[1], proof=(99,))
        story.case.contests[1] = other
        (one,) = found(story.case)
        assert (one.state, one.contest) == ("", 0)
        story.when(STRIKE, by=OTHER_INSPECTOR).refused(errors.NoSuchItem)

    def test_nobody_corrects_what_was_contested_or_ruled(self) -> None:
        story = contested().given(STRIKE, by=INSPECTOR)
        for number, field in ((5, "reason"), (6, "struck"), (6, "reason")):
            fix = Correct(event=number, field=field, value="false", reason="误", approver="chen")
            story.when(fix, by=INSPECTOR).refused(errors.NotCorrectable)


class TestWithinItsTime:
    """As the rule set says, and never once the quarter is published."""

    def until(self, story: Story, published: datetime | None = None) -> datetime | None:
        ctx = replace(story.context(POLICE), quarters=Published(published))
        return contest_until(story.case, only(story), ctx)

    def limited(self, days: int = 3) -> Story:
        """The rule set gives so many days."""
        story = entered_late()
        rule = ClockRule(id="contest", kind="contest", span=days, unit="days", article="本地规定")
        story.rules = msgspec.structs.replace(story.rules, clocks=(*story.rules.clocks, rule))
        return story

    def test_without_a_limit_in_the_rule_set_at_any_time(self) -> None:
        story = entered_late()
        assert self.until(story) is None
        story.later(days=400).when(CONTEST, by=POLICE).accepted()

    def test_the_rule_sets_limit_counts_from_when_it_was_shown(self) -> None:
        story = self.limited()
        until = self.until(story)
        assert until is not None
        story.now = until
        story.when(CONTEST, by=POLICE).accepted()
        story = self.limited()
        story.now = until + timedelta(seconds=1)
        story.when(CONTEST, by=POLICE).refused(errors.WindowOver, until=until)
        assert "ContestFailing" not in offered(story, POLICE)

    def test_a_correction_of_what_shows_it_gives_the_time_again(self) -> None:
        story = self.limited()
        first = self.until(story)
        story.later(days=2)
        fix = e.Corrected(
            at=story.now, by=DESK, event=4, field="late", value='"占线"', reason="误", approver="li"
        )
        story.goes_on([fix])
        second = self.until(story)
        assert first is not None
        assert second is not None
        assert second > first

    def test_published_is_published(self) -> None:
        story = self.limited(days=300)
        published = story.now + timedelta(days=20)
        assert self.until(story, published) == published
        ctx = replace(story.context(POLICE), quarters=Published(story.now - timedelta(days=1)))
        with pytest.raises(errors.WindowOver):
            decide(story.case, CONTEST, ctx)

    def test_what_was_contested_before_may_still_be_ruled_on(self) -> None:
        story = contested()
        ctx = replace(story.context(INSPECTOR), quarters=Published(story.now))
        assert [type(one) for one in decide(story.case, STRIKE, ctx)] == [e.FailingRuled]


class Published:
    """Every quarter was published then."""

    def __init__(self, at: datetime | None) -> None:
        """None: no quarter is."""
        self._at = at

    def published(self, at: datetime) -> datetime | None:  # noqa: ARG002 - as asked
        """Always then."""
        return self._at


def test_it_changes_nothing_else_about_the_case() -> None:
    story = entered_late()
    before = (story.case.stage, story.case.obligations, story.case.handlers)
    story.given(CONTEST, by=POLICE).given(STRIKE, by=INSPECTOR)
    assert (story.case.stage, story.case.obligations, story.case.handlers) == before
    story.given(SetHold(reason="诉讼保全"), by=INSPECTOR)
    assert only(story).state == "struck"
