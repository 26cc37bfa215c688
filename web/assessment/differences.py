"""What was published beside what it would be today, with the matters and records that caused it."""

from collections.abc import Mapping, Sequence
from typing import Any, Final, NamedTuple

from flask import abort, render_template

from domain.assessment.course.events import Computed, Published
from domain.assessment.model import ScoringRules
from domain.assessment.result import Part, Pinned, Result, UnitDifference, difference
from domain.assessment.score import Failed, Line
from projections.causes import Between, Cause, later_records
from projections.comparing import Side, compared
from projections.courses import as_computed, as_pinned_today
from web import names, words
from web.assessment import figures
from web.assessment.routes import blueprint
from web.assessment.sight import Sight, hidden_failing, quarter_named, seen
from web.service import service

MOST: Final = 20_000  # events looked through for a page; the command line has no such limit
Causes = Mapping[tuple[str, str], list[Cause]]


class LineShown(NamedTuple):
    """One indicator before and after, and why."""

    heading: str
    before: figures.Cell | None
    after: figures.Cell | None
    causes: list[Cause]


class FailingShown(NamedTuple):
    """One failing that counts only now, or no longer."""

    heading: str
    number: str
    proof: tuple[int, ...]
    since: tuple[int, ...]
    new: bool


class UnitShown(NamedTuple):
    """What is different about one unit."""

    code: str
    name: str
    before: str
    after: str
    rank_before: int | None
    rank_after: int | None
    lines: list[LineShown]
    failings: list[FailingShown]


class Compared(NamedTuple):
    """What was recorded, and what it would come to today."""

    recorded: Computed | Published
    before: Result
    after: Result


@blueprint.get("/<quarter>/difference")
def differences(quarter: str) -> str:
    """Unit by unit; nothing where today's records come to the same."""
    sight = quarter_named(quarter)
    recorded = sight.recorded
    if recorded is None:
        abort(404)
    both = compare(sight, recorded)
    found = [(part, _difference(both, part)) for part in both.before.parts]
    moved = any(one.lines for _part, several in found for one in several)
    too_many = moved and service().desk.log.head() - recorded.seq > MOST
    why = _causes(both) if moved and not too_many else {}
    units = [
        _unit(sight, figures.rules_of(part), one, why, recorded.seq)
        for part, several in found
        for one in several
    ]
    return render_template(
        "assessment/difference.html",
        sight=sight,
        label=sight.quarter.label,
        recorded=recorded,
        after=both.after,
        units=units,
        seen=_seen(units),
        too_many=too_many,
    )


def compare(sight: Sight, recorded: Computed | Published) -> Compared:
    """By the rules and exclusions that were pinned."""
    before = as_computed(service(), sight.course, recorded).result
    after = as_pinned_today(service(), sight.course, recorded)
    return Compared(recorded, before, after)


def _difference(both: Compared, part: Part) -> list[UnitDifference]:
    now = both.after.part(part.rules.subject)
    return difference(part, now) if now is not None else []


def _causes(both: Compared) -> Causes:
    book = service().desk.scoring
    pinned = [Pinned(book.get(one.rules), one.sha256) for one in both.recorded.pins]
    found = compared(service(), Side(both.before, pinned), Side(both.after, pinned))
    return {figure: several for one in found for figure, several in one.cases.items()}


def _unit(
    sight: Sight, rules: ScoringRules, one: UnitDifference, why: Causes, seq: int
) -> UnitShown:
    return UnitShown(
        one.unit,
        names.unit(one.unit),
        figures.points(one.before),
        figures.points(one.after),
        one.rank_before,
        one.rank_after,
        [
            _line(
                rules,
                line.indicator,
                line.before,
                line.after,
                why.get((one.unit, line.indicator), []),
            )
            for line in one.lines
        ],
        [
            _failing(each, seq, new=new)
            for new, several in ((False, one.failings_gone), (True, one.failings_new))
            for each in several
            if not hidden_failing(each.failing, sight)
        ],
    )


def _line(
    rules: ScoringRules, name: str, before: Line | None, after: Line | None, why: list[Cause]
) -> LineShown:
    indicator = next(one for one in rules.indicators if one.id == name)
    cells: list[Any] = [figures.cell(one, indicator) if one else None for one in (before, after)]
    return LineShown(figures.heading(indicator), cells[0], cells[1], why)


def _failing(one: Failed, seq: int, *, new: bool) -> FailingShown:
    since = later_records(service(), one.number, Between(seq))
    return FailingShown(words.word(words.FAILING, one.failing), one.number, one.proof, since, new)


def _seen(units: Sequence[UnitShown]) -> frozenset[str]:
    """Of which matters the viewer may know."""
    numbers = {cause.number for unit in units for line in unit.lines for cause in line.causes}
    numbers |= {one.number for unit in units for one in unit.failings}
    return seen(*numbers)
