"""The stored shape of events: what a row holds, and how the next rows are made."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from eventsourcing.persistence import StoredEvent

from application.proofs import digest, leaf

EVENTS = "stored_events"
KEYS = "idempotency_keys"
NUMBERS = "file_numbers"
TILES = "tree_tiles"
CHECKPOINTS = "checkpoints"
COSIGNATURES = "cosignatures"
TIME_STAMPS = "time_stamps"
# Tables whose rows are for ever, with the columns that tell their rows apart.
APPEND_ONLY: dict[str, tuple[str, ...]] = {
    EVENTS: ("originator_id", "originator_version"),
    KEYS: ("key",),
    NUMBERS: ("series", "running"),
    TILES: ("level", "idx"),
    CHECKPOINTS: ("size",),
    COSIGNATURES: ("size", "witness"),
    TIME_STAMPS: ("size", "authority"),
}


class Row(NamedTuple):
    """One stored event. `recorded` is milliseconds since the epoch, UTC."""

    seq: int
    stream: str
    version: int
    topic: str
    state: bytes
    recorded: int


@dataclass(slots=True)
class Extras:
    """What is written in the events' own transaction besides them.

    `recorded` is the clock's time; once written, the time the rows have: never less than the
    row's before, even when the clock was set back. `behind_most`: by how many milliseconds it may
    have fallen behind the last row; None: by any.
    """

    recorded: int
    keys: Sequence[tuple[str, str, int]] = ()  # key, stream, version its result stands at
    numbers: Sequence[tuple[str, int, str]] = ()  # series, running number, stream
    behind_most: int | None = None

    def follow(self, last_recorded: int) -> None:
        """Take the time of the last row where the clock is behind it. Errors: `ClockIsBehind`."""
        behind = last_recorded - self.recorded
        if self.behind_most is not None and behind > self.behind_most:
            raise ClockIsBehind(last_recorded)
        self.recorded = max(self.recorded, last_recorded)


class ClockIsBehind(Exception):
    """The clock says a time long before the last row's, which nobody should record under."""

    def __init__(self, last: int) -> None:
        super().__init__(last)
        self.last = last


class NewRow(NamedTuple):
    """A row of the events table, in column order."""

    seq: int
    stream: str
    version: int
    topic: str
    state: bytes
    recorded: int
    state_digest: bytes
    leaf: bytes


def new_rows(
    events: Sequence[StoredEvent], last_seq: int, last_recorded: int, extras: Extras
) -> list[NewRow]:
    """The rows after the last one: positions dense, time never less than the one before."""
    extras.follow(last_recorded)
    moment = extras.recorded
    return [_row(event, last_seq + offset, moment) for offset, event in enumerate(events, start=1)]


def _row(event: StoredEvent, seq: int, recorded: int) -> NewRow:
    stream, version = str(event.originator_id), event.originator_version
    state_digest = digest(event.state)
    return NewRow(
        seq,
        stream,
        version,
        event.topic,
        event.state,
        recorded,
        state_digest,
        leaf(seq, stream, version, event.topic, recorded, state_digest),
    )
