"""Fills a sentence: {names} by their values, a part in [brackets] only when all of its have one."""

import re
from collections.abc import Mapping

_NAME = re.compile(r"\{(\w+)\}")
_OPTIONAL = re.compile(r"\[([^\[\]]*)\]")
# What people type often ends with a stop, and the sentence around it goes on or ends there too.
_PLACE = re.compile(r"\{(\w+)\}(?=([。.，,；;]?))")
_STOPS = "。.，,；; "
NOTHING = "—"


def fill(pattern: str, values: Mapping[str, str]) -> str:
    """The sentence with its values, which may hold braces and brackets of their own."""
    kept = _OPTIONAL.sub(lambda part: part[1] if _complete(part[1], values) else "", pattern)
    return _PLACE.sub(lambda place: _put(values.get(place[1]) or NOTHING, place[2]), kept).strip()


def names(pattern: str) -> frozenset[str]:
    """The names a sentence speaks of."""
    return frozenset(_NAME.findall(pattern))


def _put(value: str, following: str) -> str:
    return value.rstrip(_STOPS) or value if following else value


def _complete(part: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in _NAME.findall(part))
