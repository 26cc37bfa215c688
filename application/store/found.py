"""Rows of the log that may be what somebody looks for: told from their bytes, without decoding."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from application.store.rows import EVENTS, Row

_ROWS: Final = (
    f"SELECT {{seq}}, originator_id, originator_version, topic, state, recorded_at FROM {EVENTS}"  # noqa: S608
)
_COLUMNS: Final = f"{_ROWS} WHERE {{seq}}>? AND {{seq}}<=?"
_OF_STREAMS: Final = (
    f"{_ROWS} WHERE originator_id IN ({{}}) AND topic IN ({{}})"
    " ORDER BY originator_id, originator_version"
)
_ANY: Final = b"%"
_ONE: Final = b"_"


class Reader(Protocol):
    """What is asked of either database."""

    def select(self, sql: str, params: Sequence[object] = ()) -> list[Any]: ...


def candidates(
    reader: Reader,
    span: tuple[int, int],
    topics: Sequence[str],
    needles: Sequence[bytes],
    limit: int,
) -> list[Row]:
    """The latest first, of those after the first position of the span up to its last.

    `topics`: of one of these kinds, of any where none is named; `needles` are all in the bytes,
    the case of letters aside, so that more may be given than is meant and never less.
    """
    sql, params = _COLUMNS, [*span, *topics, *map(_pattern, needles), limit]
    if topics:
        sql += f" AND topic IN ({', '.join('?' * len(topics))})"
    sql += " AND state LIKE ?" * len(needles) + " ORDER BY {seq} DESC LIMIT ?"
    return list(map(Row._make, reader.select(sql, params)))


def of_streams(reader: Reader, streams: Sequence[str], topics: Sequence[str]) -> list[Row]:
    """The rows of these kinds that some aggregates have, each one's in order."""
    if not streams:
        return []
    several = (", ".join("?" * len(one)) for one in (streams, topics))
    sql = _OF_STREAMS.format(*several, seq="{seq}")
    return list(map(Row._make, reader.select(sql, [*streams, *topics])))


def _pattern(needle: bytes) -> bytes:
    """One database takes a backslash for a sign of its own, the other doesn't."""
    return _ANY + needle.replace(b"\\", _ONE) + _ANY
