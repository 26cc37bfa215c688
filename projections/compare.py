"""Compares the live read model with the log: every row folded anew, none missing, none too many."""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct
from sqlalchemy import Connection, Table, select

from application.settings import Settings
from projections.cells import Cells
from projections.compare_search import search_of
from projections.errors import ModelMissing, ModelOutdated
from projections.folding import Folded
from projections.folding_pool import folded_log
from projections.loader_sqlite import pack, unpack
from projections.reading import read_engine
from projections.rebuild import Progress
from projections.tables import BESIDE, OF_CASES, SHAPE, position

AT_ONCE = 1000  # cases asked for in one query


class Difference(Struct, frozen=True):
    """A row that is not as the log says; None: no row, or what an index won't tell."""

    table: str
    key: Cells
    held: Cells | None
    folded: Cells | None


def compare(settings: Settings, progress: Progress | None = None) -> Iterator[Difference]:
    """What the live read model has otherwise than its log, as of its own position.

    Errors: `ModelMissing`, `NotProjected`.
    """
    engine = read_engine(settings)
    try:
        with engine.connect() as connection:
            seq = _position(connection)
            yield from _Comparison(connection).run(settings, seq, progress)
            connection.detach()
            connection.close()
    finally:
        engine.dispose()


def _position(connection: Connection) -> int:
    found = connection.execute(select(position.c.seq, position.c.shape)).one_or_none()
    if found is None:
        raise ModelMissing("position")
    if found.shape != SHAPE:
        raise ModelOutdated
    return int(found.seq)


class _Comparison:
    """One moment of the live read model, beside the log up to there."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._search = search_of(connection)
        self._known: set[int] = set()
        # Small tables beside the cases: they are compared whole.
        self._beside: dict[Table, dict[Cells, Cells]] = {table: {} for table in BESIDE}

    def run(self, settings: Settings, seq: int, progress: Progress | None) -> Iterator[Difference]:
        done = 0
        for events, packed in folded_log(settings, seq, pack):
            yield from self._compare(unpack(packed))
            done += events
            if progress is not None:
                progress(done, seq)
        for table, rows in self._beside.items():
            yield from _differences(table, self._held(table), rows)
        yield from self._unknown()

    def _compare(self, folded: Folded) -> Iterator[Difference]:
        """The cases of one part of the log, some at a time."""
        cids = [cid for cid, _ in folded.words]
        self._known.update(cids)
        for whole in BESIDE:
            self._beside[whole] |= _keyed(whole, folded.of(whole))
        tables = {table: _by_case(folded.of(table)) for table in OF_CASES}
        for start in range(0, len(cids), AT_ONCE):
            some = cids[start : start + AT_ONCE]
            for table, rows in tables.items():
                expected = _keyed(table, [row for cid in some for row in rows.get(cid, ())])
                yield from _differences(table, self._held(table, some), expected)
            for cid, line in self._search.wrong(folded.words[start : start + AT_ONCE]):
                yield Difference("search", (cid,), None, (line,))

    def _held(self, table: Table, cids: Sequence[int] | None = None) -> dict[Cells, Cells]:
        query = select(table)
        if cids is not None:
            query = query.where(table.c.cid.in_(cids))
        return _keyed(table, [tuple(row) for row in self._connection.execute(query)])

    def _unknown(self) -> Iterator[Difference]:
        """Rows of cases the log doesn't have."""
        for table in OF_CASES:
            for (cid,) in self._connection.execute(select(table.c.cid).distinct()):
                if cid not in self._known:
                    yield Difference(table.name, (cid,), (cid,), None)
        for cid in self._search.unknown(self._known):
            yield Difference("search", (cid,), (cid,), None)


def _by_case(rows: list[Cells]) -> dict[Any, list[Cells]]:
    found: dict[Any, list[Cells]] = {}
    for row in rows:
        found.setdefault(row[0], []).append(row)
    return found


def _keyed(table: Table, rows: Sequence[Cells]) -> dict[Cells, Cells]:
    width = len(table.primary_key.columns)
    return {row[:width]: row for row in rows}


def _differences(
    table: Table, held: dict[Cells, Cells], folded: dict[Cells, Cells]
) -> Iterator[Difference]:
    for key in held.keys() | folded.keys():
        if held.get(key) != folded.get(key):
            yield Difference(table.name, key, held.get(key), folded.get(key))
