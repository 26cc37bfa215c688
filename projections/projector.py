"""Keeps the read model level with the log, from what was just written or from the log itself."""

import os
import threading
from collections.abc import Iterator, Sequence

from application.codec import topic_of
from application.log import Log
from application.settings import Settings
from application.store.rows import Row
from application.written import Written
from projections.changes import changes
from projections.errors import NotProjected
from projections.folding import CASE, ROUND, UNIT, case_rows_around, round_cells, unit_cells
from projections.rounds import round_changes
from projections.rows import before_and_after
from projections.statements import Statement, Statements
from projections.tables import units
from projections.writer import Writer, open_writer

BATCH = 500  # events in one transaction


class Projector:
    """One per process; any number of threads and processes may call it at once."""

    def __init__(self, settings: Settings, log: Log) -> None:
        """Connect when first used, in the process that uses it."""
        self._settings = settings
        self._log = log
        self._turn = threading.Lock()
        self._process = 0
        self._kept: Writer | None = None

    def catch_up(self, written: Written | None = None, until: int | None = None) -> int:
        """Follow the log up to `until`, to what was `written`, or to its head; the position then.

        What was written is not read again when it comes next.
        Errors: `ModelMissing`, `NotProjected`.
        """
        goal = written.last_seq if written is not None else until
        with self._turn:
            writer = self._writer()
            position, more = step(writer, self._log, written, goal)
            while more:
                position, more = step(writer, self._log, None, goal)
        return position

    def position(self) -> int:
        """Up to where the read model has followed. Errors: `ModelMissing`."""
        with self._turn:
            return self._writer().position()

    def close(self) -> None:
        """Close the kept connection."""
        with self._turn:
            if self._kept is not None and self._process == os.getpid():
                self._kept.close()
            self._kept = None

    def _writer(self) -> Writer:
        """A connection must not be used in a process forked from the one that opened it."""
        if self._kept is None or self._process != os.getpid():
            self._process, self._kept = os.getpid(), open_writer(self._settings)
        return self._kept


def step(writer: Writer, log: Log, written: Written | None, goal: int | None) -> tuple[int, bool]:
    """One transaction's worth; the position then, and whether there may be more to do."""
    with writer.turn() as turn:
        position = turn.position
        if goal is not None and position >= goal:
            return position, False
        if written is not None and written.first_seq == position + 1:
            turn.write(_of_written(writer.sql, log, written))
            turn.commit(written.last_seq)
            return written.last_seq, False
        stored = log.after(position, BATCH)
        if not stored:
            return position, False
        turn.write(_of_stored(writer.sql, log, stored, position))
        turn.commit(stored[-1].seq)
        return stored[-1].seq, True


def _of_written(sql: Statements, log: Log, written: Written) -> Iterator[Statement]:
    recorded = _recorded(log, written)
    try:
        was, now = before_and_after(
            written.stream, written.cid, recorded, written.history, written.before
        )
    except Exception as error:
        topic, version = topic_of(written.history[-1]), len(written.history)
        raise NotProjected(written.last_seq, topic, written.stream, version, repr(error)) from error
    return changes(sql, was, now)


def _recorded(log: Log, written: Written) -> int:
    """Of a new case the store knows it: it may have been later than the writer's own clock."""
    if written.before:
        return written.recorded
    return log.stream(written.stream, written.first_seq)[0].recorded


def _of_stored(
    sql: Statements, log: Log, stored: Sequence[Row], position: int
) -> Iterator[Statement]:
    """Each touched aggregate is read whole, up to the end of the batch."""
    touched = {row.stream: row.topic for row in stored}
    for stream, topic in touched.items():
        if topic.startswith(CASE):
            history = log.stream(stream, stored[-1].seq)
            yield from changes(sql, *case_rows_around(history, position))
        elif topic.startswith(UNIT):
            row = unit_cells(log.stream(stream, stored[-1].seq))
            yield sql.delete(units), row[:1]
            yield sql.insert(units), row
        elif topic.startswith(ROUND):
            history = log.stream(stream, stored[-1].seq)
            known = round_cells([row for row in history if row.seq <= position])
            yield from round_changes(sql, known, round_cells(history))
