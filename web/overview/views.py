"""The overview: rates against the last quarter and the targets, what slips, what can be met."""

from typing import Any, Final

from flask import Blueprint, render_template, request

from projections.queries.overview import still_to_meet
from web import asof, times, words
from web.asking import viewer
from web.overview import comparing, owed, promised
from web.overview.quarters import Part, so_far
from web.rates.question import Whom, register
from web.rates.targets import targets

BY: Final = ("unit", "category")

blueprint = Blueprint("overview", __name__, template_folder="templates")


@blueprint.get("/overview")
def overview_page() -> str:
    """How the quarter goes so far."""
    this, last = so_far(asof.now())
    by = request.args.get("by", "")
    by = by if by in BY else BY[0]
    kind = request.args.get("kind", "")
    kind = kind if kind in words.CLOCK else ""
    return render_template(
        "overview/overview.html",
        this=this,
        last=last,
        by=by,
        of_unit=viewer().of_unit,
        **_rates(this, last, by),
        kind=kind,
        **_owed(this, kind),
    )


def _rates(this: Part, last: Part, by: str) -> dict[str, Any]:
    whom, parts = Whom(viewer(), asof.now(), register()), (this, last)
    with asof.read() as connection:
        split = comparing.counted(connection, whom, parts, "unit", ())
        other = split if by == "unit" else comparing.counted(connection, whom, parts, by, targets())
        courses = promised.courses(connection, this.last)
    return {
        "lines": comparing.lines(split, this, last),
        "beside": comparing.beside(comparing.whole(split, viewer()), this, last),
        "slipping": [] if viewer().of_unit else comparing.slipping(other, this, last),
        "courses": courses,
    }


def _owed(this: Part, kind: str) -> dict[str, Any]:
    with asof.read() as connection:
        found = still_to_meet(
            connection,
            viewer=viewer(),
            now=asof.now(),
            until=this.quarter.until(times.zone()),
            kind=kind,
            most=owed.MOST_OF_KIND if kind else owed.MOST,
        )
    return {"owed": owed.lines(found), "kinds": owed.kinds(found)}
