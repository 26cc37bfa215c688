"""The rates of this quarter beside those of the last, and where shares fell most."""

from collections.abc import Collection, Sequence
from typing import Any, Final, NamedTuple

from flask import url_for

from projections.queries.filters import NOTHING
from projections.queries.overview import Change, changes, falls
from projections.queries.rates import RATES, Rate, Rated, rates
from projections.queries.viewer import Viewer
from projections.reading import Reading
from web.asking import viewer
from web.charts import Chart, Shown, rows, share, shown
from web.overview.quarters import Part
from web.rates import figures
from web.rates.figures import Figure
from web.rates.question import Whom
from web.rates.targets import target_of
from web.wording import _, _p

MOST: Final = 8  # falls that are shown
CLOSURE: Final = "closure"


class Line(NamedTuple):
    """A rate, or a rate of one unit or category, now and before, each open to its rows."""

    heading: str
    group: str
    definition: str
    now: Figure
    now_url: str
    before: Figure
    before_url: str
    change: str
    sure: bool
    target: str
    missed: bool


class Split(NamedTuple):
    """Everything that counts in both quarters, split by unit or category."""

    by: str
    now: list[Rated]
    before: list[Rated]


def counted(
    connection: Reading, whom: Whom, parts: tuple[Part, Part], by: str, promised: Collection[str]
) -> Split:
    """By unit everything; by category what was promised, and closing."""
    only = () if by == "unit" else (*promised, CLOSURE)
    now, before = (
        rates(connection, filters=part.filters, by=by, only=only, **whom._asdict())
        for part in parts
    )
    return Split(by, now, before)


def lines(split: Split, this: Part, last: Part) -> list[Line]:
    """Each rate the viewer may see, as a whole."""
    return [_line(one, "", this, last) for one in whole(split, viewer())]


def whole(split: Split, who: Viewer) -> list[Change]:
    """What is split, put together again."""
    return changes(seen(who), split.now, split.before)


def seen(who: Viewer) -> list[Rate]:
    """Units are not told what single reporters answered."""
    return [rate for rate in RATES if who.sees_answers or not rate.with_answers]


def slipping(split: Split, this: Part, last: Part) -> list[Line]:
    """The falls, the worst first; of units and categories that stand on enough."""
    return [_line(one, split.by, this, last) for one in falls(split.now, split.before, MOST)]


def beside(found: Sequence[Change], this: Part, last: Part) -> Shown:
    """Both quarters as bars."""
    chart = Chart(
        title=_("This quarter and the last"),
        values=[share(figures.heading(one.rate), one.now, _url(one, "", this)) for one in found],
        before=[share(figures.heading(one.rate), one.before) for one in found],
        now_name=_("%(quarter)s so far", quarter=this.quarter.label),
        before_name=last.quarter.label,
        about=_("For each rate a bar of this quarter and under it one of the last."),
    )
    return shown(chart, rows)


def _line(one: Change, by: str, this: Part, last: Part) -> Line:
    target = target_of(one.rate.name) if not by else None
    share_now = one.now.per_cent
    return Line(
        heading=figures.heading(one.rate),
        group=figures.label(by, one.group) if by else "",
        definition=figures.definition(one.rate),
        now=figures.figure(one.now),
        now_url=_url(one, by, this),
        before=figures.figure(one.before),
        before_url=_url(one, by, last),
        change=_change(one),
        sure=one.sure,
        target="" if target is None else f"{target:g} %",
        missed=target is not None and share_now is not None and share_now < target,
    )


def _url(one: Change, by: str, part: Part) -> str:
    address: dict[str, Any] = {**part.address, **({by: one.group or NOTHING} if by else {})}
    return url_for("rates.rate_page", name=one.rate.name, **address)


def _change(one: Change) -> str:
    """In points, with a sign of its own for better and worse."""
    if one.points is None:
        return "—"
    if not one.enough:
        return _("too few to compare")
    if abs(one.points) < 0.05:  # noqa: PLR2004 - what is written has one digit
        return _p("change", "the same")
    told = _p("change", "worse") if one.worse > 0 else _p("change", "better")
    mark = "▼" if one.worse > 0 else "▲"
    return f"{mark} {one.points:+.1f} {told}"
