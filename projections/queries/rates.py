"""The rates of a period: kept of due, whole or by unit, channel, category, track or place."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, literal_column, select

from domain.case.words import Track
from domain.rules.clocks import find_rule
from domain.rules.model import RuleSet
from projections.queries import measures
from projections.queries.errors import QueryError
from projections.queries.filters import ANY, OF_CASES, Filters, narrow, within
from projections.queries.measures import Limits, Part, Source
from projections.queries.proportion import Proportion
from projections.queries.viewer import Conditions, Viewer
from projections.tables import cases

GROUPS: Final = ("unit", "channel", "category", "track", "place")


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """A rate by name; `text` is the key of the sentence that says what it counts."""

    name: str
    zh: str
    en: str
    parts: tuple[Part, ...] = field(repr=False)
    with_answers: bool = False  # single reporters' answers can be told from it

    @property
    def text(self) -> str:
        """The key of its definition."""
        return f"rate.{self.name}"

    def heading(self, language: str) -> str:
        """In Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh


RATES: Final[tuple[Rate, ...]] = (
    Rate("registration", "及时登记率", "Registered on time", ()),
    Rate("arrival", "按时到场率", "Arrived on time", measures.ARRIVAL),
    Rate("handling", "按时办理率", "Handled on time", measures.HANDLING),
    Rate("feedback", "按期反馈率", "Feedback on time", measures.FEEDBACK),
    Rate("closure", "办结率", "Closed by due", measures.CLOSURE),
    Rate("taken_up", "参调率", "Disputes taken up", measures.TAKEN_UP),
    Rate("mediation", "调处成功率", "Mediations agreed", measures.MEDIATION),
    Rate("solved", "解决率", "Solved", measures.SOLVED, with_answers=True),
    Rate("satisfied", "满意率", "Satisfied", measures.SATISFIED, with_answers=True),
    Rate("answering", "参评率", "Answered", measures.ANSWERING, with_answers=True),
    Rate("coverage", "回访率", "Return visits in time", measures.COVERAGE),
    Rate("rework", "重办率", "Reworked", measures.REWORK, with_answers=True),
)
"""As section 8 of the field's rules has them, in its order."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A rate, and what it comes to in one group; `group` is "" for the whole."""

    rate: Rate
    group: str
    value: Proportion


def rates(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    filters: Filters = ANY,
    by: str = "",
    register: Limits | None = None,
) -> list[Rated]:
    """The rates of the period of `filters`, by one of `GROUPS` or, with "", as a whole.

    Only what has fallen due by `now` counts, what is open and overdue as failed. `register` are
    the tracks' limits for registering, by `register_limits`.
    Errors: `QueryError` group-unknown, filter-unknown, value-unknown.
    """
    if by and by not in GROUPS:
        raise QueryError("group-unknown", group=by, known=list(GROUPS))
    question = _Question(viewer, filters, by, now)
    asked = _asked(viewer, register or {})
    counts = _Counts(Counter(), Counter())
    for source in dict.fromkeys(part.source for rate in asked for part in rate.parts):
        _count(connection, question, source, asked, counts)
    return [rated for rate in asked for rated in _rated(rate, counts, by)]


def rate_named(name: str, viewer: Viewer, register: Limits) -> Rate:
    """The rate, with what it is made of, as the viewer may see it. Errors: `QueryError`."""
    asked = {rate.name: rate for rate in _asked(viewer, register)}
    if name not in asked:
        raise QueryError("rate-unknown", rate=ascii(name), known=list(asked))
    return asked[name]


def value_of(
    connection: Connection, rate: Rate, *, viewer: Viewer, filters: Filters, now: datetime
) -> Proportion:
    """What one rate, from `rate_named`, comes to as a whole."""
    counts = _Counts(Counter(), Counter())
    question = _Question(viewer, filters, "", now)
    for source in dict.fromkeys(part.source for part in rate.parts):
        _count(connection, question, source, [rate], counts)
    return Proportion(counts.kept[rate.name, ""], counts.due[rate.name, ""])


def conditions(viewer: Viewer, filters: Filters, source: Source, now: datetime) -> Conditions:
    """Which rows of a source count in the period of `filters`, as far as it lies before `now`."""
    known = {**OF_CASES, "unit": source.of}
    until = _until(filters, now)
    return [
        *source.always,
        *within(source.time, until),
        *source.visible(viewer),
        *narrow(until, known),
    ]


def register_limits(rules: RuleSet) -> dict[str, timedelta]:
    """Within what time each track's matters are registered, as far as a set counts by the clock."""
    found = {track.value: find_rule(rules, "register", track.value) for track in Track}
    return {
        track: rule.span * _SPANS[rule.unit]
        for track, rule in found.items()
        if rule is not None and rule.unit in _SPANS
    }


_SPANS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}


@dataclass(frozen=True, slots=True)
class _Question:
    viewer: Viewer
    filters: Filters
    by: str
    now: datetime


class _Counts(NamedTuple):
    """Numerators and denominators by rate and group."""

    kept: Counter[tuple[str, str]]
    due: Counter[tuple[str, str]]


def _until(filters: Filters, now: datetime) -> Filters:
    """Nothing falls due after now."""
    until = now if filters.until is None else min(filters.until, now)
    return replace(filters, until=until)


def _asked(viewer: Viewer, register: Limits) -> list[Rate]:
    registration = replace(RATES[0], parts=measures.registration(register) if register else ())
    asked = [registration, *RATES[1:]]
    return [rate for rate in asked if viewer.sees_answers or not rate.with_answers]


def _count(
    connection: Connection,
    question: _Question,
    source: Source,
    asked: Sequence[Rate],
    counts: _Counts,
) -> None:
    """Everything that comes from one source, in one statement."""
    parts = [(rate.name, part) for rate in asked for part in rate.parts if part.source is source]
    for row in connection.execute(_statement(question, source, [part for _, part in parts])):
        for place, (name, _) in enumerate(parts):
            counts.kept[name, row[0]] += int(row[1 + 2 * place])
            counts.due[name, row[0]] += int(row[2 + 2 * place])


def _statement(
    question: _Question, source: Source, parts: Sequence[Part]
) -> Select[*tuple[Any, ...]]:
    group = _group(source, question.by)
    sums = [value for part in parts for value in (part.numerator, part.denominator)]
    counted = conditions(question.viewer, question.filters, source, question.now)
    needed = {question.by, *question.filters.given()} & OF_CASES.keys()
    rows = source.with_cases if needed else source.rows
    found: Select[*tuple[Any, ...]] = select(group.label("grp"), *sums).select_from(rows)
    found = found.where(*counted)
    return found.group_by(group) if question.by else found


def _group(source: Source, by: str) -> ColumnElement[Any]:
    if not by:
        return literal_column("''")
    return source.unit if by == "unit" else cases.c[by]


def _rated(rate: Rate, counts: _Counts, by: str) -> list[Rated]:
    """The whole even when nothing was due; of groups, those with something due."""
    groups = sorted(group for name, group in counts.due if name == rate.name) if by else [""]
    found = [
        Rated(rate, group, Proportion(counts.kept[rate.name, group], counts.due[rate.name, group]))
        for group in groups
    ]
    return [rated for rated in found if not by or rated.value.denominator]
