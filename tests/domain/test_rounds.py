"""Screening rounds: what a plan may say, when rounds begin and are due, and who owes a report."""

from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import errors
from domain.case.events import Actor
from domain.case.words import Role, Track
from domain.rounds import events as e
from domain.rounds import planning, reporting, timing
from domain.rounds import round as rounds
from domain.rounds import state as plans
from domain.rounds.plan import RoundPlan, check
from domain.rounds.round import Round
from domain.rounds.state import Plans, Version
from domain.rules.calendar import Calendar

ZONE = ZoneInfo("Asia/Shanghai")
MONDAY = datetime(2026, 6, 8, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
DUE = datetime(2026, 6, 12, 10, 0, tzinfo=UTC)  # Friday, 18:00
LEADER = Actor("li", "centre", Role.LEADER)
ADMIN = Actor("root", "centre", Role.ADMIN)
DESK = Actor("zhang", "centre", Role.OPERATOR)
HEKOU = Actor("wang", "hekou", Role.RESPONDER)
LIJIA = Actor("zhao", "lijia", Role.LEADER)
KEEPER = Actor("timekeeper", "centre", "timekeeper")
# 2026: Dragon Boat, Friday 19 June; a make-up Sunday for the National Day.
CALENDAR = Calendar(
    years=frozenset({2026}),
    rest=frozenset({date(2026, 6, 19)}),
    work=frozenset({date(2026, 9, 20)}),
)
WEEKLY = RoundPlan(
    id="weekly",
    title="村周排查",
    title_en="Weekly round",
    subjects=("邻里纠纷", "道路隐患"),
    points=("走访", "查看河道"),
    weeks=1,
    first=date(2024, 1, 1),
    days=5,
    roll_over=True,
    remind_hours=8,
    levels=("village",),
)
BY_HAND = msgspec.structs.replace(WEEKLY, id="flood", weeks=0, first=None)


def in_force(plan: RoundPlan = WEEKLY, at: datetime = MONDAY - timedelta(days=3)) -> Version:
    return Version(1, plan, at)


def opened(**changes: Any) -> Round:
    """A round of two villages, due on Friday."""
    event = e.RoundOpened(
        at=MONDAY,
        by=KEEPER,
        code="weekly.20260608",
        plan="weekly",
        version=1,
        title="村周排查",
        title_en="Weekly round",
        subjects=("邻里纠纷",),
        points=("走访", "查看河道"),
        units=("hekou", "lijia"),
        since=MONDAY,
        until=DUE,
        due=DUE,
        remind_at=DUE - timedelta(hours=8),
    )
    return rounds.fold(reporting.open_round(Round(), msgspec.structs.replace(event, **changes)))


def after(state: Round, *decided: list[e.RoundEvent]) -> Round:
    return rounds.fold([event for events in decided for event in events], state)


def found(state: Round, case: str = "c1", by: Actor = HEKOU, at: datetime = MONDAY) -> Round:
    events = reporting.report_finding(state, case, f"QS-{case}", Track.DISPUTE, at, by)
    return after(state, events)


# --- what a plan may say ---


def test_the_plan_of_the_tests_may_be_said() -> None:
    check(WEEKLY)
    check(BY_HAND)


@pytest.mark.parametrize("field", ["title", "guidance", "article", "title_en"])
@pytest.mark.parametrize("text", ["对重点事项人员稳控", "发现越级走访的劝返", "安排专人盯 防"])
def test_no_text_of_a_plan_makes_a_task_against_people(field: str, text: str) -> None:
    with pytest.raises(errors.ForbiddenTask) as refused:
        check(msgspec.structs.replace(WEEKLY, **{field: text}))
    assert refused.value.data["field"] == field


@pytest.mark.parametrize("field", ["subjects", "points"])
@pytest.mark.parametrize(
    "text", ["重点人员动态", "刑满释放人员", "辖区上访户", "精神障碍患者排查", "信教群众"]
)
def test_a_round_looks_for_matters_never_for_kinds_of_people(field: str, text: str) -> None:
    with pytest.raises(errors.PersonsSought) as refused:
        check(msgspec.structs.replace(WEEKLY, **{field: ("邻里纠纷", text)}))
    assert refused.value.data["field"] == field


def test_no_text_of_a_plan_holds_a_telephone_number() -> None:
    with pytest.raises(errors.PersonInText):
        check(msgspec.structs.replace(WEEKLY, guidance="有事打 13800138000"))


@pytest.mark.parametrize(
    ("changes", "refusal", "field"),
    [
        ({"title": ""}, errors.FieldMissing, "title"),
        ({"subjects": ()}, errors.FieldMissing, "subjects"),
        ({"levels": ()}, errors.FieldMissing, "levels"),
        ({"first": None}, errors.FieldMissing, "first"),
        ({"days": 8}, errors.WrongValue, "days"),
        ({"days": 0}, errors.WrongValue, "days"),
        ({"due_days": -1}, errors.WrongValue, "due_days"),
    ],
)
def test_what_is_missing_or_contradicts_itself_is_refused_at_its_field(
    changes: dict[str, Any], refusal: type[errors.DomainError], field: str
) -> None:
    with pytest.raises(refusal) as refused:
        check(msgspec.structs.replace(WEEKLY, **changes))
    assert refused.value.data["field"] == field


# --- versions of a plan ---


def shipped() -> Plans:
    return plans.fold(planning.ship(Plans(), (WEEKLY, BY_HAND), "0" * 64, MONDAY, KEEPER))


def test_what_is_shipped_by_time_waits_and_what_is_by_hand_may_be_used() -> None:
    known = shipped()
    assert known.in_force("weekly") is None
    assert known.draft("weekly") is not None
    assert known.in_force("flood") is not None


def test_plans_are_shipped_once() -> None:
    assert planning.ship(shipped(), (WEEKLY,), "1" * 64, MONDAY, KEEPER) == []


def test_an_issued_version_stays_and_the_next_draft_is_another_version() -> None:
    known = shipped()
    known = plans.fold(planning.issue(known, "weekly", 1, MONDAY, LEADER), known)
    changed = msgspec.structs.replace(WEEKLY, days=6)
    known = plans.fold(planning.draft(known, changed, MONDAY, ADMIN), known)
    force, draft = known.in_force("weekly"), known.draft("weekly")
    assert force is not None
    assert draft is not None
    assert (force.number, force.plan.days) == (1, 5)
    assert (draft.number, draft.plan.days) == (2, 6)

    known = plans.fold(planning.issue(known, "weekly", 2, MONDAY, LEADER), known)
    assert [one.ended_at is None for one in known.versions["weekly"]] == [False, True]


def test_a_draft_that_waits_is_replaced_by_the_next() -> None:
    known = shipped()
    for days in (4, 3):
        changed = msgspec.structs.replace(WEEKLY, days=days)
        known = plans.fold(planning.draft(known, changed, MONDAY, ADMIN), known)
    (only,) = known.versions["weekly"]
    assert (only.number, only.plan.days) == (1, 3)


def test_the_same_again_changes_nothing() -> None:
    known = shipped()
    assert planning.draft(known, WEEKLY, MONDAY, ADMIN) == []
    known = plans.fold(planning.issue(known, "weekly", 1, MONDAY, LEADER), known)
    assert planning.issue(known, "weekly", 1, MONDAY, LEADER) == []
    known = plans.fold(planning.retire(known, "weekly", MONDAY, LEADER), known)
    assert planning.retire(known, "weekly", MONDAY, LEADER) == []
    assert known.in_force("weekly") is None


@pytest.mark.parametrize("by", [DESK, HEKOU, LIJIA, Actor("zhou", "centre", Role.AUDITOR)])
def test_plans_are_kept_by_administrators_and_the_centres_leader_only(by: Actor) -> None:
    with pytest.raises((errors.NotYourRole, errors.NotYourUnit)):
        planning.draft(shipped(), msgspec.structs.replace(WEEKLY, days=3), MONDAY, by)
    with pytest.raises((errors.NotYourRole, errors.NotYourUnit)):
        planning.issue(shipped(), "weekly", 1, MONDAY, by)
    with pytest.raises((errors.NotYourRole, errors.NotYourUnit)):
        planning.retire(shipped(), "weekly", MONDAY, by)


def test_a_plan_nobody_drafted_and_a_code_that_is_taken_are_refused() -> None:
    with pytest.raises(errors.RoundPlanUnknown):
        planning.issue(shipped(), "none", 1, MONDAY, LEADER)
    with pytest.raises(errors.RoundPlanUnknown):
        planning.issue(shipped(), "weekly", 2, MONDAY, LEADER)
    with pytest.raises(errors.RoundPlanUnknown):
        planning.retire(shipped(), "none", MONDAY, LEADER)
    with pytest.raises(errors.RoundPlanExists):
        planning.draft(shipped(), WEEKLY, MONDAY, LEADER, new=True)


# --- when rounds begin ---


def codes(now: datetime, version: Version, opened: frozenset[str] = frozenset()) -> list[str]:
    return [one.code for one in timing.openings([version], now, ZONE, opened)]


def test_a_round_begins_in_the_moment_its_plan_says_and_not_before() -> None:
    assert codes(MONDAY - timedelta(seconds=1), in_force()) == []
    assert codes(MONDAY, in_force()) == ["weekly.20260608"]


def test_what_was_opened_is_not_opened_again() -> None:
    assert codes(MONDAY, in_force(), frozenset({"weekly.20260608"})) == []


def test_after_an_outage_every_round_is_opened_in_order() -> None:
    assert codes(MONDAY + timedelta(days=15), in_force()) == [
        "weekly.20260608",
        "weekly.20260615",
        "weekly.20260622",
    ]


def test_every_two_weeks_the_week_between_has_none() -> None:
    every_two = in_force(msgspec.structs.replace(WEEKLY, weeks=2, days=12))
    assert codes(MONDAY + timedelta(days=15), every_two) == ["weekly.20260615"]


def test_a_plan_counts_from_when_it_was_issued_and_until_it_ended() -> None:
    late = in_force(at=MONDAY + timedelta(hours=1))
    assert codes(MONDAY + timedelta(days=8), late) == ["weekly.20260615"]
    ended = Version(1, WEEKLY, MONDAY - timedelta(days=1), MONDAY + timedelta(days=1))
    assert codes(MONDAY + timedelta(days=30), ended) == ["weekly.20260608"]


def test_neither_a_draft_nor_a_plan_by_hand_opens_by_itself() -> None:
    assert codes(MONDAY, Version(1, WEEKLY)) == []
    assert codes(MONDAY, in_force(BY_HAND)) == []


@given(st.integers(0, 3000), st.integers(0, 400), st.sampled_from([1, 2, 4]))
def test_asked_in_steps_or_at_once_the_same_rounds_are_opened(
    start: int, hours: int, weeks: int
) -> None:
    version = in_force(
        msgspec.structs.replace(WEEKLY, weeks=weeks), MONDAY + timedelta(hours=start)
    )
    end = MONDAY + timedelta(hours=start + 1500)
    seen: list[str] = []
    moments = [
        MONDAY + timedelta(hours=start + n * (hours + 1)) for n in range(1500 // (hours + 1))
    ]
    for now in [*moments, end]:
        seen += codes(now, version, frozenset(seen))
    assert seen == codes(end, version)
    begun = timing.openings([version], end, ZONE, ())
    assert all(b.since - a.since == timedelta(weeks=weeks) for a, b in pairwise(begun))


# --- until when units report ---


def due_of(plan: RoundPlan, monday: date, opened: date | None = None) -> datetime:
    since = timing.moment(monday, plan.opens, ZONE)
    last = monday + timedelta(days=plan.days - 1)
    opening = timing.Opening("x", in_force(plan), monday, last, since)
    at = timing.moment(opened or monday, time(9), ZONE)
    return timing.report_due(opening, at, CALENDAR, ZONE).at.astimezone(ZONE)


@pytest.mark.parametrize(
    ("changes", "monday", "due"),
    [
        ({}, date(2026, 6, 8), "2026-06-12 18:00"),
        ({}, date(2026, 6, 15), "2026-06-22 18:00"),  # Friday is Dragon Boat
        ({"roll_over": False}, date(2026, 6, 15), "2026-06-19 18:00"),
        ({"due_days": 1}, date(2026, 6, 8), "2026-06-15 18:00"),  # Saturday rolls on
        ({"due_days": 1, "roll_over": False}, date(2026, 6, 8), "2026-06-13 18:00"),
        ({"due_days": 1, "due_unit": "working_days"}, date(2026, 6, 8), "2026-06-15 18:00"),
        ({"due_days": 2, "due_unit": "working_days"}, date(2026, 6, 15), "2026-06-23 18:00"),
        ({"due_days": 2, "due_at": time(9, 30)}, date(2026, 9, 14), "2026-09-20 09:30"),  # 调休
    ],
)
def test_reports_are_due_as_the_plan_and_the_calendar_say(
    changes: dict[str, Any], monday: date, due: str
) -> None:
    found = due_of(msgspec.structs.replace(WEEKLY, **changes), monday)
    assert f"{found:%Y-%m-%d %H:%M}" == due


def test_who_was_asked_late_has_as_many_days_as_the_plan_gives() -> None:
    on_wednesday = due_of(WEEKLY, date(2026, 6, 8), date(2026, 6, 10))
    weeks_later = due_of(WEEKLY, date(2026, 6, 8), date(2026, 6, 29))
    assert f"{on_wednesday:%m-%d %H:%M}" == "06-15 18:00"  # Sunday rolls on
    assert f"{weeks_later:%m-%d %H:%M}" == "07-03 18:00"


def test_a_year_that_is_not_loaded_is_said() -> None:
    calendar = msgspec.structs.replace(CALENDAR, years=frozenset({2025}), assume_weekends=True)
    opening = timing.openings([in_force()], MONDAY, ZONE, ())[0]
    assert timing.report_due(opening, MONDAY, calendar, ZONE).unsure
    assert not timing.report_due(opening, MONDAY, CALENDAR, ZONE).unsure


@given(st.dates(date(2026, 1, 5), date(2026, 11, 1)), st.integers(0, 9), st.booleans())
def test_a_report_is_never_due_before_the_last_day_nor_rolled_onto_a_rest_day(
    day: date, days: int, working: bool
) -> None:
    unit = "working_days" if working else "days"
    plan = msgspec.structs.replace(WEEKLY, due_days=days, due_unit=unit)
    last = day + timedelta(days=4)
    due = timing.due(plan, day, last, day, CALENDAR)
    assert due >= last
    assert days == 0 or CALENDAR.is_working_day(due) or (working and days == 0)


# --- reports ---


def test_a_round_opened_again_is_one_round() -> None:
    assert reporting.open_round(opened(), opened().known()) == []


def test_a_round_that_asks_nobody_is_refused() -> None:
    with pytest.raises(errors.NoUnitsAsked):
        opened(units=())


def test_nothing_found_is_a_report_and_said_twice_it_is_one() -> None:
    state = after(opened(), reporting.report_nothing(opened(), ("走访",), MONDAY, HEKOU))
    report = state.reports["hekou"]
    assert (state.state(report), report.nothing, report.met_at, report.met_by) == (
        *("met", True, MONDAY),
        "wang",
    )
    assert reporting.report_nothing(state, (), MONDAY, HEKOU) == []
    assert state.waiting == ["lijia"]


def test_what_was_looked_at_is_among_the_points_of_the_plan() -> None:
    with pytest.raises(errors.WrongValue):
        reporting.report_nothing(opened(), ("别的",), MONDAY, HEKOU)


def test_several_findings_are_one_report_made_by_the_first() -> None:
    state = found(found(opened()), "c2", at=MONDAY + timedelta(days=2))
    report = state.reports["hekou"]
    assert [one.number for one in report.findings] == ["QS-c1", "QS-c2"]
    assert report.met_at == MONDAY
    assert reporting.report_finding(state, "c2", "QS-c2", Track.DISPUTE, MONDAY, HEKOU) == []


def test_after_findings_nothing_cannot_be_reported() -> None:
    with pytest.raises(errors.FindingsReported):
        reporting.report_nothing(found(opened()), (), MONDAY, HEKOU)


def test_a_finding_after_a_zero_report_takes_its_place_and_keeps_its_time() -> None:
    state = after(opened(), reporting.report_nothing(opened(), (), MONDAY, HEKOU))
    state = found(state, at=DUE + timedelta(hours=1))
    report = state.reports["hekou"]
    assert (report.nothing, len(report.findings), report.met_at) == (False, 1, MONDAY)


def test_a_petition_is_no_finding() -> None:
    with pytest.raises(errors.NotAFinding):
        reporting.report_finding(opened(), "c1", "QS-1", Track.PETITION, MONDAY, HEKOU)


def test_only_units_that_are_asked_report_and_only_their_people() -> None:
    with pytest.raises(errors.NotInRound):
        reporting.report_nothing(opened(), (), MONDAY, Actor("sun", "pcs", Role.RESPONDER))
    for role in (Role.OPERATOR, Role.SUPERVISOR, Role.AUDITOR, Role.ADMIN):
        with pytest.raises(errors.NotYourRole):
            reporting.report_nothing(opened(), (), MONDAY, Actor("x", "hekou", role))
    with pytest.raises(errors.RoundUnknown):
        reporting.report_nothing(Round(), (), MONDAY, HEKOU)


def test_a_report_taken_back_is_owed_again() -> None:
    state = after(opened(), reporting.report_nothing(opened(), (), MONDAY, HEKOU))
    state = after(state, reporting.withdraw(state, "", "看漏一处", MONDAY, HEKOU))
    report = state.reports["hekou"]
    assert (state.state(report), report.met_at, report.withdrawn) == ("open", None, 1)


def test_one_of_two_findings_taken_back_leaves_the_report_made() -> None:
    state = found(found(opened()), "c2")
    state = after(state, reporting.withdraw(state, "QS-c1", "重复", MONDAY, HEKOU))
    assert state.state(state.reports["hekou"]) == "met"
    assert [one.number for one in state.reports["hekou"].findings] == ["QS-c2"]


def test_the_last_finding_taken_back_after_it_was_due_makes_the_report_missing() -> None:
    state = found(opened())
    late = DUE + timedelta(minutes=1)
    state = after(state, reporting.withdraw(state, "QS-c1", "误报", late, HEKOU))
    assert state.state(state.reports["hekou"]) == "missed"


def test_taking_back_needs_a_reason_that_names_nobody_and_something_to_take_back() -> None:
    state = found(opened())
    with pytest.raises(errors.ReasonMissing):
        reporting.withdraw(state, "QS-c1", " ", MONDAY, HEKOU)
    with pytest.raises(errors.PersonInText):
        reporting.withdraw(state, "QS-c1", "当事人电话 13800138000", MONDAY, HEKOU)
    with pytest.raises(errors.NoReportYet):
        reporting.withdraw(state, "QS-c9", "误报", MONDAY, HEKOU)
    with pytest.raises(errors.NoReportYet):
        reporting.withdraw(state, "", "误报", MONDAY, LIJIA)


# --- what happens because time passed ---


def test_who_has_not_reported_is_reminded_once_before_it_is_due() -> None:
    state = found(opened())
    assert reporting.remind(state, DUE - timedelta(hours=9), KEEPER) == []
    (reminded,) = reporting.remind(state, DUE - timedelta(hours=8), KEEPER)
    assert isinstance(reminded, e.RoundReminded)
    assert reminded.units == ("lijia",)
    state = after(state, [reminded])
    assert reporting.remind(state, DUE - timedelta(hours=1), KEEPER) == []
    assert state.reports["lijia"].reminded == 1


def test_nobody_is_reminded_of_what_is_over_or_all_have_reported() -> None:
    assert reporting.remind(opened(), DUE + timedelta(seconds=1), KEEPER) == []
    everybody = found(found(opened()), "c2", LIJIA)
    assert reporting.remind(everybody, DUE - timedelta(hours=1), KEEPER) == []


def test_a_report_is_missing_once_it_is_overdue_and_not_a_moment_before() -> None:
    state = found(opened())
    assert reporting.miss(state, DUE, KEEPER) == []
    (missed,) = reporting.miss(state, DUE + timedelta(seconds=1), KEEPER)
    assert isinstance(missed, e.ReportMissed)
    assert missed.unit == "lijia"
    state = after(state, [missed])
    assert reporting.miss(state, DUE + timedelta(days=1), KEEPER) == []
    assert state.state(state.reports["lijia"]) == "missed"


def test_a_late_report_is_made_and_stays_recorded_as_missed() -> None:
    late = DUE + timedelta(hours=5)
    state = after(opened(), reporting.miss(opened(), late, KEEPER))
    state = after(state, reporting.report_nothing(state, (), late, HEKOU))
    report = state.reports["hekou"]
    assert (state.state(report), report.met_at, report.missed_at) == ("met", late, late)


def test_a_round_called_off_is_owed_by_nobody_and_what_was_reported_stays() -> None:
    state = after(found(opened()), reporting.call_off(opened(), "方案停用", MONDAY, LEADER))
    assert state.state(state.reports["hekou"]) == "met"
    assert state.state(state.reports["lijia"]) == "waived"
    assert reporting.miss(state, DUE + timedelta(days=1), KEEPER) == []
    assert reporting.call_off(state, "再次", MONDAY, LEADER) == []
    with pytest.raises(errors.CalledOff):
        reporting.report_nothing(state, (), MONDAY, LIJIA)


def test_only_the_centres_leader_calls_a_round_off_and_says_why() -> None:
    for by in (DESK, HEKOU, ADMIN):
        with pytest.raises(errors.NotYourRole):
            reporting.call_off(opened(), "停", MONDAY, by)
    with pytest.raises(errors.NotYourUnit):
        reporting.call_off(opened(), "停", MONDAY, LIJIA)
    with pytest.raises(errors.ReasonMissing):
        reporting.call_off(opened(), "", MONDAY, LEADER)
    with pytest.raises(errors.RoundUnknown):
        reporting.call_off(Round(), "停", MONDAY, LEADER)


def test_rounds_by_hand_are_opened_at_the_centres_desk_only() -> None:
    reporting.require_opener(DESK)
    reporting.require_opener(LEADER)
    for by in (HEKOU, ADMIN, Actor("chen", "centre", Role.SUPERVISOR)):
        with pytest.raises(errors.NotYourRole):
            reporting.require_opener(by)
    with pytest.raises(errors.NotYourUnit):
        reporting.require_opener(LIJIA)
