"""The ladder: when holders are reminded and urged, and when an overdue limit goes up."""

from datetime import UTC, datetime, timedelta
from functools import cache

import pytest
from hypothesis import given
from hypothesis import strategies as st

from application.calendars import load_calendar
from application.rulebook import load_shipped, parse, shipped
from domain.rules.calendar import Calendar
from domain.rules.ladder import Ladder, longest_lead, rung, steps_due
from domain.rules.model import RuleError, RuleSet

NATIONAL = shipped("national.toml")


@cache
def calendar() -> Calendar:
    """The published years."""
    return load_calendar(assume_weekends=True)


@cache
def rules() -> RuleSet:
    """The shipped rule set."""
    return load_shipped()["national"]


@cache
def ladder() -> Ladder:
    """Of the shipped rule set."""
    return Ladder(rules(), calendar())


def local(text: str) -> datetime:
    """A time in Shanghai."""
    return datetime.fromisoformat(f"{text}+08:00").astimezone(UTC)


def planned(track: str, kind: str, due: str) -> list[tuple[str, str]]:
    """What is planned, as people there read it."""
    return [
        (f"{step.planned + timedelta(hours=8):%m-%d %H:%M}", step.rule.id)
        for step in ladder().steps(track, kind, local(due))
    ]


def test_an_emergency_is_urged_within_minutes_and_goes_up_within_half_an_hour() -> None:
    assert planned("emergency", "arrive", "2026-03-04T23:50:00") == [
        ("03-04 23:51", "urge.emergency"),
        ("03-04 23:55", "head.emergency"),
        ("03-05 00:00", "centre.emergency"),
        ("03-05 00:01", "urge.emergency"),
        ("03-05 00:11", "urge.emergency"),
        ("03-05 00:20", "leader.emergency"),
    ]


def test_days_lead_to_a_morning_and_working_days_pass_over_the_national_holiday() -> None:
    # 1 to 7 October 2026 are holidays; Saturday the 10th is a make-up working day
    assert planned("petition", "opinion", "2026-09-29T23:59:59") == [
        ("09-19 08:00", "remind.petition.early"),
        ("09-23 08:00", "remind.petition"),
        ("09-30 08:00", "urge"),
        ("10-08 08:00", "head"),
        ("10-09 08:00", "urge"),
        ("10-09 08:00", "centre"),
        ("10-12 08:00", "urge"),
        ("10-12 08:00", "leader"),
    ]


def test_a_limit_no_rule_speaks_about_has_no_acts() -> None:
    assert ladder().steps("emergency", "mediation", local("2026-03-04T12:00")) == []


def test_only_what_lies_between_is_due() -> None:
    # given
    steps = ladder().steps("emergency", "arrive", local("2026-03-04T12:00"))
    # when the clock was acted on up to the first urge, and it is ten minutes past due
    due = steps_due(steps, local("2026-03-04T12:01"), local("2026-03-04T12:10"), brought_in=False)
    # then neither that one again, nor what comes later
    assert [step.rule.id for step in due] == ["head.emergency", "centre.emergency"]


def test_of_what_was_brought_in_only_the_last_is_made_up_for() -> None:
    steps = ladder().steps("petition", "opinion", local("2024-03-01T23:59:59"))
    due = steps_due(steps, local("2024-01-01T08:00"), local("2026-03-04T12:00"), brought_in=True)
    assert list(due) == [steps[-1]]


@given(
    due=st.datetimes(
        datetime.fromisoformat("2024-02-01"),
        datetime.fromisoformat("2026-11-30"),
        timezones=st.just(UTC),
    ),
    track=st.sampled_from(("emergency", "hotline", "petition", "dispute")),
    kind=st.sampled_from(("sign", "handle", "feedback", "opinion", "close", "visit", "directive")),
)
def test_whatever_ends_whenever_reminders_lie_before_and_all_else_after_it(
    due: datetime, track: str, kind: str
) -> None:
    steps = ladder().steps(track, kind, due)
    assert [step.planned for step in steps] == sorted(step.planned for step in steps)
    whole = due.replace(microsecond=0)
    quickly = ladder().moments(track, kind, int(whole.timestamp()) * 1000)
    slowly = ladder().steps(track, kind, whole)
    assert quickly == [int(step.planned.timestamp()) * 1000 for step in slowly]
    for step in steps:
        is_reminder = hasattr(step.rule, "before")
        assert (step.planned < due) if is_reminder else (step.planned > due)
        assert not is_reminder or due - step.planned <= longest_lead(rules())


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        (
            'to = "leader"\nafter = 30\nunit = "minutes"',
            'to = "leader"\nafter = 3\nunit = "minutes"',
            "(leader.emergency).after: leader can't be told before head ('head.emergency') is",
        ),
        (
            'id = "head"\n',
            'id = "centre"\n',
            "reminders, urges, escalations, periods[",
        ),
        ("again = 10\ntimes = 3", "times = 3", "urges[0] (urge.emergency).again: say how long"),
        ("after = 1\nagain = 10", "after = -1\nagain = 10", "urges[0] (urge.emergency).after"),
        ('to = "head"\nafter = 5', 'to = "mayor"\nafter = 5', "head, centre, leader"),
        ('kinds = ["visit"]\nbefore = 7', 'kinds = ["people"]\nbefore = 7', "follow_up"),
    ],
)
def test_a_ladder_that_contradicts_itself_is_refused_with_its_place(
    old: str, new: str, message: str
) -> None:
    assert old in NATIONAL
    with pytest.raises(RuleError) as refusal:
        parse(NATIONAL.replace(old, new, 1))
    assert message in str(refusal.value)


def test_two_rules_to_the_same_person_for_one_kind_are_refused() -> None:
    more = """
[[escalations]]
id = "head.again"
kinds = ["opinion"]
to = "head"
after = 9
unit = "days"
article = "测试"
"""
    with pytest.raises(RuleError, match=r"'head' and 'head\.again' both go to head for opinion"):
        parse(NATIONAL + more)


def test_a_rule_is_found_by_the_id_an_event_names() -> None:
    assert getattr(rung(rules(), "leader"), "to", "") == "leader"
    assert getattr(rung(rules(), "period.review"), "kinds", ()) == ("review_request",)
    assert rung(rules(), "nothing") is None
