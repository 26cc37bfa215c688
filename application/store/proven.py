"""What the log is proved by, as stored: leaves, roots of tiles, checkpoints, cosignatures."""

from collections.abc import Sequence
from contextlib import closing
from typing import NamedTuple

from application.log import Reader
from application.settings import Settings
from application.store.rows import CHECKPOINTS, COSIGNATURES, EVENTS, TILES, TIME_STAMPS


class KeptCheckpoint(NamedTuple):
    """A row of the checkpoints. `kept_at` is milliseconds since the epoch."""

    size: int
    root: bytes
    note: str
    kept_at: int


def leaves(reader: Reader, start: int, end: int) -> list[bytes]:
    """The leaves of a range of indexes, from 0; as many as there are."""
    sql = f"SELECT leaf FROM {EVENTS} WHERE {{seq}}>? AND {{seq}}<=? ORDER BY {{seq}}"  # noqa: S608
    return [bytes(found) for (found,) in reader.select(sql, (start, end))]


def roots(reader: Reader, level: int, start: int, end: int) -> list[bytes]:
    """The kept hashes of a level, in a range of indexes; as many as there are."""
    sql = f"SELECT root FROM {TILES} WHERE level=? AND idx>=? AND idx<? ORDER BY idx"  # noqa: S608
    return [bytes(found) for (found,) in reader.select(sql, (level, start, end))]


def checkpoints(
    reader: Reader, where: str = "", params: Sequence[object] = ()
) -> list[KeptCheckpoint]:
    """Checkpoints in order of size."""
    sql = f"SELECT size, root, note, kept_at FROM {CHECKPOINTS} {where}"  # noqa: S608
    return [
        KeptCheckpoint(size, bytes(root), note, kept)
        for size, root, note, kept in reader.select(sql, params)
    ]


def count_checkpoints(reader: Reader) -> int:
    """How many there are."""
    return int(reader.select(f"SELECT count(*) FROM {CHECKPOINTS}")[0][0])  # noqa: S608


def cosignatures(reader: Reader, size: int) -> list[str]:
    """The lines witnesses signed under a checkpoint, first come first."""
    sql = f"SELECT line FROM {COSIGNATURES} WHERE size=? ORDER BY kept_at, witness"  # noqa: S608
    return [str(line) for (line,) in reader.select(sql, (size,))]


def cosigned_sizes(reader: Reader, since: int) -> list[int]:
    """Sizes from one on of which a witness signed, in order; the first only."""
    sql = f"SELECT size FROM {COSIGNATURES} WHERE size>=? ORDER BY size LIMIT 1"  # noqa: S608
    return [int(size) for (size,) in reader.select(sql, (since,))]


def cosignatures_of(reader: Reader, since: int) -> list[tuple[int, str]]:
    """Size and line of all cosignatures from a size on."""
    sql = f"SELECT size, line FROM {COSIGNATURES} WHERE size>=? ORDER BY size, kept_at, witness"  # noqa: S608
    return [(int(size), str(line)) for size, line in reader.select(sql, (since,))]


def last_cosigned(reader: Reader, witness: str) -> tuple[int, int] | None:
    """How far a witness signed, and when that was kept."""
    sql = f"SELECT size, kept_at FROM {COSIGNATURES} WHERE witness=? ORDER BY size DESC LIMIT 1"  # noqa: S608
    found = reader.select(sql, (witness,))
    return (int(found[0][0]), int(found[0][1])) if found else None


def time_stamps(reader: Reader, size: int) -> list[tuple[str, bytes, int]]:
    """Authority, token and time of keeping of the time stamps of a checkpoint."""
    sql = f"SELECT authority, token, kept_at FROM {TIME_STAMPS} WHERE size=? ORDER BY kept_at"  # noqa: S608
    return [(name, bytes(token), kept) for name, token, kept in reader.select(sql, (size,))]


def keep_checkpoint(settings: Settings, row: KeptCheckpoint) -> None:
    """Add it. Errors: the library's `IntegrityError` where there is one of that size."""
    _insert(settings, CHECKPOINTS, row)


def keep_cosignature(settings: Settings, size: int, witness: str, line: str, kept: int) -> None:
    """Add it. Errors: `IntegrityError` where that witness has signed that one."""
    _insert(settings, COSIGNATURES, (size, witness, line, kept))


def keep_time_stamp(settings: Settings, size: int, name: str, token: bytes, kept: int) -> None:
    """Add it. Errors: `IntegrityError` where that authority has stamped that one."""
    _insert(settings, TIME_STAMPS, (size, name, token, kept))


def _insert(settings: Settings, table: str, row: Sequence[object]) -> None:
    signs = ",".join("?" * len(row))
    sql = f"INSERT INTO {table} VALUES ({signs})"  # noqa: S608 - our names
    if settings.database_url:
        from application.store import postgres  # noqa: PLC0415 - one or the other

        with postgres.library_errors(), closing(postgres.connect(settings.database_url)) as there:
            there.execute(sql.replace("?", "%s").encode(), row)
        return
    from application.store import sqlite  # noqa: PLC0415 - as above

    with sqlite.library_errors(), closing(sqlite.connect(str(settings.events_path))) as here:
        here.execute(sql, row)
