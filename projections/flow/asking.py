"""Which ways are asked about, and how many runs each of them has."""

from collections import Counter
from collections.abc import Sequence
from typing import Any, NamedTuple

from projections.flow.book import book_of
from projections.flow.file import WaysFile
from projections.flow.runs import seconds
from projections.flow.steps import CASE


class Question(NamedTuple):
    """Codes, "" for any; `since` and `until` milliseconds, the latter not included.

    `kind` is what takes the way; `finished`: only of what is done; `without`: cases, by `cid`,
    that do not exist for whoever asks.
    """

    kind: str = CASE
    since: int | None = None
    until: int | None = None
    track: str = ""
    category: str = ""
    unit: str = ""
    finished: bool = True
    without: frozenset[int] = frozenset()

    def where(self) -> tuple[str, list[Any]]:
        """As a condition on runs, with its values."""
        given: list[tuple[str, Any]] = [("kind = ?", self.kind)]
        asked = (
            ("done = ?", self.finished, 1),
            ("track = ?", self.track, self.track),
            ("category = ?", self.category, self.category),
            ("instr(units, ?) > 0", self.unit, f",{self.unit},"),
            ("received >= ?", self.since is not None, self.since),
            ("received < ?", self.until is not None, self.until),
        )
        given += [(words, value) for words, is_asked, value in asked if is_asked]
        given += [("cid <> ?", cid) for cid in sorted(self.without)]
        return " AND ".join(words for words, _ in given), [value for _, value in given]


class Way(NamedTuple):
    """A way, and how many runs of a track took it, or of all tracks where it is ""."""

    id: int
    track: str
    steps: tuple[str, ...]
    runs: int


class Place(NamedTuple):
    """One run: its case by `cid`, the dispatch's number or 0, and how long it took, seconds."""

    cid: int
    n: int
    seconds: int


def taken(file: WaysFile, asked: Question) -> dict[str, Counter[int]]:
    """By track, how many runs took each way.

    A track's rows lie together and are handed over as one text, counted here: that takes half the
    time the database needs to sort them by way.
    """
    condition, values = asked.where()
    sql = f"SELECT track, group_concat(way, ' ') FROM runs WHERE {condition} GROUP BY track"  # noqa: S608 - our words
    rows = file.connection.execute(sql, values)
    return {
        track: Counter({int(way): runs for way, runs in Counter(text.split()).items()})
        for track, text in rows
    }


def ways(file: WaysFile, asked: Question) -> list[Way]:
    """The ways taken, by track."""
    by_track = taken(file, asked)
    steps = book_of(file, asked.kind).steps
    return [
        Way(way, track, steps[way], runs)
        for track, counts in by_track.items()
        for way, runs in counts.items()
    ]


def page_of(
    file: WaysFile, asked: Question, chosen: Sequence[int], size: int, page: int
) -> list[Place]:
    """One page of the runs of these ways, the latest first; one more than fits where there is."""
    condition, values = asked.where()
    file.connection.execute("CREATE TEMP TABLE IF NOT EXISTS chosen (way INTEGER PRIMARY KEY)")
    file.connection.execute("DELETE FROM chosen")
    file.connection.executemany("INSERT OR IGNORE INTO chosen VALUES (?)", [(w,) for w in chosen])
    sql = (
        f"SELECT cid, n, times FROM runs WHERE {condition} AND way IN (SELECT way FROM chosen)"  # noqa: S608 - our words
        " ORDER BY received DESC, cid DESC, n LIMIT ? OFFSET ?"
    )
    rows = file.connection.execute(sql, (*values, size + 1, (page - 1) * size))
    return [Place(cid, n, seconds(times)[-1]) for cid, n, times in rows]
