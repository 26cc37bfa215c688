"""How what is counted becomes points, in words; and numbers as they are written there."""

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final

from domain.assessment.model import Indicator
from web.wording import _, _p


def number(value: Decimal) -> str:
    """Without digits that say nothing."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def per_cent(share: Decimal) -> str:
    """0.98 is 98 %."""
    return f"{number(share * 100)} %"


def turns(one: Indicator) -> str:
    """How what is counted becomes points."""
    return _TURNS[one.way](one)


def _ratio(one: Indicator) -> str:
    points = number(one.points)
    if one.inverse:
        return _("%(points)s × (1 − share), never below 0", points=points)
    said = _("%(points)s × share", points=points)
    if one.partly == 1:
        return said
    partly = _("basically satisfied counts %(partly)s", partly=number(one.partly))
    return _p("between clauses", "; ").join((said, partly))


def _threshold(one: Indicator) -> str:
    share = per_cent(one.target or Decimal(0))
    return _("all %(points)s from %(share)s on, else none", points=number(one.points), share=share)


def _by_steps(one: Indicator) -> str:
    return _p("between clauses", "; ").join(
        _(
            "from %(share)s on %(points)s",
            share=per_cent(step.at_least),
            points=number(step.gives * one.points),
        )
        for step in one.steps
    )


def _percentile(one: Indicator) -> str:
    return _(
        "all %(points)s while %(percentile)d %% of them took %(within)d min at most, falling "
        "evenly to none at %(none)d min",
        points=number(one.points),
        percentile=one.percentile,
        within=one.within_minutes or 0,
        none=one.none_at_minutes or 0,
    )


def _duties(one: Indicator) -> str:
    return _("%(points)s less what each failing costs, never below 0", points=number(one.points))


_TURNS: Final[Mapping[str, Callable[[Indicator], str]]] = {
    "ratio": _ratio,
    "threshold": _threshold,
    "band": _by_steps,
    "percentile": _percentile,
    "duties": _duties,
}
