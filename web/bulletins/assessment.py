"""考核结果、年度排名: points with what they were given for, within each class of units."""

from collections.abc import Iterator, Sequence
from decimal import Decimal

from flask import url_for

from domain.bulletins.figures import Figures, IndicatorPoints, Named, UnitPoints
from web.bulletins.links import Links
from web.bulletins.units import called, titled
from web.charts import Chart, Value
from web.charts.model import HUNDRED
from web.papers.content import (
    Block,
    Cell,
    Column,
    Figure,
    Heading,
    Paragraph,
    Points,
    Share,
    Table,
)
from web.wording import _, _n, _p


def of_quarter(figures: Figures, links: Links) -> Iterator[Block]:
    """The scores of one quarter."""
    quarter = figures.quarters[0]
    if not (figures.points or figures.centre):
        yield Paragraph(_("Nothing was computed for this quarter yet: there is no score."))
        return
    yield Paragraph(_stand(figures))
    for name, units in classes(figures.points):
        yield Heading(name)
        yield _totals(name, units, figures, links)
        yield _lines(name, units, figures.indicators, links, quarter.quarter)
        yield Figure(chart(name, units))
    yield Paragraph(explained(), small=True)
    if figures.centre:
        yield Heading(_("The centre's own score"))
        yield _own(figures, links)


def _stand(figures: Figures) -> str:
    used = figures.quarters[0]
    if used.published:
        return _(
            "The published result by the rules %(rules)s, as of record %(seq)d of the log.",
            rules=used.rules,
            seq=used.seq,
        )
    return _(
        "Not published: what was computed last, by the rules %(rules)s. It may still change.",
        rules=used.rules,
    )


def explained() -> str:
    """How a table of scores is to be read."""
    return _(
        "Units are compared within their class only, and stand in the order of the list. A dash: "
        "nothing was due, so there is no score. Not ranked: too little was counted to compare."
    )


def classes(points: Sequence[UnitPoints]) -> list[tuple[str, list[UnitPoints]]]:
    """By class, in the order in which the list comes to them."""
    found: dict[str, list[UnitPoints]] = {}
    for one in points:
        found.setdefault(one.unit_class, []).append(one)
    return [(name or _("Not classed"), units) for name, units in found.items()]


def _totals(name: str, units: Sequence[UnitPoints], figures: Figures, links: Links) -> Table:
    columns = [
        Column(_("Unit"), width=2),
        Column(_p("score", "Gained"), "score"),
        Column(_("Deducted, for failings"), width=1.4),
        Column(_p("score", "Score"), "score"),
        Column(_p("score", "Band")),
        Column(_("Place in its class"), width=1.2),
    ]
    rows = [
        [
            Cell(called(one), unit(links, figures.quarters[0].quarter, one.code)),
            Cell(Points(one.gained)),
            Cell(_deducted(one)),
            Cell(Points(one.total)),
            Cell(_band(one, figures.bands)),
            Cell(place(one, units)),
        ]
        for one in units
    ]
    return Table(_("%(name)s: scores", name=name), columns, rows)


def _deducted(one: UnitPoints) -> str:
    if one.total is None:
        return "—"
    if not one.failings:
        return "0"
    off = f"{one.deducted or Decimal(0):.2f}"
    return _n("%(off)s (%(num)d failing)", "%(off)s (%(num)d failings)", one.failings, off=off)


def _band(one: UnitPoints, bands: Sequence[Named]) -> str:
    return next((titled(band) for band in bands if band.code == one.band), "")


def place(one: UnitPoints, units: Sequence[UnitPoints]) -> str:
    """The place among those of the class that are ranked."""
    if one.rank is None:
        return "—" if one.total is None else _("too few to rank")
    ranked = sum(other.rank is not None for other in units)
    return f"{one.rank} / {ranked}"


def _lines(
    name: str, units: Sequence[UnitPoints], indicators: Sequence[Named], links: Links, quarter: str
) -> Table:
    columns = [
        Column(_("Unit"), width=1.6),
        *(
            Column(_("%(name)s (%(points)s)", name=titled(one), points=one.points), "points")
            for one in indicators
        ),
    ]
    rows = [
        [Cell(called(one)), *(_line(one, each, links, quarter) for each in indicators)]
        for one in units
    ]
    return Table(_("%(name)s: points by indicator", name=name), columns, rows)


def _line(one: UnitPoints, indicator: Named, links: Links, quarter: str) -> Cell:
    line = next((each for each in one.lines if each.indicator == indicator.code), None)
    if line is None:
        return Cell(Points(None))
    return Cell(_points(line, indicator), _rows(links, quarter, one.code, indicator.code))


def _points(line: IndicatorPoints, indicator: Named) -> Points:
    """Of few answers neither how many were good nor what that gave."""
    told = not (indicator.answers and line.few)
    return Points(line.points if told else None, Share(line.kept, line.due, told))


def _own(figures: Figures, links: Links) -> Table:
    one, quarter = figures.centre[0], figures.quarters[0].quarter
    columns = [Column(_("Indicator"), width=2), Column(_p("score", "Points"), "points")]
    rows = [
        [
            Cell(_("%(name)s (%(points)s)", name=titled(each), points=each.points)),
            _line(one, each, links, quarter),
        ]
        for each in figures.centre_indicators
    ]
    rows.append([Cell(_p("score", "Score")), Cell(Points(one.total))])
    return Table(_("The centre's own score"), columns, rows)


def unit(links: Links, quarter: str, code: str) -> str:
    """The page of a unit's score."""
    if links.period is None:
        return ""
    return url_for("assessment.unit", quarter=quarter, code=code)


def _rows(links: Links, quarter: str, code: str, indicator: str) -> str:
    if links.period is None:
        return ""
    return url_for("assessment.rows", quarter=quarter, code=code, indicator=indicator)


def chart(name: str, units: Sequence[UnitPoints]) -> Chart:
    """The scores of a class side by side."""
    values = [_bar(one) for one in units]
    about = _("The scores of a class, in the order of the list, out of a hundred.")
    return Chart(_("%(name)s: scores compared", name=name), values, about, unit="")


def _bar(one: UnitPoints) -> Value:
    shown = "—" if one.total is None else f"{one.total:.2f}"
    value = None if one.total is None else float(one.total)
    few = one.total is not None and one.rank is None
    return Value(called(one), value, shown, f"/{HUNDRED:.0f}" if value is not None else "", few=few)
