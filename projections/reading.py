"""How queries connect: kept connections that look before each use which read model is current."""

from collections.abc import Callable

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.pool import QueuePool

from application.settings import Settings
from application.store.driver import sqlite3
from projections.files import Files
from projections.sqlite_file import OpenFile, connect

Reading = Connection
"""A connection for queries, as pages are given it."""

FOR_READING = (
    "PRAGMA query_only=1",
    "PRAGMA cache_size=-32768",
    "PRAGMA mmap_size=1073741824",
    "PRAGMA temp_store=MEMORY",
)


def read_engine(settings: Settings) -> Engine:
    """Connections to the live read model, for queries only."""
    if settings.database_url:
        return _postgres(settings)
    return _sqlite(Files(settings.read_path))


def file_engine(path: str) -> Engine:
    """Connections to one read model in a file, for queries only."""
    return _sqlite_engine(lambda: connect(path))


def _postgres(settings: Settings) -> Engine:
    """The queries of one page see one moment, as they do in SQLite."""
    from projections.writer_postgres import SCHEMA  # noqa: PLC0415 - only where it is used

    # A page's queries are over before compiling them would pay, or starting processes for them.
    limits = (
        "-c default_transaction_read_only=on -c statement_timeout=30s"
        " -c jit=off -c parallel_setup_cost=100000"
    )
    return create_engine(
        settings.sqlalchemy_url,
        isolation_level="REPEATABLE READ",
        pool_pre_ping=True,
        hide_parameters=True,  # what somebody searched for stands in no log
        use_native_hstore=False,
        connect_args={"connect_timeout": 5, "options": f"-c search_path={SCHEMA} {limits}"},
    )


def _sqlite(files: Files) -> Engine:
    """A file that is no longer current is left for the one that is."""
    engine = _sqlite_engine(lambda: files.open()[1])

    @event.listens_for(engine, "checkout")
    def look(kept: OpenFile, _record: object, _proxy: object) -> None:
        if kept.path != files.current():
            raise DisconnectionError

    return engine


def _sqlite_engine(creator: Callable[[], OpenFile]) -> Engine:
    kept = {"creator": creator, "poolclass": QueuePool, "hide_parameters": True}
    engine = create_engine("sqlite://", module=sqlite3, **kept)

    @event.listens_for(engine, "connect")
    def prepare(opened: OpenFile, _record: object) -> None:
        for pragma in FOR_READING:
            opened.execute(pragma)

    @event.listens_for(engine, "begin")
    def begin(connection: Connection) -> None:
        connection.exec_driver_sql("BEGIN")

    return engine
