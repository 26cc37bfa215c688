"""Which SQLite this process uses: the host's, or the pysqlite3 package's newer one.

SQLite before 3.51.3 can lose the end of a WAL when a checkpoint resets it under a concurrent
reader; hosts with an older one take the library that pysqlite3 brings.
"""

import sqlite3 as host_sqlite3
from typing import TYPE_CHECKING

SAFE = (3, 51, 3)

if TYPE_CHECKING or host_sqlite3.sqlite_version_info >= SAFE:
    import sqlite3
else:
    try:
        from pysqlite3 import dbapi2 as sqlite3
    except ImportError:
        sqlite3 = host_sqlite3

# The driver seeks an adapter for each NULL and each answer it binds, and finding none takes longer
# than writing all else of the row: it is told at once what they are.
sqlite3.register_adapter(type(None), {}.get)  # type: ignore[arg-type]  # it knows None of None
sqlite3.register_adapter(bool, int)


def is_safe() -> bool:
    """Whether the SQLite in use has the fix."""
    return sqlite3.sqlite_version_info >= SAFE


__all__ = ["SAFE", "is_safe", "sqlite3"]
