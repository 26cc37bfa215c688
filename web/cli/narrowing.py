"""The options by which ledgers and figures are narrowed, the same everywhere."""

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from domain.errors import CategoryUnknown, UnitUnknown
from domain.units import CENTRE
from projections.bootstrap import Service
from projections.queries.filters import NOTHING, Filters
from projections.queries.unitregister import town
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import Day, begins, ends
from web.cli.spoken import option

Decorated = Callable[..., Any]
CODES: dict[str, tuple[str, str]] = {
    "unit": ("Code of a unit.", "单位代码。"),
    "track": (
        "emergency, hotline, petition or dispute.",
        "emergency、hotline、petition 或 dispute。",
    ),
    "channel": ("Code of a channel.", "来源代码。"),
    "category": ("Code of a category.", "类别代码。"),
    "place": ("A place, as the cases have it.", "地点（与登记一致）。"),
}
OF_LEDGERS: dict[str, tuple[str, str]] = {
    "stage": ("Stage of the case or dispatch.", "状态代码。"),
    "state": ("open, met, waived or lapsed.", "open、met、waived 或 lapsed。"),
    "clock": ("Kind of time limit.", "时限类别代码。"),
    "failing": ("Kind of failing, e.g. passed_round.", "履责问题代码，例如 passed_round。"),
    "contest": (
        "standing (not struck), contested, struck or upheld: failings.",
        "standing（未撤销）、contested、struck 或 upheld（履责问题申辩情况）。",
    ),
    "report": (
        "open, met, late, missed or waived: reports of rounds.",
        "open、met、late、missed 或 waived（排查报送情况）。",
    ),
    "text": (
        "Words of number, title, place, category or unit.",
        "编号、标题、地点、类别或单位中的词。",
    ),
}

IS_GROUP = Text(
    "{group} is a group. Give one of its categories: {codes}.",
    "{group} 是大类，请给出其中的类别：{codes}。",
)


def narrowed(*names: str) -> Callable[[Decorated], Decorated]:
    """Give a command options that narrow by codes."""
    texts = {**CODES, **OF_LEDGERS}

    def give(function: Decorated) -> Decorated:
        for name in reversed(names):
            en, zh = texts[name]
            function = option(f"--{name}", default="", en=en, zh=zh)(function)
        return function

    return give


def period(since: str, until: str) -> Callable[[Decorated], Decorated]:
    """Give a command a first and a last day."""

    def give(function: Decorated) -> Decorated:
        last = option(until, "until", type=Day(), en="Last day.", zh="截止日期（含）。")
        first = option(since, "since", type=Day(), en="First day.", zh="起始日期。")
        return first(last(function))

    return give


def filters(since: date | None, until: date | None, **codes: str) -> Filters:
    """As queries take them; the last day is meant whole."""
    return Filters(since=begins(since), until=ends(until), **codes)


def require_known(service: Service, codes: Mapping[str, str]) -> None:
    """A code that is mistyped would give figures of nothing.

    Errors: `UnitUnknown`, `CategoryUnknown`, `Failure` for a group of categories.
    """
    unit, category = codes["unit"], codes["category"]
    if unit not in ("", CENTRE, NOTHING):
        with service.read() as connection:
            if unit not in town(connection):
                raise UnitUnknown(unit=unit)
    if category not in ("", NOTHING):
        _require_category(service, category)


def _require_category(service: Service, code: str) -> None:
    known = service.desk.categories.now()
    if code not in known.known:
        raise CategoryUnknown(category=code)
    leaves = [one.code for one in known.leaves(code)]
    if leaves:
        raise Failure(IS_GROUP(group=code, codes=", ".join(leaves)))
