"""Ways to tamper with a log, each drawn at random, each leaving something else than was there."""

from collections.abc import Callable
from random import Random
from typing import Any

from application.proofs.notes import NOTE
from application.proofs.tiles import filled
from application.proofs.tree import root
from application.store.driver import sqlite3
from application.store.rows import NewRow
from tests.application.verifying.conftest import key_of, note_of, proven

Log = sqlite3.Connection
OTHER = key_of("log.example.gov.cn/linkage-stolen", NOTE)
COLUMNS = (
    "originator_id",
    "originator_version",
    "topic",
    "state",
    "recorded_at",
    "state_digest",
    "leaf",
)
ALL = f"rowid, {', '.join(COLUMNS)}"


def rows_of(log: Log) -> list[NewRow]:
    return [NewRow(*row) for row in log.execute(f"SELECT {ALL} FROM stored_events ORDER BY rowid")]


def edit_a_value(log: Log, chance: Random) -> None:
    """One column of one event says something else."""
    column, seq = chance.choice(COLUMNS), _some(log, chance)
    (value,) = log.execute(f"SELECT {column} FROM stored_events WHERE rowid=?", (seq,)).fetchone()
    _set(log, seq, column, _another(value, chance))


def edit_and_prove_anew(log: Log, chance: Random) -> None:
    """The content is altered, and digest and leaf are made to fit."""
    rows = rows_of(log)
    row = chance.choice(rows)
    changed = proven(row.seq, row.stream, row.version, row.topic, row.state + b" ", row.recorded)
    for column, value in zip(COLUMNS, changed[1:], strict=True):
        _set(log, row.seq, column, value)


def put_another_kind_of_value(log: Log, chance: Random) -> None:
    """SQLite keeps a text where bytes were, and nothing where something was to be."""
    column = chance.choice(("state", "leaf", "state_digest", "topic", "recorded_at"))
    value: Any = chance.choice(("text", b"\xff\xfe", 1.5))
    log.execute(
        f"UPDATE OR IGNORE stored_events SET {column}=? WHERE rowid=?", (value, _some(log, chance))
    )


def take_one_out(log: Log, chance: Random) -> None:
    """One event is gone."""
    log.execute("DELETE FROM stored_events WHERE rowid=?", (_some(log, chance),))


def take_one_out_and_close_up(log: Log, chance: Random) -> None:
    """One event is gone, and all later ones move up, with leaves made to fit."""
    rows = rows_of(log)
    del rows[chance.randrange(len(rows))]
    rewrite(log, rows)


def put_one_in(log: Log, chance: Random) -> None:
    """An event that never was stands between others, and all later ones are made to fit."""
    rows = rows_of(log)
    where = chance.randrange(len(rows))
    made = proven(0, chance.randbytes(16).hex(), 1, "case.noted", b"{}", rows[where].recorded)
    rows.insert(where, made)
    rewrite(log, rows)


def add_one_behind(log: Log, chance: Random) -> None:
    """An event stands far behind the last."""
    seq = log.execute("SELECT max(rowid) FROM stored_events").fetchone()[0] + 2
    made = proven(seq, chance.randbytes(16).hex(), 1, "case.noted", b"{}", 1_900_000_000_000)
    _insert(log, [made])


def swap_two(log: Log, chance: Random) -> None:
    """Two events change places as they are."""
    first, second = sorted(chance.sample(range(1, len(rows_of(log)) + 1), 2))
    for old, new in ((first, -1), (second, first), (-1, second)):
        log.execute("UPDATE stored_events SET rowid=? WHERE rowid=?", (new, old))


def swap_two_and_prove_anew(log: Log, chance: Random) -> None:
    """Two events change places, and digests and leaves are made to fit."""
    rows = rows_of(log)
    first, second = chance.sample(range(len(rows)), 2)
    rows[first], rows[second] = rows[second], rows[first]
    rewrite(log, rows)


def shuffle(log: Log, chance: Random) -> None:
    """A stretch of the log is in another order, and all is made to fit."""
    rows = rows_of(log)
    start = chance.randrange(len(rows) - 3)
    part = rows[start : start + 4]
    moved = part[1:] + part[:1]
    rewrite(log, [*rows[:start], *moved, *rows[start + 4 :]])


def roll_back(log: Log, chance: Random) -> None:
    """The log ends earlier than it did."""
    log.execute("DELETE FROM stored_events WHERE rowid>=?", (_some(log, chance),))


def roll_back_with_everything(log: Log, chance: Random) -> None:
    """An old copy of the file, as it was when the log was shorter."""
    kept = rows_of(log)[: chance.randrange(1, len(rows_of(log)))]
    for table in ("cosignatures", "checkpoints"):
        log.execute(f"DELETE FROM {table} WHERE size>?", (len(kept),))
    rewrite(log, kept)


def rewrite_history(log: Log, chance: Random) -> None:
    """One event says something else; every leaf and tile is made to fit, checkpoints forgotten."""
    rows = rows_of(log)
    place = chance.randrange(len(rows))
    rows[place] = rows[place]._replace(state=rows[place].state + b"\n")
    log.execute("DELETE FROM cosignatures")
    log.execute("DELETE FROM checkpoints")
    rewrite(log, rows)


