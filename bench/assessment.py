"""How long a quarter of five hundred units takes with a million cases, now and as of then."""

import os
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bench.lives import START, Town, fill
from bench.places import place, postgresql
from bench.report import Figure, Report
from domain.assessment.periods import Quarter
from projections.asof import as_of
from projections.assessing import Asked, assess, limits_of, period_of, pinned_sets, wanted
from projections.bootstrap import Service, open_service

CASES: Final = int(os.environ.get("BENCH_CASES", "1000000"))
MONTHS: Final = int(os.environ.get("BENCH_MONTHS", "24"))  # the cases come in over
MONTH: Final = 30 * 24 * 60  # minutes
UNITS: Final = {f"U{n:03}": f"第{n}所" for n in range(500)}
QUARTER: Final = Quarter.parse(os.environ.get("BENCH_QUARTER", "2026Q3"))
LATER: Final = 50  # of the log, the fiftieth part is later than the position asked for
TURNS: Final = 5


def run(report: Report) -> None:
    """On both stores."""
    _measure(report, "SQLite", "")
    with postgresql() as url:
        _measure(report, "PostgreSQL", url)


def _measure(report: Report, store: str, url: str) -> None:
    end = START + timedelta(minutes=MONTHS * MONTH, days=60)
    town = Town(UNITS, MONTHS * MONTH, models=20 * len(UNITS), visited=60, recorded=end)
    with place(url) as settings:
        fill(settings, CASES, town=town)
        service = open_service(settings, lambda: end)
        try:
            _quarter(report, store, service)
        finally:
            service.close()


def _quarter(report: Report, store: str, service: Service) -> None:
    """The units' and the centre's score; then the same questions of an earlier position."""
    pinned = pinned_sets(service, QUARTER)
    asked, of_units = Asked(QUARTER, pinned), Asked(QUARTER, pinned[:1])
    spent = min(_timed(lambda: assess(service, of_units)) for _ in range(TURNS))
    report.add(Figure(store, f"{CASES:,} cases: a quarter of 500 units", spent, "s", 1.0))
    spent = min(_timed(lambda: assess(service, asked)) for _ in range(TURNS))
    report.add(Figure(store, "… and the centre's own", spent, "s", None))
    level = service.projector.position()
    then = level - level // LATER
    spent = _timed(lambda: assess(service, asked, then))
    report.add(Figure(store, f"… as of {level - then:,} events ago", spent, "s", 60.0))
    spent = _timed(lambda: _anew(service, asked, level))
    report.add(Figure(store, f"… all {level:,} events folded again", spent, "s", 60.0))


def _anew(service: Service, asked: Asked, seq: int) -> None:
    """What the units' score counts, from the events alone."""
    rules = asked.pinned[0].rules
    zone = ZoneInfo(service.settings.timezone)
    period = period_of(asked.quarter, zone, service.desk.clock())
    counted = [wanted(one) for one in rules.indicators if one.measure]
    with (
        service.read() as connection,
        as_of(service.settings, connection, seq, period, anew=True) as then,
    ):
        assert then.tallies(counted, period, subject="units", register=limits_of(service))
        then.failings(period, subject="units")


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
