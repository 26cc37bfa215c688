"""Roots of the tree's full tiles, kept in the transaction that fills them."""

from typing import Any

from application.proofs.tiles import WIDTH, filled
from application.proofs.tree import root
from application.store.rows import EVENTS, TILES


def keep_tiles(cursor: Any, seq: str, sign: str, before: int, after: int) -> None:
    """Compute and insert the roots of the tiles that became full; mostly there are none.

    `seq` is the position's column and `sign` the parameter's, as the database has them.
    """
    for level, index in filled(before, after):
        cursor.execute(*_below(seq, sign, level, index))
        made = root([bytes(found[0]) for found in cursor.fetchall()])
        sql = f"INSERT INTO {TILES} (level, idx, root) VALUES ({sign},{sign},{sign})"  # noqa: S608
        cursor.execute(sql, (level, index, made))


def _below(seq: str, sign: str, level: int, index: int) -> tuple[str, tuple[int, ...]]:
    """The hashes a tile consists of."""
    first = index * WIDTH
    if level == 1:
        sql = f"SELECT leaf FROM {EVENTS} WHERE {seq}>{sign} AND {seq}<={sign} ORDER BY {seq}"  # noqa: S608
        return sql, (first, first + WIDTH)
    sql = (
        f"SELECT root FROM {TILES} WHERE level={sign} AND idx>={sign} AND idx<{sign}"  # noqa: S608
        " ORDER BY idx"
    )
    return sql, (level - 1, first, first + WIDTH)
