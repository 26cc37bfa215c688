"""One record of a case after the other: what each says, when it came, and what it changed."""

from datetime import timedelta
from typing import NamedTuple

from application.clock import from_ms
from web import times
from web.audit.corrections import Correction, corrections
from web.audit.lines import Line, Row, changes, side_by_side
from web.audit.looking import then
from web.audit.state import GROUPS, lines
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.timeline import Entry, records

AT_ONCE = timedelta(seconds=60)


class Step(NamedTuple):
    """One record: its entry of the timeline, what it corrects or is corrected by, its changes."""

    entry: Entry
    topic: str
    recorded: str
    lag: str
    corrections: list[Correction]
    changes: list[Row]


class Replay(NamedTuple):
    """The records the viewer may see, and one of them in full; 0 stands for none."""

    entries: list[Entry]
    step: Step
    place: int  # of how many it is which, from 1

    @property
    def before(self) -> Entry | None:
        """The record before it."""
        return self.entries[self.place - 2] if self.place > 1 else None

    @property
    def after(self) -> Entry | None:
        """The record after it."""
        return self.entries[self.place] if self.place < len(self.entries) else None


def replay(now: Standing, sight: Sight, version: int) -> Replay:
    """The record of that version, or the last before it that the viewer may see."""
    entries = records(now, sight)
    place = max(1, sum(entry.version <= version for entry in entries))
    entry = entries[place - 1]
    return Replay(entries, step(now, sight, entry, corrections(now, sight)), place)


def step(now: Standing, sight: Sight, entry: Entry, known: list[Correction]) -> Step:
    """One record with everything about it; `known` are the corrections of the case."""
    row = now.loaded.rows[entry.version - 1]
    recorded = from_ms(row.recorded)
    return Step(
        entry=entry,
        topic=row.topic,
        recorded=times.stamp(recorded),
        lag=lag(recorded - entry.at),
        corrections=[one for one in known if entry.version in (one.version, one.event)],
        changes=changed(now, sight, entry.version - 1, entry.version),
    )


def lag(length: timedelta) -> str:
    """How long after it happened it was recorded; "" for at once."""
    return times.span(length) if length >= AT_ONCE else ""


def changed(now: Standing, sight: Sight, before: int, after: int) -> list[Row]:
    """What is not the same after so many records and after so many others."""
    return changes(_lines(now, sight, before), lines(then(now, after), sight))


def beside(now: Standing, sight: Sight, before: int, after: int) -> list[Row]:
    """Everything at both moments."""
    return side_by_side(_lines(now, sight, before), lines(then(now, after), sight))


def _lines(now: Standing, sight: Sight, version: int) -> list[Line]:
    """Before its first record there is nothing of a case."""
    return lines(then(now, version), sight) if version else []


def grouped(rows: list[Row]) -> list[tuple[str, list[Row]]]:
    """By what they are about."""
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(row)
    return [(str(GROUPS[name]), found[name]) for name in GROUPS if name in found]
