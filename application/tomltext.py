"""Writes rules as TOML text, as people edit them."""

from collections.abc import Iterator, Mapping
from datetime import time
from decimal import Decimal
from typing import Any, Final

ESCAPES: Final = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def lines(said: Mapping[str, Any], name: str = "", *, several: bool = False) -> Iterator[str]:
    """A table and all below it; `several`: one of many of this name. Without a name: a whole file.

    Values are text, numbers, decimals, times of day, lists and tables of such.
    """
    if name:
        yield f"[[{name}]]" if several else f"[{name}]"
    for key, value in said.items():
        if not _is_table(value):
            yield f"{key} = {_value(value)}"
    for key, value in said.items():
        if _is_table(value):
            yield from _below(f"{name}.{key}".lstrip("."), value)


def _below(name: str, value: Any) -> Iterator[str]:
    tables = [value] if isinstance(value, dict) else value
    for one in tables:
        yield ""
        yield from lines(one, name, several=not isinstance(value, dict))


def _is_table(value: object) -> bool:
    if isinstance(value, list | tuple):
        return any(isinstance(one, dict) for one in value)
    return isinstance(value, dict)


def _value(value: object) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f'"{"".join(_sign(sign) for sign in value)}"'
    if isinstance(value, time):
        return value.isoformat()
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return str(value)


def _sign(sign: str) -> str:
    hidden = ord(sign) < ord(" ") or sign == "\x7f"
    return ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if hidden else sign)
