"""What a question may be narrowed by, and how that reads on the tables."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Final

from sqlalchemy import Column as SqlColumn
from sqlalchemy import ColumnElement, Connection, false, select

from domain.case.failings import Failing
from domain.case.words import Channel, Stage, Track
from projections.finding import hits
from projections.queries.errors import QueryError
from projections.queries.viewer import Conditions
from projections.tables import cases, dispatches, units
from projections.words import Codes

Condition = Callable[[str], ColumnElement[bool]]

STATES = ("open", "met", "waived", "lapsed")
REPORTS = ("open", "met", "late", "missed", "waived")
"""How a unit's report of a screening round stands."""
CONTESTS = ("standing", "contested", "struck", "upheld")
"""How a failing stands since it was contested; standing is what was not struck."""
VOCABULARIES: Mapping[str, frozenset[str]] = {
    "track": frozenset(Track),
    "channel": frozenset(Channel),
    "stage": frozenset(Stage) | {"returned", "recalled"},
    "state": frozenset(STATES),
    "report": frozenset(REPORTS),
    "failing": frozenset(Failing),
    "contest": frozenset(CONTESTS),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """Codes, "" for any; `since` and `until` aware, the latter not included.

    Which time they bound, and which filters there are, each ledger says for itself. `text` is
    sought as the search seeks it, `clock` is the kind of a time limit, `state` how it stands,
    `failing` the kind of a failing, `contest` how that stands; `unit_class` of the unit to whose
    account a row stands, `categories` several codes with commas between. `NOTHING` finds what has
    no such value.
    """

    since: datetime | None = None
    until: datetime | None = None
    unit: str = ""
    track: str = ""
    channel: str = ""
    category: str = ""
    place: str = ""
    stage: str = ""
    state: str = ""
    clock: str = ""
    failing: str = ""
    report: str = ""
    contest: str = ""
    text: str = ""
    unit_class: str = ""
    categories: str = ""

    def given(self) -> dict[str, str]:
        """Those that are no times and not empty. Errors: `QueryError` value-unknown."""
        names = [field.name for field in fields(self) if field.name not in ("since", "until")]
        found = {name: value for name in names if (value := getattr(self, name))}
        for name, value in found.items():
            _check(name, value)
        return found


ANY = Filters()
NOTHING: Final = "(none)"


def _check(name: str, value: str) -> None:
    known = VOCABULARIES.get(name)
    if known is not None and value not in known and value != NOTHING:
        raise QueryError("value-unknown", filter=name, value=value, known=sorted(known))
    if not value.isprintable() and name != "text":
        raise QueryError("value-unknown", filter=name, value=ascii(value))


def narrow(filters: Filters, known: Mapping[str, Condition]) -> Conditions:
    """The conditions of the filters given, times and text left out. Errors: filter-unknown."""
    given = filters.given()
    given.pop("text", None)
    for name in given:
        if name not in known:
            raise QueryError("filter-unknown", filter=name, known=list(known))
    return [known[name](value) for name, value in given.items()]


def within(time: ColumnElement[int], filters: Filters) -> Conditions:
    """The time is in the period."""
    found: Conditions = []
    if filters.since is not None:
        found.append(time >= ms(filters.since))
    if filters.until is not None:
        found.append(time < ms(filters.until))
    return found


def ms(moment: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC, of an aware time."""
    return round(moment.timestamp() * 1000)


def equals(column: SqlColumn[str]) -> Condition:
    """The column is that code."""
    return lambda value: column == ("" if value == NOTHING else value)


def among(column: SqlColumn[str]) -> Condition:
    """The column is one of these codes."""
    return lambda value: column.in_(value.split(","))


def in_class(unit: SqlColumn[str]) -> Condition:
    """The unit is one of those compared in that class."""

    def of(value: str) -> ColumnElement[bool]:
        if value == NOTHING:
            return unit.not_in(select(units.c.code).where(units.c.unit_class != ""))
        return unit.in_(select(units.c.code).where(units.c.unit_class == value))

    return of


def charged(unit: str) -> ColumnElement[bool]:
    """Cases of which the unit has or had a dispatch; of no unit: none has or had one."""
    sent = dispatches.alias("charged")
    if unit == NOTHING:
        return cases.c.cid.not_in(select(sent.c.cid))
    return cases.c.cid.in_(select(sent.c.cid).where(sent.c.unit == unit))


def charged_in(unit_class: str) -> ColumnElement[bool]:
    """Cases of which a unit of that class has or had a dispatch."""
    sent = dispatches.alias("charged")
    return cases.c.cid.in_(select(sent.c.cid).where(in_class(sent.c.unit)(unit_class)))


OF_CASES: Mapping[str, Condition] = {
    "track": equals(cases.c.track),
    "channel": equals(cases.c.channel),
    "category": equals(cases.c.category),
    "categories": among(cases.c.category),
    "place": equals(cases.c.place),
}
"""The filters of everything that stands beside its case."""


def about(connection: Connection, cid: ColumnElement[Any], text: str, codes: Codes) -> Conditions:
    """The case is found by these words; signs without a word find nothing."""
    if not text.strip():
        return []
    found = hits(connection.dialect.name, sayable(text), codes)
    return [false() if found is None else cid.in_(found)]


def sayable(text: str) -> str:
    """Without halves of characters, which no database takes."""
    return text.encode(errors="ignore").decode()


def no_codes(_: str) -> tuple[str, ...]:
    """Finds categories and units by no name."""
    return ()
