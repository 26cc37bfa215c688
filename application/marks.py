"""Keyed marks of the numbers reporters of open cases gave: one way only, and gone with the case.

A mark is a keyed digest under a secret of the service; the number can't be told from it, and no
list of persons can be made of marks: each stands beside one open case and is deleted before that
case ends. Kept beside the accounts, outside the log. Who asked for a number, when, and whether
there was an answer is kept for good; the number that was asked for is not.
"""

import hmac
import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, NamedTuple
from unicodedata import normalize

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Connection,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    event,
    func,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from application.clock import from_ms, to_ms
from application.keys import Keyring, make_engine
from application.settings import Settings
from domain.case.events import Corrected, DataErased, Fact
from domain.case.state import Case

PURPOSE: Final = "open-matters"
AT_ONCE: Final = 500  # ids in one statement
# As many as a desk registers at the utmost; more is somebody trying numbers.
ASKED_AT_MOST: Final = 40
ASKED_WITHIN: Final = timedelta(minutes=10)

metadata = MetaData()
marks = Table(
    "open_matters",
    metadata,
    Column("mark", String(64), primary_key=True),
    Column("case_id", String(32), primary_key=True),
)
Index("open_matters_by_case", marks.c.case_id)
Whole = BigInteger().with_variant(Integer(), "sqlite")
lookups = Table(
    "open_matter_lookups",
    metadata,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("username", String(40), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("at", BigInteger, nullable=False),
    Column("hit", Boolean, nullable=False),
)
Index("open_matter_lookups_by_user", lookups.c.username, lookups.c.at)

_REFUSAL = "'open_matter_lookups is only added to'"
_FUNCTION = f"""CREATE OR REPLACE FUNCTION open_matter_lookups_kept() RETURNS trigger
LANGUAGE plpgsql AS $$ BEGIN RAISE EXCEPTION {_REFUSAL}; END $$"""
_TRIGGER = """CREATE TRIGGER open_matter_lookups_kept BEFORE UPDATE OR DELETE
ON open_matter_lookups FOR EACH ROW EXECUTE FUNCTION open_matter_lookups_kept()"""
_SQLITE_TRIGGER = """CREATE TRIGGER open_matter_lookups_no_{verb} BEFORE {verb}
ON open_matter_lookups BEGIN SELECT RAISE(ABORT, {refusal}); END"""


@event.listens_for(lookups, "after_create")
def _only_added_to(_: object, connection: Connection, **__: object) -> None:
    if connection.dialect.name == "sqlite":
        for verb in ("update", "delete"):
            trigger = _SQLITE_TRIGGER.format(verb=verb, refusal=_REFUSAL)
            connection.exec_driver_sql(trigger)
        return
    connection.exec_driver_sql(_FUNCTION)
    connection.exec_driver_sql(_TRIGGER)


_NUMBER = re.compile(r"\+?\d(?:[ ()-]?\d){6,14}")
_COUNTRY = re.compile(r"\A(?:00)?86(?=1\d{10}\Z|0?\d{9,11}\Z)")


class AskedTooOften(Exception):
    """Somebody asked more often than registering needs; `minutes` says how long to wait."""

    def __init__(self, minutes: int) -> None:
        """Keep how long to wait."""
        super().__init__(minutes)
        self.minutes = minutes


class Lookup(NamedTuple):
    """Who asked, for which unit, when, and whether an open matter was there."""

    username: str
    unit: str
    at: datetime
    hit: bool


class Marks:
    """The marks of one service."""

    def __init__(self, settings: Settings, keys: Keyring) -> None:
        """Connects when first used; the secret is asked of the key store when first needed."""
        self._engine = make_engine(settings.accounts_url)
        self._keys = keys

    def remember(self, case_id: str, text: str) -> None:
        """Mark the numbers of an open case's reporter."""
        for mark in self._marks(text):
            row = {"mark": mark, "case_id": case_id}
            try:
                self._write(insert(marks).values(row))
            except IntegrityError:
                continue  # told twice

    def forget(self, case_ids: Iterable[str]) -> None:
        """Nothing stays of these cases."""
        ids = list(case_ids)
        for start in range(0, len(ids), AT_ONCE):
            some = marks.c.case_id.in_(ids[start : start + AT_ONCE])
            with self._engine.connect() as connection:
                marked = connection.execute(select(marks.c.mark).where(some).limit(1)).first()
            if marked is not None:
                self._write(delete(marks).where(some))

    def cases(self) -> list[str]:
        """Every case that is marked."""
        with self._engine.connect() as connection:
            return list(connection.execute(select(marks.c.case_id).distinct()).scalars())

    def marked(self, text: str) -> Sequence[str]:
        """The cases marked with one of the numbers in a text."""
        sought = self._marks(text)
        found = select(marks.c.case_id).distinct().where(marks.c.mark.in_(sought))
        with self._engine.connect() as connection:
            return list(connection.execute(found).scalars()) if sought else []

    def _marks(self, text: str) -> list[str]:
        found = list(numbers(text))
        if not found:
            return []
        secret = self._keys.secret(PURPOSE)
        return [hmac.digest(secret, number.encode(), sha256).hex() for number in found]

    # --- who asked ---

    def check_pace(self, username: str, now: datetime) -> None:
        """Errors: `AskedTooOften`."""
        since = to_ms(now - ASKED_WITHIN)
        mine = (lookups.c.username == username, lookups.c.at > since)
        with self._engine.connect() as connection:
            asked = select(func.count(), func.min(lookups.c.at)).where(*mine)
            count, first = connection.execute(asked).one()
        if count >= ASKED_AT_MOST:
            raise AskedTooOften(max(1, -(-(first - since) // 60_000)))

    def note(self, lookup: Lookup) -> None:
        """Keep that somebody asked."""
        self._write(insert(lookups).values({**lookup._asdict(), "at": to_ms(lookup.at)}))

    def asked(self, since: datetime) -> list[Lookup]:
        """All that was asked since, the first first."""
        columns = (lookups.c.username, lookups.c.unit, lookups.c.at, lookups.c.hit)
        found = select(*columns).where(lookups.c.at >= to_ms(since)).order_by(lookups.c.id)
        with self._engine.connect() as connection:
            return [
                Lookup(row.username, row.unit, from_ms(row.at), row.hit)
                for row in connection.execute(found)
            ]

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _write(self, statement: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)


def void(case: Case, events: Iterable[Fact]) -> bool:
    """Whether a case may be marked no longer: it ended, or its reporter's data changed or went."""
    return not case.open or any(map(_about_the_number, events))


def _about_the_number(event: Fact) -> bool:
    if isinstance(event, Corrected):
        return event.field == "phone"
    return isinstance(event, DataErased)


def numbers(text: str) -> Iterator[str]:
    """The telephone numbers in a text, as digits without the country's code; none twice."""
    found = (re.sub(r"\D", "", number) for number in _NUMBER.findall(normalize("NFKC", text)))
    yield from dict.fromkeys(_COUNTRY.sub("", digits) for digits in found)


def create(settings: Settings) -> None:
    """Make the tables, also in a place that has the others already."""
    engine = make_engine(settings.accounts_url)
    metadata.create_all(engine)
    engine.dispose()
