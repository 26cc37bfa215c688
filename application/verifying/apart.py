"""Verifies in a process of its own, while whoever asked for it does something else."""

import multiprocessing
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from ctypes import c_int64
from typing import Final

from application.settings import Settings
from application.verifying.outside import Outside
from application.verifying.running import Verified, verify

OFTEN: Final = 0.2  # seconds between two looks at how far it is


class Apart:
    """One that goes on elsewhere."""

    def __init__(self, verified: Future[Verified], done: c_int64) -> None:
        """It writes into `done` how many events it has gone through."""
        self._verified = verified
        self._done = done

    @property
    def done(self) -> int:
        """How many events it has gone through."""
        return self._done.value

    def result(self, wait: Callable[[], object]) -> Verified:
        """What came of it; `wait` is called now and then until it is there. Errors: its own."""
        while True:
            try:
                return self._verified.result(OFTEN)
            except TimeoutError:
                wait()


@contextmanager
def apart(settings: Settings, outside: Outside) -> Iterator[Apart]:
    """It begins at once, and is over when the block is left."""
    context = multiprocessing.get_context("spawn")
    done = context.RawValue(c_int64)
    with ProcessPoolExecutor(1, context, _start, (done,)) as pool:
        yield Apart(pool.submit(_run, settings, outside), done)


# --- in the other process ---

_done: c_int64


def _start(done: c_int64) -> None:
    global _done  # noqa: PLW0603 - this process is for nothing else
    _done = done


def _run(settings: Settings, outside: Outside) -> Verified:
    return verify(settings, outside, _tell)


def _tell(done: int, _all: int) -> None:
    _done.value = done
