"""The figures of a bulletin as they are kept: counts with what they were counted of, and points."""

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal
from hashlib import sha256

import msgspec
from msgspec import Struct


class Kept(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What all parts of it have in common: nothing is left out that is not nothing."""


class Count(Kept, frozen=True, array_like=True):
    """So many of so many, under a name such as "received.hotline" or "rate.feedback"."""

    name: str
    kept: int
    due: int


class UnitCounts(Kept, frozen=True):
    """One unit's, with what it was called then."""

    code: str
    name: str
    name_en: str = ""
    counts: tuple[Count, ...] = ()


class MonthCounts(Kept, frozen=True):
    """One month's of the way there; "2026-09"."""

    month: str
    counts: tuple[Count, ...] = ()


class Matter(Kept, frozen=True):
    """A matter by number and category; what it is about, and where, stands with it, not here."""

    number: str
    track: str
    category: str = ""
    unit: str = ""
    stage: str = ""
    due_at: datetime | None = None


class IndicatorPoints(Kept, frozen=True, array_like=True):
    """What one indicator gave of its points; None where nothing was due."""

    indicator: str
    kept: int
    due: int
    of: Decimal
    points: Decimal | None = None
    few: bool = False
    took: int | None = None  # milliseconds, of a percentile


class QuarterTotal(Kept, frozen=True):
    """A unit's score in one quarter; None where nothing was due."""

    quarter: str
    total: Decimal | None = None
    enough: bool = False


class UnitPoints(Kept, frozen=True):
    """One unit's score; `rank` within its class, None where it isn't ranked."""

    code: str
    name: str
    name_en: str = ""
    unit_class: str = ""
    total: Decimal | None = None
    gained: Decimal | None = None
    deducted: Decimal | None = None
    failings: int = 0
    band: str = ""
    enough: bool = False
    rank: int | None = None
    lines: tuple[IndicatorPoints, ...] = ()
    quarters: tuple[QuarterTotal, ...] = ()


class QuarterUsed(Kept, frozen=True):
    """A quarter the points are from; one that is not published has no digest of its result."""

    quarter: str
    digest: str = ""
    seq: int = 0
    rules: str = ""

    @property
    def published(self) -> bool:
        """Nothing changes its result any more."""
        return bool(self.digest)


class Named(Kept, frozen=True):
    """An indicator or a band by its code, with what it was called then.

    From the rows of one that counts `answers` single reporters' could be told, were they few.
    """

    code: str
    title: str
    title_en: str
    points: Decimal | None = None
    answers: bool = False


class Figures(Kept, frozen=True, kw_only=True):
    """Everything a bulletin counts in its period, units in the order people know."""

    since: datetime
    until: datetime
    whole: tuple[Count, ...] = ()
    units: tuple[UnitCounts, ...] = ()
    months: tuple[MonthCounts, ...] = ()
    matters: tuple[Matter, ...] = ()
    points: tuple[UnitPoints, ...] = ()
    centre: tuple[UnitPoints, ...] = ()  # its own score
    quarters: tuple[QuarterUsed, ...] = ()
    indicators: tuple[Named, ...] = ()
    centre_indicators: tuple[Named, ...] = ()
    bands: tuple[Named, ...] = ()

    def count(self, name: str) -> Count:
        """Of the whole; nothing of nothing where it was not counted."""
        return find(self.whole, name)


def find(counts: tuple[Count, ...], name: str) -> Count:
    """The count of that name; nothing of nothing where there is none."""
    return next((one for one in counts if one.name == name), Count(name, 0, 0))


def beginning(counts: tuple[Count, ...], start: str) -> Iterator[Count]:
    """Those whose names begin so, such as all "failing."."""
    return (one for one in counts if one.name.startswith(start))


def digest(figures: Figures) -> str:
    """SHA-256 of the figures, hex: what whoever issues them has seen."""
    return sha256(msgspec.json.encode(figures)).hexdigest()
