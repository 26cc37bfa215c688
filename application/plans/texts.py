"""A response plan as TOML text: reading it, and writing it as people edit it."""

from collections.abc import Collection, Mapping
from datetime import time
from functools import lru_cache
from typing import Any

import msgspec

from application.rulebook import digest, read_toml, shipped
from application.tomltext import lines
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
    return "\n".join((*lines(said, "plans", several=True), ""))
