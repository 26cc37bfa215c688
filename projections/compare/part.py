"""What each process does of a comparison: folds some cases, and looks whether their rows stand so.

It sees the live read model when it looks, which may have followed the log farther than the moment
that is compared. So what isn't alike is looked at again in that moment; what is alike is right.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any, NamedTuple, cast

from sqlalchemy import Connection, Engine, Table

from application.settings import Settings
from projections.cells import Cells
from projections.compare.held import Held
from projections.compare.search import PartOfSearch
from projections.folding import fold_all
from projections.folding_pool import Begun, Part
from projections.reading import read_engine
from projections.tables import BESIDE, OF_CASES
from projections.words import Line


class Suspect(NamedTuple):
    """The rows a case is to have in a table, where it has others."""

    table: str
    cid: int
    rows: list[Cells]


class Compared(NamedTuple):
    """What one part of the log comes to."""

    suspects: list[Suspect]
    words: Any  # what `PartOfSearch` told
    beside: dict[str, list[Cells]]  # of small tables, which are compared whole


class Comparing:
    """Sent to each process, which connects when it first uses it."""

    _engine: Engine | None = None
    _connection: Connection

    def __init__(self, settings: Settings, search: PartOfSearch) -> None:
        """Connect later."""
        self._settings = settings
        self._search = search

    def __call__(self, part: Part) -> Compared:
        """Errors: `NotProjected`, `ModelMissing`."""
        self._connect()
        begun, folded, held = cast("Begun", part.begun), fold_all(part.rows), Held(self._connection)
        suspects = [
            suspect
            for table in OF_CASES
            for suspect in _unlike(table, held.between(table, begun), folded.of(table))
        ]
        words = self._search.told(self._connection, folded.words, begun)
        return Compared(suspects, words, {table.name: folded.of(table) for table in BESIDE})

    def close(self) -> None:
        """Where it was used in this process."""
        if self._engine is not None:
            self._connection.close()
            self._engine.dispose()

    def _connect(self) -> None:
        if self._engine is None:
            self._engine = read_engine(self._settings)
            self._connection = self._engine.connect()


def lines(part: Part) -> Sequence[Line]:
    """The words of the cases of a part. Errors: `NotProjected`."""
    return fold_all(part.rows).words


def _unlike(table: Table, held: list[Cells], folded: list[Cells]) -> Iterator[Suspect]:
    """Case by case only where not all is alike."""
    if held == folded:
        return
    were, are = _by_case(held), _by_case(folded)
    for cid in were.keys() | are.keys():
        if were.get(cid) != are.get(cid):
            yield Suspect(table.name, cid, are.get(cid, []))


def _by_case(rows: Sequence[Cells]) -> dict[int, list[Cells]]:
    return {cast("int", cid): list(its) for cid, its in groupby(rows, itemgetter(0))}
