"""Makes up for tiles of events that were recorded, or brought in, without them."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from typing import Any

from application.proofs.tiles import WIDTH
from application.settings import Settings
from application.store.rows import EVENTS, TILES
from application.store.tiles import keep_tiles

PORTION = WIDTH * WIDTH  # leaves looked at in one transaction

Begin = Callable[[], AbstractContextManager[Any]]


def make_up_tiles(settings: Settings) -> None:
    """Keep the roots of all full tiles after the last that is kept."""
    working = _postgres if settings.database_url else _sqlite
    with working(settings) as (begin, seq, sign):
        while _next_portion(begin, seq, sign):
            pass


def _next_portion(begin: Begin, seq: str, sign: str) -> bool:
    with begin() as cursor:
        kept = f"SELECT coalesce(max(idx) + 1, 0) FROM {TILES} WHERE level=1"  # noqa: S608
        before = _value(cursor, kept) * WIDTH
        head = _value(cursor, f"SELECT coalesce(max({seq}), 0) FROM {EVENTS}")  # noqa: S608
        after = min(head, before + PORTION)
        keep_tiles(cursor, seq, sign, before, after)
    return after < head


def _value(cursor: Any, sql: str) -> int:
    cursor.execute(sql)
    return int(cursor.fetchone()[0])


@contextmanager
def _sqlite(settings: Settings) -> Iterator[tuple[Begin, str, str]]:
    from application.store.sqlite import SEQ, connect  # noqa: PLC0415 - one or the other

    with closing(connect(str(settings.events_path))) as connection:

        @contextmanager
        def begin() -> Iterator[Any]:
            with connection:  # commits, or rolls back
                yield connection.execute("BEGIN IMMEDIATE")

        yield begin, SEQ, "?"


@contextmanager
def _postgres(settings: Settings) -> Iterator[tuple[Begin, str, str]]:
    from application.store.postgres import LOCK, SEQ, connect  # noqa: PLC0415 - as above

    with closing(connect(settings.database_url)) as connection:

        @contextmanager
        def begin() -> Iterator[Any]:
            with connection.transaction(), connection.cursor() as cursor:
                yield cursor.execute(LOCK.encode())

        yield begin, SEQ, "%s"
