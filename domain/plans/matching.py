"""Which plan fits a matter, why, and which of several goes before the others."""

from collections.abc import Callable, Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from domain.plans.model import Plan, When

What = Literal["track", "category", "group", "level", "channel", "people", "place", "hours", "days"]
WIDEST = 1_000_000  # people: wider than any range


class Situation(Struct, frozen=True, kw_only=True):
    """What is known of a matter.

    `group` is the category's; `line` the units answering for the place, from the nearest up; `at`
    when it was received, in the rule set's zone.
    """

    track: str
    category: str = ""
    group: str = ""
    level: str = ""
    channel: str = ""
    people: int = 1
    place: str = ""
    line: tuple[str, ...] = ()
    at: datetime
    rest_day: bool = False


class Reason(Struct, frozen=True):
    """One condition that holds: which, and the value of the matter or of the plan it holds for."""

    what: What
    value: str


class Match(Struct, frozen=True):
    """A plan that fits, and every reason."""

    plan: Plan
    reasons: tuple[Reason, ...]


def matches(plans: Iterable[Plan], of: Situation) -> list[Match]:
    """All plans that fit, the one to be proposed first.

    Priority decides, then how particular the conditions are: place, category before its group,
    level, head count (the narrower range first), hours, days, channel, track; at last the code.
    """
    found = [
        Match(plan, reasons) for plan in plans if (reasons := _reasons(plan.when, of)) is not None
    ]
    return sorted(found, key=_order)


def _reasons(when: When, of: Situation) -> tuple[Reason, ...] | None:
    """None when a condition does not hold."""
    reasons: list[Reason] = []
    for name, holds in _CONDITIONS:
        if not getattr(when, name):
            continue
        reason = holds(when, of)
        if reason is None:
            return None
        if reason not in reasons:
            reasons.append(reason)
    return tuple(reasons)


def _one(what: What, value: str, among: tuple[str, ...]) -> Reason | None:
    return Reason(what, value) if value in among else None


def _category(when: When, of: Situation) -> Reason | None:
    if of.category in when.categories:
        return Reason("category", of.category)
    return Reason("group", of.group) if of.group in when.categories else None


def _people(when: When, of: Situation) -> Reason | None:
    low, high = when.people_from, when.people_to
    if (low is None and high is None) or not (low or 0) <= of.people <= (high or WIDEST):
        return None
    return Reason("people", f"{low or ''}-{high or ''}")


def _place(when: When, of: Situation) -> Reason | None:
    found = (name for name in when.places if name in of.line or (of.place and name in of.place))
    name = next(found, None)
    return None if name is None else Reason("place", name)


def _hours(when: When, of: Situation) -> Reason | None:
    hours = when.hours
    if hours is None or not hours.holds(of.at.time()):
        return None
    return Reason("hours", f"{hours.begin:%H:%M}-{hours.end:%H:%M}")


def _days(when: When, of: Situation) -> Reason | None:
    fits = when.days is not None and (when.days == "rest") == of.rest_day
    return Reason("days", when.days or "") if fits else None


_CONDITIONS: tuple[tuple[str, Callable[[When, Situation], Reason | None]], ...] = (
    ("tracks", lambda when, of: _one("track", of.track, when.tracks)),
    ("categories", _category),
    ("levels", lambda when, of: _one("level", of.level, when.levels)),
    ("channels", lambda when, of: _one("channel", of.channel, when.channels)),
    ("people_from", _people),
    ("people_to", _people),
    ("places", _place),
    ("hours", _hours),
    ("days", _days),
)


def _order(match: Match) -> tuple[object, ...]:
    """The least goes first."""
    when, whats = match.plan.when, {reason.what for reason in match.reasons}
    return (
        -match.plan.priority,
        "place" not in whats,
        "category" not in whats,
        "group" not in whats,
        "level" not in whats,
        _width(when),
        *(what not in whats for what in ("hours", "days", "channel", "track")),
        match.plan.code,
        match.plan.version,
    )


def _width(when: When) -> int:
    if when.people_from is None and when.people_to is None:
        return WIDEST + 1
    return (when.people_to or WIDEST) - (when.people_from or 0)
