"""What single values of a rule set are in the reader's words."""

from collections.abc import Callable, Iterable, Mapping
from datetime import time
from typing import Any, Final

from domain.rules.model import ClockRule, RuleSet
from web import words
from web.desk import values
from web.desk.texts.terms import ABOVE
from web.i18n import language
from web.rulebook.texts import FROM_TO, UNITS
from web.wording import _, _n

NONE: Final = "—"

_SPANS: Final[Mapping[str, Callable[[int], str]]] = {
    "minutes": lambda number: _n("%(num)d minute", "%(num)d minutes", number),
    "hours": lambda number: _n("%(num)d hour", "%(num)d hours", number),
    "days": lambda number: _n("%(num)d day", "%(num)d days", number),
    "working_days": lambda number: _n("%(num)d working day", "%(num)d working days", number),
    "months": lambda number: _n("%(num)d month", "%(num)d months", number),
    "working_minutes": lambda number: _n(
        "%(num)d minute of working time", "%(num)d minutes of working time", number
    ),
    "working_hours": lambda number: _n(
        "%(num)d hour of working time", "%(num)d hours of working time", number
    ),
}


def span(number: int, unit: str) -> str:
    """20 minutes, 5 working days."""
    return _SPANS[unit](number)


def limit(rule: ClockRule) -> str:
    """How long, with what is otherwise at night or at the end."""
    told = span(rule.span, rule.unit)
    if rule.night is not None and rule.night != rule.span:
        return _("%(day)s, at night %(night)s", day=told, night=span(rule.night, rule.unit))
    if rule.roll_over:
        return _("%(span)s; ends on a rest day: the next day that is none", span=told)
    return told


def runs(kind: str) -> str:
    """From what to what."""
    if kind not in FROM_TO:
        return ""
    start, end = FROM_TO[kind]
    return f"{start} → {end}"


def kinds(named: Iterable[str]) -> str:
    """The names of limits."""
    return values.joined(words.word(words.CLOCK, kind) for kind in named)


def tracks(named: Iterable[str]) -> str:
    """The names of tracks; none named: any."""
    return values.joined(words.word(words.TRACK, one) for one in named) or _("all tracks")


def whose(rule: ClockRule, rules: RuleSet) -> str:
    """For which cases: tracks, then grades and zones where it names some."""
    grades = values.joined(_called(rules.grades, code) for code in rule.grades)
    zones = values.joined(_called(rules.zones, code) for code in rule.zones)
    return " · ".join(part for part in (tracks(rule.tracks), grades, zones) if part)


def called(entry: Any) -> str:
    """The name of a grade, zone or level in the language of the page."""
    return str(entry.name_en if language() == "en" else entry.name)


def _called(entries: Iterable[Any], code: str) -> str:
    if not code:
        return _("no grade")
    return next((called(one) for one in entries if one.code == code), code)


def moment(at: time) -> str:
    """08:00, with seconds where there are some."""
    return at.isoformat("seconds" if at.second else "minutes")


_TABLES: Final[Mapping[str, words.Words]] = {
    "track": words.TRACK,
    "tracks": words.TRACK,
    "kind": words.CLOCK,
    "kinds": words.CLOCK,
    "unit": UNITS,
    "approver": words.ROLE,
    "reason": words.PAUSE,
    "to": ABOVE,
}


def value(field: str, given: Any) -> str:
    """Any field of any rule, as comparisons show it."""
    if given is None or given == ():
        return NONE
    if isinstance(given, bool):
        return values.yes_no(given)
    if isinstance(given, time):
        return moment(given)
    if isinstance(given, tuple):
        return values.joined(value(field, one) for one in given)
    table = _TABLES.get(field)
    return words.word(table, given) if table is not None else str(given) or NONE
