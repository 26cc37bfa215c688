"""An audit sheet as a paper: what was looked into, drawn, found, answered, and what came of it."""

from collections.abc import Iterator, Mapping

from domain.audit import events as e
from domain.audit.sampling import Frame
from domain.audit.state import Finding, Sheet
from projections.queries.sheets import Told
from web import times, words
from web.admin.telling import author
from web.i18n import centre_name, language
from web.papers.content import Block, Cell, Column, Heading, Paper, Paragraph, Table
from web.sheets import shown, telling, terms
from web.sheets.shown import Line
from web.wording import _, _n, _p

YES = "✓"


def paper(sheet: Sheet) -> Paper:
    """In the language of the page."""
    opened, now = sheet.known, times.now()
    return Paper(
        title=_("Audit sheet: %(title)s", title=opened.title),
        organ="",
        number=_("Audit %(code)s", code=opened.code),
        to="",
        blocks=list(_blocks(sheet)),
        signed=centre_name(),
        day=now.strftime(times.DAY_PATTERN),
        at=now,
        language="en" if language() == "en" else "zh",
    )


def _blocks(sheet: Sheet) -> Iterator[Block]:
    seen = shown.known(sheet)
    yield from _about(sheet)
    yield Heading(_("Samples"))
    yield from _samples(sheet)
    yield Heading(_("Matters"))
    yield _matters(sheet, seen)
    yield Heading(_p("audit", "Findings"))
    yield from _findings(sheet, seen)
    if sheet.closed is not None:
        yield Heading(_("What the audit came to"))
        yield Paragraph(sheet.closed.conclusion)
        yield Paragraph(_stamped(sheet.closed), small=True)


def _about(sheet: Sheet) -> Iterator[Block]:
    opened = sheet.known
    yield Heading(_("What is looked into"))
    yield Paragraph(opened.aim)
    within = shown.period(sheet)
    if within:
        yield Paragraph(_("Received: %(days)s", days=within))
    if opened.units:
        units = _p("between several", ", ").join(map(terms.unit, opened.units))
        yield Paragraph(_("Units: %(units)s", units=units))
    yield Paragraph(_stamped(opened), small=True)


def _stamped(event: e.AuditEvent) -> str:
    return f"{author(event.by.user)} {times.stamp(event.at)}"


def _samples(sheet: Sheet) -> Iterator[Block]:
    if not sheet.samples:
        yield Paragraph(_("No sample was drawn."))
    for one in sheet.samples:
        text = _(
            "Sample %(n)d: %(how)s, as of record %(seq)d of the log, seed %(seed)s.",
            n=one.sample,
            how=framed(one.frame),
            seq=one.seq,
            seed=one.seed,
        )
        yield Paragraph(text)
    if sheet.samples:
        yield _strata(sheet)


def framed(frame: Frame) -> str:
    """How it was drawn, in a few words."""
    said = [
        words.word(terms.METHOD, frame.method),
        _n("%(num)d drawn of each", "%(num)d drawn of each", frame.size),
        f"{frame.since:%Y-%m-%d} –" if frame.since else "",
        f"– {frame.until:%Y-%m-%d}" if frame.until else "",
        words.word(words.TRACK, frame.track) if frame.track else "",
        *map(terms.unit, frame.units),
    ]
    return _p("between several", ", ").join(one for one in said if one)


def _strata(sheet: Sheet) -> Table:
    columns = [
        Column(_("Sample"), "number", 0.5),
        Column(_("Drawn out of"), width=2),
        Column(_("There were"), "number", 0.7),
        Column(_p("sample", "Drawn"), "number", 0.7),
    ]
    rows = [
        [Cell(one.sample), Cell(_named(stratum.name)), Cell(stratum.of), Cell(stratum.drawn)]
        for one in sheet.samples
        for stratum in one.strata
    ]
    return Table(_("What was drawn out of how many"), columns, rows)


def _named(name: str) -> str:
    return terms.stratum(name) if name else _("all of them")


def _matters(sheet: Sheet, seen: Mapping[str, Told]) -> Table:
    columns = [
        Column(_("Number"), width=1.2),
        Column(_p("audit", "Matter"), width=2),
        Column(_("Lead unit"), width=1.2),
        Column(_("Why"), width=1.5),
        Column(_("Gone through"), width=0.8),
        Column(_p("audit", "Findings"), width=0.7),
        Column(_("Remark"), width=1.5),
    ]
    rows = [_matter(one) for one in sorted(shown.lines(sheet, seen), key=lambda one: one.told)]
    return Table(_("Matters of the sheet"), columns, rows)


def _matter(line: Line) -> list[Cell]:
    examined = line.matter.examined
    return [
        Cell(line.told.number),
        Cell(line.told.title),
        Cell(line.unit),
        Cell("; ".join(line.why)),
        Cell(YES if line.done else ""),
        Cell(", ".join(map(str, line.findings))),
        Cell(examined.note if examined is not None else ""),
    ]


def _findings(sheet: Sheet, seen: Mapping[str, Told]) -> Iterator[Block]:
    found = [one for one in sheet.findings if one.noted.number in ("", *seen)]
    if not found:
        yield Paragraph(_("Nothing was found."))
        return
    columns = [
        Column(_p("audit", "No."), "number", 0.4),
        Column(_("Unit"), width=1.1),
        Column(_("Weight"), width=0.7),
        Column(_p("audit", "Matter"), width=1.1),
        Column(_("What was found"), width=2),
        Column(_("What is asked of them"), width=1.6),
        Column(_("Due"), width=0.9),
        Column(_("Answers"), width=2),
        Column(_("Follow-up"), width=1.6),
        Column(_("Stands at"), width=0.9),
    ]
    yield Table(_("Findings and answers"), columns, [_finding(one) for one in found])


def _finding(one: Finding) -> list[Cell]:
    noted = one.noted
    return [
        Cell(one.id),
        Cell(terms.unit(noted.unit)),
        Cell(telling.grade(noted.grade)),
        Cell(" ".join([noted.number, *(f"#{record}" for record in noted.records)]).strip()),
        Cell(noted.text),
        Cell(noted.demand),
        Cell(times.stamp(one.due)),
        Cell("\n".join(map(_answer, one.answers))),
        Cell("\n".join(_ending(one))),
        Cell(words.word(terms.STATE, one.state)),
    ]


def _answer(event: e.Answered) -> str:
    return f"{telling.agreed(event.agreed)}: {event.text} ({_stamped(event)})"


def _ending(one: Finding) -> Iterator[str]:
    for event in one.followed:
        yield f"{telling.settled(event.settled)}: {event.text} ({_stamped(event)})"
    if one.withdrawn is not None:
        yield f"{one.withdrawn.reason} ({_stamped(one.withdrawn)})"
