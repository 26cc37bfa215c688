"""How long a case is kept: its class, and the day its period is over.

The period begins on the first day of the year after the case was closed, as files are counted.
"""

from datetime import datetime
from typing import NamedTuple, Protocol

from domain.case.state import Case
from domain.retention.model import Keeping, KeepingClass, RetentionRules


class Kind(Protocol):
    """What a class depends on; a case has it, and so has its row in a read model."""

    @property
    def track(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def level(self) -> str: ...
    @property
    def grade(self) -> str: ...
    @property
    def dispute_class(self) -> str: ...
    @property
    def not_handled(self) -> bool: ...


class KindOf(NamedTuple):
    """The same, as plain values."""

    track: str
    kind: str
    level: str
    grade: str
    dispute_class: str
    not_handled: bool


def kind_of(case: Case) -> KindOf:
    """What the class of a case depends on."""
    return KindOf(
        case.track.value,
        "" if case.kind is None else case.kind.value,
        case.level,
        case.grade,
        case.dispute_class,
        bool(case.ended_as),
    )


def class_of(rules: RetentionRules, kind: Kind) -> KeepingClass:
    """The class of the first entry that fits."""
    return rules.of(next(one.of for one in rules.keeping if _fits(one, kind)))


def _fits(one: Keeping, kind: Kind) -> bool:
    asked = (
        (one.tracks, kind.track),
        (one.kinds, kind.kind),
        (one.levels, kind.level),
        (one.grades, kind.grade),
        (one.dispute_classes, kind.dispute_class),
    )
    return all(not known or said in known for known, said in asked) and (
        not one.not_handled or kind.not_handled
    )


def ended_at(case: Case) -> datetime | None:
    """When its file was complete; None while the matter is open."""
    return None if case.open else (case.closed_at if case.closed else case.ended_at)


def over_from(years: int, ended: datetime) -> datetime:
    """The first moment after the period; both times are read in the zone `ended` is given in."""
    return ended.replace(
        year=ended.year + 1 + years, month=1, day=1, hour=0, minute=0, second=0, microsecond=0
    )
