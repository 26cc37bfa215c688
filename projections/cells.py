"""How facts stand in a table's cells."""

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Final

Value = str | int | bool | None
Cells = tuple[Value, ...]
Within = tuple[datetime, datetime]  # from this moment on, up to that one
EVER: Final[Within] = (
    datetime.min.replace(tzinfo=UTC),
    datetime.max.replace(tzinfo=UTC),
)


_seconds = datetime.timestamp  # looked up once: every time of every row goes through here


def ms(at: datetime) -> int:
    """Milliseconds since 1970-01-01 UTC."""
    return round(_seconds(at) * 1000)


def ms_or_none(at: datetime | None) -> int | None:
    """Milliseconds since 1970-01-01 UTC, if it happened."""
    return None if at is None else round(_seconds(at) * 1000)


def joined(codes: Sequence[str]) -> str:
    """Codes in one cell, each between commas, so that one can be sought."""
    return f",{','.join(codes)}," if codes else ""