def rewrite_history_and_sign_anew(log: Log, chance: Random) -> None:
    """The same, and checkpoints of it are signed by a key of the forger's own."""
    rewrite_history(log, chance)
    rows = rows_of(log)
    hash_ = root([row.leaf for row in rows])
    log.execute(
        "INSERT INTO checkpoints VALUES (?,?,?,?)",
        (len(rows), hash_, note_of(len(rows), hash_, OTHER), 1),
    )


def change_a_number(log: Log, chance: Random) -> None:
    """A file number leads to another case, is gone, or is made up."""
    (numbers,) = log.execute("SELECT count(*) FROM file_numbers").fetchone()
    statement = chance.choice(
        (
            "UPDATE file_numbers SET stream='x' WHERE running=?",
            "UPDATE file_numbers SET series='QS2025' WHERE running=?",
            "DELETE FROM file_numbers WHERE running=?",
            "INSERT INTO file_numbers SELECT 'QS2026', 901, 'x' WHERE 0<?",
        )
    )
    log.execute(statement, (chance.randrange(1, numbers + 1),))


def lead_a_key_astray(log: Log, chance: Random) -> None:
    """A form's key leads where nothing is."""
    found = log.execute("SELECT key FROM idempotency_keys ORDER BY key").fetchall()
    statement = chance.choice(
        (
            "UPDATE idempotency_keys SET version=version+100 WHERE key=?",
            "UPDATE idempotency_keys SET stream='x' WHERE key=?",
        )
    )
    log.execute(statement, chance.choice(found))


def change_a_checkpoint(log: Log, chance: Random) -> None:
    """A kept checkpoint or what a witness put to it says something else."""
    statement = chance.choice(
        (
            "UPDATE checkpoints SET root=zeroblob(32) WHERE size=?",
            "UPDATE checkpoints SET size=size-1 WHERE size=?",
            "UPDATE checkpoints SET note=replace(note, 'log', 'lug') WHERE size=?",
            "UPDATE cosignatures SET line=replace(line, 'e', 'f') WHERE size=?",
            "UPDATE cosignatures SET witness='x' WHERE size=?",
        )
    )
    sizes = log.execute("SELECT size FROM checkpoints ORDER BY size").fetchall()
    log.execute(statement, chance.choice(sizes))


def change_a_tile(log: Log, chance: Random) -> None:
    """A kept root is another, gone, or of leaves that are not there."""
    statement = chance.choice(
        (
            "UPDATE tree_tiles SET root=zeroblob(32) WHERE idx=0",
            "DELETE FROM tree_tiles WHERE idx=0",
            "INSERT INTO tree_tiles VALUES (1,77,zeroblob(32))",
            "INSERT INTO tree_tiles VALUES (3,0,zeroblob(32))",
        )
    )
    log.execute(statement)


Tampering = Callable[[Log, Random], None]
WITH_ROWS: tuple[Tampering, ...] = (
    edit_a_value,
    edit_and_prove_anew,
    put_another_kind_of_value,
    take_one_out,
    take_one_out_and_close_up,
    put_one_in,
    add_one_behind,
    swap_two,
    swap_two_and_prove_anew,
    shuffle,
    roll_back,
    roll_back_with_everything,
    rewrite_history,
    rewrite_history_and_sign_anew,
)
BESIDES: tuple[Tampering, ...] = (
    change_a_number,
    lead_a_key_astray,
    change_a_checkpoint,
)


def rewrite(log: Log, rows: list[NewRow]) -> None:
    """These events and no others, dense, every leaf, tile and number made to fit."""
    made = [
        proven(seq, row.stream, row.version, row.topic, row.state, row.recorded)
        for seq, row in enumerate(rows, start=1)
    ]
    log.execute("DELETE FROM stored_events")
    _insert(log, made)
    log.execute("DELETE FROM tree_tiles")
    leaves = [row.leaf for row in made]
    for level, index in filled(0, len(made)):
        width = 256**level
        hash_ = root(leaves[index * width : (index + 1) * width])
        log.execute("INSERT INTO tree_tiles VALUES (?,?,?)", (level, index, hash_))


def _insert(log: Log, rows: list[NewRow]) -> None:
    log.executemany(f"INSERT OR REPLACE INTO stored_events ({ALL}) VALUES (?,?,?,?,?,?,?,?)", rows)


def _some(log: Log, chance: Random) -> int:
    return chance.randrange(
        1, 1 + log.execute("SELECT max(rowid) FROM stored_events").fetchone()[0]
    )


def _set(log: Log, seq: int, column: str, value: object) -> None:
    log.execute(f"UPDATE OR IGNORE stored_events SET {column}=? WHERE rowid=?", (value, seq))


def _another(value: Any, chance: Random) -> Any:
    if isinstance(value, int):
        return value + chance.choice((-1, 1)) * chance.randrange(1, 100_000)
    if isinstance(value, str):
        return value[:-1] + chr(ord(value[-1]) ^ 1)
    place = chance.randrange(len(value))
    return value[:place] + bytes([value[place] ^ 1 << chance.randrange(8)]) + value[place + 1 :]
