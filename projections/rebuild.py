"""Builds the read model anew from the whole log and puts it in the live one's place."""

import time
from collections.abc import Callable

from msgspec import Struct

from application.log import Log
from application.settings import Settings
from projections.errors import ModelMissing
from projections.folding_pool import folded_log
from projections.loader import Filler, Loader, open_loader
from projections.projector import step
from projections.writer import Writer, open_writer

Progress = Callable[[int, int], object]  # events folded, events in all


class Rebuilt(Struct, frozen=True):
    """How many events were folded, in how long."""

    events: int
    seconds: float


def rebuild(
    settings: Settings, progress: Progress | None = None, processes: int | None = None
) -> Rebuilt:
    """Fold every event into fresh tables; the live ones serve until these are level with the log.

    Errors: `NotProjected`, after which the live ones are as they were.
    """
    started = time.monotonic()
    with open_loader(settings) as loader:
        head = _build(settings, loader, progress, processes)
    return Rebuilt(head, time.monotonic() - started)


def ensure(settings: Settings, progress: Progress | None = None) -> None:
    """Build the read model if there is none, or another version's. Several may call at once."""
    if _is_there(settings):
        return
    with open_loader(settings) as loader:
        if not _is_there(settings):  # somebody else was building it
            _build(settings, loader, progress, None)


def _build(
    settings: Settings, loader: Loader, progress: Progress | None, processes: int | None
) -> int:
    log = Log(settings)
    try:
        head = load(settings, loader, log.head(), progress, processes)
        loader.switch(lambda writer: follow(writer, log))
    finally:
        log.close()
    return head


def load(
    settings: Settings,
    loader: Filler,
    upto: int,
    progress: Progress | None = None,
    processes: int | None = None,
) -> int:
    """Fill a fresh read model with all events up to a position."""
    done = 0
    for events, packed in folded_log(settings, upto, loader.pack, processes):
        loader.add(packed)
        done += events
        if progress is not None:
            progress(done, upto)
    loader.finish(upto)
    return upto


def follow(writer: Writer, log: Log) -> None:
    """Follow the log to its head."""
    more = True
    while more:
        _, more = step(writer, log, None, None)


def _is_there(settings: Settings) -> bool:
    writer = open_writer(settings)
    try:
        writer.position()
    except ModelMissing:
        return False
    finally:
        writer.close()
    return True
