"""Tries a version on a quarter: what each unit would come to, beside what it comes to now."""

from decimal import Decimal
from typing import Final, NamedTuple

from flask import abort, render_template, request

from domain.assessment.periods import Quarter
from domain.assessment.result import Part, Pinned, UnitResult
from domain.assessment.score import Deducted
from domain.errors import QuarterUnknown, ScoringUnknown
from projections.courses import as_it_stands
from web import messages, names, words
from web.assessment import figures
from web.assessment.figures import Cell
from web.scoring.looking import others, today
from web.scoring.routes import blueprint, rules_of, version_of
from web.scoring.shown import called
from web.service import service
from web.wording import _

OFFERED: Final = 8  # quarters
NONE: Final = "—"


class Side(NamedTuple):
    """What a unit comes to under one of the two."""

    total: str
    band: str
    place: str


class Row(NamedTuple):
    """A unit under both; `apart` is how much more or less, with its sign."""

    code: str
    name: str
    before: Side
    after: Side
    apart: str


class Group(NamedTuple):
    """The units of one class."""

    name: str
    rows: list[Row]


class Line(NamedTuple):
    """One indicator under both; None where one does not have it."""

    title: str
    before: Cell | None
    after: Cell | None


class Asked(NamedTuple):
    """Which quarter, and against which version."""

    quarter: Quarter
    against: str
    unit: str
    problems: list[tuple[str, str]]


@blueprint.get("/<ref>/try")
def trying(ref: str) -> str:
    """All units, or one of them with each of its indicators."""
    rules, asked = rules_of(ref), _asked(ref)
    before, after = _parts(asked, ref)
    page = {
        "known": version_of(ref),
        "title": called(rules),
        "asked": asked,
        "quarters": _offered(asked.quarter),
        "others": others(service().desk.scoring.now(), version_of(ref)),
        "problems": asked.problems,
    }
    if asked.unit:
        return render_template("scoring/unit.html", **page, **_unit(asked.unit, before, after))
    return render_template("scoring/try.html", **page, groups=_groups(before, after))


def _asked(ref: str) -> Asked:
    problems: list[tuple[str, str]] = []
    quarter = Quarter.of(today()).before
    try:
        if text := request.args.get("quarter", ""):
            quarter = Quarter.parse(text)
    except QuarterUnknown as error:
        problems.append(("quarter", messages.explain(error).text))
    against = request.args.get("with", "") or _in_force(ref, quarter)
    version_of(against)
    return Asked(quarter, against, request.args.get("unit", ""), problems)


def _in_force(ref: str, quarter: Quarter) -> str:
    """What the quarter is scored by; where nothing holds, the version itself."""
    subject = version_of(ref).subject
    try:
        return service().desk.scoring.in_force(subject, quarter.first).ref
    except ScoringUnknown:
        return ref


def _offered(asked: Quarter) -> list[str]:
    """The running quarter and those before it, and the one that was asked for."""
    found = [Quarter.of(today())]
    while len(found) < OFFERED:
        found.append(found[-1].before)
    return [one.label for one in sorted({*found, asked}, reverse=True)]


def _parts(asked: Asked, ref: str) -> tuple[Part, Part]:
    """The quarter under both, as it stands now and without what was excluded from it."""
    course = service().desk.courses.of(asked.quarter)
    pinned = [_pinned(asked.against), _pinned(ref)]
    before, after = as_it_stands(service(), asked.quarter, course, pinned).parts
    return before, after


def _pinned(ref: str) -> Pinned:
    scoring = service().desk.scoring
    return Pinned(scoring.get(ref), scoring.sha256(ref))


def _groups(before: Part, after: Part) -> list[Group]:
    """By class; classes and units in the order people know, never by a figure."""
    places = {code: n for n, code in enumerate(names.units())}
    was = {one.scored.unit: one for one in before.units}
    found: dict[str, list[Row]] = {}
    for one in sorted(after.units, key=lambda one: places.get(one.scored.unit, len(places))):
        row = _row(_Side(was.get(one.scored.unit), before), _Side(one, after))
        found.setdefault(one.scored.unit_class, []).append(row)
    return [Group(name or _("Not classed"), rows) for name, rows in found.items()]


class _Side(NamedTuple):
    one: UnitResult | None
    part: Part


def _row(was: _Side, now: _Side) -> Row:
    known = now.one or was.one
    code = known.scored.unit if known is not None else ""
    apart = _apart(_total(was.one), _total(now.one))
    return Row(code, names.unit(code), _side(*was), _side(*now), apart)


def _side(one: UnitResult | None, part: Part) -> Side:
    if one is None or one.scored.total is None:
        return Side(NONE, "", "")
    place = str(one.scored.rank) if one.scored.rank else _("too few to rank")
    band = figures.band(figures.rules_of(part), one.scored.band)
    return Side(figures.points(one.scored.total), band, place)


def _total(one: UnitResult | None) -> Decimal | None:
    return one.scored.total if one is not None else None


def _apart(was: Decimal | None, now: Decimal | None) -> str:
    if was is None or now is None:
        return NONE
    return f"{now - was:+.2f}" if now != was else "0"


def _unit(code: str, before: Part, after: Part) -> dict[str, object]:
    """One unit, indicator by indicator."""
    was, now = before.unit(code), after.unit(code)
    if was is None or now is None:
        abort(404)
    old, new = _cells(was, before), _cells(now, after)
    return {
        "row": _row(_Side(was, before), _Side(now, after)),
        "lines": [
            Line((new.get(id_) or old[id_]).heading, old.get(id_), new.get(id_))
            for id_ in dict.fromkeys([*new, *old])
        ],
        "off_before": _off(was),
        "off_after": _off(now),
    }


def _cells(one: UnitResult, part: Part) -> dict[str, Cell]:
    return {cell.id: cell for cell in figures.row(one, figures.rules_of(part)).cells}


def _off(one: UnitResult) -> list[tuple[str, int, str]]:
    scored = one.scored
    lost: list[Deducted] = [
        *scored.deducted,
        *(each for line in scored.lines for each in line.deducted),
    ]
    return [
        (words.word(words.FAILING, each.failing), each.times, figures.points(each.points))
        for each in lost
    ]
