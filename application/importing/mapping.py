"""A mapping: how rows of a foreign file become commands. Read from TOML, checked before any row."""

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from typing import Any, get_type_hints
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from msgspec import Struct, structs

from application.importing.conditions import Condition, Test
from application.importing.problems import MappingError
from application.importing.shape import FileShape, MappingShape, Raw, TimesShape
from application.importing.sources import Maps, near, read_fields, read_source
from application.importing.values import Source
from application.rulebook import read_toml
from domain.case import COMMANDS
from domain.case.command import Command
from domain.case.intake import Receive
from domain.rules.model import RuleError

# Steps that speak about the record itself, or about another case, are nobody's export.
NOT_IMPORTED = frozenset(
    {
        "Receive",
        "LinkDuplicate",
        "Correct",
        "EraseData",
        "AskErasure",
        "RefuseErasure",
        "SetHold",
        "LiftHold",
        "ExportBundle",
        "ExportPerson",
        "ExportData",
        "ReadData",
    }
)
NOT_MAPPED = {"Receive": frozenset({"number"}), "Screen": frozenset({"duplicate_of"})}
UNIT = ("code", "name", "name_en", "level", "parent", "unit_class")
UNIT_NEEDS = ("code", "name", "level")
WHEN = ("when", "unless")
STEP = ("do", "at", "once", "by", *WHEN)
FALLBACK = "title_fallback"


class Step(Struct, frozen=True, kw_only=True):
    """A command, the column with its time, for which rows it is meant, where its fields come from.

    `needed`: the fields it can't do without. `once`: only the first time in a case. `user` and
    `unit`: who took it; None means who imports.
    """

    path: str
    kind: type[Command]
    at: str
    fields: dict[str, Source]
    hints: dict[str, Any]
    needed: frozenset[str]
    condition: Condition = Condition()
    once: bool = False
    user: Source | None = None
    unit: Source | None = None

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column it needs, and the place in the mapping that names it."""
        yield self.at, f"{self.path}.at"
        for column in self.condition.columns():
            yield column, self.path
        named = {**self.fields, "by.user": self.user, "by.unit": self.unit}
        for field, source in named.items():
            if source is not None:
                yield from ((column, f"{self.path}.{field}") for column in source.columns())


class UnitRule(Struct, frozen=True, kw_only=True):
    """Where units to be put on record are found in a row."""

    path: str
    fields: dict[str, Source]
    condition: Condition

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column it needs, and the place in the mapping that names it."""
        for column in self.condition.columns():
            yield column, self.path
        for field, source in self.fields.items():
            yield from ((column, f"{self.path}.{field}") for column in source.columns())


class Mapping(Struct, frozen=True, kw_only=True):
    """All that is said of one kind of foreign file; `id` and a case's key make it known again."""

    id: str
    title: str
    key: tuple[str, ...]
    file: FileShape
    times: TimesShape
    units: tuple[UnitRule, ...]
    receive: Step
    title_fallback: str
    steps: tuple[Step, ...]

    def columns(self) -> Iterator[tuple[str, str]]:
        """Every column the file must have, and the place in the mapping that names it."""
        yield from ((column, "key") for column in self.key)
        for unit in self.units:
            yield from unit.columns()
        for step in (self.receive, *self.steps):
            yield from step.columns()


def load_mapping(name: str | Path) -> Mapping:
    """The mapping in a file, or a shipped one by its name. Errors: `MappingError`."""
    return parse_mapping(_text(Path(name)))


def shipped_mappings() -> list[str]:
    """The names of the mappings that come with the service."""
    folder = files("rules").joinpath("mappings")
    return sorted(Path(file.name).stem for file in folder.iterdir() if file.name.endswith(".toml"))


def _text(path: Path) -> str:
    try:
        if path.is_file():
            return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise MappingError(str(path), f"a mapping is written in UTF-8: {error}") from None
    names = shipped_mappings()
    if str(path) not in names:
        raise MappingError(str(path), f"no such file; shipped are {', '.join(names)}")
    return files("rules").joinpath("mappings", f"{path}.toml").read_text(encoding="utf-8")


