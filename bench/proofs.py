"""What proof costs: roots and proofs of a million leaves, and writing with leaves and tiles."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from statistics import median, quantiles
from typing import Any
from uuid import uuid4

from application.desk import Desk
from application.proofs.logtree import LogTree
from application.settings import Settings
from application.store import rows, sqlite
from application.store.completing import make_up_tiles
from bench.lives import EVENTS_PER_CASE, fill
from bench.places import place, service
from bench.report import Figure, Report
from bench.verify import files, server
from domain.trust.events import SignerNamed, TrustEvent

EVENTS = int(os.environ.get("BENCH_EVENTS", "1000000"))
ROOTS, PROOFS = 20, 500
SPREAD = 5  # the best one counts, since others use the machine as well
ROUNDS, ONE_BY_ONE, AT_ONCE = 15, 100, 500
NOTHING = bytes(32)


def run(report: Report) -> None:
    """Proofs on both databases, writing on SQLite."""
    with place() as settings, service(settings) as opened:
        report.add(_figure("one event at a time", _ratio(opened.desk, 1, ONE_BY_ONE)))
        report.add(_figure(f"{AT_ONCE} events at once", _ratio(opened.desk, AT_ONCE, 2)))
    for store, places in (("SQLite", files), ("PostgreSQL", server)):
        with places() as settings:
            fill(settings, EVENTS // EVENTS_PER_CASE)
            make_up_tiles(settings)
            _prove(report, store, settings)


def _prove(report: Report, store: str, settings: Settings) -> None:
    tree, chance = LogTree(settings), random.Random(1)
    size = tree.size()
    root = [_ms(lambda: tree.root(size)) for _ in range(ROOTS)]
    report.add(Figure(store, f"root of {size:,} leaves", median(root), "ms", 50))
    for name, proof in (("inclusion", tree.inclusion), ("consistency", tree.consistency)):
        worst = min(_p99(lambda: proof(chance.randint(1, size), size)) for _ in range(SPREAD))  # noqa: B023
        report.add(Figure(store, f"{name} proof, p99", worst, "ms", 5))
    tree.close()


def _p99(job: Callable[[], object]) -> float:
    return quantiles((_ms(job) for _ in range(PROOFS)), n=100)[98]


def _ms(job: Callable[[], object]) -> float:
    start = time.perf_counter()
    job()
    return (time.perf_counter() - start) * 1000


# --- writing ---


def _figure(how: str, ratio: float) -> Figure:
    """At most a quarter more: 0.8 of the speed without."""
    return Figure("SQLite", f"writing {how}, of no leaves", ratio, "×", 0.8)


def _ratio(desk: Desk, at_once: int, times: int) -> float:
    """How fast with leaves and tiles, of how fast without: the best of rounds that take turns."""
    with_, without = [], []
    for _ in range(ROUNDS):
        with_.append(_written(desk, at_once, times))
        with _no_leaves():
            without.append(_written(desk, at_once, times))
    return min(without) / min(with_)


def _written(desk: Desk, at_once: int, times: int) -> float:
    at = desk.clock()
    events: Sequence[TrustEvent] = [
        SignerNamed(at=at, by="bench", name=f"n{number}", vkey="x" * 120)
        for number in range(at_once)
    ]
    return _ms(lambda: [desk.append(uuid4().hex, 0, events) for _ in range(times)])


@contextmanager
def _no_leaves() -> Iterator[None]:
    """The same writing without digests, leaves and tiles."""
    making: Any = rows
    keeping: Any = sqlite
    true = making.digest, making.leaf, keeping.keep_tiles
    making.digest = making.leaf = lambda *_: NOTHING
    keeping.keep_tiles = lambda *_: None
    try:
        yield
    finally:
        making.digest, making.leaf, keeping.keep_tiles = true
