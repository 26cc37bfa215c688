"""How long the timekeeper takes to look through a hundred thousand open time limits."""

import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Connection, func, select, update

from application.clock import to_ms
from bench.lives import START, fill
from bench.places import place, postgresql
from bench.report import Figure, Report
from projections.bootstrap import Service, open_service
from projections.conditions import running
from projections.reading import read_engine
from projections.tables import obligations
from projections.timekeeper import MOST, Timekeeper

CLOCKS: Final = 100_000
LIMIT: Final = 2.0  # s
NOW: Final = START + timedelta(days=90)  # every limit has run out
TURNS: Final = 3


def run(report: Report) -> None:
    """With nothing to do, and with as much as is done in one go."""
    _measure(report, "SQLite", "")
    with postgresql() as url:
        _measure(report, "PostgreSQL", url)


def _measure(report: Report, store: str, database_url: str) -> None:
    with ExitStack() as stack:
        settings = stack.enter_context(place(database_url))
        fill(settings, CLOCKS, CLOCKS)  # each case has at least one that runs
        service = open_service(settings, lambda: NOW)
        stack.callback(service.close)
        _leave(service, CLOCKS)
        _all_done(service, NOW)
        keeper = Timekeeper(service)
        assert not keeper.due()
        report.add(
            Figure(store, "100,000 open limits, nothing to do", _best(keeper.keep), "s", LIMIT)
        )
        _all_done(service, NOW - timedelta(days=1))
        spent = _timed(keeper.keep)
        report.add(Figure(store, f"the same, and {MOST} acts done", spent, "s", None))


def _leave(service: Service, count: int) -> None:
    """So many running limits; the others are taken as met."""
    with _writing(service) as connection:
        there = connection.execute(select(func.count()).where(running)).scalar_one()
        assert there >= count, there
        last = connection.execute(
            select(obligations.c.cid).where(running).order_by(obligations.c.cid).offset(count)
        ).scalar()
        if last is not None:
            above = update(obligations).where(running, obligations.c.cid >= last)
            connection.execute(above.values(state="met"))


def _all_done(service: Service, until: datetime) -> None:
    """As after years of keeping time: what was planned up to then is done."""
    with _writing(service) as connection:
        connection.execute(update(obligations).where(running).values(acted_at=to_ms(until)))


@contextmanager
def _writing(service: Service) -> Iterator[Connection]:
    """What queries are kept from."""
    engine = read_engine(service.settings)
    allowed = (
        "SET TRANSACTION READ WRITE" if service.settings.database_url else "PRAGMA query_only=0"
    )
    with engine.begin() as connection:
        connection.exec_driver_sql(allowed)
        yield connection
    engine.dispose()


def _best(work: Callable[[], object]) -> float:
    return min(_timed(work) for _ in range(TURNS))


def _timed(work: Callable[[], object]) -> float:
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin
