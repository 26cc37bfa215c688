"""Reads `field=value` as the fields of a command: lists, nested fields, yes and no, local times."""

from collections.abc import Sequence
from datetime import datetime
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

import click
from msgspec import Struct

from application.sealing import sealed_fields
from domain.case.command import Command
from domain.case.decide import COMMANDS
from web.cli.language import Text
from web.cli.moments import read_moment

# Written by what is done itself, never said by hand: a key destroyed, a text read, data exported.
NOT_BY_HAND = frozenset(
    {
        "Receive",
        "LinkDuplicate",
        "AskErasure",
        "RefuseErasure",
        "EraseData",
        "SetHold",
        "LiftHold",
        "ReadData",
        "ExportData",
        "ExportBundle",
        "ExportPerson",
    }
)
NO_PAIR = Text("{text} is no field=value.", "{text} 不是“字段=值”的写法。")
NO_FIELD = Text(
    "{command} has no field {field}; it has: {known}", "{command} 没有字段 {field}，可用：{known}"
)
NO_COMMAND = Text(
    "There is no command {name}; there are: {known}", "没有命令 {name}，可用：{known}"
)
NO_TIME = Text(
    "{field}: {text} is no time; write 2026-11-22T08:30",
    "{field}：{text} 不是时间，请写成 2026-11-22T08:30",
)
YES = frozenset({"yes", "true", "1", "是"})
NO = frozenset({"no", "false", "0", "否"})


def find_command(name: str) -> type[Command]:
    """A command by its name, in whatever case, with or without dashes. Errors: UsageError."""
    plain = name.replace("-", "").replace("_", "").lower()
    found = next((kind for known, kind in COMMANDS.items() if known.lower() == plain), None)
    if found is None or found.__name__ in NOT_BY_HAND:
        known = ", ".join(sorted(COMMANDS.keys() - NOT_BY_HAND))
        raise click.UsageError(NO_COMMAND(name=name, known=known))
    return found


def read_fields(kind: type[Command], pairs: Sequence[str]) -> dict[str, Any]:
    """The values of a command's fields. Errors: UsageError, which names the field."""
    values: dict[str, Any] = {}
    for pair in pairs:
        name, sign, text = pair.partition("=")
        if not sign:
            raise click.UsageError(NO_PAIR(text=pair))
        _put(values, kind, kind.__name__, name.split("."), text)
    return values


def _put(
    values: dict[str, Any], kind: type[Struct], owner: str, path: Sequence[str], text: str
) -> None:
    """One value at its place: `notice.how` is the field `how` of the field `notice`."""
    hints = get_type_hints(kind)
    name = path[0]
    if name not in hints:
        raise click.UsageError(NO_FIELD(command=owner, field=name, known=", ".join(hints)))
    hint = _of_optional(hints[name])
    if len(path) > 1 and isinstance(hint, type) and issubclass(hint, Struct):
        _put(values.setdefault(name, {}), hint, f"{owner}.{name}", path[1:], text)
    elif get_origin(hint) is tuple:
        values.setdefault(name, []).extend(_several(hint, name, text))
    elif issubclass(kind, Command) and name in sealed_fields(kind):
        values[name] = text
    else:
        values[name] = _read(hint, name, text)


def _several(hint: Any, name: str, text: str) -> list[Any]:
    """Parts between commas; the field may also be given again."""
    return [_read(get_args(hint)[0], name, part.strip()) for part in text.split(",")]


def _read(hint: Any, name: str, text: str) -> Any:
    if hint is bool and text.lower() in YES | NO:
        return text.lower() in YES
    if hint is datetime:
        try:
            return read_moment(text)
        except ValueError:
            raise click.UsageError(NO_TIME(field=name, text=text)) from None
    return text


def _of_optional(hint: Any) -> Any:
    """What it is when it is not None."""
    if get_origin(hint) in (Union, UnionType):
        return next(arm for arm in get_args(hint) if arm is not type(None))
    return hint
