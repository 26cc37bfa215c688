"""What is otherwise in one version of a rule set than in another, rule by rule."""

from collections.abc import Iterator
from typing import Any, Literal, NamedTuple

import msgspec

from domain.rules.model import Part

What = Literal["added", "removed", "changed"]
# By which of its fields a rule is recognised in the other version.
NAMED_BY = ("id", "track", "code", "reason", "kinds", "failing", "rate")
HEAD = "head"


class Field(NamedTuple):
    """One field that is otherwise; None: it says nothing there."""

    name: str
    before: Any
    after: Any


class Change(NamedTuple):
    """One rule that is otherwise: `section` as in the file, `name` of the rule in it."""

    section: str
    name: str
    what: What
    fields: tuple[Field, ...]


def compare(before: Part, after: Part) -> list[Change]:
    """Every rule added, removed or changed, in the order of the file; the number is no change."""
    found: list[Change] = []
    head: list[Field] = []
    for field in msgspec.structs.fields(after):
        old, new = getattr(before, field.name), getattr(after, field.name)
        if old == new or field.name in ("id", "version"):
            continue
        if _is_list(old, new):
            found += _of_list(field.name, old, new)
        elif isinstance(old, Part):
            found.append(Change(field.name, "", "changed", _fields(old, new)))
        else:
            head.append(Field(field.name, old, new))
    return [Change(HEAD, "", "changed", tuple(head)), *found] if head else found


def _is_list(old: Any, new: Any) -> bool:
    entries = (*old, *new) if isinstance(old, tuple) else ()
    return bool(entries) and all(hasattr(one, "__struct_fields__") for one in entries)


def _of_list(section: str, old: tuple[Part, ...], new: tuple[Part, ...]) -> Iterator[Change]:
    known, now = named(old), named(new)
    for name in dict.fromkeys([*known, *now]):
        was, is_now = known.get(name), now.get(name)
        if was is None:
            yield Change(section, name, "added", _fields(None, is_now))
        elif is_now is None:
            yield Change(section, name, "removed", _fields(was, None))
        elif was != is_now:
            yield Change(section, name, "changed", _fields(was, is_now))


def named(entries: tuple[Part, ...]) -> dict[str, Part]:
    """Each rule of a section by its name; what has none of its own by its place."""
    return {_name(one) or str(place): one for place, one in enumerate(entries, 1)}


def _name(entry: Part) -> str:
    if hasattr(entry, "id"):
        return str(entry.id)
    values = (getattr(entry, field, ()) for field in NAMED_BY)
    return ".".join(" ".join(one) if isinstance(one, tuple) else one for one in values if one)


def _fields(old: Part | None, new: Part | None) -> tuple[Field, ...]:
    entry = new if old is None else old
    assert entry is not None  # noqa: S101 - one of the two is there
    names = entry.__struct_fields__
    pairs = (Field(name, getattr(old, name, None), getattr(new, name, None)) for name in names)
    return tuple(one for one in pairs if one.before != one.after and (one.before or one.after))
