"""The rates of a period: kept of due, whole or by unit, channel, category, track or place."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final, NamedTuple

from sqlalchemy import Connection

from domain.case.words import Track
from domain.rules.clocks import find_rule
from domain.rules.model import RuleSet
from projections.queries import measures
from projections.queries.counting import NOTHING, Asked, Span, Sums, by_column, by_unit, sum_of
from projections.queries.errors import QueryError
from projections.queries.filters import ANY, OF_CASES, Filters, equals, in_class, ms, narrow
from projections.queries.measures import Count, Counts, Limits
from projections.queries.proportion import Proportion
from projections.queries.viewer import Conditions, Viewer

GROUPS: Final = ("unit", "channel", "category", "track", "place")


@dataclass(frozen=True, slots=True, eq=False)
class Rate:
    """A rate by name; `text` is the key of the sentence that says what it counts."""

    name: str
    zh: str
    en: str
    counts: Counts = field(repr=False)
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
    only: Collection[str] = (),
) -> list[Rated]:
    """The rates of the period of `filters`, by one of `GROUPS` or, with "", as a whole.

    Only what has fallen due by `now` counts, what is open and overdue as failed. `register` are
    the tracks' limits for registering, by `register_limits`; `only` the names of some rates.
    Errors: `QueryError` group-unknown, filter-unknown, value-unknown.
    """
    if by and by not in GROUPS:
        raise QueryError("group-unknown", group=by, known=list(GROUPS))
    question = _Question(asked_of(viewer, filters, now), filters, by)
    asked = [one for one in _asked(viewer, register or {}) if not only or one.name in only]
    values = _count(connection, asked, question)
    return [one for rate in asked for one in _rated(rate, values[rate.name], by)]


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
    question = _Question(asked_of(viewer, filters, now), filters, "")
    return _count(connection, [rate], question)[rate.name].get("", Proportion(0, 0))


def how_many(
    connection: Connection, rate: Rate, asked: Asked, filters: Filters, *, kept: bool | None
) -> int:
    """How many rows count for a rate: kept ones, those that are not, or with None both."""
    told = _grouped(connection, rate.counts, _Question(asked, filters, ""))
    pairs = zip(rate.counts, (one.get("", NOTHING) for one in told), strict=True)
    return sum(_rows_in(count, sums, kept=kept) for count, sums in pairs)


def _rows_in(count: Count, sums: Sums, *, kept: bool | None) -> int:
    """What is in no denominator is kept."""
    whole = sums.due if count.due else sums.kept
    return {None: whole, True: sums.kept, False: whole - sums.kept}[kept]


def asked_of(viewer: Viewer, filters: Filters, now: datetime) -> Asked:
    """The period of `filters` as far as it lies before `now`, and who asks."""
    since = None if filters.since is None else ms(filters.since)
    until = now if filters.until is None else min(filters.until, now)
    return Asked(Span(since, ms(until)), viewer=viewer)


def narrowed_to(count: Count, filters: Filters) -> Conditions:
    """What `filters` ask of the rows and of their cases. Errors: `QueryError`."""
    own = {"unit": equals(count.unit), "unit_class": in_class(count.unit)}
    return narrow(filters, {**OF_CASES, **own})


def register_limits(sets: Iterable[RuleSet]) -> dict[tuple[str, str], timedelta]:
    """Within what time matters pinned to these sets are registered, as far as the clock counts.

    Where all say the same of a track, it is said once, for any of them.
    """
    known = {rules.ref: rules for rules in sets}
    found: dict[tuple[str, str], timedelta] = {}
    for track in Track:
        limits = {ref: _registered_within(rules, track) for ref, rules in known.items()}
        if len(set(limits.values())) == 1:
            limits = {"": next(iter(limits.values()))}
        found |= {(ref, track.value): one for ref, one in limits.items() if one is not None}
    return found


def _registered_within(rules: RuleSet, track: Track) -> timedelta | None:
    rule = find_rule(rules, "register", track.value)
    return rule.span * _SPANS[rule.unit] if rule is not None and rule.unit in _SPANS else None


_SPANS = {
    "minutes": timedelta(minutes=1),
    "hours": timedelta(hours=1),
    "days": timedelta(days=1),
}


class _Question(NamedTuple):
    asked: Asked
    filters: Filters
    by: str

    @property
    def of_cases(self) -> bool:
        """Something is asked that only a case can tell."""
        return bool(({self.by} | self.filters.given().keys()) & OF_CASES.keys())


def _asked(viewer: Viewer, register: Limits) -> list[Rate]:
    registration = replace(RATES[0], counts=measures.registration(register))
    asked = [registration, *RATES[1:]]
    return [rate for rate in asked if viewer.sees_answers or not rate.with_answers]


def _count(
    connection: Connection, asked: Sequence[Rate], question: _Question
) -> dict[str, dict[str, Proportion]]:
    """Of each rate by group, all that it is made of together."""
    counts = [count for rate in asked for count in rate.counts]
    told = iter(_grouped(connection, counts, question))
    return {rate.name: _together([next(told) for _ in rate.counts]) for rate in asked}


def _together(parts: Sequence[Mapping[str, Sums]]) -> dict[str, Proportion]:
    found: dict[str, Sums] = {}
    for part in parts:
        for group, sums in part.items():
            found[group] = found.get(group, NOTHING).plus(sums)
    return {group: Proportion(sums.kept, sums.due) for group, sums in found.items()}


def _grouped(
    connection: Connection, counts: Sequence[Count], question: _Question
) -> list[dict[str, Sums]]:
    narrow = partial(narrowed_to, filters=question.filters)
    if question.of_cases:
        return by_column(connection, counts, question.asked, question.by, narrow)
    found = by_unit(connection, counts, question.asked, narrow)
    return found if question.by else [{"": sum_of(one.values())} for one in found]


def _rated(rate: Rate, values: Mapping[str, Proportion], by: str) -> list[Rated]:
    """The whole even when nothing was due; of groups, those with something due."""
    if not by:
        return [Rated(rate, "", values.get("", Proportion(0, 0)))]
    return [
        Rated(rate, group, values[group]) for group in sorted(values) if values[group].denominator
    ]
