"""Whole rows of the log, with what they prove themselves by, in order, from either database."""

from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Any

from application.settings import Settings
from application.store.rows import EVENTS, NewRow

AT_ONCE = 1_000
_COLUMNS = "originator_id, originator_version, topic, state, recorded_at, state_digest, leaf"

Fetch = Callable[[int, int], list[tuple[Any, ...]]]


def whole_rows(settings: Settings, since: int, until: int) -> Iterator[NewRow]:
    """The rows after position `since` up to `until`, as stored; few of them are held at a time."""
    reading = _postgres if settings.database_url else _sqlite
    for rows in reading(settings, since, until):
        yield from map(NewRow._make, rows)


def _sqlite(settings: Settings, since: int, until: int) -> Iterator[list[tuple[Any, ...]]]:
    from application.store.sqlite import connect, library_errors  # noqa: PLC0415 - one or the other

    sql = _select("rowid", "?")
    with library_errors(), closing(connect(str(settings.events_path))) as connection:
        connection.execute("PRAGMA query_only=1")
        yield from _portions(lambda *asked: connection.execute(sql, asked).fetchall(), since, until)


def _postgres(settings: Settings, since: int, until: int) -> Iterator[list[tuple[Any, ...]]]:
    from application.store.postgres import connect, library_errors  # noqa: PLC0415 - as above

    sql = _select("notification_id", "%s").encode()
    with library_errors(), closing(connect(settings.database_url)) as connection:
        yield from _portions(lambda *asked: connection.execute(sql, asked).fetchall(), since, until)


def _select(seq: str, sign: str) -> str:
    return (
        f"SELECT {seq}, {_COLUMNS} FROM {EVENTS} WHERE {seq}>{sign} AND {seq}<={sign}"  # noqa: S608 - our names
        f" ORDER BY {seq}"
    )


def _portions(fetch: Fetch, since: int, until: int) -> Iterator[list[tuple[Any, ...]]]:
    """Positions are dense, so each portion says where the next begins."""
    for start in range(since, until, AT_ONCE):
        yield fetch(start, min(start + AT_ONCE, until))
