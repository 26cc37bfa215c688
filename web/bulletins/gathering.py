"""Takes the figures of a period from the read model, with the position they are of."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace as with_
from datetime import date, datetime
from typing import Any, Final, NamedTuple

from msgspec.structs import replace

from domain.bulletins.figures import Count, Figures, Matter, MonthCounts, UnitCounts
from domain.bulletins.periods import Kind, Period, before, containing
from domain.units import CENTRE
from projections.queries import bulletins as query
from projections.queries.board import seen_up_to
from projections.queries.bulletins import SOURCES, Counted, Span
from projections.queries.filters import Filters
from projections.queries.rates import RATES, Rated, rates
from projections.queries.urgent import count_urgent, urgent_matters
from projections.queries.viewer import Viewer
from web import asof, times
from web.asking import viewer
from web.bulletins import scoring
from web.bulletins.naming import named, ordered
from web.rates.question import register

ANSWERS: Final = frozenset(rate.name for rate in RATES if rate.with_answers)
OF_UNITS: Final = ("arrival", "handling", "feedback", "closure")
TREND: Final = 6  # months
OF_DAY: Final = ("received", "dispatched", "closed", "open")
OF_CIRCULAR: Final = ("received", "dispatched", "closed", "fell_due", "failing")


class Gathered(NamedTuple):
    """Figures as of a position of the log, and the moment that counted as now."""

    figures: Figures
    seq: int
    as_of: datetime


class Question(NamedTuple):
    """What everything is asked with."""

    connection: Any
    viewer: Viewer
    span: Span


def gather(
    connection: Any,
    period: Period,
    now: datetime,
    upto: int | None = None,
    without: frozenset[int] = frozenset(),
) -> Gathered:
    """What the bulletin of a period says; of quarters what was published up to a position.

    `without` are cases, by `cid`, that do not exist for whoever asks.
    """
    span = Span(period.since(times.zone()), period.until(times.zone()), now)
    everybody = with_(query.everybodys(connection), unseen=without)
    asked = Question(connection, everybody, span)
    return Gathered(_figures(asked, period, upto), seen_up_to(connection), now)


def unseen() -> frozenset[int]:
    """What accuses whoever looks at the past by now, though it did not then."""
    return frozenset() if asof.past() is None else viewer().unseen


def _figures(asked: Question, period: Period, upto: int | None) -> Figures:
    if period.kind is Kind.DAILY:
        return _daily(asked)
    if period.kind is Kind.QUARTER:
        return scoring.of_quarter(period, upto)
    if period.kind is Kind.YEAR:
        return scoring.of_year(period, upto)
    circular = _circular(asked, period)
    if period.kind is Kind.MONTHLY:
        return circular
    points, quarters = scoring.beside(period, upto)
    return replace(circular, points=points, quarters=quarters)


def _daily(asked: Question) -> Figures:
    found = _counted(asked, OF_DAY)
    urgent, open_ = count_urgent(asked.connection, asked.viewer)
    matters = urgent_matters(asked.connection, asked.viewer)
    return Figures(
        since=asked.span.since,
        until=asked.span.until,
        whole=(*_whole(found), Count("urgent", urgent, open_)),
        units=_units(found, {}),
        matters=tuple(_matter(one) for one in matters),
    )


def _circular(asked: Question, period: Period) -> Figures:
    found = _counted(asked, OF_CIRCULAR)
    return Figures(
        since=asked.span.since,
        until=asked.span.until,
        whole=(*_whole(found), *_rates(_rated(asked, asked.span))),
        units=_units(found, _rates_of_units(asked)),
        months=tuple(_months(asked, period)),
    )


Found = Mapping[str, Sequence[Counted]]


def _counted(asked: Question, sources: Iterable[str]) -> Found:
    return {
        name: query.counted(asked.connection, name, asked.span, asked.viewer) for name in sources
    }


def _whole(found: Found) -> Iterator[Count]:
    """Each total, its parts and what of it is something more."""
    for name, counted in found.items():
        total = sum(one.total for one in counted)
        yield Count(name, total, total)
        for kept in SOURCES[name].kept:
            yield Count(kept, sum(one.kept[kept] for one in counted), total)
        for part in sorted({one.part for one in counted} - {""}):
            of_part = sum(one.total for one in counted if one.part == part)
            yield Count(f"{name}.{part}", of_part, total)


def _units(found: Found, rated: Mapping[str, Sequence[Count]]) -> tuple[UnitCounts, ...]:
    """The centre first, then the units as the register has them; who has nothing is left out."""
    counts: dict[str, list[Count]] = {}
    for name, counted in found.items():
        whole = sum(one.total for one in counted)
        for unit in {one.unit for one in counted}:
            own = [one for one in counted if one.unit == unit]
            counts.setdefault(unit, []).extend(_of_unit(name, own, whole))
    for unit, more in rated.items():
        counts.setdefault(unit or CENTRE, []).extend(more)
    return tuple(UnitCounts(code, *named(code), tuple(counts[code])) for code in ordered(counts))


def _of_unit(name: str, own: Sequence[Counted], whole: int) -> Iterator[Count]:
    total = sum(one.total for one in own)
    yield Count(name, total, whole)
    for kept in SOURCES[name].kept:
        yield Count(kept, sum(one.kept[kept] for one in own), total)


def _matter(row: Mapping[str, Any]) -> Matter:
    due = row["due_at"]
    return Matter(
        number=row["number"],
        track=row["track"],
        category=row["category"],
        unit=row["lead_unit"],
        stage=row["stage"],
        due_at=None if due is None else times.local(due),
    )


def _rated(asked: Question, span: Span, by: str = "", only: Sequence[str] = ()) -> list[Rated]:
    """All rates, or only some: for those how soon matters are registered is not asked."""
    return rates(
        asked.connection,
        viewer=asked.viewer,
        now=span.now,
        filters=Filters(since=span.since, until=span.until),
        by=by,
        register={} if only else register(),
        only=only,
    )


def _rates(found: Iterable[Rated]) -> Iterator[Count]:
    for one in found:
        yield Count(f"rate.{one.rate.name}", one.value.numerator, one.value.denominator)


def _rates_of_units(asked: Question) -> dict[str, list[Count]]:
    """Those of what a unit did; what reporters answered stands with no single unit here."""
    found: dict[str, list[Count]] = {}
    for one in _rated(asked, asked.span, "unit", OF_UNITS):
        found.setdefault(one.group, []).extend(_rates([one]))
    return found


def _months(asked: Question, period: Period) -> Iterator[MonthCounts]:
    for month in _months_up_to(period.last):
        span = Span(month.since(times.zone()), month.until(times.zone()), asked.span.now)
        known = _rated(asked, span, only=OF_UNITS)
        yield MonthCounts(month.label, tuple(_rates(known)))


def _months_up_to(last: date) -> list[Period]:
    found = [containing(Kind.MONTHLY, last)]
    while len(found) < TREND:
        found.insert(0, before(found[0]))
    return found
