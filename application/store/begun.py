"""The log's rows aggregate by aggregate, in the order in which these began."""

from collections.abc import Sequence
from typing import Any, Final, Protocol

from application.store.rows import EVENTS, Row

# The cross join lets SQLite begin with the first events, as PostgreSQL does by itself.
_BEGUN: Final = (
    "SELECT its.{seq}, its.originator_id, its.originator_version, its.topic, its.state,"  # noqa: S608 - our names
    f" its.recorded_at FROM {EVENTS} AS first CROSS JOIN {EVENTS} AS its"
    " WHERE first.{seq}>? AND first.{seq}<=? AND first.originator_version=1"
    " AND its.originator_id=first.originator_id AND its.{seq}<=?"
    " ORDER BY first.{seq}, its.originator_version"
)


class Reader(Protocol):
    """What is asked of either database."""

    def select(self, sql: str, params: Sequence[object] = ()) -> list[Any]: ...


def begun(reader: Reader, after: int, last: int, upto: int) -> list[Row]:
    """All rows up to a position of the aggregates that began after one, up to another."""
    return list(map(Row._make, reader.select(_BEGUN, (after, last, upto))))
