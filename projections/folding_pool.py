"""Folds the whole log, aggregate by aggregate, in as many processes as are of use."""

import gc
import multiprocessing
import os
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from functools import partial
from typing import Any, NamedTuple, TypeVar

from application.log import Log
from application.settings import Settings
from application.store.rows import Row
from projections.folding import Fold, Folded, fold_all

TASK = 4_000  # positions at which aggregates begin that are read for one answer
WORTH_IT = 40_000  # events from which on starting processes pays
TOGETHER = 1_000  # aggregates folded for one answer, where they are named
OFTEN = 8  # events an aggregate has, about

P = TypeVar("P")
Pack = Callable[[Folded], P]


class Begun(NamedTuple):
    """Aggregates that began behind a position, up to that one."""

    after: int
    last: int


class Part(NamedTuple):
    """Rows of whole aggregates, each one's together; `begun` where none of those is missing."""

    rows: Sequence[Row]
    begun: Begun | None = None


Task = Begun | list[str]  # or these
Do = Callable[[Part], P]


class Work(NamedTuple):
    """What a process needs to know."""

    settings: Settings
    upto: int
    do: Do[Any]


def over_log(
    settings: Settings, upto: int, do: Do[P], processes: int | None = None
) -> Iterator[tuple[int, P]]:
    """All aggregates as of a position, in the order in which they began.

    Gives how many events there were, and what `do` made of them: a function of a module or an
    object that can be sent to the other processes, which are started when the log is long, or when
    `processes` says how many.
    """
    tasks = [Begun(after, min(after + TASK, upto)) for after in range(0, upto, TASK)]
    return _run(Work(settings, upto, do), tasks, upto, processes)


def folded_log(
    settings: Settings,
    upto: int,
    pack: Pack[P],
    processes: int | None = None,
    fold: Fold = fold_all,
) -> Iterator[tuple[int, P]]:
    """The same with their rows, packed by a function of a module. Errors: `NotProjected`."""
    return over_log(settings, upto, partial(_packed, pack, fold), processes)


def folded_streams(
    settings: Settings, streams: Sequence[str], upto: int, pack: Pack[P], fold: Fold = fold_all
) -> Iterator[tuple[int, P]]:
    """The same of some aggregates alone: how many of them, packed rows. Errors: `NotProjected`."""
    work = Work(settings, upto, partial(_packed, pack, fold))
    tasks = [list(streams[place : place + TOGETHER]) for place in range(0, len(streams), TOGETHER)]
    return _run(work, tasks, len(streams) * OFTEN, None)


def _packed(pack: Pack[P], fold: Fold, part: Part) -> P:
    return pack(fold(part.rows))


def _run(
    work: Work, tasks: Sequence[Task], events: int, processes: int | None
) -> Iterator[tuple[int, Any]]:
    if events < WORTH_IT or processes == 0:
        return _here(work, tasks)
    return _elsewhere(work, tasks, processes or _processors())


def _processors() -> int:
    return len(os.sched_getaffinity(0))


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
        return len(task), work.do(Part(rows))
    rows = log.begun(*task, work.upto)
    return len(rows), work.do(Part(rows, task))
