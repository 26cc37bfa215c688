"""What the places of a plan are called, and what to write there."""

from collections.abc import Mapping
from typing import Final

from web.wording import LazyString, _l, _lp

SPANS: Final[Mapping[str, LazyString]] = {
    "minutes": _lp("span of a plan", "%(number)d minutes"),
    "hours": _lp("span of a plan", "%(number)d hours"),
    "working_minutes": _lp("span of a plan", "%(number)d working minutes"),
    "working_hours": _lp("span of a plan", "%(number)d working hours"),
    "days": _lp("span of a plan", "%(number)d days"),
    "working_days": _lp("span of a plan", "%(number)d working days"),
    "months": _lp("span of a plan", "%(number)d months"),
}
UNITS: Final[Mapping[str, LazyString]] = {
    "minutes": _lp("unit of time", "minutes"),
    "hours": _lp("unit of time", "hours"),
    "working_minutes": _lp("unit of time", "working minutes"),
    "working_hours": _lp("unit of time", "working hours"),
    "days": _lp("unit of time", "days"),
    "working_days": _lp("unit of time", "working days"),
    "months": _lp("unit of time", "months"),
}
PLACES: Final[Mapping[str, LazyString]] = {
    "code": _l("Code"),
    "title": _l("Title in Chinese"),
    "title_en": _l("Title in English"),
    "jurisdiction": _l("Jurisdiction"),
    "sort": _l("Sort"),
    "article": _l("Where it is written"),
    "local": _l("Set by the centre itself"),
    "priority": _l("Priority"),
    "sign_off": _l("Sign-off"),
    "commander": _l("On-scene commander"),
    "scale": _l("Scale in Chinese"),
    "scale_en": _l("Scale in English"),
    "period_hours": _l("Period in hours"),
    "representatives_from": _l("Representatives, at least"),
    "when": _l("Condition"),
    "when.tracks": _l("Tracks"),
    "when.categories": _l("Categories"),
    "when.levels": _lp("plan", "Level"),
    "when.channels": _l("How it came"),
    "when.people_from": _l("People from"),
    "when.people_to": _l("People to"),
    "when.places": _lp("plan", "Places"),
    "when.hours.from": _l("From what time of day"),
    "when.hours.to": _l("To what time of day"),
    "when.days": _l("Days"),
    "teams": _l("Team"),
    "checklist": _l("Checklist"),
    "reports": _l("Report upward"),
    "clocks": _l("Time limit of units"),
}
