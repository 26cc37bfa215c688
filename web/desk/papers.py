"""A paper to print, made from one event of a case: notice, reply, transfer form, order."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from typing import NamedTuple

from msgspec import structs

from domain.case import events as e
from domain.case.events import Fact
from domain.case.fold import corrected
from domain.sealed import Sealed
from web import names, times
from web.desk import values
from web.desk.phrases import fill
from web.desk.sight import MASK, Sight
from web.desk.standing import Standing
from web.desk.texts.papers import PAPERS, Paper
from web.i18n import centre_name
from web.wording import LazyString, _


class Text(NamedTuple):
    """A text that is kept encrypted, under its label; the paper's own text needs none."""

    label: str
    text: str


class Printed(NamedTuple):
    """The paper as it is printed; `word` where it may also be taken along as a file.

    What is written to the reporter names them, and a file lies about where nobody erases it.
    `closed`: something of it opens only when the viewer says what for.
    """

    title: str
    code: str
    to: str
    says: list[str]
    texts: list[Text]
    after: list[str]
    served: str
    centre: str
    day: str
    word: bool
    closed: bool


def has_paper(event: Fact) -> bool:
    """Whether a paper belongs to the event; where nobody can be reached there is none."""
    return type(event) in PAPERS and not getattr(event, "exempt", "")


def printed(standing: Standing, version: int) -> Printed | None:
    """The paper of that record; None when it has none, or isn't shown to the viewer."""
    sight = Sight(standing)
    history = list(corrected(standing.loaded.history))
    event = history[version - 1] if 0 < version <= len(history) else None
    if event is None or not has_paper(event) or sight.hides(event):
        return None
    paper = PAPERS[type(event)]
    told = _told(event, standing)
    return Printed(
        title=str(paper.title),
        code=f"{standing.case.number}-{version}",
        to=_addressee(paper, event, standing, sight),
        says=_filled(paper.says, told),
        texts=list(_texts(paper, event, sight)),
        after=_filled(paper.after, told),
        served=_served(event),
        centre=centre_name(),
        day=day(event.at),
        word=paper.to != "reporter" and not paper.sealed,
        closed=_is_closed(paper, event, standing, sight),
    )


def _is_closed(paper: Paper, event: Fact, standing: Standing, sight: Sight) -> bool:
    receipt = next(iter(corrected(standing.loaded.history)))
    needed = [(event, name) for name in paper.sealed]
    needed += [(receipt, "name")] if paper.to == "reporter" else []
    return any(
        isinstance(getattr(one, name, None), Sealed)
        and sight.may_open(one, name)
        and not sight.is_open(one, name)
        for one, name in needed
    )


def _filled(patterns: Iterable[LazyString], told: Mapping[str, str]) -> list[str]:
    return [text for one in patterns if (text := fill(str(one), told))]


def day(moment: datetime) -> str:
    """The day as papers have it: 2026年11月22日."""
    then = times.local(moment)
    return _("%(year)d-%(month)02d-%(day)02d", year=then.year, month=then.month, day=then.day)


def _told(event: Fact, standing: Standing) -> Mapping[str, str]:
    case, owner = standing.case, type(event).__name__
    own = {
        field.name: values.write(field.name, getattr(event, field.name), owner, standing.rules)
        for field in structs.fields(event)
    }
    lead = names.unit(case.lead.unit) if case.lead is not None else ""
    about = {
        "title": case.title,
        "number": case.number,
        "received": day(case.received_at),
        "lead": lead,
        **_limits(event),
    }
    return {**own, **about, **_upheld(event)}


def _limits(event: Fact) -> dict[str, str]:
    """Until when: what is owed, and what may be asked for."""
    clocks, windows = getattr(event, "clocks", ()), getattr(event, "windows", ())
    limits: dict[str, datetime | None] = {
        "due": getattr(event, "due", None) or max((one.due for one in clocks or ()), default=None),
        "until": max((one.due for one in windows or ()), default=None),
    }
    return {name: times.stamp(moment) for name, moment in limits.items()}


def _upheld(event: Fact) -> dict[str, str]:
    if not isinstance(event, e.ReviewDecided):
        return {}
    return {"upheld": _("upheld") if event.upheld else _("overturned")}


def _addressee(paper: Paper, event: Fact, standing: Standing, sight: Sight) -> str:
    if paper.to != "reporter":
        return values.write(paper.to, getattr(event, paper.to), type(event).__name__)
    receipt = next(iter(corrected(standing.loaded.history)))
    name = getattr(receipt, "name", None)
    shown = sight.read(receipt, "name", name) if isinstance(name, Sealed) else ""
    return shown if shown and shown != MASK else _("Reporter")


def _texts(paper: Paper, event: Fact, sight: Sight) -> Iterator[Text]:
    for name in paper.sealed:
        sealed = getattr(event, name)
        if isinstance(sealed, Sealed):
            label = "" if name == "document" else values.label(name, type(event).__name__)
            yield Text(label, sight.read(event, name, sealed))


def _served(event: Fact) -> str:
    """How the paper was served, for the copy that is kept."""
    notice = getattr(event, "notice", None)
    if isinstance(notice, e.Notice):
        return values.notice(notice)
    how = str(getattr(event, "how", ""))
    return fill(_("[served by {how} at {when}]"), {"how": how, "when": times.stamp(event.at)})
