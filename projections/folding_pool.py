"""Folds the whole log, aggregate by aggregate, in as many processes as are of use."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import pairwise

import msgspec

from application.log import Log
from application.settings import Settings
from application.store.rows import Row
from projections.folding import Folded, fold_all

TASK = 8_000  # events folded for one answer
READ = 2_000  # events read at once
WORTH_IT = 40_000  # events from which on starting processes pays
LAST = "~"  # after every aggregate's id

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Folded).decode


def folded_log(settings: Settings, upto: int, processes: int | None = None) -> Iterator[Folded]:
    """The rows of all aggregates, in the order of their ids, as of a position.

    Errors: `NotProjected`.
    """
    log = Log(settings)
    try:
        tasks = list(pairwise(_bounds(log, upto)))
    finally:
        log.close()
    if upto < WORTH_IT or processes == 0:
        return _here(settings, tasks, upto)
    return _elsewhere(settings, tasks, upto, processes or _processors())


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _bounds(log: Log, upto: int) -> list[str]:
    """Ids between which lie about as many events each: those of events at even distances."""
    found = {row.stream for seq in range(TASK, upto, TASK) for row in log.after(seq, 1)}
    return ["", *sorted(found), LAST]


def _here(settings: Settings, tasks: list[tuple[str, str]], upto: int) -> Iterator[Folded]:
    log = Log(settings)
    try:
        for first, last in tasks:
            yield fold_all(_rows_between(log, first, last, upto))
    finally:
        log.close()


def _elsewhere(
    settings: Settings, tasks: list[tuple[str, str]], upto: int, processes: int
) -> Iterator[Folded]:
    """In order, never more than a few answers ahead of who takes them."""
    waiting: deque[Future[bytes]] = deque()
    with ProcessPoolExecutor(
        processes, multiprocessing.get_context("spawn"), _start, (settings, upto)
    ) as pool:
        try:
            for first, last in tasks:
                waiting.append(pool.submit(_fold_between, first, last))
                if len(waiting) > 2 * processes:
                    yield _decode(waiting.popleft().result())
            while waiting:
                yield _decode(waiting.popleft().result())
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


# --- in the other process ---

_log: Log
_upto: int


def _start(settings: Settings, upto: int) -> None:
    """Nothing folded has cycles, so collecting them would only cost half the time."""
    global _log, _upto
    gc.disable()
    _log, _upto = Log(settings), upto


def _fold_between(first: str, last: str) -> bytes:
    return _encode(fold_all(_rows_between(_log, first, last, _upto)))


def _rows_between(log: Log, first: str, last: str, upto: int) -> list[Row]:
    """Rows of the aggregates after the first id up to the last."""
    found: list[Row] = []
    while first < last:
        rows = log.ranges(first, READ, upto)
        if not rows:
            break
        first = rows[-1].stream
        found += rows
    if first > last:
        found = [row for row in found if row.stream <= last]
    return found