def parse_mapping(text: str) -> Mapping:
    """The mapping a TOML text describes. Errors: `MappingError` with the place in it."""
    try:
        shape = read_toml(text, MappingShape)
    except RuleError as error:
        raise MappingError(error.path, error.message) from None
    _check_file(shape)
    receive = dict(shape.receive)
    fallback = receive.pop(FALLBACK, "")
    if not isinstance(fallback, str):
        raise MappingError(f"receive.{FALLBACK}", "write a text here, in quotes")
    return Mapping(
        id=shape.id,
        title=shape.title,
        key=(shape.key,) if isinstance(shape.key, str) else shape.key,
        file=shape.file,
        times=shape.times,
        units=tuple(_unit(raw, f"units[{n}]", shape.values) for n, raw in enumerate(shape.units)),
        receive=_step(receive, Receive, "receive", shape.values),
        title_fallback=fallback,
        steps=tuple(_named(raw, f"steps[{n}]", shape.values) for n, raw in enumerate(shape.steps)),
    )


def _check_file(shape: MappingShape) -> None:
    if not shape.key:
        raise MappingError("key", "name at least one column")
    try:
        "".encode(shape.file.encoding)
    except LookupError:
        message = f"no encoding {shape.file.encoding!r}; write for example utf-8 or gb18030"
        raise MappingError("file.encoding", message) from None
    try:
        ZoneInfo(shape.times.zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        message = f"no time zone {shape.times.zone!r}; write for example Asia/Shanghai"
        raise MappingError("times.zone", message) from None


def _named(raw: Raw, path: str, maps: Maps) -> Step:
    name = raw.get("do", "")
    known = COMMANDS.keys() - NOT_IMPORTED
    if name not in known:
        raise MappingError(f"{path}.do", f"no step {name!r} to import: {near(str(name), known)}")
    return _step(raw, COMMANDS[name], f"{path} ({name})", maps)


def _step(raw: Raw, kind: type[Command], path: str, maps: Maps) -> Step:
    barred = NOT_MAPPED.get(kind.__name__, frozenset())
    by = raw.get("by", {})
    own = {name: value for name, value in raw.items() if name not in STEP}
    return Step(
        path=path,
        kind=kind,
        at=_at(raw, path),
        fields=read_fields(own, kind, path, maps, barred),
        hints=get_type_hints(kind),
        needed=frozenset(field.name for field in structs.fields(kind) if field.required),
        condition=_condition(raw, path),
        once=_once(raw, path),
        user=_actor(by, "user", path, maps),
        unit=_actor(by, "unit", path, maps),
    )


def _at(raw: Raw, path: str) -> str:
    at = raw.get("at")
    if not isinstance(at, str) or not at:
        raise MappingError(f"{path}.at", "name the column with the time, in quotes")
    return at


def _once(raw: Raw, path: str) -> bool:
    once = raw.get("once", False)
    if not isinstance(once, bool):
        raise MappingError(f"{path}.once", "write true or false")
    return once


def _actor(by: Any, name: str, path: str, maps: Maps) -> Source | None:
    if not isinstance(by, dict) or by.keys() - {"user", "unit"}:
        raise MappingError(f"{path}.by", "write { user = …, unit = … }")
    return read_source(by[name], str, f"{path}.by.{name}", maps) if name in by else None


def _condition(raw: Raw, path: str) -> Condition:
    when, unless = ({c: _test(v, f"{path}.{w}") for c, v in _tests(raw, path, w)} for w in WHEN)
    return Condition(when, unless)


def _tests(raw: Raw, path: str, word: str) -> list[tuple[str, Any]]:
    tests = raw.get(word, {})
    if not isinstance(tests, dict):
        raise MappingError(f"{path}.{word}", 'write { "column" = "text" }, [texts], true or false')
    return list(tests.items())


def _test(value: Any, path: str) -> Test:
    if isinstance(value, bool):
        return value
    texts = value if isinstance(value, list) else [value]
    if not all(isinstance(text, str) for text in texts):
        raise MappingError(path, "write a text, [texts], true (filled) or false (empty)")
    return frozenset(texts)


def _unit(raw: Raw, path: str, maps: Maps) -> UnitRule:
    for word in raw.keys() - {*UNIT, *WHEN}:
        raise MappingError(f"{path}.{word}", f"a unit has no field {word!r}: {near(word, UNIT)}")
    for word in UNIT_NEEDS:
        if word not in raw:
            raise MappingError(f"{path}.{word}", "a unit needs this field")
    fields = {name: raw[name] for name in UNIT if name in raw}
    sources = {name: read_source(v, str, f"{path}.{name}", maps) for name, v in fields.items()}
    return UnitRule(path=path, fields=sources, condition=_condition(raw, path))
