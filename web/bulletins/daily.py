"""每日快报: what came in and went out, what is open, overdue and urgent."""

from collections.abc import Iterator, Sequence
from datetime import datetime

from domain.bulletins.figures import Figures, Matter, UnitCounts, beginning, find
from projections.queries.proportion import Proportion
from web import names, times, words
from web.bulletins.links import Links
from web.bulletins.units import called
from web.bulletins.wordings import joined, workload
from web.charts import Chart
from web.charts import share as bar
from web.papers.content import Block, Cell, Column, Figure, Heading, Paragraph, Table
from web.wording import _, _n, _p


def blocks(figures: Figures, as_of: datetime, links: Links) -> Iterator[Block]:
    """What the brief says."""
    yield Heading(_("Received and dispatched"))
    yield Paragraph(_volumes(figures))
    yield from workload(figures, links)
    yield Heading(_("Open time limits"))
    yield Paragraph(_stock(figures, as_of))
    yield from _open(figures.units, links)
    yield Heading(_("Urgent matters"))
    yield Paragraph(_urgent(figures))
    if figures.matters:
        yield _matters(figures.matters, links)


def _volumes(figures: Figures) -> str:
    told = [
        f"{words.word(words.TRACK, one.name.partition('.')[2])} {one.kept}"
        for one in beginning(figures.whole, "received.")
    ]
    received = _n(
        "%(num)d matter was received",
        "%(num)d matters were received",
        figures.count("received").kept,
    )
    return _(
        "%(received)s%(tracks)s; dispatches sent: %(dispatched)d; matters closed: %(closed)d.",
        received=received,
        tracks=_(" (%(told)s)", told=joined(told)) if told else "",
        dispatched=figures.count("dispatched").kept,
        closed=figures.count("closed").kept,
    )


def _stock(figures: Figures, as_of: datetime) -> str:
    return _(
        "As of %(time)s, %(open)d time limits are open: %(overdue)d of %(open)d overdue, %(soon)d "
        "of %(open)d due within 24 hours.",
        time=times.stamp(as_of),
        open=figures.count("open").kept,
        overdue=figures.count("overdue").kept,
        soon=figures.count("soon").kept,
    )


def _open(units: Sequence[UnitCounts], links: Links) -> Iterator[Block]:
    owing = [one for one in units if find(one.counts, "open").kept]
    if not owing:
        return
    columns = [
        Column(_("Unit"), width=2.2),
        Column(_p("bulletin", "Open"), "number"),
        Column(_("Overdue, of the open ones"), "share", 1.6),
        Column(_("Due within 24 hours, of the open ones"), "share", 1.6),
    ]
    rows = [
        [
            Cell(called(one)),
            links.number(find(one.counts, "open"), one.code),
            links.share(find(one.counts, "overdue"), "open", one.code),
            links.share(find(one.counts, "soon"), "open", one.code),
        ]
        for one in owing
    ]
    yield Table(_("Open and overdue time limits by unit"), columns, rows)
    yield Figure(_chart(owing))


def _chart(owing: Sequence[UnitCounts]) -> Chart:
    counts = [(called(one), find(one.counts, "overdue")) for one in owing]
    values = [bar(name, Proportion(count.kept, count.due)) for name, count in counts]
    about = _(
        "Of the time limits each unit has open, how many are overdue, in the order of the list."
    )
    return Chart(_("Overdue of the open time limits, by unit"), values, about)


def _urgent(figures: Figures) -> str:
    urgent = figures.count("urgent")
    said = _("Of %(open)d open matters %(urgent)d are urgent.", open=urgent.due, urgent=urgent.kept)
    shown = len(figures.matters)
    if shown == urgent.kept:
        return said
    return said + " " + _n("The latest is listed.", "The latest %(num)d are listed.", shown)


def _matters(matters: Sequence[Matter], links: Links) -> Table:
    columns = [
        Column(_("Number"), width=1.5),
        Column(_("Track")),
        Column(_("Category"), width=1.4),
        Column(_("Lead unit"), width=1.4),
        Column(_("Stage")),
        Column(_p("bulletin", "Due"), width=1.5),
    ]
    return Table(_("Urgent matters"), columns, [_matter(one, links) for one in matters])


def _matter(one: Matter, links: Links) -> list[Cell]:
    return [
        Cell(one.number, links.case(one.number)),
        Cell(words.word(words.TRACK, one.track)),
        Cell(names.category(one.category) if one.category else ""),
        Cell(names.unit(one.unit) if one.unit else ""),
        Cell(words.word(words.STAGE, one.stage)),
        Cell(times.stamp(one.due_at)),
    ]
