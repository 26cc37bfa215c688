"""What differs between two versions of a plan, place by place."""

from collections.abc import Iterator
from typing import Any

import msgspec

from domain.plans.model import Plan

KEYED = {"teams": "who", "reports": "kind", "clocks": "kind"}


class Difference(msgspec.Struct, frozen=True):
    """One place and what stands there in each version; None where nothing does."""

    path: str
    before: object
    after: object


def differences(before: Plan, after: Plan) -> list[Difference]:
    """All places that differ, in the order of the plan."""
    one, other = dict(_flat(before)), dict(_flat(after))
    return [
        Difference(path, one.get(path), other.get(path))
        for path in dict.fromkeys((*one, *other))
        if one.get(path) != other.get(path) and path != "version"
    ]


def _flat(plan: Plan) -> Iterator[tuple[str, object]]:
    for name, value in msgspec.to_builtins(plan, builtin_types=()).items():
        yield from _parts(name, value)


def _parts(path: str, value: Any) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        for name, inner in value.items():
            yield from _parts(f"{path}.{name}", inner)
    elif isinstance(value, list | tuple) and any(isinstance(one, dict) for one in value):
        for n, one in enumerate(value):
            key = one.get(KEYED.get(path, ""), n + 1)
            rest = {name: inner for name, inner in one.items() if name != KEYED.get(path)}
            yield from _parts(f"{path}[{key}]", rest)
    else:
        yield path, value
