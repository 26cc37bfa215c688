"""A response plan as TOML text: reading it, and writing it as people edit it."""

from collections.abc import Collection, Iterator, Mapping
from datetime import time
from functools import lru_cache
from typing import Any

import msgspec

from application.rulebook import digest, read_toml, shipped
from domain.plans import model
from domain.plans.checks import validate
from domain.plans.decisions import Written
from domain.plans.model import Plan, PlanFile
from domain.rules import model as rules
from domain.rules.model import RuleError

SHIPPED = "plans.toml"
WORDS: Mapping[str, Any] = {
    "tracks": rules.Track,
    "unit": rules.Unit,
    "levels": model.Level,
    "channels": model.Channel,
    "days": model.Days,
    "sort": model.Sort,
    "sign_off": model.Signer,
    "commander": model.Commander,
    "role": model.TeamRole,
    "reports.kind": model.ReportKind,
    "clocks.kind": model.UnitClock,
}
ONE_PLAN = "one plan at a time; load a file of several by `linkage plan load`"
NO_PLAN = "write at least one plan, beginning with [[plans]]"
ESCAPES = {"\\": "\\\\", '"': '\\"', "\n": "\\n", "\r": "\\r", "\t": "\\t"}


def parse_plans(text: str, categories: Collection[str] | None = None) -> tuple[Plan, ...]:
    """The plans of a TOML text. Errors: `RuleError` with the place and what to write."""
    plans = read_toml(text, PlanFile, WORDS).plans
    if not plans:
        raise RuleError("plans", NO_PLAN)
    return tuple(validate(plan, categories, number) for number, plan in enumerate(plans))


def parse_plan(text: str, categories: Collection[str] | None = None) -> Plan:
    """The one plan of a TOML text. Errors: `RuleError`."""
    plans = parse_plans(text, categories)
    if len(plans) > 1:
        raise RuleError("plans", ONE_PLAN)
    return plans[0]


@lru_cache(maxsize=512)
def known_plan(text: str) -> Plan:
    """A plan whose text is on record: checked when it was put there."""
    return read_toml(text, PlanFile).plans[0]


def shipped_plans() -> tuple[Plan, ...]:
    """The plans every centre begins with. Errors: `RuleError`."""
    return parse_plans(shipped(SHIPPED))


def written(plan: Plan) -> Written:
    """The plan with its text and hash, as it is kept."""
    text = write_plan(plan)
    return Written(plan, text, digest(text))


def write_plan(plan: Plan) -> str:
    """The plan as TOML text; read again it is the same plan."""
    said = msgspec.to_builtins(plan, builtin_types=(time,))
    return "\n".join((*_table("plans", said, several=True), ""))


def _table(name: str, said: Mapping[str, Any], *, several: bool) -> Iterator[str]:
    yield f"[[{name}]]" if several else f"[{name}]"
    for key, value in said.items():
        if not _is_table(value):
            yield f"{key} = {_value(value)}"
    for key, value in said.items():
        if isinstance(value, dict):
            yield ""
            yield from _table(f"{name}.{key}", value, several=False)
        elif _is_table(value):
            for one in value:
                yield ""
                yield from _table(f"{name}.{key}", one, several=True)


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
    if isinstance(value, list | tuple):
        return f"[{', '.join(_value(one) for one in value)}]"
    return str(value)


def _sign(sign: str) -> str:
    hidden = ord(sign) < ord(" ") or sign == "\x7f"
    return ESCAPES.get(sign) or (f"\\u{ord(sign):04x}" if hidden else sign)
