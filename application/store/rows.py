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
    row's before, even when the clock was set back.
    """

    recorded: int
    keys: Sequence[tuple[str, str, int]] = ()  # key, stream, version its result stands at
    numbers: Sequence[tuple[str, int, str]] = ()  # series, running number, stream


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
    events: Sequence[StoredEvent], last_seq: int, last_recorded: int, recorded: int
) -> list[NewRow]:
    """The rows after the last one: positions dense, time never less than the one before."""
    moment = max(recorded, last_recorded)
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
