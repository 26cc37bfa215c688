"""Draws matters to look into, so that whoever knows the seed draws the same ones again.

Each matter of a stratum has a ticket: SHA-256, in hex, of three lines in UTF-8, each ended by a
line feed: seed, name of the stratum ("" where all are one), file number. The lowest tickets are
drawn. No language's own random numbers are in it: `sha256sum` and `sort` draw the same.
"""

from collections.abc import Collection, Iterable, Mapping
from datetime import date
from hashlib import sha256
from heapq import nsmallest
from typing import Final, NamedTuple

from msgspec import Struct

from domain.audit.words import Method, Risk

MOST: Final = 500  # matters drawn at once: more than that nobody looks through by one sheet
EVERYTHING: Final = ""


class Frame(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """Out of which matters, how, and how many of each stratum.

    `since` and `until` are the first and the last day of receipt, both meant whole. By unit a
    stratum is what one of `units` has a part in, without any each unit's; else `units` narrows all
    strata to what these have a part in.
    """

    method: Method
    size: int
    since: date | None = None
    until: date | None = None
    track: str = ""
    units: tuple[str, ...] = ()
    risks: tuple[Risk, ...] = ()


class Stratum(Struct, frozen=True, array_like=True):
    """Out of so many of a name so many were drawn."""

    name: str
    of: int
    drawn: int


class Drawn(Struct, frozen=True, array_like=True):
    """A matter with the strata that drew it."""

    number: str
    strata: tuple[str, ...]


class Sample(NamedTuple):
    """What came of drawing: the strata by name, the matters by number."""

    strata: tuple[Stratum, ...]
    drawn: tuple[Drawn, ...]


def draw(population: Mapping[str, Collection[str]], size: int, seed: str) -> Sample:
    """`size` of each stratum, whose matters are told by number; of fewer all of them."""
    names = sorted(population)
    chosen = {name: lowest(seed, name, population[name], size) for name in names}
    strata = tuple(Stratum(name, len(population[name]), len(chosen[name])) for name in names)
    drew: dict[str, list[str]] = {}
    for name in names:
        for number in chosen[name]:
            drew.setdefault(number, []).append(name)
    return Sample(strata, tuple(Drawn(one, tuple(drew[one])) for one in sorted(drew)))


def lowest(seed: str, stratum: str, numbers: Iterable[str], size: int) -> list[str]:
    """Those with the lowest tickets."""
    return nsmallest(size, numbers, key=lambda number: ticket(seed, stratum, number))


def ticket(seed: str, stratum: str, number: str) -> str:
    """By what a matter is drawn."""
    return sha256(f"{seed}\n{stratum}\n{number}\n".encode()).hexdigest()
