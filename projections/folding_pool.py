"""Folds the whole log, aggregate by aggregate, in as many processes as are of use."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import pairwise
from typing import Any, NamedTuple, TypeVar, cast

from application.log import Log
from application.settings import Settings
from application.store.rows import Row
from projections.folding import Fold, Folded, fold_all

TASK = 8_000  # events folded for one answer
READ = 2_000  # events read at once
WORTH_IT = 40_000  # events from which on starting processes pays
TOGETHER = 1_000  # aggregates folded for one answer, where they are named
OFTEN = 8  # events an aggregate has, about
LAST = "~"  # after every aggregate's id

P = TypeVar("P")
Pack = Callable[[Folded], P]
Between = tuple[str, str]  # aggregates after this id, up to that
Task = Between | list[str]  # or these


class Work(NamedTuple):
    """What a process needs to know."""

    settings: Settings
    upto: int
    pack: Pack[Any]
    fold: Fold


def folded_log(
    settings: Settings,
    upto: int,
    pack: Pack[P],
    processes: int | None = None,
    fold: Fold = fold_all,
) -> Iterator[tuple[int, P]]:
    """All aggregates as of a position, in the order of their ids: how many events, packed rows.

    `pack` and `fold` are functions of a module, since other processes run them; they are started
    when the log is long, or when `processes` says how many. Errors: `NotProjected`.
    """
    log = Log(settings)
    try:
        tasks = list(pairwise(_bounds(log, upto)))
    finally:
        log.close()
    return _run(Work(settings, upto, pack, fold), tasks, upto, processes)


def over_log(
    settings: Settings,
    upto: int,
    do: Callable[[Sequence[Row]], P],
    processes: int | None = None,
) -> Iterator[tuple[int, P]]:
    """The same with whatever a function of a module makes of the rows of whole aggregates."""
    return folded_log(settings, upto, _as_it_is, processes, cast("Fold", do))


def _as_it_is(made: Any) -> Any:
    return made


def folded_streams(
    settings: Settings, streams: Sequence[str], upto: int, pack: Pack[P], fold: Fold = fold_all
) -> Iterator[tuple[int, P]]:
    """The same of some aggregates alone: how many of them, packed rows. Errors: `NotProjected`."""
    work = Work(settings, upto, pack, fold)
    tasks = [list(streams[place : place + TOGETHER]) for place in range(0, len(streams), TOGETHER)]
    return _run(work, tasks, len(streams) * OFTEN, None)


def _run(
    work: Work, tasks: Sequence[Task], events: int, processes: int | None
) -> Iterator[tuple[int, Any]]:
    if events < WORTH_IT or processes == 0:
        return _here(work, tasks)
    return _elsewhere(work, tasks, processes or _processors())


def _processors() -> int:
    return len(os.sched_getaffinity(0))


def _bounds(log: Log, upto: int) -> list[str]:
    """Ids between which lie about as many events each: those of events at even distances."""
    found = {row.stream for seq in range(TASK, upto, TASK) for row in log.after(seq, 1)}
    return ["", *sorted(found), LAST]


def _here(work: Work, tasks: Sequence[Task]) -> Iterator[tuple[int, Any]]:
    log = Log(work.settings)
    try:
        for task in tasks:
            yield _done(work, log, task)
    finally:
        log.close()


def _elsewhere(work: Work, tasks: Sequence[Task], processes: int) -> Iterator[tuple[int, Any]]:
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
    if isinstance(task, list):
        rows = [row for stream in task for row in log.stream(stream, work.upto)]
        return len(task), work.pack(work.fold(rows))
    rows = _rows_between(log, *task, work.upto)
    return len(rows), work.pack(work.fold(rows))


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
