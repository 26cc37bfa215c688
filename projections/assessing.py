"""Assesses a quarter: what the read model counted of it, under scoring rules, as of a position.

Nothing but the log decides what comes out: units and their classes are taken as they stood at the
position, and what falls due after its event was recorded does not count yet.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from application.asof import TICK, recorded_at
from application.codec import decode
from application.log import Log
from application.registry import unit_stream
from application.scoringbook import STREAM as SCORING
from application.scoringbook import known_rules
from domain import errors
from domain.assessment.book.state import Book
from domain.assessment.book.state import fold as fold_book
from domain.assessment.model import Indicator, ScoringRules, Subject
from domain.assessment.periods import Quarter
from domain.assessment.result import Exclusion, Part, Pinned, Result, part
from domain.assessment.score import Account
from domain.units import CENTRE, Unit
from domain.units.state import fold
from projections.asof import Then, as_of
from projections.bootstrap import Service
from projections.queries.gathering import Failings, Tallies, Without
from projections.queries.measures import Limits
from projections.queries.rates import register_limits
from projections.queries.tallies import Period, Wanted
from projections.queries.unitregister import town
from projections.tables import position

Progress = Callable[[int, int], object]
SUBJECTS: Final[tuple[Subject, ...]] = ("units", "centre")


class Asked(NamedTuple):
    """Which quarter, under which rule sets, and what does not count of units and of the centre."""

    quarter: Quarter
    pinned: Sequence[Pinned]
    exclusions: Mapping[Subject, Sequence[Exclusion]] = {}


def assess(
    service: Service, asked: Asked, seq: int | None = None, tell: Progress | None = None
) -> Result:
    """The quarter as of a position, or of where the read model stands; `tell` hears of folding.

    Errors: `NotProjected`.
    """
    with service.read() as connection:
        return assess_by(connection, service, asked, seq, tell)


def assess_by(
    connection: Connection,
    service: Service,
    asked: Asked,
    seq: int | None = None,
    tell: Progress | None = None,
) -> Result:
    """The same by a read model that stands at that position or a later one."""
    level = int(connection.execute(select(position.c.seq)).scalar_one())
    upto = level if seq is None else min(seq, level)
    recorded = recorded_at(service.desk.log, upto)
    period = period_of(asked.quarter, ZoneInfo(service.settings.timezone), recorded)
    units = list(_units(service, connection, upto, level))
    with as_of(service.settings, connection, upto, period, tell) as then:
        counting = _Counting(then, asked, period, limits_of(service))
        parts = tuple(counting.part(pinned, units) for pinned in asked.pinned)
    return Result(asked.quarter.label, period.since, period.until, upto, recorded, parts)


def pinned_sets(service: Service, quarter: Quarter, seq: int | None = None) -> list[Pinned]:
    """The rule sets in force for a quarter, as chosen up to a position: the units', the centre's.

    Errors: `ScoringUnknown`.
    """
    book = service.desk.scoring.now() if seq is None else scoring_at(service.desk.log, seq)
    found = [book.in_force(one, quarter.first) for one in SUBJECTS]
    return [_pinned(book, ref) for ref in found]


def scoring_at(log: Log, seq: int) -> Book:
    """The book of scoring rules as of a position."""
    return fold_book(decode(row.topic, row.state) for row in log.stream(SCORING, seq))


def _pinned(book: Book, ref: str) -> Pinned:
    version = book.versions.get(ref)
    if version is None:
        raise errors.ScoringUnknown(rules=ref)
    return Pinned(known_rules(version.text), version.sha256)


def limits_of(service: Service) -> Limits:
    """Within what time matters are to be registered, each by the rule set it is pinned to."""
    return register_limits(service.desk.rules.issued())


def wanted(indicator: Indicator) -> Wanted:
    """What is to be counted for an indicator."""
    return Wanted(
        indicator.id,
        indicator.measure,
        indicator.clocks,
        indicator.stretch,
        indicator.percentile,
    )


def period_of(quarter: Quarter, zone: ZoneInfo, recorded: datetime) -> Period:
    """A quarter as it is counted: nothing after it, nor after the last event was `recorded`."""
    since, until = quarter.since(zone), quarter.until(zone)
    return Period(since, until, min(until, recorded + TICK))


def excluded(exclusions: Sequence[Exclusion]) -> dict[str, list[str]]:
    """Numbers of cases left out, by indicator or kind of failing; "" for all of them."""
    found: dict[str, list[str]] = {}
    for one in exclusions:
        found.setdefault(one.indicator, []).append(one.number)
    return found


def _units(service: Service, connection: Connection, upto: int, level: int) -> Iterator[Unit]:
    """Every unit but the centre as it stood then, by code."""
    known = town(connection)
    for code in sorted(known.keys() - {CENTRE}):
        unit = known[code] if upto == level else unit_at(service.desk.log, code, upto)
        if unit.version:
            yield unit


class _Counting(NamedTuple):
    """One assessment, while it is made."""

    then: Then
    asked: Asked
    period: Period
    limits: Limits

    def part(self, pinned: Pinned, units: Sequence[Unit]) -> Part:
        """Of the units, or of the centre alone."""
        rules, exclusions = (
            pinned.rules,
            self.asked.exclusions.get(pinned.rules.subject, ()),
        )
        counted, failed = self._counted(rules, excluded(exclusions))
        asked = units if rules.subject == "units" else [Unit(code=CENTRE)]
        accounts = [
            Account(
                one.code,
                one.unit_class,
                counted.get(one.code, {}),
                failed.get(one.code, ()),
            )
            for one in asked
            if not one.dissolved or one.code in counted or one.code in failed
        ]
        return part(pinned, accounts, exclusions)

    def _counted(self, rules: ScoringRules, without: Without) -> tuple[Tallies, Failings]:
        asked = [wanted(one) for one in rules.indicators if one.measure]
        subject = rules.subject
        counted = self.then.tallies(
            asked, self.period, subject=subject, register=self.limits, without=without
        )
        failed = self.then.failings(self.period, subject=subject, without=without)
        return counted, _not_struck(failed, without)


def _not_struck(failed: Failings, without: Without) -> Failings:
    """Without those of a kind that was excluded for a matter."""
    return {
        unit: [one for one in several if one.number not in without.get(one.failing, ())]
        for unit, several in failed.items()
    }


def unit_at(log: Log, code: str, seq: int) -> Unit:
    """A unit as of a position; its `version` is 0 before it was founded."""
    return fold([decode(row.topic, row.state) for row in log.stream(unit_stream(code), seq)])
