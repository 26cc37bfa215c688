"""What shares the centre has promised (目标): data of the scoring rules in force."""

from collections.abc import Mapping

from flask import g

from domain.errors import ScoringUnknown
from web import times
from web.charts.model import HUNDRED
from web.service import service


def targets() -> Mapping[str, float]:
    """Per cent, by the name of the rate; none where no rules for units are in force today."""
    if "rate_targets" not in g:
        g.rate_targets = _targets()
    found: Mapping[str, float] = g.rate_targets
    return found


def target_of(rate: str) -> float | None:
    """The promised per cent of one rate."""
    return targets().get(rate)


def _targets() -> dict[str, float]:
    try:
        rules = service().desk.scoring.in_force("units", times.now().date())
    except ScoringUnknown:
        return {}
    return {one.rate: float(one.at_least) * HUNDRED for one in rules.targets}
