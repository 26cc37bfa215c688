"""年度排名，半年通报中的季度结果: the published quarters side by side, and their mean."""

from collections.abc import Iterator, Sequence

from domain.bulletins.figures import Figures, QuarterTotal, UnitPoints
from web.bulletins.assessment import chart, classes, explained, place, unit
from web.bulletins.links import Links
from web.bulletins.units import called
from web.papers.content import Block, Cell, Column, Figure, Heading, Paragraph, Points, Table
from web.wording import _, _p


def of_year(figures: Figures, links: Links) -> Iterator[Block]:
    """The means of the published quarters, ranked within each class."""
    published = [one.quarter for one in figures.quarters if one.published]
    yield Paragraph(_quarters(figures))
    if not published:
        return
    yield Paragraph(_rule())
    for name, units in classes(figures.points):
        yield Heading(name)
        yield means(name, units, published, links, ranking=True)
        yield Figure(chart(name, units))
    yield Paragraph(explained(), small=True)


def of_half(figures: Figures, links: Links) -> Iterator[Block]:
    """The published quarters in half a year, beside its circular; nobody is ranked by them."""
    published = [one.quarter for one in figures.quarters if one.published]
    yield Heading(_("Published quarters"))
    yield Paragraph(_quarters(figures))
    for name, units in classes(figures.points):
        yield means(name, units, published, links, ranking=False)


def _quarters(figures: Figures) -> str:
    published = [one.quarter for one in figures.quarters if one.published]
    missing = [one.quarter for one in figures.quarters if not one.published]
    said = _("Published quarters: %(quarters)s.", quarters=_listed(published))
    if not missing:
        return said
    return said + _(" Not published, and not counted: %(quarters)s.", quarters=_listed(missing))


def _listed(quarters: Sequence[str]) -> str:
    return _p("between the parts of a list", ", ").join(quarters) or _p("quarters", "none")


def _rule() -> str:
    return _(
        "The score of the year is the mean of the unit's scores in the published quarters, each "
        "weighing the same, rounded half up to hundredths. Ranked within its class is who had "
        "enough counted in more than half of them."
    )


def means(
    name: str, units: Sequence[UnitPoints], quarters: Sequence[str], links: Links, *, ranking: bool
) -> Table:
    """Each unit's score by quarter, and their mean."""
    columns = [
        Column(_("Unit"), width=2),
        *(Column(quarter, "score") for quarter in quarters),
        Column(_("Mean"), "score"),
    ]
    if ranking:
        columns.append(Column(_("Place in its class"), width=1.3))
    rows = [[Cell(called(one)), *_quarterly(one, links), Cell(Points(one.total))] for one in units]
    if ranking:
        rows = [[*row, Cell(place(one, units))] for row, one in zip(rows, units, strict=True)]
    return Table(_("%(name)s: scores by quarter", name=name), columns, rows)


def _quarterly(one: UnitPoints, links: Links) -> Iterator[Cell]:
    for each in one.quarters:
        yield _total(each, one.code, links)


def _total(each: QuarterTotal, code: str, links: Links) -> Cell:
    return Cell(
        Points(each.total), unit(links, each.quarter, code) if each.total is not None else ""
    )
