"""One moment of the live read model, held against the log up to there."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import closing

from msgspec import Struct
from sqlalchemy import Connection, Table, select

from application.settings import Settings
from projections.cells import Cells
from projections.compare.held import Held
from projections.compare.part import Compared, Comparing, Suspect, lines
from projections.compare.search import search_of
from projections.errors import ModelMissing, ModelOutdated
from projections.folding_pool import Begun, over_log
from projections.reading import read_engine
from projections.rebuild import Progress
from projections.tables import BESIDE, OF_CASES, SHAPE, TABLES, position
from projections.words import Line

_TABLES = {table.name: table for table in TABLES}


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
            yield from _Comparison(settings, connection).run(progress)
            connection.detach()
            connection.close()
    finally:
        engine.dispose()


class _Comparison:
    """Of the moment at which it begins."""

    def __init__(self, settings: Settings, connection: Connection) -> None:
        self._settings = settings
        self._upto = _position(connection)
        self._held = Held(connection)
        self._search = search_of(connection, self._upto)
        self._beside: defaultdict[str, list[Cells]] = defaultdict(list)

    def run(self, progress: Progress | None) -> Iterator[Difference]:
        done = 0
        with closing(Comparing(self._settings, self._search.part())) as comparing:
            for events, compared in over_log(self._settings, self._upto, comparing):
                yield from self._again(compared)
                done += events
                if progress is not None:
                    progress(done, self._upto)
        for table in BESIDE:
            yield from _differences(table, self._held.all(table), self._beside[table.name])
        yield from self._strange()
        yield from self._words()

    def _again(self, compared: Compared) -> Iterator[Difference]:
        """Take in a part; what isn't alike may have changed since this moment."""
        self._search.take(compared.words)
        for name, rows in compared.beside.items():
            self._beside[name] += rows
        suspects: defaultdict[str, list[Suspect]] = defaultdict(list)
        for one in compared.suspects:
            suspects[one.table].append(one)
        for name, those in suspects.items():
            held = self._held.of(_TABLES[name], [one.cid for one in those])
            yield from _differences(_TABLES[name], held, [row for one in those for row in one.rows])

    def _strange(self) -> Iterator[Difference]:
        """Rows under numbers that no event has."""
        for table in OF_CASES:
            for cid in self._held.outside(table, Begun(0, self._upto)):
                yield Difference(table.name, (cid,), (cid,), None)

    def _words(self) -> Iterator[Difference]:
        for cid, line in self._search.wrong(self._lines):
            if line is None:
                yield Difference("search", (cid,), (cid,), None)
            else:
                yield Difference("search", (cid,), None, (line,))

    def _lines(self) -> Iterator[Sequence[Line]]:
        return (found for _, found in over_log(self._settings, self._upto, lines))


def _position(connection: Connection) -> int:
    found = connection.execute(select(position.c.seq, position.c.shape)).one_or_none()
    if found is None:
        raise ModelMissing("position")
    if found.shape != SHAPE:
        raise ModelOutdated
    return int(found.seq)


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
