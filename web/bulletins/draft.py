"""A bulletin as it is read: drawn up from the figures of a moment, or from those of its issue."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, NamedTuple

from flask import abort

from application.bulletinbook import load_bulletin
from domain.bulletins.events import BulletinIssued
from domain.bulletins.figures import Figures, digest
from domain.bulletins.periods import Kind, Period, parse
from domain.errors import BulletinUnknown
from web import asof, times
from web.bulletins import assessment, circular, daily, kinds, yearly
from web.bulletins.gathering import gather, unseen
from web.bulletins.links import Links
from web.i18n import centre_name, language
from web.papers.content import Block, Paper, Paragraph
from web.proofs.sealing import seal_of
from web.service import service
from web.wording import _


class Drawn(NamedTuple):
    """A bulletin with what it is drawn up from."""

    period: Period
    figures: Figures
    seq: int
    as_of: datetime
    issued: BulletinIssued | None = None

    @property
    def digest(self) -> str:
        """Of the figures."""
        return digest(self.figures)


def drafted(period: Period) -> Drawn:
    """From the figures of the moment that the page shows."""
    then = asof.past()
    with asof.read() as connection:
        upto = None if then is None else then.seq
        return drawn_of(connection, period, asof.now(), upto, unseen())


def drawn_of(
    connection: Any,
    period: Period,
    now: datetime,
    upto: int | None = None,
    without: frozenset[int] = frozenset(),
) -> Drawn:
    """From the figures of a read model, which stands at `upto` where that is given."""
    found = gather(connection, period, now, upto, without)
    return Drawn(period, found.figures, found.seq, found.as_of)


def as_issued(code: str) -> Drawn:
    """From those it was issued with; 404 where there is none."""
    try:
        known = load_bulletin(service().desk.log, code)
    except BulletinUnknown:
        abort(404)
    return as_known(known)


def as_known(known: BulletinIssued) -> Drawn:
    """From the event by which it was issued."""
    period = parse(Kind(known.kind), known.period)
    return Drawn(period, known.figures, known.seq, known.as_of, known)


def paper(drawn: Drawn, links: Links = Links(), foreword: str = "") -> Paper:  # noqa: B008
    """What it says, in the language of the page."""
    issued = drawn.issued
    at = times.local(issued.at if issued is not None else drawn.as_of)
    said = issued.foreword if issued is not None else foreword
    day = kinds.day(at.date())
    return Paper(
        title=kinds.title(drawn.period),
        organ=_("%(centre)s %(kind)s", centre=centre_name(), kind=kinds.NAMES[drawn.period.kind]),
        number=_number(issued),
        to=_("To all units:"),
        blocks=[*_foreword(said), *_blocks(drawn, links), *_source(drawn)],
        signed=centre_name(),
        day=day if issued is not None else "",
        at=at,
        language="en" if language() == "en" else "zh",
        printed=_("Issued by %(centre)s on %(day)s", centre=centre_name(), day=day)
        if issued
        else "",
        seal=seal_of(drawn.seq) if issued else None,
    )


def _number(issued: BulletinIssued | None) -> str:
    return _("(draft, not issued)") if issued is None else kinds.number(issued.year, issued.number)


def _foreword(text: str) -> Iterator[Block]:
    return (Paragraph(line) for line in text.splitlines() if line)


def _blocks(drawn: Drawn, links: Links) -> Iterable[Block]:
    if drawn.period.kind is Kind.DAILY:
        return daily.blocks(drawn.figures, drawn.as_of, links)
    if drawn.period.kind is Kind.QUARTER:
        return assessment.of_quarter(drawn.figures, links)
    if drawn.period.kind is Kind.YEAR:
        return yearly.of_year(drawn.figures, links)
    told = circular.blocks(drawn.figures, links)
    return [*told, *_quarters(drawn, links)]


def _quarters(drawn: Drawn, links: Links) -> Iterable[Block]:
    if drawn.period.kind is not Kind.HALF_YEAR:
        return ()
    return yearly.of_half(drawn.figures, links)


def _source(drawn: Drawn) -> Iterator[Block]:
    """Where the figures are from, so that they can be taken again."""
    yield Paragraph(
        _(
            "Figures as of %(time)s, record %(seq)d of the log; digest %(digest)s.",
            time=times.stamp(drawn.as_of),
            seq=drawn.seq,
            digest=drawn.digest[:16],
        ),
        small=True,
    )
