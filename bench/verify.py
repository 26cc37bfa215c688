"""How fast a million events are held against their proofs, and ledgers against them."""

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from application.settings import Settings
from application.store.completing import make_up_tiles
from application.verifying import Outside, Verified, verify
from bench.lives import EVENTS_PER_CASE, fill
from bench.places import postgresql
from bench.report import Figure, Report
from projections.rebuild import ensure
from web.verifying.whole import verify_whole

EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
SPREAD = 2  # the better one counts, since others use the machine as well
# The filled store has no file numbers on record, and nothing else may be wrong with it.
EXPECTED = {"number-lost"}


def run(report: Report) -> None:
    """Fill a store of each kind and verify it."""
    for store, places in (("SQLite", files), ("PostgreSQL", server)):
        with places() as settings:
            fill(settings, EVENTS // EVENTS_PER_CASE)
            make_up_tiles(settings)
            ensure(settings)
            for what, verifying in (("verify, all but ledgers", verify), ("verify, all", _whole)):
                rate = max(_once(settings, verifying) for _ in range(SPREAD))
                report.add(Figure(store, what, rate, "events/s", 50_000))


def _once(settings: Settings, verifying: Callable[[Settings], Verified]) -> float:
    started = time.monotonic()
    found = verifying(settings)
    assert set(found.counts) <= EXPECTED, found.counts
    return found.events / (time.monotonic() - started)


def _whole(settings: Settings) -> Verified:
    return verify_whole(settings, Outside(), lambda _done, _total: None)


@contextmanager
def files() -> Iterator[Settings]:
    """A folder of its own, empty."""
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder:
        yield Settings(data=Path(folder))


@contextmanager
def server() -> Iterator[Settings]:
    """A database of its own, empty."""
    with tempfile.TemporaryDirectory(prefix="linkage-bench-") as folder, postgresql() as url:
        yield Settings(data=Path(folder), database_url=url)
