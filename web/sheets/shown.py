"""An audit sheet as its page shows it, as far as its matters exist for the viewer."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from typing import NamedTuple

from application.clock import to_ms
from domain.audit.state import Finding, Matter, Sheet
from projections.queries.sheets import Told, matters_named
from web import deadlines, names, times, words
from web.asking import viewer
from web.deadlines import Mark
from web.service import service
from web.sheets import terms
from web.wording import _


class Line(NamedTuple):
    """A matter of the sheet."""

    told: Told
    matter: Matter
    why: list[str]
    unit: str
    findings: list[int]

    @property
    def done(self) -> bool:
        """Somebody has gone through it."""
        return self.matter.examined is not None or bool(self.findings)


class Found(NamedTuple):
    """A finding; `number` "" where it is about no single matter."""

    finding: Finding
    number: str
    unit: str
    grade: str
    state: str
    mark: Mark | None

    @property
    def id(self) -> int:
        """Its number on the sheet."""
        return self.finding.id


class Summary(NamedTuple):
    """A sheet in one line, without what does not exist for the viewer."""

    sheet: Sheet
    matters: int
    done: int
    findings: int
    to_answer: int
    to_follow: int
    overdue: int


def summary(sheet: Sheet, unseen: Collection[str], now: datetime) -> Summary:
    """`unseen` are numbers of matters."""
    matters = [one for one in sheet.matters if one not in unseen]
    found = [one for one in sheet.findings if one.noted.number not in unseen]
    left = set(sheet.unexamined)
    return Summary(
        sheet,
        len(matters),
        sum(one not in left for one in matters),
        len(found),
        sum(one.state == "open" for one in found),
        sum(one.state == "answered" for one in found),
        sum(one.overdue(now) for one in found),
    )


def known(sheet: Sheet) -> Mapping[str, Told]:
    """The matters of the sheet that exist for the viewer."""
    of_findings = {one.noted.number for one in sheet.findings} - {""}
    with service().read() as connection:
        return matters_named(connection, [*{*sheet.matters, *of_findings}], viewer=viewer())


def lines(sheet: Sheet, seen: Mapping[str, Told]) -> list[Line]:
    """What is still to be gone through first, else by number."""
    found = [_line(sheet, one, seen) for one in sheet.matters.values() if one.number in seen]
    return sorted(found, key=lambda one: (one.done, one.told.number))


def _line(sheet: Sheet, one: Matter, seen: Mapping[str, Told]) -> Line:
    told = seen[one.number]
    why = [terms.stratum(name) for name in one.strata]
    if one.added is not None:
        why.append(_("added: %(reason)s", reason=one.added.reason))
    findings = [found.id for found in sheet.findings if found.noted.number == one.number]
    return Line(told, one, why, names.unit(told.lead_unit) if told.lead_unit else "", findings)


def findings(sheet: Sheet, seen: Mapping[str, Told]) -> list[Found]:
    """Those whose matter exists for the viewer, what is to be done first."""
    shown = [found(one) for one in sheet.findings if one.noted.number in ("", *seen)]
    return sorted(shown, key=lambda one: (not one.finding.waits, one.id))


def found(one: Finding) -> Found:
    """One in words."""
    noted = one.noted
    return Found(
        one,
        noted.number,
        terms.unit(noted.unit),
        words.word(terms.GRADE, noted.grade),
        words.word(terms.STATE, one.state),
        mark(one, times.now()),
    )


def mark(one: Finding, now: datetime) -> Mark | None:
    """Until when it is to be answered, while it is."""
    if one.state != "open" or one.due is None:
        return None
    counted = {"due_at": to_ms(one.due), "due_kind": "", "due_holder": ""}
    left = deadlines.mark(counted, now)
    assert left is not None  # noqa: S101 - it is due sometime
    return left._replace(about=_("To be answered by %(time)s", time=times.stamp(one.due)))


def period(sheet: Sheet) -> str:
    """The days of receipt it is about; "" for any."""
    return days(sheet.known.since, sheet.known.until)


def days(since: date | None, until: date | None) -> str:
    """From the first to the last; "" where neither is said."""
    if since is None and until is None:
        return ""
    return f"{f'{since:%F}' if since else '…'} – {f'{until:%F}' if until else '…'}"
