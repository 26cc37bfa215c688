"""Which ways a figure is made of, so that each opens to its cases."""

from collections.abc import Callable
from hashlib import sha256
from itertools import pairwise
from typing import Final

from projections.flow.asking import Question, Way, ways
from projections.flow.book import loops_of
from projections.flow.file import WaysFile
from projections.flow.found import lacking
from projections.flow.runs import SEPARATOR

SHORT: Final = 16  # hex digits

Choice = Callable[[Way], bool]


def mark(steps: tuple[str, ...]) -> str:
    """A short name of a way, the same on every machine."""
    return sha256(SEPARATOR.join(steps).encode()).hexdigest()[:SHORT]


def of_mark(wanted: str) -> Choice:
    """The one way of that name."""
    return lambda way: mark(way.steps) == wanted


def following(first: str, then: str) -> Choice:
    """Ways in which the one step comes right after the other."""
    return lambda way: (first, then) in pairwise(way.steps)


def looping(steps: tuple[str, ...]) -> Choice:
    """Ways that come back to a step by these."""
    return lambda way: steps in loops_of(way.steps)


def without(track: str, steps: tuple[str, ...]) -> Choice:
    """Ways of closed cases of a track that have none of these steps."""
    return lambda way: way.track == track and steps in lacking(way)


def chosen(file: WaysFile, asked: Question, choice: Choice) -> tuple[list[int], int]:
    """The ways, and how many runs took them."""
    found = [way for way in ways(file, asked) if choice(way)]
    return list(dict.fromkeys(way.id for way in found)), sum(way.runs for way in found)
