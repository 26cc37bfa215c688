"""An audit sheet as a paper: what was looked into, drawn, found, answered, and what came of it."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from domain.audit import events as e
from domain.audit.sampling import Frame
from domain.audit.state import Finding, Sheet
from domain.audit.words import Method
from projections.queries.sheets import Told
from web import times, words
from web.admin.telling import author
from web.i18n import centre_name, language
from web.papers.content import Block, Cell, Column, Heading, Paper, Paragraph, Table
from web.sheets import shown, telling, terms
from web.sheets.shown import Line
from web.wording import LazyString, _, _l, _lp, _n, _p

YES = "✓"
NUMBER = _lp("audit", "No.")
# What is said of a finding, and how wide it is as a column.
FINDING_HEADS: Final[Mapping[LazyString, float]] = {
    NUMBER: 0.4,
    _l("Unit"): 1.1,
    _l("Weight"): 0.7,
    _lp("audit", "Matter"): 1.1,
    _l("What was found"): 2,
    _l("What is asked of them"): 1.6,
    _l("Due"): 0.9,
    _l("Answers"): 2,
    _l("Follow-up"): 1.6,
    _l("Stands at"): 0.9,
}


def paper(sheet: Sheet, *, wide: bool) -> Paper:
    """In the language of the page; `wide`: everything in columns, as workbooks have it."""
    opened, now = sheet.known, times.now()
    return Paper(
        title=_("Audit sheet: %(title)s", title=opened.title),
        organ="",
        number=_("Audit %(code)s", code=opened.code),
        to="",
        blocks=list(_blocks(sheet, wide=wide)),
        signed=centre_name(),
        day=now.strftime(times.DAY_PATTERN),
        at=now,
        language="en" if language() == "en" else "zh",
    )


def _blocks(sheet: Sheet, *, wide: bool) -> Iterator[Block]:
    seen = shown.known(sheet)
    yield from _about(sheet)
    yield Heading(_("Samples"))
    yield from _samples(sheet)
    yield Heading(_("Matters"))
    yield _matters(sheet, seen) if wide else _matters_in_short(sheet, seen)
    yield Heading(_p("audit", "Findings"))
    found = [one for one in sheet.findings if one.noted.number in ("", *seen)]
    yield from _findings(found, wide=wide)
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
        _size(frame),
        shown.days(frame.since, frame.until),
        words.word(words.TRACK, frame.track) if frame.track else "",
        *map(terms.unit, frame.units),
    ]
    return _p("between several", ", ").join(one for one in said if one)


def _size(frame: Frame) -> str:
    if frame.method is Method.RANDOM:
        return _n("%(num)d drawn", "%(num)d drawn", frame.size)
    return _n("%(num)d drawn of each", "%(num)d drawn of each", frame.size)


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


def _matters_in_short(sheet: Sheet, seen: Mapping[str, Told]) -> Table:
    """For a sheet of paper: what is long stands in one cell."""
    columns = [
        Column(_("Number"), width=1.1),
        Column(_p("audit", "Matter"), width=2.2),
        Column(_("Why"), width=1.5),
        Column(_("Gone through"), width=1.4),
    ]
    rows = []
    for one in sorted(shown.lines(sheet, seen), key=lambda one: one.told):
        number, title, unit, why, done, found, note = (cell.text for cell in _matter(one))
        about = _p("between several", ", ").join(part for part in (title, unit) if part)
        results = [done, _("Finding %(number)s", number=found) if found else "", note]
        result = " ".join(part for part in results if part)
        rows.append([Cell(number), Cell(about), Cell(why), Cell(result)])
    return Table(_("Matters of the sheet"), columns, rows)


def _findings(found: Sequence[Finding], *, wide: bool) -> Iterator[Block]:
    if not found:
        yield Paragraph(_("Nothing was found."))
    elif wide:
        yield _in_columns(found)
    else:
        for one in found:
            yield from _told(one)


def _told(one: Finding) -> Iterator[Block]:
    """One finding below the other, with labels, as a sheet of paper has room for it."""
    cells = dict(zip(FINDING_HEADS, _finding(one), strict=True))
    yield Heading(_("Finding %(number)d", number=one.id), level=2)
    for head, cell in list(cells.items())[1:]:
        if cell.text:
            yield Paragraph(_("%(label)s: %(said)s", label=head, said=cell.text))


def _in_columns(found: Sequence[Finding]) -> Table:
    columns = [
        Column(str(head), "number" if head is NUMBER else "text", width)
        for head, width in FINDING_HEADS.items()
    ]
    return Table(_("Findings and answers"), columns, [_finding(one) for one in found])


def _finding(one: Finding) -> list[Cell]:
    noted = one.noted
    return [
        Cell(one.id),
        Cell(terms.unit(noted.unit)),
        Cell(telling.grade(noted.grade)),
        Cell(_rests_on(noted)),
        Cell(noted.text),
        Cell(noted.demand),
        Cell(times.stamp(one.due)),
        Cell("\n".join(map(_answer, one.answers))),
        Cell("\n".join(_ending(one))),
        Cell(words.word(terms.STATE, one.state)),
    ]


def _rests_on(noted: e.FindingNoted) -> str:
    records = (_("record %(number)d", number=record) for record in noted.records)
    return " ".join(part for part in (noted.number, *records) if part)


def _answer(event: e.Answered) -> str:
    return _signed(_said(telling.agreed(event.agreed), event.text), event)


def _said(label: str, text: str) -> str:
    return _("%(label)s: %(said)s", label=label, said=text)


def _signed(text: str, event: e.AuditEvent) -> str:
    return _("%(said)s (%(who)s)", said=text, who=_stamped(event))


def _ending(one: Finding) -> Iterator[str]:
    for event in one.followed:
        yield _signed(_said(telling.settled(event.settled), event.text), event)
    if one.withdrawn is not None:
        yield _signed(one.withdrawn.reason, one.withdrawn)
