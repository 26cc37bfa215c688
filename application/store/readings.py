"""The log's rows of who read what, found by when they were recorded, by an index of their own."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from application.store.rows import EVENTS, Row

TOPICS: Final = ("case.data-read", "case.data-exported", "duty.note-read")

# Both databases use the index only where a query says the same, word for word.
_OF_READINGS: Final = f"topic IN ({', '.join(repr(topic) for topic in TOPICS)})"
INDEX: Final = (
    f"CREATE INDEX IF NOT EXISTS {EVENTS}_readings ON {EVENTS} (recorded_at) WHERE {_OF_READINGS}"
)
_LATEST: Final = (
    f"SELECT {{seq}}, originator_id, originator_version, topic, state, recorded_at FROM {EVENTS}"  # noqa: S608 - our names
    f" WHERE {_OF_READINGS} AND recorded_at>=? AND recorded_at<=? AND {{seq}}<=?"
    " ORDER BY recorded_at DESC, {seq} DESC LIMIT ?"
)


class Reader(Protocol):
    """What is asked of either database."""

    def select(self, sql: str, params: Sequence[object] = ()) -> list[Any]: ...


def latest(reader: Reader, span: tuple[int, int], before: int, limit: int) -> list[Row]:
    """Those recorded within a span of milliseconds, at positions up to `before`, the last first."""
    return list(map(Row._make, reader.select(_LATEST, [*span, before, limit])))
