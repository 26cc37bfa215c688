"""What was done to accounts, units and categories, as sentences, the latest first."""

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from typing import Any, Final, NamedTuple

from domain.accounts import events as a
from domain.categories import events as c
from domain.units import events as u
from web import names, words
from web.desk import values
from web.desk.phrases import fill
from web.service import service, settings
from web.wording import LazyString, _l, _lp

NOBODY: Final[Mapping[str, LazyString]] = {
    "cli": _lp("by", "command line"),
    "linkage": _lp("by", "command line"),
    "system": _lp("by", "the service itself"),
    "serve": _lp("by", "the service itself"),
    "worker": _lp("by", "the service itself"),
}
SENTENCES: Final[Mapping[type, LazyString]] = {
    a.AccountAdded: _l("Account made: {role}, {unit}"),
    a.AccountRoleGiven: _l("Is {role} of {unit} from now on"),
    a.AccountRenamed: _l("Name changed"),
    a.AccountDisabled: _l("Account disabled"),
    a.AccountEnabled: _l("Account enabled again"),
    a.AccountPasswordReset: _l("Given another password"),
    a.AccountPasswordChanged: _l("Chose another password"),
    a.AccountTotpAdded: _l("Set up one-time codes"),
    a.AccountTotpRemoved: _l("One-time codes removed"),
    a.AccountSessionsEnded: _l("Logged out everywhere"),
    u.UnitFounded: _l("Put on record: {name}[ ({name_en})], {level}[, below {parent}]"),
    u.UnitRenamed: _l("Renamed: {name}[ ({name_en})]"),
    u.UnitMoved: _l("Moved: {level}[, below {parent}]"),
    u.UnitClassed: _l("Compared in class: {unit_class}"),
    u.UnitPlacesChanged: _l("Looks after: {places}"),
    u.UnitDissolved: _l("Dissolved: {reason}"),
    u.UnitRestored: _l("Restored"),
    c.CategoriesIssued: _l("On record from the beginning"),
    c.CategoryAdded: _l("Added: {name} ({name_en}), {tracks}"),
    c.CategoryChanged: _l("Changed: {name} ({name_en}), {tracks}"),
    c.CategoryRetired: _l("Retired: offered no more"),
    c.CategoryRestored: _l("Offered again"),
}


class Told(NamedTuple):
    """One line of a history."""

    at: datetime
    by: str
    text: str


def told(events: Iterable[Any]) -> list[Told]:
    """The latest first."""
    lines = [Told(one.at, author(one.by), _sentence(one)) for one in events]
    return lines[::-1]


def author(by: str) -> str:
    """Who did it: a person's name, or what acted for nobody."""
    return str(NOBODY[by]) if by in NOBODY else values.person(by)


def tracks(codes: Iterable[str]) -> str:
    """The names of tracks."""
    return values.joined(words.word(words.TRACK, code) for code in codes)


def _sentence(event: Any) -> str:
    about = event.node if isinstance(event, c.CategoryAdded) else event
    said = {
        name: how(getattr(about, name)) for name, how in _WRITTEN.items() if hasattr(about, name)
    }
    return fill(str(SENTENCES[type(event)]), said)


def _level(code: str) -> str:
    return values.write("at_level", code, "", service().desk.rules.active(settings().rules))


_WRITTEN: Final[Mapping[str, Callable[[Any], str]]] = {
    "role": lambda code: words.word(words.ROLE, code),
    "unit": names.unit,
    "name": str,
    "name_en": str,
    "level": _level,
    "parent": lambda code: names.unit(code) if code else "",
    "unit_class": str,
    "places": values.joined,
    "reason": str,
    "tracks": tracks,
}
