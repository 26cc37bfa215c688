"""One unit's quarter: each indicator with its definition, each deduction with what proves it."""

from typing import NamedTuple

from flask import abort, render_template

from domain.assessment.course.state import subject_of
from domain.assessment.model import ScoringRules
from domain.assessment.result import Part, Result, UnitResult
from domain.assessment.score import Deducted, Failed
from web import names, words
from web.assessment import figures
from web.assessment.exclusions import lines as exclusions_of
from web.assessment.objections import lines as objections_of
from web.assessment.routes import blueprint
from web.assessment.sight import (
    Sight,
    hidden_failing,
    of_time,
    quarter_named,
    require_own,
    result_of,
    seen,
)


class Loss(NamedTuple):
    """Points off for failings of one kind, with each that can be shown."""

    kind: str
    heading: str
    times: int
    points: str
    failings: list[Failed]


class Page(NamedTuple):
    """The unit as it was scored."""

    row: figures.Row
    losses: list[Loss]
    rows_open: frozenset[str]  # of which indicators the rows may be looked at


@blueprint.get("/<quarter>/units/<code>")
def unit(quarter: str, code: str) -> str:
    """All of it, as far as the viewer sees it."""
    sight = quarter_named(quarter)
    require_own(sight, code)
    result, proven = result_of(sight)
    part, found = unit_in(result, code)
    rules = figures.rules_of(part)
    return render_template(
        "assessment/unit.html",
        sight=sight,
        label=sight.quarter.label,
        result=result,
        recorded=sight.recorded,
        proven=proven,
        code=code,
        name=names.unit(code),
        page=_page(sight, found, rules) if found is not None else None,
        objections=[one for one in objections_of(sight) if one.unit == code],
        exclusions=[one for one in exclusions_of(sight) if _followed(sight, one.objection, code)],
        title=figures.heading(rules),
    )


def unit_in(result: Result, code: str) -> tuple[Part, UnitResult | None]:
    """The part it is scored in, and its result; 404 for no unit."""
    part = result.part(subject_of(code))
    if part is None or (subject_of(code) == "units" and code not in names.units()):
        abort(404)
    return part, part.unit(code)


def _followed(sight: Sight, objection: int, code: str) -> bool:
    """The exclusion follows from an objection of this unit."""
    return objection > 0 and sight.course.objections[objection - 1].asked.unit == code


def _page(sight: Sight, found: UnitResult, rules: ScoringRules) -> Page:
    row = figures.row(found, rules)
    if not sight.told:
        limits = [one.id for one in rules.indicators if of_time(one)]
        row = row._replace(cells=figures.only(row.cells, limits), total="", band="", rank=None)
        return Page(row, [], frozenset(limits))
    shown = [one.id for one in rules.indicators if one.measure and sight.rows_open(one)]
    return Page(row, _losses(sight, found), frozenset(shown))


def _losses(sight: Sight, found: UnitResult) -> list[Loss]:
    lost = (*found.scored.deducted, *(one for line in found.scored.lines for one in line.deducted))
    told = [one for one in found.failings if not hidden_failing(one.failing, sight)]
    known = seen(*{one.number for one in told})
    open_to = [one for one in told if one.number in known]
    return [_loss(one, open_to) for one in lost]


def _loss(one: Deducted, failings: list[Failed]) -> Loss:
    return Loss(
        one.failing,
        words.word(words.FAILING, one.failing),
        one.times,
        figures.points(one.points),
        [each for each in failings if each.failing == one.failing],
    )
