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


def is_safe() -> bool:
    """Whether the SQLite in use has the fix."""
    return sqlite3.sqlite_version_info >= SAFE


__all__ = ["SAFE", "is_safe", "sqlite3"]
