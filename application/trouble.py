"""Names the troubles every computer has, whichever layer they come up from."""

import errno
from collections.abc import Iterator

from application.presence import NotMigrated, Unreachable

# What drivers and libraries say, as far as their class alone does not tell.
SAID: tuple[tuple[str, str], ...] = (
    ("database or disk is full", "disk-full"),
    ("no space left", "disk-full"),
    ("could not extend file", "disk-full"),
    ("no such table", "not-migrated"),
    ("undefinedtable", "not-migrated"),
    ("database is locked", "busy"),
    ("lock timeout", "busy"),
    ("readonly database", "not-allowed"),
    ("unable to open database file", "not-allowed"),
    ("permission denied", "not-allowed"),
    ("file is not a database", "damaged"),
    ("malformed", "damaged"),
    ("connection", "unreachable"),
    ("server closed", "unreachable"),
    ("timeout expired", "unreachable"),
    ("could not translate host", "unreachable"),
    ("name or service not known", "unreachable"),
)
NUMBERS = {
    errno.ENOSPC: "disk-full",
    errno.EDQUOT: "disk-full",
    errno.EACCES: "not-allowed",
    errno.EPERM: "not-allowed",
    errno.EROFS: "not-allowed",
    errno.ENOENT: "file-missing",
    errno.EADDRINUSE: "port-taken",
    errno.EADDRNOTAVAIL: "no-address",
}
OF_DATABASES = ("eventsourcing", "sqlalchemy", "psycopg", "sqlite3", "pysqlite3")


def trouble(error: BaseException) -> str:
    """Its stable name, "" when it is none of these.

    Names: disk-full, not-allowed, file-missing, port-taken, no-address, not-migrated,
    unreachable, busy, damaged.
    """
    return next((name for one in _causes(error) if (name := _named(one))), "")


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        yield error
        error = error.__cause__ or error.__context__


def _named(error: BaseException) -> str:
    if isinstance(error, NotMigrated):
        return "not-migrated"
    if isinstance(error, Unreachable):
        return "unreachable"
    if isinstance(error, OSError) and error.errno in NUMBERS:
        return NUMBERS[error.errno]
    if type(error).__module__.partition(".")[0] not in OF_DATABASES:
        return ""
    said = f"{type(error).__name__} {error}".lower()
    return next((name for words, name in SAID if words in said), "")
