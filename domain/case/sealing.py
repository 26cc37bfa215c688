"""Whose sealed texts a history holds, by which keys, and which of these were destroyed since."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec import Struct

from domain.case.events import DataErased, Fact
from domain.sealed import Sealed

ALL = "all"  # stands for everybody of a case


def person_of(key: str) -> str:
    """Whose key it is: `reporter.1` is the reporter's."""
    return key.rpartition(".")[0]


def boxes(value: object) -> Iterator[Sealed]:
    """Every sealed text in an event, and in what it holds."""
    if isinstance(value, Sealed):
        yield value
    elif isinstance(value, Struct):
        for name in value.__struct_fields__:
            yield from boxes(getattr(value, name))
    elif isinstance(value, tuple):
        for one in value:
            yield from boxes(one)


def destroyed(history: Iterable[Fact]) -> frozenset[str]:
    """The keys whose erasure is on record."""
    return frozenset(
        key for event in history if isinstance(event, DataErased) for key in event.keys
    )


def lost(new: Iterable[Fact], history: Iterable[Fact]) -> bool:
    """Whether something new was sealed by a key that was destroyed meanwhile: none could read it.

    Sealed anew, under a key of its own, it stays.
    """
    gone = destroyed(history)
    return bool(gone) and any(box.key in gone for event in new for box in boxes(event))


def living(history: Sequence[Fact]) -> dict[str, set[str]]:
    """The keys that still open something, by whose they are; nobody without any.

    An erasure that names no keys destroyed all its person had until then.
    """
    found: dict[str, set[str]] = {}
    for event in history:
        if isinstance(event, DataErased):
            known = found.get(event.person, set())
            found[event.person] = known - (set(event.keys) or known)
            continue
        for box in boxes(event):
            found.setdefault(person_of(box.key), set()).add(box.key)
    gone = destroyed(history)
    left = ((person, keys - gone) for person, keys in found.items())
    return {person: keys for person, keys in sorted(left) if keys}


def asked_for(person: str, history: Sequence[Fact]) -> dict[str, set[str]]:
    """The same, of one person or of everybody."""
    found = living(history)
    return found if person == ALL else {one: keys for one, keys in found.items() if one == person}
