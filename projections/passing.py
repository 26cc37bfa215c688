"""A read model for a while: a file with the rows of some cases, no indexes, gone when left."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Connection

from projections.folding import Folded
from projections.loader_sqlite import BULK
from projections.reading import file_engine
from projections.schema import plain_tables_sqlite
from projections.sqlite_file import connect
from projections.statements import SQLITE
from projections.tables import BESIDE, OF_CASES


class PassingModel:
    """Filled first, then asked."""

    def __init__(self, path: str) -> None:
        """Make the file and its tables."""
        self._path = path
        self._connection = connect(path, "rwc")
        for statement in (*BULK, *plain_tables_sqlite()):
            self._connection.execute(statement)
        self._connection.execute("BEGIN")

    def add(self, folded: Folded) -> None:
        """Append to each table."""
        for table in (*OF_CASES, *BESIDE):
            rows = folded.of(table)
            if rows:
                self._connection.executemany(SQLITE.insert(table), rows)

    @contextmanager
    def asked(self) -> Iterator[Connection]:
        """A connection for queries; nothing can be added any more."""
        self._connection.execute("COMMIT")
        self._connection.close()
        engine = file_engine(self._path)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()


@contextmanager
def passing_model() -> Iterator[PassingModel]:
    """An empty one."""
    with TemporaryDirectory(prefix="linkage-as-of-") as folder:
        yield PassingModel(str(Path(folder) / "read.db"))
