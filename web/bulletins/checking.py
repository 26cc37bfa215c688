"""Whether a bulletin's figures come out again from the log as of its position."""

from typing import Any, TypeVar

from msgspec.structs import replace

from domain.bulletins.events import BulletinIssued
from domain.bulletins.figures import Figures, UnitCounts, UnitPoints
from domain.bulletins.periods import Kind, parse
from web.bulletins.gathering import gather

Named = TypeVar("Named", UnitCounts, UnitPoints)


def comes_again(connection: Any, known: BulletinIssued) -> bool:
    """`connection` is to the read model as of its position; names may have changed since."""
    period = parse(Kind(known.kind), known.period)
    found = gather(connection, period, known.as_of, upto=known.seq)
    return unnamed(found.figures) == unnamed(known.figures)


def unnamed(figures: Figures) -> Figures:
    """The same by codes alone: what units are called, and how the register has them, may change."""
    units = sorted((_bare(one) for one in figures.units), key=_code)
    points = sorted((_bare(one) for one in figures.points), key=_code)
    centre = tuple(_bare(one) for one in figures.centre)
    return replace(figures, units=tuple(units), points=tuple(points), centre=centre)


def _bare(one: Named) -> Named:
    return replace(one, name="", name_en="")


def _code(one: UnitCounts | UnitPoints) -> str:
    return one.code
