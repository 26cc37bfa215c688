"""Examples of events with every field filled, and with none but those that must be."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin

import msgspec
from msgspec.structs import FieldInfo

from application import codec

FOLDER = Path(__file__).parent / "files"
MOMENT = datetime(2025, 6, 10, 2, 30, 15, 250000, tzinfo=UTC)
PLAIN: dict[type, Callable[[str], object]] = {
    str: lambda name: f"{name} 甲",
    int: lambda _: 7,
    bool: lambda _: True,
    bytes: lambda _: bytes(range(40)),
    datetime: lambda _: MOMENT,
    date: lambda _: MOMENT.date(),
    Decimal: lambda _: Decimal("7.25"),
    time: lambda _: MOMENT.time(),
}


def readable_topics() -> list[str]:
    """Every topic the service can read, of today's shapes and of older ones."""
    return sorted(codec._DECODERS)


def full(kind: type[msgspec.Struct]) -> Any:
    """An example whose every field differs from its default."""
    return kind(**{field.name: _value(field) for field in msgspec.structs.fields(kind)})


def bare(kind: type[msgspec.Struct]) -> Any:
    """An example with the fields that have no default."""
    needed = (field for field in msgspec.structs.fields(kind) if field.required)
    return kind(**{field.name: _value(field) for field in needed})


def _value(field: FieldInfo) -> object:
    return _example(field.type, field.name)


def _example(hint: Any, name: str) -> object:
    if get_origin(hint) in (Union, UnionType):
        return _example(next(one for one in get_args(hint) if one is not NoneType), name)
    if get_origin(hint) is Literal:
        return get_args(hint)[-1]
    if get_origin(hint) is tuple:
        return (_example(get_args(hint)[0], name),)
    if issubclass(hint, Enum):
        return list(hint)[-1]
    if issubclass(hint, msgspec.Struct):
        return full(hint)
    return PLAIN[hint](name)


def write(topic: str) -> None:
    """Write down how events of a topic are stored today."""
    kind = codec.TOPICS[topic]
    few = bare(kind)
    FOLDER.mkdir(exist_ok=True)
    golden = {
        "full": codec.encode(full(kind)).decode(),
        "bare": codec.encode(few).decode(),
        "bare_means": msgspec.to_builtins(msgspec.structs.asdict(few)),
    }
    text = json.dumps(golden, ensure_ascii=False, indent=2)
    (FOLDER / f"{topic}.json").write_text(f"{text}\n", encoding="utf-8")
