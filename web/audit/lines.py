"""What a case comes to, line by line, and which lines differ between two moments of it."""

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple


class Line(NamedTuple):
    """One thing that is so: `key` names it at every moment, `parts` are what is said of it."""

    group: str
    key: str
    label: str
    parts: tuple[str, ...]


class Part(NamedTuple):
    """One part of what is said; `differs` from what is said on the other side."""

    text: str
    differs: bool


class Row(NamedTuple):
    """One thing at two moments; nothing stands where it was not so."""

    group: str
    key: str
    label: str
    before: tuple[Part, ...]
    after: tuple[Part, ...]

    @property
    def differs(self) -> bool:
        """It is not the same at both."""
        return any(part.differs for part in (*self.before, *self.after))


def line(group: str, key: str, label: str, parts: Iterable[str]) -> Iterator[Line]:
    """The line, unless there is nothing to say."""
    said = tuple(part for part in parts if part)
    if said:
        yield Line(group, key, label, said)


def side_by_side(before: Sequence[Line], after: Sequence[Line]) -> list[Row]:
    """Everything that is so at one of two moments, group by group."""
    was = {one.key: one for one in before}
    now = {one.key: one for one in after}
    return [_row(was.get(key), now.get(key)) for key in _order(before, after)]


def changes(before: Sequence[Line], after: Sequence[Line]) -> list[Row]:
    """What is not the same at both."""
    return [row for row in side_by_side(before, after) if row.differs]


def _order(before: Sequence[Line], after: Sequence[Line]) -> list[str]:
    """Group after group as they first come, in each what is so later first and what went last."""
    lines = {one.key: one for one in (*after, *before)}
    groups = list(dict.fromkeys(one.group for one in lines.values()))
    return sorted(lines, key=lambda key: groups.index(lines[key].group))


def _row(was: Line | None, now: Line | None) -> Row:
    known = now or was
    assert known is not None  # noqa: S101 - the key is of one of them
    old, new = _parts(was), _parts(now)
    return Row(known.group, known.key, known.label, _marked(old, new), _marked(new, old))


def _parts(one: Line | None) -> tuple[str, ...]:
    return () if one is None else one.parts


def _marked(parts: tuple[str, ...], others: tuple[str, ...]) -> tuple[Part, ...]:
    return tuple(Part(part, part not in others) for part in parts)
