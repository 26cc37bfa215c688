"""File numbers: centre code, year, running number; the same everywhere, readable over a phone."""

import re
import secrets
import time
from datetime import datetime
from zoneinfo import ZoneInfo

from application.settings import Settings

_NUMBER = re.compile(r"([A-Za-z0-9]*[A-Za-z]\d{4})-(\d{1,9})")


def series(settings: Settings, at: datetime) -> str:
    """Centre code and the local year of the receipt: "QS2026"."""
    return f"{settings.centre_code}{at.astimezone(ZoneInfo(settings.timezone)).year}"


def write(name: str, running: int) -> str:
    """The number as people read it: "QS2026-00037"."""
    return f"{name}-{running:05d}"


def parse(text: str) -> tuple[str, int] | None:
    """Series and running number of what someone typed; None when it is no file number."""
    found = _NUMBER.fullmatch(text.strip())
    return (found[1].upper(), int(found[2])) if found else None


def new_case_id() -> str:
    """A time-ordered identifier (UUID version 7) as 32 hex digits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & 0xFFFFFFFFFFFF) << 80 | 0x7 << 76 | secrets.randbits(12) << 64
    return f"{value | 0b10 << 62 | secrets.randbits(62):032x}"
