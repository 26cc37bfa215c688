"""The file of ways: disposable, beside the read model, filled from the log up to a position."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from secrets import randbelow
from typing import Final, NamedTuple

from projections.flow.runs import Run, kind_of
from projections.sqlite_file import OpenFile, connect, remove

SHAPE: Final = 2  # raised by whoever changes what a way is; the file is then made anew
MAPPED: Final = 1 << 28  # bytes read without copying them
BIRTHS: Final = (1 << 31) - 1
BULK: Final = ("PRAGMA journal_mode=OFF", "PRAGMA synchronous=OFF")
SCHEMA: Final = (
    """CREATE TABLE ways (
        id INTEGER PRIMARY KEY, kind TEXT NOT NULL, steps TEXT NOT NULL, n INTEGER NOT NULL,
        UNIQUE (kind, steps))""",
    """CREATE TABLE runs (
        cid INTEGER NOT NULL, n INTEGER NOT NULL, kind TEXT NOT NULL, way INTEGER NOT NULL,
        nth INTEGER NOT NULL, received INTEGER NOT NULL, track TEXT NOT NULL,
        category TEXT NOT NULL, units TEXT NOT NULL, done INTEGER NOT NULL, times BLOB NOT NULL,
        PRIMARY KEY (kind, done, track, received, cid, n)) WITHOUT ROWID""",
    """CREATE TABLE standing (
        seq INTEGER NOT NULL, stream TEXT NOT NULL, recorded INTEGER NOT NULL,
        shape INTEGER NOT NULL)""",
)
BY_CASE: Final = "CREATE INDEX runs_of_case ON runs (cid)"
_KNOWN: Final = "SELECT id, n FROM ways WHERE kind=? AND steps=?"
_NEW: Final = "INSERT INTO ways (kind, steps, n) VALUES (?,?,0)"
_COUNT: Final = "UPDATE ways SET n=? WHERE id=?"
_FORGET: Final = "DELETE FROM runs WHERE cid=?"
_ADD: Final = "INSERT INTO runs VALUES (?,?,?,?,?,?,?,?,?,?,?)"


class Standing(NamedTuple):
    """Up to where the file has followed: that record's position, aggregate and time."""

    seq: int
    stream: str
    recorded: int


class WaysFile:
    """One connection to it. What is asked together lies together, so that it is read at once."""

    def __init__(self, path: Path, mode: str = "rw") -> None:
        """`mode` is "rwc" for a new one."""
        self.path = path
        self.connection: OpenFile = connect(str(path), mode)
        self.connection.execute(f"PRAGMA mmap_size={MAPPED}")

    @classmethod
    def fresh(cls, path: Path) -> "WaysFile":
        """An empty one, to be filled and finished."""
        remove(str(path))
        found = cls(path, "rwc")
        born = f"PRAGMA user_version={1 + randbelow(BIRTHS)}"
        for statement in (born, *BULK, *SCHEMA, "BEGIN"):
            found.connection.execute(statement)
        return found

    @property
    def born(self) -> int:
        """Tells it from any file that was at its place before; two have one number by chance."""
        return int(self.connection.execute("PRAGMA user_version").fetchone()[0])

    def standing(self) -> Standing | None:
        """None where it is of another shape."""
        row = self.connection.execute(
            "SELECT seq, stream, recorded, shape FROM standing"
        ).fetchone()
        return Standing(*row[:3]) if row and row[3] == SHAPE else None

    def add(self, runs: Iterable[Run]) -> None:
        """Put in ways of cases that have none yet. Each way numbers its runs, for samples."""
        known: dict[tuple[str, str], list[int]] = {}
        rows = [self._row(run, known) for run in runs]
        self.connection.executemany(_ADD, rows)
        self.connection.executemany(_COUNT, [(n, way) for way, n in known.values()])

    def forget(self, cids: Sequence[int]) -> None:
        """Take the ways of cases out."""
        self.connection.executemany(_FORGET, [(cid,) for cid in cids])

    def stands(self, now: Standing) -> None:
        """Everything up to this record is in."""
        self.connection.execute("DELETE FROM standing")
        self.connection.execute("INSERT INTO standing VALUES (?,?,?,?)", (*now, SHAPE))

    def finish(self, now: Standing) -> None:
        """A fresh one is whole."""
        self.stands(now)
        self.connection.execute(BY_CASE)
        self.connection.execute("COMMIT")

    def close(self) -> None:
        """Close the connection."""
        self.connection.close()

    def _row(self, run: Run, known: dict[tuple[str, str], list[int]]) -> tuple[object, ...]:
        kind = kind_of(run.n)
        way = known.get((kind, run.steps))
        if way is None:
            way = known[kind, run.steps] = self._way(kind, run.steps)
        way[1] += 1
        place = (run.cid, run.n, kind, way[0], way[1], run.received)
        return (*place, run.track, run.category, run.units, int(run.done), run.times)

    def _way(self, kind: str, steps: str) -> list[int]:
        """Its number, and how many runs it had."""
        found = self.connection.execute(_KNOWN, (kind, steps)).fetchone()
        if found is None:
            return [int(self.connection.execute(_NEW, (kind, steps)).lastrowid or 0), 0]
        return [found[0], found[1]]
