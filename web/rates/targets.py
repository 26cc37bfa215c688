"""What shares the centre has promised (目标): data of the scoring rules in force."""

from collections.abc import Mapping
from datetime import date

from flask import g

from application.scoringbook import known_rules
from domain.assessment.model import ScoringRules
from domain.errors import ScoringUnknown
from projections.assessing import scoring_at
from web import asof
from web.charts.model import HUNDRED
from web.service import service


def targets() -> Mapping[str, float]:
    """Per cent, by the name of the rate; none where no rules for units are in force today."""
    if "rate_targets" not in g:
        then = asof.past()
        g.rate_targets = targets_on(asof.now().date(), None if then is None else then.seq)
    found: Mapping[str, float] = g.rate_targets
    return found


def target_of(rate: str) -> float | None:
    """The promised per cent of one rate."""
    return targets().get(rate)


def targets_on(day: date, seq: int | None = None) -> dict[str, float]:
    """Those of a day; up to a position, as far as was on record there."""
    try:
        rules = _rules(day, seq)
    except ScoringUnknown:
        return {}
    return {one.rate: float(one.at_least) * HUNDRED for one in rules.targets}


def _rules(day: date, seq: int | None) -> ScoringRules:
    if seq is None:
        return service().desk.scoring.in_force("units", day)
    book = scoring_at(service().desk.log, seq)
    ref = book.in_force("units", day)
    if not ref:
        raise ScoringUnknown(rules="units")
    return known_rules(book.versions[ref].text)
