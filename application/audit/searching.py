"""Looks through the log for events of some kind, person, unit, time or lateness, in portions.

The latest come first. A portion is bounded by how many positions it covers, how many events it
takes apart and how many it finds, so none takes long however long the log is; where it stopped,
the next one goes on.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Annotated, Any, Final, Literal, NamedTuple

import msgspec
from msgspec import Meta

from application.asof import position_before
from application.clock import from_ms, to_ms
from application.log import Log
from application.store.found import candidates
from application.store.rows import Row

POSITIONS: Final = 25_000
TAKEN_APART: Final = 2_500
AT_ONCE: Final = 500
MINUTE: Final = 60_000  # milliseconds

Times = Literal["recorded", "occurred"]


class Wanted(NamedTuple):
    """What is looked for; what is left out may be anything.

    `unit` acted or is named in the event. `lag`: recorded at least so many minutes after it
    happened, as no form kept by a device and no import is; `stated`: with a reason for that.
    `stream`: of one aggregate. `until` is meant without itself.
    """

    actor: str = ""
    unit: str = ""
    topics: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    times: Times = "recorded"
    lag: int = 0
    stated: bool = False
    stream: str = ""


class Hit(NamedTuple):
    """An event that is as wanted."""

    seq: int
    stream: str
    version: int
    topic: str
    at: datetime
    recorded: datetime
    user: str
    unit: str
    role: str
    late: str
    source: str
    state: bytes


class Portion(NamedTuple):
    """What was found after position `reached`; at `floor` there is nothing further to look at."""

    hits: list[Hit]
    reached: int
    floor: int

    @property
    def done(self) -> bool:
        """Everything was looked through."""
        return self.reached <= self.floor


class _Head(msgspec.Struct):
    """What every event says, whatever else it does."""

    at: Annotated[datetime, Meta(tz=True)]
    by: Any = ""
    late: str = ""
    source: str = ""


_head = msgspec.json.Decoder(_Head).decode
_whole = msgspec.json.Decoder().decode


def search(log: Log, wanted: Wanted, before: int, limit: int) -> Portion:
    """At most `limit` events at positions up to `before`, the latest first."""
    if wanted.stream:
        return _of_stream(log, wanted, before, limit)
    floor, top = _span(log, wanted)
    top = min(top, before)
    low = max(floor, top - POSITIONS)
    hits, reached, looked = list[Hit](), top, 0
    while reached > low and looked < TAKEN_APART and len(hits) < limit:
        found, reached = _step(log, wanted, (low, reached), limit - len(hits))
        hits += found
        looked += AT_ONCE
    return Portion(hits, reached, floor)


def _step(log: Log, wanted: Wanted, span: tuple[int, int], limit: int) -> tuple[list[Hit], int]:
    """What some candidates came to, and after which position others may follow."""
    rows = candidates(log.reader, span, wanted.topics, _needles(wanted), AT_ONCE)
    hits: list[Hit] = []
    for row in rows:
        hits += _hits(row, wanted)
        if len(hits) == limit:
            return hits, row.seq - 1
    return hits, rows[-1].seq - 1 if len(rows) == AT_ONCE else span[0]


def _of_stream(log: Log, wanted: Wanted, before: int, limit: int) -> Portion:
    """One aggregate's are few, so all are looked at."""
    rows = [row for row in log.stream(wanted.stream, before) if _is_of(row, wanted)]
    hits = [hit for row in reversed(rows) for hit in _hits(row, wanted) if _in_time(hit, wanted)]
    more = len(hits) > limit
    return Portion(hits[:limit], hits[limit - 1].seq - 1 if more else 0, 0)


def _is_of(row: Row, wanted: Wanted) -> bool:
    return not wanted.topics or row.topic in wanted.topics


def _span(log: Log, wanted: Wanted) -> tuple[int, int]:
    """After which position, and up to which, there can be what is wanted.

    What happened since some moment was recorded since; until when, nobody knows.
    """
    floor = 0 if wanted.since is None else position_before(log, wanted.since)
    if wanted.until is None or wanted.times == "occurred":
        return floor, log.head()
    return floor, position_before(log, wanted.until)


def _needles(wanted: Wanted) -> list[bytes]:
    said = [one for one in (wanted.actor, wanted.unit) if one]
    return [*map(msgspec.json.encode, said), *([b'"late":"'] if wanted.stated else [])]


def _hits(row: Row, wanted: Wanted) -> Iterator[Hit]:
    """The event, if it is one; what can't be read is none, and verifying tells of it."""
    try:
        head = _head(row.state)
    except (msgspec.DecodeError, msgspec.ValidationError):
        return
    hit = _hit(row, head)
    if _fits(hit, wanted) and (wanted.times == "recorded" or _in_time(hit, wanted)):
        yield hit


def _hit(row: Row, head: _Head) -> Hit:
    return Hit(
        row.seq,
        row.stream,
        row.version,
        row.topic,
        head.at,
        from_ms(row.recorded),
        *_who(head.by),
        head.late,
        head.source,
        row.state,
    )


def _who(by: Any) -> tuple[str, str, str]:
    """Account, unit and role; of what is no actor all that stands there as the account."""
    match by:
        case [str(user), str(unit), str(role)]:
            return user, unit, role
        case _:
            return str(by), "", ""


def _fits(hit: Hit, wanted: Wanted) -> bool:
    return (
        wanted.actor in ("", hit.user)
        and (wanted.unit in ("", hit.unit) or _names(_whole(hit.state), wanted.unit))
        and (bool(hit.late) or not wanted.stated)
        and (not wanted.lag or (not hit.source and lag(hit) >= wanted.lag))
    )


def lag(hit: Hit) -> int:
    """Whole minutes from when it happened to when it was recorded."""
    return max(0, (to_ms(hit.recorded) - to_ms(hit.at)) // MINUTE)


def _in_time(hit: Hit, wanted: Wanted) -> bool:
    moment = hit.recorded if wanted.times == "recorded" else hit.at
    return (wanted.since is None or wanted.since <= moment) and (
        wanted.until is None or moment < wanted.until
    )


def _names(value: Any, code: str) -> bool:
    """Some value of it, however deep, is that code."""
    if isinstance(value, dict):
        return any(_names(one, code) for one in value.values())
    if isinstance(value, list):
        return any(_names(one, code) for one in value)
    return bool(value == code)
