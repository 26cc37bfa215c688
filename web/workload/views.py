"""What came in of a period, by what it is; a published percentage held against its denominator."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask import Blueprint, render_template, request, url_for

from domain.assessment.claimed import LARGEST, Verdict, judge
from domain.errors import WrongValue
from projections.queries.workload import Volume, in_groups, together, workload
from web import asof, names, words
from web.asking import viewer
from web.ledgers import periods
from web.ledgers.asked import DAYS, LONGEST, Problem, narrowed
from web.wording import _, _l, _lp

blueprint = Blueprint("workload", __name__, template_folder="templates")

GROUP: Final = "group"
BY: Final = {
    "category": _l("Category"),
    GROUP: _l("Group of categories"),
    "track": _l("Track"),
    "channel": _l("Channel"),
    "validity": _lp("workload", "Validity"),
    "outcome": _l("Outcome"),
    "level": _lp("workload", "Level"),
}
# By what of these the ledger of cases is narrowed too, so that a number opens to its rows.
OPENS: Final = ("category", "track", "channel")


class Line(NamedTuple):
    """One kind of matters; `url` leads to them where a ledger can be narrowed to just these."""

    label: str
    volume: Volume
    url: str


@blueprint.get("/workload")
def workload_page() -> str | tuple[str, int]:
    """Without a period it is this quarter up to now."""
    typed = {name: request.args.get(name, "").strip()[:LONGEST] for name in DAYS}
    if not any(typed.values()):
        now = periods.quarter()
        typed = {"since": now.since.isoformat(), "until": now.until.isoformat()}
    by = request.args.get("by", "")
    by = by if by in BY else next(iter(BY))
    filters, problems = narrowed(typed)
    found = [] if problems else _volumes(filters, by)
    page = render_template(
        "workload/workload.html",
        typed=typed,
        by=by,
        kinds=BY,
        problems=problems,
        lines=[_line(one, by, typed) for one in found],
        whole=together(found),
        periods=periods.usual(),
        now=asof.now(),
    )
    return (page, 422) if problems else page


def _volumes(filters: Any, by: str) -> list[Volume]:
    with asof.read() as connection:
        kind = "category" if by == GROUP else by
        found = workload(connection, viewer=viewer(), filters=filters, by=kind)
    return in_groups(found, names.categories().known) if by == GROUP else found


def _line(one: Volume, by: str, typed: Mapping[str, str]) -> Line:
    url = ""
    if by in OPENS and one.group:
        narrowed_to: dict[str, Any] = {**typed, by: one.group}
        url = url_for("ledgers.ledger", name="cases", **narrowed_to)
    return Line(_label(by, one.group), one, url)


def _label(by: str, code: str) -> str:
    if not code:
        return _("not said yet")
    if by in ("category", GROUP):
        return f"{code} {names.category(code)}"
    tables = {
        "track": words.TRACK,
        "channel": words.CHANNEL,
        "validity": words.VALIDITY,
        "outcome": words.OUTCOME,
        "level": words.LEVEL,
    }
    return words.word(tables[by], code)


@blueprint.get("/workload/fits")
def fits_page() -> str | tuple[str, int]:
    """Nothing asked yet: the form alone."""
    typed = {name: request.args.get(name, "").strip()[:LONGEST] for name in ("claimed", "of")}
    problems: list[Problem] = []
    verdict = _verdict(typed, problems) if any(typed.values()) else None
    page = render_template("workload/fits.html", typed=typed, problems=problems, verdict=verdict)
    return (page, 422) if problems else page


def _verdict(typed: Mapping[str, str], problems: list[Problem]) -> Verdict | None:
    whole = typed["of"].isascii() and typed["of"].isdigit() and 0 < int(typed["of"]) <= LARGEST
    if not whole:
        problems.append(("of", _("Write the denominator as a whole number, at least 1.")))
    try:
        verdict = judge(typed["claimed"], int(typed["of"]) if whole else 1)
    except WrongValue:
        problems.insert(0, ("claimed", _("Write a percentage from 0 to 100, such as 98 or 98.3.")))
        return None
    return verdict if whole else None
