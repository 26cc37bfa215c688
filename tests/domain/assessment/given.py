"""Scoring rules and accounts to score, as small as a test needs them."""

from decimal import Decimal
from typing import Any

from domain.assessment.model import Band, Deduction, Indicator, ScoringRules
from domain.assessment.score import Account, Failed, Tally
from domain.case.failings import Failing

BANDS = (
    Band(id="excellent", title="优秀", title_en="excellent", at_least=Decimal(90)),
    Band(id="good", title="良好", title_en="good", at_least=Decimal(80)),
    Band(id="pass", title="合格", title_en="pass", at_least=Decimal(60)),
    Band(id="fail", title="不合格", title_en="fail", at_least=Decimal(0)),
)


def indicator(id_: str = "kept", points: str = "60", **more: Any) -> Indicator:
    """Of one measure, in proportion unless more is said."""
    said = {"measure": "closure", **more}
    return Indicator(
        id=id_, title=id_, title_en=id_, points=Decimal(points), article="local", **said
    )


def deduction(failing: Failing, points: str, most: str | None = None) -> Deduction:
    """So many points off for each."""
    return Deduction(
        failing=failing,
        points=Decimal(points),
        most=None if most is None else Decimal(most),
        article="local",
    )


def rules(*indicators: Indicator, **more: Any) -> ScoringRules:
    """A set of these indicators."""
    said: dict[str, Any] = {"objection_days": 10, "minimum": 30, **more}
    return ScoringRules(
        id="test",
        version=1,
        title="试",
        title_en="test",
        jurisdiction="test",
        indicators=indicators,
        bands=BANDS,
        **said,
    )


def account(unit: str = "east", failings: tuple[str, ...] = (), **tallies: Tally) -> Account:
    """What was counted of a unit; failings of case 1, 2, …"""
    found = [Failed(kind, f"QS{n}", (n,)) for n, kind in enumerate(failings, start=1)]
    return Account(unit, "station", tallies, found)
