"""The list of quarters; one of them with its table, what was done and what is to be done next."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Final, NamedTuple

from flask import abort, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from application import assessment as commands
from application.assessment.results import Results
from domain.assessment.periods import Quarter
from domain.assessment.result import Part, canonical
from domain.errors import DomainError
from projections.courses import as_it_ended, as_to_be_signed
from web import asof, messages, names, times
from web.asking import viewer
from web.assessment import figures, telling
from web.assessment.exclusions import lines as exclusions_of
from web.assessment.objections import lines as objections_of
from web.assessment.routes import SEE_OTHER, UNPROCESSABLE, Answer, blueprint
from web.assessment.sight import Sight, of_time, quarter_named, result_of
from web.auth.who import actor
from web.service import service
from web.wording import _

A_DAY: Final = timedelta(days=1)
PAST: Final = 4  # quarters that are offered although nothing was computed of them


class Entry(NamedTuple):
    """One quarter of the list."""

    label: str
    since: str
    until: str
    stage: str
    review: str
    published: str
    objections: int


@blueprint.get("/")
def quarters() -> str:
    """The latest first; what nothing was computed of is offered for a year."""
    shown = [_entry(quarter_named(one.label)) for one in _known()]
    return render_template("assessment/quarters.html", quarters=shown)


@blueprint.get("/<quarter>")
def quarter(quarter: str) -> Answer:
    """What it came to, unit by unit within each class."""
    return show(quarter_named(quarter))


@blueprint.get("/<quarter>/result.json")
def result_file(quarter: str) -> Response:
    """The file whose hash is signed; byte for byte what anyone computes again."""
    sight = quarter_named(quarter)
    if sight.recorded is None:
        abort(404)
    result, proven = result_of(sight)
    if not proven:
        abort(404)
    file = Results(service().settings).file(sight.recorded.digest) or canonical(result)
    said = {"Content-Disposition": f'attachment; filename="{quarter}.json"'}
    return Response(file, mimetype="application/json", headers=said)


@blueprint.post("/<quarter>/compute")
def compute(quarter: str) -> Answer:
    """Record what it comes to: what is under review as of its position, unless today is asked."""
    sight = quarter_named(quarter)

    def act() -> None:
        again = sight.course.under_review and request.form.get("as_of") != "now"
        result = (
            as_to_be_signed(service(), sight.course)
            if again
            else as_it_ended(service(), sight.quarter, actor())
        )
        commands.compute(service().desk, result, actor())
        Results(service().settings).keep(result)

    return _do(sight, act, _("Computed. What it came to is on record."))


@blueprint.post("/<quarter>/review")
def review(quarter: str) -> Answer:
    """Let the units look and object."""
    sight = quarter_named(quarter)
    return _do(
        sight,
        lambda: commands.open_review(service().desk, sight.quarter, actor()),
        _("The review is open: each unit sees its own lines and may object."),
    )


@blueprint.post("/<quarter>/sign")
def sign(quarter: str) -> Answer:
    """Answer for it; it is computed again before."""
    sight = quarter_named(quarter)
    return _do(
        sight,
        lambda: commands.sign(service().desk, as_to_be_signed(service(), sight.course), actor()),
        _("Signed."),
    )


def show(sight: Sight, problems: list[tuple[str, str]] | None = None) -> str:
    """The page of a quarter."""
    result, proven = result_of(sight)
    units, centre = result.part("units"), result.part("centre")
    return render_template(
        "assessment/quarter.html",
        sight=sight,
        label=sight.quarter.label,
        result=result,
        recorded=sight.recorded,
        proven=proven,
        problems=problems or [],
        groups=_groups(sight, units),
        heads=_heads(units) if sight.whole or sight.published else [],
        centre_row=_centre(sight, centre),
        limits=_limits(sight, units),
        rules=[figures.rules_of(one) for one in result.parts],
        objections=objections_of(sight),
        exclusions=exclusions_of(sight),
        consequences=_consequences(sight),
        history=telling.told(sight) if sight.whole else [],
        days=times.DAY_PATTERN,
    )


def _groups(sight: Sight, part: Part | None) -> list[figures.Group]:
    """All units, or those of the viewer; of others only what is published."""
    if part is None or not sight.told:
        return []
    found = figures.groups(part)
    if sight.whole or sight.published:
        return found
    own = [
        group._replace(rows=[one for one in group.rows if sight.own(one.code)]) for group in found
    ]
    return [group for group in own if group.rows]


def _heads(part: Part | None) -> list[str]:
    if part is None:
        return []
    return [figures.heading(one) for one in figures.rules_of(part).indicators]


def _centre(sight: Sight, part: Part | None) -> figures.Row | None:
    """The centre's own score, beside those of the units."""
    if part is None or not part.units or not (sight.whole or sight.published):
        return None
    return figures.row(part.units[0], figures.rules_of(part))


def _limits(sight: Sight, part: Part | None) -> list[figures.Row]:
    """Before the review a unit sees its own time limits, and no score."""
    if part is None or sight.told:
        return []
    rules = figures.rules_of(part)
    ids = [one.id for one in rules.indicators if of_time(one)]
    own = [figures.row(one, rules) for one in part.units if one.scored.unit in viewer().part]
    return [one._replace(cells=figures.only(one.cells, ids)) for one in own]


def _consequences(sight: Sight) -> list[dict[str, str]]:
    return [
        {
            "unit": names.unit(one.recorded.unit),
            "kind": one.recorded.kind,
            "reason": one.recorded.reason,
        }
        for one in sight.course.consequences
        if one.revoked is None
    ]


def _known() -> Iterator[Quarter]:
    listed = service().desk.courses.quarters()
    recent = [Quarter.at(asof.now(), times.zone())]
    for _n in range(PAST):
        recent.append(recent[-1].before)
    begun = (one for one in {*listed, *recent} if one.since(times.zone()) <= asof.now())
    return iter(sorted(begun, reverse=True))


def _entry(sight: Sight) -> Entry:
    course, zone = sight.course, times.zone()
    return Entry(
        label=sight.quarter.label,
        since=f"{sight.quarter.since(zone):{times.DAY_PATTERN}}",
        until=f"{sight.quarter.after.since(zone) - A_DAY:{times.DAY_PATTERN}}",
        stage=sight.stage,
        review=times.stamp(course.review.until) if course.review else "",
        published=times.stamp(course.published.at) if course.published else "",
        objections=len(course.open_objections) if sight.whole else 0,
    )


def _do(sight: Sight, act: Callable[[], object], said: str) -> Answer:
    try:
        act()
    except DomainError as refusal:
        return show(sight, [("", messages.explain(refusal).text)]), UNPROCESSABLE
    flash(said, "success")
    return redirect(url_for("assessment.quarter", quarter=sight.quarter.label), SEE_OTHER)
