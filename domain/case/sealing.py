"""Whose sealed texts a history holds, by which keys, and which of these were destroyed since."""

from collections.abc import Iterable, Iterator

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


def living(history: Iterable[Fact]) -> dict[str, set[str]]:
    """The keys that still open something, by whose they are; nobody without any.

    An erasure that names no keys destroyed all its person had until then.
    """
    found: dict[str, set[str]] = {}
    for event in history:
        if isinstance(event, DataErased):
            gone = set(event.keys) or set(found.get(event.person, ()))
            found[event.person] = found.get(event.person, set()) - gone
            continue
        for box in boxes(event):
            found.setdefault(person_of(box.key), set()).add(box.key)
    destroyed = {key for event in history if isinstance(event, DataErased) for key in event.keys}
    left = ((person, keys - destroyed) for person, keys in found.items())
    return {person: keys for person, keys in sorted(left) if keys}


def asked_for(person: str, history: Iterable[Fact]) -> dict[str, set[str]]:
    """The same, of one person or of everybody."""
    found = living(list(history))
    return found if person == ALL else {one: keys for one, keys in found.items() if one == person}
