"""Reads where a value comes from out of a mapping, and checks it against the field it is for."""

import difflib
from collections.abc import Iterable, Mapping
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import msgspec

from application.importing.problems import MappingError
from application.importing.shape import Raw
from application.importing.values import (
    Column,
    Constant,
    DispatchOf,
    FirstThen,
    Moment,
    Parts,
    Source,
    Template,
)
from domain.sealed import Sealed

Maps = Mapping[str, Raw]
WAYS = (
    '"…" for a constant, { column = "…", map = "…", otherwise = … }, { template = "…{column}…" },'
    ' { dispatch_of = "…" } or { first = …, then = … }'
)
KEYS = {
    "column": {"column", "map", "otherwise"},
    "template": {"template"},
    "dispatch_of": {"dispatch_of"},
    "first": {"first", "then"},
}


def near(word: str, known: Iterable[str]) -> str:
    """What the author may have meant, and what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(word, names, n=1)
    hint = f"did you mean {close[0]!r}? " if close else ""
    return f"{hint}There are: {', '.join(names) or 'none'}"


def shapes(hint: Any) -> list[Any]:
    """The types a field may have, None left out."""
    parts = get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
    return [part for part in parts if part is not type(None)]


def _part_of(hint: Any) -> type[msgspec.Struct] | None:
    """The struct a field is made of, if it has fields of its own."""
    for shape in shapes(hint):
        if isinstance(shape, type) and issubclass(shape, msgspec.Struct) and shape is not Sealed:
            return shape
    return None


def convert(value: object, hint: Any) -> Any:
    """A value as its field wants it. Errors: `msgspec.ValidationError`."""
    if Sealed in shapes(hint):
        return str(value)
    if isinstance(value, str) and get_origin(hint) is tuple:
        value = (value,)
    return msgspec.convert(value, hint, strict=False)


def read_source(raw: Any, hint: Any, path: str, maps: Maps) -> Source:
    """Where the value of a field of this type comes from. Errors: `MappingError`."""
    source = _read(raw, hint, path, maps)
    for value in source.fixed():
        _check_fixed(value, hint, path)
    return source


def _check_fixed(value: object, hint: Any, path: str) -> None:
    try:
        convert(value, hint)
    except msgspec.ValidationError as error:
        words = _words(hint)
        allowed = f"; write one of {', '.join(words)}" if words else ""
        raise MappingError(path, f"{value!r} does not fit: {error}{allowed}") from None


def _words(hint: Any) -> list[str]:
    return [
        str(word) for shape in shapes(hint) for word in getattr(shape, "__members__", {}).values()
    ]


def _read(raw: Any, hint: Any, path: str, maps: Maps) -> Source:
    if not isinstance(raw, dict):
        return Constant(raw)
    way = next((way for way in KEYS if way in raw), None)
    if way is None:
        return _parts(raw, hint, path, maps)
    for word in raw.keys() - KEYS[way]:
        raise MappingError(f"{path}.{word}", f"not known beside {way!r}; write {WAYS}")
    return _READERS[way](raw, hint, path, maps)


def _text(raw: Raw, word: str, path: str) -> str:
    value = raw[word]
    if not isinstance(value, str) or not value.strip():
        raise MappingError(f"{path}.{word}", "write a text here, in quotes")
    return value


def _column(raw: Raw, hint: Any, path: str, maps: Maps) -> Source:
    column = _text(raw, "column", path)
    if datetime in shapes(hint):
        if len(raw) > 1:
            raise MappingError(path, "a time is taken from its column alone")
        return Moment(column)
    otherwise = _read(raw["otherwise"], hint, path, maps) if "otherwise" in raw else None
    return Column(column, _map(raw, path, maps), otherwise)


def _map(raw: Raw, path: str, maps: Maps) -> Raw | None:
    if "map" not in raw:
        return None
    name = _text(raw, "map", path)
    if name not in maps:
        raise MappingError(f"{path}.map", f"no map {name!r}: {near(name, maps)}")
    return maps[name]


def _template(raw: Raw, hint: Any, path: str, maps: Maps) -> Source:  # noqa: ARG001 - one shape for all
    return Template(_text(raw, "template", path))


def _dispatch_of(raw: Raw, hint: Any, path: str, maps: Maps) -> Source:  # noqa: ARG001 - as above
    unit = raw["dispatch_of"]
    return DispatchOf(Column(unit) if isinstance(unit, str) else _read(unit, str, path, maps))


def _first(raw: Raw, hint: Any, path: str, maps: Maps) -> Source:
    if "then" not in raw:
        raise MappingError(path, '"first" needs "then" beside it')
    return FirstThen(_read(raw["first"], hint, path, maps), _read(raw["then"], hint, path, maps))


_READERS = {
    "column": _column,
    "template": _template,
    "dispatch_of": _dispatch_of,
    "first": _first,
}


def _parts(raw: Raw, hint: Any, path: str, maps: Maps) -> Source:
    part = _part_of(hint)
    if part is None:
        raise MappingError(path, f"write {WAYS}")
    return Parts(read_fields(raw, part, path, maps))


def read_fields(
    raw: Raw,
    kind: type[msgspec.Struct],
    path: str,
    maps: Maps,
    barred: frozenset[str] = frozenset(),
) -> dict[str, Source]:
    """The sources of a struct's fields. Errors: `MappingError` unknown or missing field."""
    hints = {name: hint for name, hint in get_type_hints(kind).items() if name not in barred}
    for word in raw:
        if word not in hints:
            known = near(word, hints)
            raise MappingError(f"{path}.{word}", f"{kind.__name__} has no field {word!r}: {known}")
    for field in msgspec.structs.fields(kind):
        if field.required and field.name in hints and field.name not in raw:
            raise MappingError(f"{path}.{field.name}", f"{kind.__name__} needs this field")
    return {
        name: read_source(value, hints[name], f"{path}.{name}", maps) for name, value in raw.items()
    }
