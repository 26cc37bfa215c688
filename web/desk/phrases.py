"""Fills a sentence: {names} by their values, a part in [brackets] only when all of its have one."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
NOTHING = "—"


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The sentence with its values, which may hold braces and brackets of their own."""
    kept = _OPTIONAL.sub(lambda part: part[1] if _complete(part[1], values) else "", pattern)
    return _NAME.sub(lambda name: values.get(name[1]) or NOTHING, kept).strip()


def names(pattern: str) -> frozenset[str]:
    """The names a sentence speaks of."""
    return frozenset(_NAME.findall(pattern))


def _complete(part: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in _NAME.findall(part))
