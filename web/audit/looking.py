"""What an auditor looks at: one case at any moment of its own, with everything sealed left shut."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from application.clock import from_ms, to_ms
from application.desk import Loaded
from application.keys import DESTROYED, UNKNOWN
from application.store.rows import Row
from domain.case import events as e
from domain.case.fold import fold
from domain.sealed import Sealed
from web import times
from web.asof.asked import not_readable, written
from web.desk.sight import MASK, Sight
from web.desk.standing import Standing
from web.service import service
from web.wording import _

LONGEST = 30  # characters of a time or a position


class Shut(Sight):
    """Opens nothing; of what was erased it says so."""

    def opens(self, event: e.Fact, field: str) -> bool:  # noqa: ARG002 - as asked
        """Nobody replays a case to read what people said."""
        return False

    def read(self, event: e.Fact, field: str, sealed: Sealed) -> str:  # noqa: ARG002 - as asked
        """What stands in its place."""
        said = {DESTROYED: _("(erased)"), UNKNOWN: _("(key lost)")}
        return said.get(self._state(sealed), MASK)

    def _state(self, sealed: Sealed) -> str:
        """How its key stands; one key seals many texts."""
        known = f"state of key {sealed.key}"
        if known not in self._known:
            self._known[known] = service().desk.keys.state(self._case.id, sealed)
        return str(self._known[known])


class Asked(NamedTuple):
    """A moment somebody asks for: as typed, and up to which record of the case it reaches.

    `problem` says why it reaches none.
    """

    typed: str
    version: int
    problem: str = ""


def moment(text: str, rows: Sequence[Row]) -> Asked:
    """A position of the log, or a time of recording; without one the last record."""
    typed = text.strip()[:LONGEST]
    if not typed:
        return Asked("", len(rows))
    version = _version(typed, rows)
    if version is None:
        return Asked(typed, 0, not_readable())
    if not version:
        return Asked(typed, 0, _before(rows[0]))
    return Asked(typed, version)


def _version(typed: str, rows: Sequence[Row]) -> int | None:
    """How many records there were by then; None where it can't be read."""
    if typed.isascii() and typed.isdigit():
        return upto(int(typed), rows)
    try:
        return upto(written(typed), rows)
    except (ValueError, OverflowError):
        return None


def upto(asked: datetime | int, rows: Sequence[Row]) -> int:
    """How many records there were at a time of recording, or at a position."""
    if isinstance(asked, int):
        return sum(row.seq <= asked for row in rows)
    until = to_ms(asked)
    return sum(row.recorded <= until for row in rows)


def _before(first: Row) -> str:
    return _(
        "The case was not there yet: its first record has the position %(seq)d and was recorded "
        "%(at)s. Give that or a later one.",
        seq=first.seq,
        at=times.stamp(from_ms(first.recorded)),
    )


def then(now: Standing, version: int) -> Standing:
    """The case after so many of its records, judged as now."""
    rows, history = now.loaded.rows[:version], now.loaded.history[:version]
    return Standing(Loaded(fold(now.case.id, history), rows, history), now.ctx)
