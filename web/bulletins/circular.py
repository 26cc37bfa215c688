"""月通报、半年通报: rates with what they are counted of, what fell due and was missed, failings."""

from collections.abc import Iterator, Sequence
from typing import Final

from domain.bulletins.figures import Count, Figures, MonthCounts, UnitCounts, beginning, find
from projections.queries.proportion import Proportion
from projections.queries.rates import RATES, Rate
from web import words
from web.bulletins.gathering import ANSWERS, OF_UNITS
from web.bulletins.links import RATE, Links
from web.bulletins.units import called
from web.bulletins.wordings import joined, workload
from web.charts import Chart
from web.charts import share as bar
from web.i18n import language
from web.papers.content import Block, Cell, Column, Figure, Heading, Paragraph, Table
from web.rates.figures import definition
from web.wording import _, _p

FAILING: Final = "failing."
MISSED: Final = (("missed", "fell_due"), ("urged", "missed"), ("left", "missed"))


def blocks(figures: Figures, links: Links) -> Iterator[Block]:
    """What the circular says."""
    yield Heading(_("Matters received and handled"))
    yield Paragraph(_volumes(figures))
    yield from workload(figures, links)
    yield Heading(_("Rates"))
    yield Paragraph(_("Of what fell due in the period; open and overdue counts as failed."))
    yield _rates(figures, links)
    yield Paragraph(_few(), small=True)
    yield Heading(_("The months up to then"))
    yield from (Figure(_trend(rate, figures.months), line=True) for rate in _named(OF_UNITS))
    yield Heading(_("On time, by unit"))
    yield from _by_unit(figures.units, links)
    yield Heading(_("Overdue and urged"))
    yield Paragraph(_owed(figures))
    yield from _missed(figures.units, links)
    yield Heading(_("Failings"))
    yield from _failings(figures, links)


def _volumes(figures: Figures) -> str:
    told = [
        f"{words.word(words.TRACK, one.name.partition('.')[2])} {one.kept}"
        for one in beginning(figures.whole, "received.")
    ]
    return _(
        "Matters received: %(received)d%(tracks)s; dispatches sent: %(dispatched)d; matters "
        "closed: %(closed)d.",
        received=figures.count("received").kept,
        tracks=_(" (%(told)s)", told=joined(told)) if told else "",
        dispatched=figures.count("dispatched").kept,
        closed=figures.count("closed").kept,
    )


def _named(names: Sequence[str]) -> list[Rate]:
    return [rate for rate in RATES if rate.name in names]


def _rates(figures: Figures, links: Links) -> Table:
    columns = [
        Column(_("Rate"), width=1.3),
        Column(_("Per cent, kept / of"), "share", 1.3),
        Column(_("95 % interval"), width=1.3),
        Column(_("What it counts"), width=3.2),
    ]
    return Table(_("Rates"), columns, [_rate(rate, figures, links) for rate in RATES])


def _rate(rate: Rate, figures: Figures, links: Links) -> list[Cell]:
    """Of so few answers that a single one could be told from it, only how many there were."""
    count = figures.count(f"{RATE}{rate.name}")
    share = links.share(count, told=rate.name not in ANSWERS)
    interval = getattr(share.value, "interval", "")
    about = definition(rate)
    return [Cell(rate.heading(language())), share, Cell(interval), Cell(about)]


def _few() -> str:
    return _(
        "* fewer than thirty: too few to rank. A dash for the number kept: so few answers that "
        "single ones could be told from it. Accusations are in no bulletin."
    )


def _trend(rate: Rate, months: Sequence[MonthCounts]) -> Chart:
    counts = [(one.month, find(one.counts, f"{RATE}{rate.name}")) for one in months]
    values = [bar(month, Proportion(count.kept, count.due)) for month, count in counts]
    return Chart(rate.heading(language()), values, definition(rate))


def _by_unit(units: Sequence[UnitCounts], links: Links) -> Iterator[Block]:
    rates = _named(OF_UNITS)
    owing = [one for one in units if any(_count(one, rate).due for rate in rates)]
    if not owing:
        yield Paragraph(_("Nothing fell due from any unit."))
        return
    columns = [
        Column(_("Unit"), width=1.8),
        *(Column(rate.heading(language()), "share") for rate in rates),
    ]
    rows = [
        [Cell(called(one)), *(links.share(_count(one, rate), "", one.code) for rate in rates)]
        for one in owing
    ]
    yield Table(_("On time, by unit"), columns, rows)
    yield Paragraph(_("In the order of the list, not by value."), small=True)


def _count(one: UnitCounts, rate: Rate) -> Count:
    return find(one.counts, f"{RATE}{rate.name}")


def _owed(figures: Figures) -> str:
    missed, due = figures.count("missed").kept, figures.count("fell_due").kept
    return _(
        "%(due)d time limits fell due: %(missed)d of %(due)d were missed; of those %(missed)d "
        "%(urged)d were urged, and %(left)d of %(missed)d are still open.",
        due=due,
        missed=missed,
        urged=figures.count("urged").kept,
        left=figures.count("left").kept,
    )


def _missed(units: Sequence[UnitCounts], links: Links) -> Iterator[Block]:
    late = [one for one in units if find(one.counts, "missed").kept]
    if not late:
        return
    columns = [
        Column(_("Unit"), width=1.8),
        Column(_("Missed, of what fell due"), "share"),
        Column(_("Urged, of the missed"), "share"),
        Column(_("Still open, of the missed"), "share"),
    ]
    rows = [[Cell(called(one)), *_owings(one, links)] for one in late]
    yield Table(_("Missed time limits by unit"), columns, rows)


def _owings(one: UnitCounts, links: Links) -> Iterator[Cell]:
    missed = find(one.counts, "missed").kept
    for name, of in MISSED:
        count = find(one.counts, name)
        due = count.due if of == "fell_due" else missed
        yield links.share(Count(name, count.kept, due), of, one.code)


def _failings(figures: Figures, links: Links) -> Iterator[Block]:
    whole = figures.count("failing").kept
    if not whole:
        yield Paragraph(_("The records show no failing in the period."))
        return
    yield Paragraph(
        _("The records show failings of the following kinds: %(num)d in all.", num=whole)
    )
    kinds = list(beginning(figures.whole, FAILING))
    columns = [Column(_("Failing"), width=2.4), Column(_("Of all failings"), "volume")]
    yield Table(
        _("Failings by kind"),
        columns,
        [[Cell(_kind(one.name)), links.volume(one)] for one in kinds],
    )
    failed = [one for one in figures.units if find(one.counts, "failing").kept]
    yield Table(
        _("Failings by unit"),
        [Column(_("Unit"), width=2.4), Column(_("Of all failings"), "volume")],
        [[Cell(called(one)), _of_all(one, links)] for one in failed],
    )


def _of_all(one: UnitCounts, links: Links) -> Cell:
    return links.volume(find(one.counts, "failing"), one.code)


def _kind(name: str) -> str:
    return words.word(words.FAILING, name.removeprefix(FAILING)) or _p("bulletin", "Other")
