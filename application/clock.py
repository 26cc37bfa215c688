"""The service's clock, the one place where it is asked what time it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

Clock = Callable[[], datetime]
ASTRAY = timedelta(minutes=5)  # beyond it a clock is not merely a little off, but wrong


def system_clock() -> datetime:
    """Now, aware, in UTC, to the millisecond, as times are recorded."""
    now = datetime.now(UTC)
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def to_ms(moment: datetime) -> int:
    """Milliseconds since the epoch."""
    return round(moment.timestamp() * 1000)


def from_ms(milliseconds: int) -> datetime:
    """The moment, aware, in UTC."""
    return datetime.fromtimestamp(milliseconds / 1000, UTC)
