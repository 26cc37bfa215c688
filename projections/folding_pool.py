"""Folds the whole log, aggregate by aggregate, in as many processes as are of use."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar

from application.log import Log
from application.settings import Settings
from application.store.rows import Row
from projections.folding import Folded, fold_all

TASK = 8_000  # events folded for one answer
READ = 2_000  # events read at once
WORTH_IT = 40_000  # events from which on starting processes pays
LAST = "~"  # after every aggregate's id

P = TypeVar("P")
Pack = Callable[[Folded], P]
Task = tuple[str, str]  # aggregates after this id, up to that


class Work(NamedTuple):
    """What a process needs to know."""

    settings: Settings
    upto: int
    pack: Pack[Any]


def folded_log(
    settings: Settings, upto: int, pack: Pack[P], processes: int | None = None
) -> Iterator[tuple[int, P]]:
    """All aggregates as of a position, in the order of their ids: how many events, packed rows.

    `pack` is a function of a module, since other processes run it; they are started when the log
    is long, or when `processes` says how many. Errors: `NotProjected`.
    """
    work = Work(settings, upto, pack)
    log = Log(settings)
    try:
        tasks = list(pairwise(_bounds(log, upto)))
    finally:
        log.close()
    if upto < WORTH_IT or processes == 0:
        return _here(work, tasks)
    return _elsewhere(work, tasks, processes or _processors())


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _bounds(log: Log, upto: int) -> list[str]:
    """Ids between which lie about as many events each: those of events at even distances."""
    found = {row.stream for seq in range(TASK, upto, TASK) for row in log.after(seq, 1)}
    return ["", *sorted(found), LAST]


def _here(work: Work, tasks: list[Task]) -> Iterator[tuple[int, Any]]:
    log = Log(work.settings)
    try:
        for task in tasks:
            yield _done(work, log, task)
    finally:
        log.close()


def _elsewhere(work: Work, tasks: list[Task], processes: int) -> Iterator[tuple[int, Any]]:
    """In order, never more than a few answers ahead of who takes them."""
    context = multiprocessing.get_context("spawn")
    waiting: deque[Future[tuple[int, Any]]] = deque()
    with ProcessPoolExecutor(processes, context, _start, (work,)) as pool:
        try:
            for task in tasks:
                waiting.append(pool.submit(_do, task))
                if len(waiting) > 2 * processes:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            pool.shutdown(wait=False, cancel_futures=True)


# --- in the other process ---

_work: Work
_log: Log


def _start(work: Work) -> None:
    """Nothing folded has cycles, so looking for them would only cost half the time."""
    global _work, _log
    gc.disable()
    _work, _log = work, Log(work.settings)


def _do(task: Task) -> tuple[int, Any]:
    return _done(_work, _log, task)


def _done(work: Work, log: Log, task: Task) -> tuple[int, Any]:
    rows = _rows_between(log, *task, work.upto)
    return len(rows), work.pack(fold_all(rows))


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
