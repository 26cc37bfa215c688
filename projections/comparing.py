"""Compares two assessments of a quarter down to the single matter: by rules or by position."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.assessment.model import Indicator, Subject
from domain.assessment.periods import Quarter
from domain.assessment.result import Part, Pinned, Result, UnitDifference, difference
from projections.asof import Then, as_of
from projections.assessing import excluded, limits_of, period_of, wanted
from projections.bootstrap import Service
from projections.causes import Between, Cause, Counts, Figure, Question, causes, counts_of_figure


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
    since, until = sorted((before.result.seq, after.result.seq))
    with _counting(service, before) as old, _counting(service, after) as new:
        return [
            _compared(_Both(service, old, new, Between(since, until)), part, other)
            for part in before.result.parts
            if (other := after.result.part(part.rules.subject)) is not None
        ]


class _Counting(NamedTuple):
    """A side, and the cases it is counted from."""

    side: Side
    question: Question
    then: Then

    def counts(self, part: Part, unit: str, name: str) -> Counts:
        """How each matter counts for an indicator of the side's rules, if they have it."""
        indicator = _indicator(self.side, part, name)
        if indicator is None:
            return {}
        figure = Figure(unit, part.rules.subject, wanted(indicator), excluded(part.exclusions))
        return counts_of_figure(self.then, figure, self.question)


@contextmanager
def _counting(service: Service, side: Side) -> Iterator[_Counting]:
    zone = ZoneInfo(service.settings.timezone)
    period = period_of(Quarter.parse(side.result.quarter), zone, side.result.as_of)
    question = Question(period, limits_of(service))
    with (
        service.read() as connection,
        as_of(service.settings, connection, side.result.seq, period) as then,
    ):
        yield _Counting(side, question, then)


class _Both(NamedTuple):
    """The two sides, and the positions between them."""

    service: Service
    old: _Counting
    new: _Counting
    between: Between

    def causes(self, before: Part, after: Part, unit: str, name: str) -> list[Cause]:
        """The matters that make an indicator of a unit different."""
        was, comes = self.old.counts(before, unit, name), self.new.counts(after, unit, name)
        return causes(self.service, was, comes, self.between)


def _compared(both: _Both, before: Part, after: Part) -> Compared:
    units = difference(before, after)
    cases = {
        (one.unit, line.indicator): both.causes(before, after, one.unit, line.indicator)
        for one in units
        for line in one.lines
    }
    return Compared(before.rules.subject, units, cases)


def _indicator(side: Side, part: Part, name: str) -> Indicator | None:
    rules = [
        one.rules
        for one in side.pinned
        if (one.rules.ref, one.sha256) == (part.rules.ref, part.rules.sha256)
    ]
    found = (one for each in rules[:1] for one in each.indicators if one.measure)
    return next((one for one in found if one.id == name), None)
