"""Who saw a case: readings of sealed texts, exports, and attempts of those it accuses."""

from datetime import datetime
from typing import Final, NamedTuple

from application.clock import from_ms
from domain.case import events as e
from web.desk import told, values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.timeline import who
from web.wording import _

KINDS: Final = (e.DataRead, e.DataExported, e.Barred)

TELLING: Final = {
    "DataRead": ("fields",),
    "DataExported": ("what", "person"),
    "Barred": ("attempt", "unit"),
}


class Seen(NamedTuple):
    """One of them: what was seen or tried, and for what purpose."""

    version: int
    seq: int
    kind: str
    what: str
    purpose: str
    who: str
    at: datetime
    recorded: datetime


def seen(now: Standing, sight: Sight) -> list[Seen]:
    """All on record, in order."""
    return [
        _told(version, event, now)
        for version, event in enumerate(now.loaded.history, start=1)
        if isinstance(event, KINDS) and not sight.hides(event)
    ]


def _told(version: int, event: e.Fact, now: Standing) -> Seen:
    row = now.loaded.rows[version - 1]
    return Seen(
        version=version,
        seq=row.seq,
        kind=told.title(event),
        what=_what(event),
        purpose=values.write("purpose", getattr(event, "purpose", ""), type(event).__name__),
        who=who(event.by),
        at=event.at,
        recorded=from_ms(row.recorded),
    )


def _what(event: e.Fact) -> str:
    owner = type(event).__name__
    told = [values.write(name, getattr(event, name), owner) for name in TELLING[owner]]
    if isinstance(event, e.DataRead) and event.records:
        records = ", ".join(map(str, event.records))
        told.append(_("in record %(records)s", records=records))
    return values.joined(told)
