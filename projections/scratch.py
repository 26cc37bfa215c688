"""The read model as it stood at a position: the same fold, up to there, into a file for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import Engine

from application.settings import Settings
from projections.loader_sqlite import SqliteLoader
from projections.reading import file_engine
from projections.rebuild import Progress, load


@contextmanager
def rebuild_as_of(
    settings: Settings, seq: int, progress: Progress | None = None
) -> Iterator[Engine]:
    """Connections to the read model of all events up to `seq`; gone when the block is left.

    A file whichever database the log is in: the queries are the same on both.
    Errors: `NotProjected`.
    """
    with TemporaryDirectory(prefix="linkage-as-of-") as folder:
        loader = SqliteLoader(str(Path(folder) / "read.db"))
        try:
            load(settings, loader, seq, progress)
        finally:
            loader.close()
        engine = file_engine(loader.path)
        try:
            yield engine
        finally:
            engine.dispose()
