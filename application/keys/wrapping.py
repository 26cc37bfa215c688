"""What key-encryption keys wrapped: counted, tried, and wrapped anew by the one in use."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import Any, Final, NamedTuple

from cryptography.exceptions import InvalidTag
from sqlalchemy import Column, Connection, Engine, Table, func, select, update

from application.keys.destroying import rewrite
from application.keys.kek import Keks
from application.keys.tables import ACTIVE, SealBroken, associated, make_engine, person_keys

AT_ONCE: Final = 500

Tell = Callable[[int, int], object]


class Sealed(NamedTuple):
    """A column of another table that is sealed by the key-encryption key itself."""

    table: Table
    column: Column[Any]
    bound: Callable[[Any], bytes]


def wrapped_by(url: str) -> dict[str, int]:
    """How many active keys each key-encryption key wrapped."""
    engine, columns = make_engine(url), person_keys.c
    counted = select(columns.kek, func.count()).where(columns.state == ACTIVE)
    try:
        with engine.connect() as connection:
            found = connection.execute(counted.group_by(columns.kek))
            return {str(kek): int(count) for kek, count in found}
    finally:
        engine.dispose()


def sample(url: str, kek: str, most: int) -> Sequence[Any]:
    """Some of the keys that one wrapped, as they lie in the store."""
    engine, columns = make_engine(url), person_keys.c
    wanted = select(person_keys).where(columns.kek == kek, columns.state == ACTIVE).limit(most)
    try:
        with engine.connect() as connection:
            return connection.execute(wanted).all()
    finally:
        engine.dispose()


def bound_of(row: Any) -> bytes:
    """What a key is bound to in the store."""
    return associated(row.case_id, "key", f"{row.person}.{row.generation}")


def wrap_keys(url: str, keks: Keks, tell: Tell) -> int:
    """Wrap anew every key another one wrapped; how many. Errors: `SealBroken`."""
    engine = make_engine(url)
    try:
        done, total = 0, sum(wrapped_by(url).values())
        while rows := _some(engine, keks.current.id):
            _wrap_some(engine, keks, rows)
            done += len(rows)
            tell(done, total)
        rewrite(engine)  # so that nothing the key before could open stays in the file
    finally:
        engine.dispose()
    return done


def _some(engine: Engine, current: str) -> Sequence[Any]:
    columns = person_keys.c
    wanted = select(person_keys).where(columns.kek != current, columns.state == ACTIVE)
    with engine.connect() as connection:
        return connection.execute(wanted.limit(AT_ONCE)).all()


def _wrap_some(engine: Engine, keks: Keks, rows: Sequence[Any]) -> None:
    """A key that was destroyed meanwhile stays destroyed: only what is as it was is replaced."""
    columns = person_keys.c
    with engine.begin() as connection:
        for row in rows:
            fresh = keks.wrap(_unwrapped(keks, row), bound_of(row))
            connection.execute(
                update(person_keys)
                .where(columns.case_id == row.case_id, columns.person == row.person)
                .where(columns.generation == row.generation, columns.wrapped == row.wrapped)
                .values(wrapped=fresh, kek=keks.current.id)
            )


def _unwrapped(keks: Keks, row: Any) -> bytes:
    try:
        return keks.unwrap(row.wrapped, bound_of(row))
    except InvalidTag:
        msg = f"a key wrapped by {row.kek} opens by none that is here"
        raise SealBroken(msg) from None


def wrap_beside(url: str, keks: Keks, several: Sequence[Sealed]) -> None:
    """The same for what stands in tables of its own."""
    engine = make_engine(url)
    try:
        with engine.begin() as connection:
            for one in several:
                _wrap_column(connection, keks, one)
    finally:
        engine.dispose()


def _wrap_column(connection: Connection, keks: Keks, one: Sealed) -> None:
    for row in connection.execute(select(one.table).where(one.column.is_not(None))).all():
        known, bound = row._mapping[one.column], one.bound(row)  # noqa: SLF001 - public by its docs
        if keks.is_current(known, bound):
            continue
        with suppress(InvalidTag):  # broken before, and no worse now
            fresh = {one.column.name: keks.wrap(keks.unwrap(known, bound), bound)}
            connection.execute(update(one.table).where(one.column == known).values(fresh))
