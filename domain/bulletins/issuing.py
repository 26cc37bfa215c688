"""Who issues a bulletin, when it may be, and what the words before its figures are held to."""

from datetime import datetime
from typing import Any, Final, NamedTuple
from zoneinfo import ZoneInfo

from domain import errors
from domain.bulletins.events import BulletinIssued, BulletinListed
from domain.bulletins.figures import Figures, digest
from domain.bulletins.periods import Kind, Period
from domain.bulletins.register import Register
from domain.case.clear import may_name, personal
from domain.case.events import Actor
from domain.case.words import Role
from domain.rules.tasks import forbidden_task
from domain.units import CENTRE

FOREWORD_MOST: Final = 2000  # characters
OF_QUARTERS: Final = frozenset({Kind.QUARTER, Kind.YEAR})


class Draft(NamedTuple):
    """What is to be issued: the figures as of a position, and the digest of those that were seen.

    `seen` is "" where nobody looked at them before, as on the command line.
    """

    period: Period
    figures: Figures
    seq: int
    as_of: datetime
    foreword: str = ""
    seen: str = ""


class Issue(NamedTuple):
    """Both events of one issue."""

    issued: BulletinIssued
    listed: BulletinListed


def issue(register: Register, draft: Draft, at: datetime, by: Actor, zone: ZoneInfo) -> Issue:
    """Give it the next number of the year.

    Errors: `NotYourRole`, `NotYourUnit`, `PeriodRunning`, `QuarterNotPublished`, `FiguresMoved`,
    `BulletinExists`, and as `checked_foreword`.
    """
    require_issuer(by)
    foreword = checked_foreword(draft.foreword)
    _require_over(draft.period, at, zone)
    _require_published(draft)
    found = digest(draft.figures)
    if draft.seen and draft.seen != found:
        raise errors.FiguresMoved(period=draft.period.label)
    _require_new(register, draft.period, found)
    kind, year = draft.period.kind, at.astimezone(zone).year
    number = register.next_number(kind, year)
    about: dict[str, Any] = {
        "kind": kind.value,
        "period": draft.period.label,
        "year": year,
        "number": number,
    }
    listed = BulletinListed(at=at, by=by, digest=found, **about)
    issued = BulletinIssued(
        at=at,
        by=by,
        seq=draft.seq,
        as_of=draft.as_of,
        digest=found,
        figures=draft.figures,
        foreword=foreword,
        **about,
    )
    return Issue(issued, listed)


def require_issuer(by: Actor) -> None:
    """The centre's leader. Errors: `NotYourRole`, `NotYourUnit`."""
    if by.role != Role.LEADER:
        raise errors.NotYourRole(role=by.role, needed=Role.LEADER)
    if by.unit != CENTRE:
        raise errors.NotYourUnit(unit=CENTRE, own=by.unit)


def checked_foreword(text: str) -> str:
    """Words that everybody reads name nobody and give no task against anybody.

    Errors: `WrongValue`, `ForbiddenTask`, `PersonInText`, `NameInText`.
    """
    text = "\n".join(line.strip() for line in text.strip().splitlines())
    if len(text) > FOREWORD_MOST:
        raise errors.WrongValue(field="foreword")
    if word := forbidden_task(text):
        raise errors.ForbiddenTask(word=word, field="foreword")
    if personal(text):
        raise errors.PersonInText(field="foreword")
    if may_name(text):
        raise errors.NameInText(field="foreword")
    return text


def _require_over(period: Period, at: datetime, zone: ZoneInfo) -> None:
    """A day's brief may be issued in the evening of it; all else when it is over."""
    ready = period.since(zone) if period.kind is Kind.DAILY else period.until(zone)
    if at < ready:
        raise errors.PeriodRunning(period=period.label, after=period.last)


def _require_published(draft: Draft) -> None:
    """Of a quarter its published result; of a year as many as are, and one at least."""
    quarters = draft.figures.quarters
    if draft.period.kind in OF_QUARTERS and not any(one.published for one in quarters):
        raise errors.QuarterNotPublished(quarter=draft.period.quarters[0].label)


def _require_new(register: Register, period: Period, found: str) -> None:
    before = register.of(period.kind, period.label)
    if before and before[-1].digest == found:
        raise errors.BulletinExists(period=period.label, number=before[-1].number)
