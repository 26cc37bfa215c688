"""Read models as they stood at earlier positions, each a file, whichever database the log is in."""

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from functools import partial
from pathlib import Path

from sqlalchemy import Connection, Engine

from application.settings import Settings
from projections.earlier import MODEL, Earlier
from projections.loader_sqlite import SqliteLoader
from projections.reading import file_engine
from projections.rebuild import load


class Snapshots(Earlier):
    """Those of one place."""

    kind = MODEL

    def __init__(self, settings: Settings) -> None:
        """Nothing is opened yet."""
        super().__init__(settings)
        self._engines: dict[Path, Engine] = {}

    def fill(self, path: Path, seq: int) -> None:
        """By the loader of every rebuild, in this process."""
        with closing(SqliteLoader(str(path))) as loader:
            load(self._settings, loader, seq, partial(self._tell, seq), processes=0)

    @contextmanager
    def read(self, seq: int) -> Iterator[Connection]:
        """A connection to one that is there; that it is of use is noted."""
        path = self._path(seq)
        os.utime(path)
        with self._engine(path).connect() as connection:
            yield connection

    def close(self) -> None:
        """Close all connections."""
        with self._guard:
            for engine in self._engines.values():
                engine.dispose()
            self._engines.clear()

    def _engine(self, path: Path) -> Engine:
        with self._guard:
            for gone in [known for known in self._engines if not known.exists()]:
                self._engines.pop(gone).dispose()
            if path not in self._engines:
                self._engines[path] = file_engine(str(path))
            return self._engines[path]
