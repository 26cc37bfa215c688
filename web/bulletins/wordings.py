"""What several kinds of bulletins say in the same way."""

from collections.abc import Iterable, Iterator

from domain.bulletins.figures import Count, Figures, UnitCounts, find
from web.bulletins.links import Links
from web.bulletins.units import called
from web.papers.content import Block, Cell, Column, Paragraph, Table
from web.wording import _, _p

VOLUMES = ("received", "dispatched")


def joined(parts: Iterable[str]) -> str:
    """One after the other, as an enumeration."""
    return _p("between the parts of a list", ", ").join(parts)


def workload(figures: Figures, links: Links) -> Iterator[Block]:
    """How much each unit had to do: nothing to rank by, in the order of the list."""
    busy = [one for one in figures.units if any(find(one.counts, name).kept for name in VOLUMES)]
    if not busy:
        return
    columns = [
        Column(_("Unit"), width=2.2),
        Column(_("Received, of all received"), "volume", 1.6),
        Column(_("Dispatched to it, of all dispatches"), "volume", 1.6),
    ]
    rows = [
        [Cell(called(one)), *(_volume(one, figures.count(name), links) for name in VOLUMES)]
        for one in busy
    ]
    yield Table(_("Workload by unit"), columns, rows)
    yield Paragraph(
        _("Volumes are workload: they stand in the order of the list and rank nobody."), small=True
    )


def _volume(one: UnitCounts, whole: Count, links: Links) -> Cell:
    own = find(one.counts, whole.name).kept
    return links.volume(Count(whole.name, own, whole.due), one.code)
