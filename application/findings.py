"""What a look at the place found, and how bad it is."""

from enum import StrEnum
from typing import Any

from msgspec import Struct


class Level(StrEnum):
    """How bad it is."""

    OK = "ok"
    WARNING = "warning"
    PROBLEM = "problem"


class Finding(Struct, frozen=True):
    """What one look found; `data` is what it found there."""

    check: str
    level: Level = Level.OK
    data: dict[str, Any] = {}


def ok(check: str, **data: object) -> Finding:
    """Nothing to say against it."""
    return Finding(check, Level.OK, data)


def warning(check: str, **data: object) -> Finding:
    """It works, and should not stay so."""
    return Finding(check, Level.WARNING, data)


def problem(check: str, **data: object) -> Finding:
    """It does not work, or can't be trusted."""
    return Finding(check, Level.PROBLEM, data)
