"""Compares the live read model with the log: every row folded anew, none missing, none too many."""

from collections import Counter
from collections.abc import Iterator, Sequence

from msgspec import Struct
from sqlalchemy import Connection, Table, select

from application.settings import Settings
from projections.cells import Cells
from projections.compare_held import Held
from projections.compare_search import search_of
from projections.errors import ModelMissing, ModelOutdated
from projections.folding import Folded
from projections.folding_pool import folded_log
from projections.loader_sqlite import pack, unpack
from projections.reading import read_engine
from projections.rebuild import Progress
from projections.tables import BESIDE, OF_CASES, SHAPE, position


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
        self._held = Held(connection)
        self._search = search_of(connection)
        self._known: set[int] = set()
        self._counts: Counter[Table] = Counter()
        # Small tables beside the cases: they are compared whole.
        self._beside: dict[Table, list[Cells]] = {table: [] for table in BESIDE}

    def run(self, settings: Settings, seq: int, progress: Progress | None) -> Iterator[Difference]:
        done = 0
        for events, packed in folded_log(settings, seq, in_order):
            yield from self._compare(unpack(packed))
            done += events
            if progress is not None:
                progress(done, seq)
        for table, rows in self._beside.items():
            yield from _differences(table, self._held.all(table), rows)
        yield from self._unknown()

    def _compare(self, folded: Folded) -> Iterator[Difference]:
        """The cases of one part of the log."""
        cids = [cid for cid, _ in folded.words]
        self._known.update(cids)
        for whole in BESIDE:
            self._beside[whole] += folded.of(whole)
        for table in OF_CASES:
            rows = self._held.of(table, cids)
            self._counts[table] += len(rows)
            yield from _differences(table, rows, folded.of(table))
        for cid, line in self._search.wrong(folded.words):
            yield Difference("search", (cid,), None, (line,))

    def _unknown(self) -> Iterator[Difference]:
        """Rows of cases the log doesn't have: there are some where not all rows were asked for."""
        for table in OF_CASES:
            if self._held.count(table) != self._counts[table]:
                for cid in self._held.cases(table) - self._known:
                    yield Difference(table.name, (cid,), (cid,), None)
        for cid in self._search.unknown(self._known):
            yield Difference("search", (cid,), (cid,), None)


def in_order(folded: Folded) -> bytes:
    """Rows of cases by their keys, so that like stands beside like."""
    for table in OF_CASES:
        folded.of(table).sort()  # keys differ, so that nothing behind them is looked at
    return pack(folded)


def _differences(table: Table, held: list[Cells], folded: list[Cells]) -> Iterator[Difference]:
    """Row by row only where they are not all alike."""
    if held == folded:
        return
    were, are = _keyed(table, held), _keyed(table, folded)
    for key in were.keys() | are.keys():
        if were.get(key) != are.get(key):
            yield Difference(table.name, key, were.get(key), are.get(key))


def _keyed(table: Table, rows: Sequence[Cells]) -> dict[Cells, Cells]:
    width = len(table.primary_key.columns)
    return {row[:width]: row for row in rows}
