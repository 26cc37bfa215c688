"""Verifying the whole log aside of the pages, once at a time on this host, and what came of it."""

import fcntl
import multiprocessing
import os
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Final

import msgspec

from application.clock import Clock, system_clock
from application.desk import Desk
from application.log import Log
from application.settings import Settings
from application.verifying import Outside, Verified
from application.verifying.recording import record
from domain.case.events import Actor
from web.verifying.whole import verify_whole

AT_ONCE: Final = 5_000  # events that are verified while somebody waits for the page
OFTEN: Final = 0.5  # seconds between two words about how far it is
OWNER_ONLY: Final = 0o600


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """How far the verifying has got; with a result, it has ended."""

    by: str
    at: datetime
    done: int = 0
    total: int = 0
    result: Verified | None = None


class Busy(Exception):
    """Somebody's verifying is going on."""


def start(settings: Settings, by: Actor, clock: Clock) -> None:
    """Begin; a short log is verified when this returns. Errors: `Busy`."""
    if is_running(settings):
        raise Busy
    with closing(Log(settings)) as log:
        short = log.head() <= AT_ONCE
    if short:
        run(settings, by, clock)
        return
    _write(settings, Standing(by=by.user, at=clock()))
    multiprocessing.get_context("spawn").Process(target=run, args=(settings, by)).start()


def run(settings: Settings, by: Actor, clock: Clock = system_clock) -> None:
    """Verify, keep the result where the page finds it, and put it on record. Errors: `Busy`."""
    with _alone(settings):
        begun = Standing(by=by.user, at=clock())
        found = verify_whole(settings, Outside(), _teller(settings, begun))
        _write(settings, msgspec.structs.replace(begun, result=found))
        with closing(Desk(settings, clock)) as desk:
            record(desk, found, by)


def standing(settings: Settings) -> Standing | None:
    """The last one on this host; None where there was none, or it was killed half-way."""
    try:
        found = msgspec.json.decode(_path(settings).read_bytes(), type=Standing)
    except (OSError, msgspec.DecodeError):
        return None
    return found if found.result is not None or is_running(settings) else None


def is_running(settings: Settings) -> bool:
    """Whether one goes on now."""
    try:
        with _alone(settings):
            return False
    except Busy:
        return True


@contextmanager
def _alone(settings: Settings) -> Iterator[None]:
    """Errors: `Busy`. A process that ends, however it ends, lets go."""
    with settings.data.joinpath("verify.lock").open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Busy from None
        yield


def _teller(settings: Settings, begun: Standing) -> Callable[[int, int], None]:
    told = time.monotonic()

    def tell(done: int, total: int) -> None:
        nonlocal told
        if time.monotonic() - told > OFTEN:
            told = time.monotonic()
            _write(settings, msgspec.structs.replace(begun, done=done, total=total))

    return tell


def _write(settings: Settings, now: Standing) -> None:
    path = _path(settings)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with open(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, OWNER_ONLY), "wb") as file:  # noqa: PTH123 - its rights from the start
        file.write(msgspec.json.encode(now, enc_hook=str))
    fresh.replace(path)


def _path(settings: Settings) -> Path:
    return settings.data / "verify.json"
