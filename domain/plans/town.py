"""Which unit answers for a place, and which unit holds a post there."""

from collections.abc import Callable, Iterator, Mapping, Sequence

from domain.units.state import CENTRE, Unit

Town = Mapping[str, Unit]
Posts = Mapping[str, Sequence[str]]


def answering(place: str, town: Town, lowest: str) -> Unit | None:
    """The unit whose place it is: of all names found in it the longest, then the smaller unit.

    `lowest` is the lowest level; villages and communities are places themselves.
    """
    found = [
        (-len(name), len(unit.places), unit.code)
        for unit in town.values()
        if not unit.dissolved
        for name in _names(unit, lowest)
        if name and name in place
    ]
    return town[min(found)[2]] if found else None


def _names(unit: Unit, lowest: str) -> Iterator[str]:
    yield from unit.places
    if unit.level == lowest:
        yield unit.name
        yield from (f"{unit.name}{place}" for place in unit.places)


def line(code: str, town: Town) -> tuple[str, ...]:
    """A unit and those above it, the centre left out."""
    found: list[str] = []
    while code and code != CENTRE and code not in found:
        found.append(code)
        code = town[code].parent if code in town else ""
    return tuple(found)


def holder(
    post: str, posts: Posts, town: Town, near: Unit | None, may: Callable[[str], bool]
) -> str:
    """The unit that holds a post for a place: one in the place's own line first; "" for none."""
    able = [code for code in posts.get(post, ()) if code in town and may(code)]
    if near is None:
        return next(iter(able), "")
    above = line(near.code, town)
    close = (code for code in able if code in above or near.code in line(code, town))
    return next(close, next(iter(able), ""))
