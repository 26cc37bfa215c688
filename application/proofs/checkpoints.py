"""The checkpoints the centre keeps beside its log, with what witnesses and others put to them."""

from collections.abc import Sequence
from typing import NamedTuple

from application.clock import Clock, system_clock, to_ms
from application.log import Log
from application.proofs.notes import (
    Checkpoint,
    Note,
    NoteError,
    VerifierKey,
    is_signed,
    parse_line,
)
from application.settings import Settings
from application.store import proven


class Kept(NamedTuple):
    """A checkpoint: how many events it covers, their root, the log's own signed note about it.

    `cosignatures` are the lines of witnesses; the note with them below is a note again.
    """

    size: int
    root: bytes
    note: str
    cosignatures: Sequence[str]
    kept_at: int  # milliseconds since the epoch

    @property
    def cosigned(self) -> str:
        """The note with all cosignatures, as it is handed on."""
        return self.note + "".join(self.cosignatures)

    @property
    def checkpoint(self) -> Checkpoint:
        """What the note says."""
        return Checkpoint.parse(Note.parse(self.note).text)


class Checkpoints:
    """One table that is only added to, in the events' database."""

    def __init__(
        self, settings: Settings, clock: Clock = system_clock, log: Log | None = None
    ) -> None:
        """Read by the given log's connections, or by its own."""
        self._settings = settings
        self._clock = clock
        self._log = log or Log(settings)

    def last(self) -> Kept | None:
        """The one that covers most."""
        return self._one("ORDER BY size DESC LIMIT 1")

    def all(self) -> list[Kept]:
        """All of them, in order of size."""
        return self._all(proven.checkpoints(self._log.reader, "ORDER BY size"))

    def recent(self, many: int) -> list[Kept]:
        """The last of them, the last first."""
        rows = proven.checkpoints(self._log.reader, "ORDER BY size DESC LIMIT ?", (many,))
        return self._all(rows[::-1])[::-1]

    def count(self) -> int:
        """How many there are."""
        return proven.count_checkpoints(self._log.reader)

    def cosigned_by(self, witness: str) -> tuple[int, int] | None:
        """How far a witness signed, and when that was kept (ms)."""
        return proven.last_cosigned(self._log.reader, witness)

    def at(self, size: int) -> Kept | None:
        """The one of that size."""
        return self._one("WHERE size=?", size)

    def covering(self, seq: int) -> Kept | None:
        """The first one that covers a position and a witness signed; else the first one."""
        for size in proven.cosigned_sizes(self._log.reader, seq):
            return self.at(size)
        return self._one("WHERE size>=? ORDER BY size LIMIT 1", seq)

    def keep(self, note: str) -> Kept:
        """Keep a signed note. Errors: `NoteError`, `IntegrityError` if there is one of that size.

        Whose key signed it, and whether it is true of this log, is looked at by who verifies.
        """
        parsed = Note.parse(note)
        told = Checkpoint.parse(parsed.text)
        row = proven.KeptCheckpoint(told.size, told.root, note, to_ms(self._clock()))
        proven.keep_checkpoint(self._settings, row)
        return Kept(*row[:3], (), row.kept_at)

    def add_cosignature(self, size: int, line: str, witness: VerifierKey) -> None:
        """Keep a witness's line under a checkpoint. Errors: `NoteError` where it isn't one.

        `IntegrityError` where that witness has signed that one already.
        """
        kept = self.at(size)
        if kept is None:
            raise NoteError("no-checkpoint", size=size)
        if not is_signed(Note.parse(kept.note).text, parse_line(line), witness):
            raise NoteError("signature-wrong", name=witness.name)
        proven.keep_cosignature(self._settings, size, witness.name, line, to_ms(self._clock()))

    def add_time_stamp(self, size: int, authority: str, token: bytes) -> None:
        """Keep an RFC 3161 token over a checkpoint's note."""
        proven.keep_time_stamp(self._settings, size, authority, token, to_ms(self._clock()))

    def time_stamps(self, size: int) -> list[tuple[str, bytes, int]]:
        """Authority, token and time of keeping, of each time stamp of a checkpoint."""
        return proven.time_stamps(self._log.reader, size)

    def close(self) -> None:
        """Close the connections."""
        self._log.close()

    def _all(self, rows: Sequence[proven.KeptCheckpoint]) -> list[Kept]:
        """Rows in order of size, with their cosignatures by one question."""
        if not rows:
            return []
        lines: dict[int, list[str]] = {}
        for size, line in proven.cosignatures_of(self._log.reader, rows[0].size):
            lines.setdefault(size, []).append(line)
        return [
            Kept(row.size, row.root, row.note, tuple(lines.get(row.size, ())), row.kept_at)
            for row in rows
        ]

    def _one(self, where: str, *params: object) -> Kept | None:
        found = proven.checkpoints(self._log.reader, where, params)
        return self._kept(found[0]) if found else None

    def _kept(self, row: proven.KeptCheckpoint) -> Kept:
        lines = tuple(proven.cosignatures(self._log.reader, row.size))
        return Kept(row.size, row.root, row.note, lines, row.kept_at)
