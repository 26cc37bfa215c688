"""Compares two assessments of a quarter down to the single matter: other rules, another position.

A side that stands at an earlier position is what stands now, with the matters recorded on since
taken as they stood then.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection

from domain.assessment.model import Indicator, Subject
from domain.assessment.periods import Quarter
from domain.assessment.result import Part, Pinned, Result, UnitDifference, difference
from projections.assessing import excluded, limits_of, period_of, wanted
from projections.bootstrap import Service
from projections.causes import (
    Cause,
    Changed,
    Counts,
    Figure,
    Question,
    changed_since,
    counts_of_figure,
    model_of,
    records_since,
)


class Side(NamedTuple):
    """A result, and the rule sets it was made by."""

    result: Result
    pinned: Sequence[Pinned]


class Compared(NamedTuple):
    """What differs of the units, or of the centre; the matters by unit and indicator."""

    subject: Subject
    units: list[UnitDifference]
    cases: Mapping[tuple[str, str], list[Cause]]


def compared(service: Service, before: Side, after: Side) -> list[Compared]:
    """Everything that differs, where both sides assess the same."""
    with _standing(service, before) as old, _standing(service, after) as new:
        return [
            _compared(old, new, part, other)
            for part in before.result.parts
            if (other := after.result.part(part.rules.subject)) is not None
        ]


class _Standing(NamedTuple):
    """A side with the models it is counted from: now, and what changed as it was and as it is."""

    side: Side
    question: Question
    now: Connection
    changed: tuple[Connection, Connection] | None
    records: Mapping[str, tuple[int, ...]]

    def counts(self, figure: Figure) -> Counts:
        """Kept and due of each matter."""
        found = dict(counts_of_figure(self.now, figure, self.question))
        if self.changed is None:
            return found
        then, since = self.changed
        for number in counts_of_figure(since, figure, self.question):
            found.pop(number, None)
        return found | dict(counts_of_figure(then, figure, self.question))


@contextmanager
def _standing(service: Service, side: Side) -> Iterator[_Standing]:
    zone = ZoneInfo(service.settings.timezone)
    period = period_of(Quarter.parse(side.result.quarter), zone, side.result.as_of)
    question = Question(period, limits_of(service))
    changed = changed_since(service, side.result.seq)
    with ExitStack() as stack:
        now = stack.enter_context(service.read())
        models = _models(stack, changed) if changed is not None and changed.histories else None
        records = records_since(service, changed) if changed is not None else {}
        yield _Standing(side, question, now, models, records)


def _models(stack: ExitStack, changed: Changed) -> tuple[Connection, Connection]:
    rows = [row for history in changed.histories.values() for row in history]
    then = [row for row in rows if row.seq <= changed.seq]
    return stack.enter_context(model_of(then)), stack.enter_context(model_of(rows))


def _compared(old: _Standing, new: _Standing, before: Part, after: Part) -> Compared:
    units = difference(before, after)
    records = {**old.records, **new.records}
    cases = {
        (one.unit, line.indicator): _cases(
            old, new, (before, after), one.unit, line.indicator, records
        )
        for one in units
        for line in one.lines
    }
    return Compared(before.rules.subject, units, cases)


def _cases(
    old: _Standing,
    new: _Standing,
    parts: tuple[Part, Part],
    unit: str,
    indicator: str,
    records: Mapping[str, tuple[int, ...]],
) -> list[Cause]:
    was = _counts(old, parts[0], unit, indicator)
    comes = _counts(new, parts[1], unit, indicator)
    return [
        Cause(number, was.get(number), comes.get(number), records.get(number, ()))
        for number in sorted({*was, *comes})
        if was.get(number) != comes.get(number)
    ]


def _counts(standing: _Standing, part: Part, unit: str, name: str) -> Counts:
    indicator = _indicator(standing.side, part, name)
    if indicator is None:
        return {}
    figure = Figure(unit, part.rules.subject, wanted(indicator), excluded(part.exclusions))
    return standing.counts(figure)


def _indicator(side: Side, part: Part, name: str) -> Indicator | None:
    rules = [
        one.rules
        for one in side.pinned
        if (one.rules.ref, one.sha256) == (part.rules.ref, part.rules.sha256)
    ]
    found = (one for each in rules[:1] for one in each.indicators if one.measure)
    return next((one for one in found if one.id == name), None)
