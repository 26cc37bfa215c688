"""The keys of personal data: one per person per case, wrapped by one key-encryption key.

Kept apart from the log, so that destroying a key erases what it sealed and nothing else. A key
is on disk before the event that needs it. States: active, destroyed (erased for good), unknown
(never there, or lost with its file).
"""

import os
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import (
    Column,
    Engine,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    create_engine,
    event,
    insert,
    select,
)
from sqlalchemy.exc import IntegrityError

from application.settings import Settings, SettingsError, kek_path
from application.store.driver import sqlite3
from domain.sealed import Sealed

NONCE = 12
KEY = 32
ACTIVE = "active"
DESTROYED = "destroyed"
UNKNOWN = "unknown"
SERVICE = "service"  # stands for the case of a key that is no person's

metadata = MetaData()
person_keys = Table(
    "person_keys",
    metadata,
    Column("case_id", String(32), primary_key=True),
    Column("person", String(40), primary_key=True),
    Column("generation", Integer, primary_key=True),
    Column("kek", String(16), nullable=False),
    Column("wrapped", LargeBinary),
    Column("state", String(10), nullable=False),
)


class Opened(NamedTuple):
    """What a sealed field opens to: its text, or why there is none."""

    text: str
    state: str = ACTIVE


class OpenedBytes(NamedTuple):
    """What sealed bytes open to, or why there are none."""

    data: bytes
    state: str = ACTIVE


class SealBroken(Exception):
    """The key store can't serve: wrong key-encryption key, or tampered text."""


def make_engine(url: str) -> Engine:
    """An SQLAlchemy engine; SQLite on the driver in use, synced at every commit.

    What a statement was given stays out of its errors, and so out of the service's own log.
    """
    if not url.startswith("sqlite"):
        return create_engine(
            url,
            pool_pre_ping=True,
            hide_parameters=True,
            use_native_hstore=False,  # nobody has one: nothing to look up at each start
            connect_args={"connect_timeout": 2},
        )
    engine = create_engine(url, module=sqlite3, hide_parameters=True)

    @event.listens_for(engine, "connect")
    def _precious(connection: sqlite3.Connection, _: object) -> None:
        connection.execute("PRAGMA synchronous=FULL")
        connection.execute("PRAGMA busy_timeout=5000")

    return engine


def load_kek(settings: Settings) -> bytes:
    """The key-encryption key from LINKAGE_KEK or its file. Errors: `SettingsError`."""
    text = settings.kek
    path = kek_path(settings)
    if not text and path.exists():
        text = path.read_text().strip()
    try:
        key = urlsafe_b64decode(text)
    except ValueError:
        key = b""
    if len(key) != KEY:
        msg = f"No usable key: set LINKAGE_KEK or keep it in {path} (linkage migrate makes one)."
        raise SettingsError(msg)
    return key


def make_kek(path: Path) -> None:
    """Write a new key-encryption key, readable by the owner only, unless there is one."""
    try:
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return
    with os.fdopen(handle, "wb") as file:
        file.write(urlsafe_b64encode(secrets.token_bytes(KEY)) + b"\n")
        file.flush()
        os.fsync(file.fileno())


class Keyring:
    """Seals and opens fields of cases."""

    def __init__(self, settings: Settings) -> None:
        """Connect when first used."""
        self._engine = make_engine(settings.keyring_url)
        self._kek = load_kek(settings)
        self._kek_id = sha256(self._kek).hexdigest()[:16]
        self._wrap = AESGCM(self._kek)
        self._prepared: dict[tuple[str, str], tuple[int, bytes]] = {}

    def prepare(self, people: Iterable[tuple[str, str]]) -> None:
        """Make the first keys of many (case id, person) by one durable write, for an import.

        The cases are new. The keys are at hand until the next call; an empty one forgets them.
        """
        self._prepared = {}
        made = {person: (1, secrets.token_bytes(KEY)) for person in people}
        if made:
            rows = [self._row(*person, *key) for person, key in made.items()]
            with self._engine.begin() as connection:
                connection.execute(insert(person_keys), rows)
        self._prepared = made  # only now, since they are on disk

    def seal(self, case_id: str, person: str, field: str, text: str) -> Sealed:
        """Encrypt one field for one person of one case; makes the person's key if need be."""
        return self.seal_bytes(case_id, person, field, text.encode())

    def seal_bytes(self, case_id: str, person: str, field: str, data: bytes) -> Sealed:
        """The same for what is no text."""
        generation, key = (
            self._prepared.get((case_id, person))
            or self._active(case_id, person)
            or self._new(case_id, person)
        )
        name = f"{person}.{generation}"
        nonce = secrets.token_bytes(NONCE)
        box = AESGCM(key).encrypt(nonce, data, _associated(case_id, field, name))
        return Sealed(name, nonce + box)

    def secret(self, purpose: str) -> bytes:
        """A secret of the service itself, wrapped as people's keys are; made when first asked for.

        Told apart from theirs by standing under no case.
        """
        return (self._active(SERVICE, purpose) or self._new(SERVICE, purpose))[1]

    def open(self, case_id: str, field: str, sealed: Sealed) -> Opened:
        """Decrypt one field. Errors: `SealBroken` when it was tampered with or moved."""
        opened = self.open_bytes(case_id, field, sealed)
        return Opened(opened.data.decode(), opened.state)

    def open_bytes(self, case_id: str, field: str, sealed: Sealed) -> OpenedBytes:
        """The same for what is no text."""
        person, _, generation = sealed.key.rpartition(".")
        state, key = self._find(case_id, person, int(generation))
        if key is None:
            return OpenedBytes(b"", state)
        try:
            associated = _associated(case_id, field, sealed.key)
            data = AESGCM(key).decrypt(sealed.box[:NONCE], sealed.box[NONCE:], associated)
        except InvalidTag:
            msg = f"sealed {field} of case {case_id} was altered or moved"
            raise SealBroken(msg) from None
        return OpenedBytes(data)

    def _active(self, case_id: str, person: str) -> tuple[int, bytes] | None:
        columns = person_keys.c
        newest = (
            select(columns.generation, columns.wrapped, columns.kek)
            .where(columns.case_id == case_id, columns.person == person, columns.state == ACTIVE)
            .order_by(columns.generation.desc())
            .limit(1)
        )
        with self._engine.connect() as connection:
            row = connection.execute(newest).first()
        if row is None:
            return None
        return row.generation, self._unwrap(case_id, person, row.generation, row.wrapped, row.kek)

    def _find(self, case_id: str, person: str, generation: int) -> tuple[str, bytes | None]:
        columns = person_keys.c
        wanted = select(columns.state, columns.wrapped, columns.kek).where(
            columns.case_id == case_id,
            columns.person == person,
            columns.generation == generation,
        )
        with self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        if row is None:
            return UNKNOWN, None
        if row.state != ACTIVE:
            return str(row.state), None
        return ACTIVE, self._unwrap(case_id, person, generation, row.wrapped, row.kek)

    def _new(self, case_id: str, person: str) -> tuple[int, bytes]:
        key = secrets.token_bytes(KEY)
        for generation in range(1, 100):
            if self._store(case_id, person, generation, key):
                return generation, key
            found = self._active(case_id, person)
            if found is not None:
                return found
        msg = f"too many erased keys for {person} of case {case_id}"
        raise SealBroken(msg)

    def _row(self, case_id: str, person: str, generation: int, key: bytes) -> dict[str, Any]:
        nonce = secrets.token_bytes(NONCE)
        name = f"{person}.{generation}"
        wrapped = nonce + self._wrap.encrypt(nonce, key, _associated(case_id, "key", name))
        return {
            "case_id": case_id,
            "person": person,
            "generation": generation,
            "kek": self._kek_id,
            "wrapped": wrapped,
            "state": ACTIVE,
        }

    def _store(self, case_id: str, person: str, generation: int, key: bytes) -> bool:
        row = self._row(case_id, person, generation, key)
        try:
            with self._engine.begin() as connection:
                connection.execute(insert(person_keys).values(row))
        except IntegrityError:
            return False
        return True

    def _unwrap(
        self, case_id: str, person: str, generation: int, wrapped: bytes, kek_id: str
    ) -> bytes:
        name = f"{person}.{generation}"
        try:
            return self._wrap.decrypt(
                wrapped[:NONCE], wrapped[NONCE:], _associated(case_id, "key", name)
            )
        except InvalidTag:
            msg = f"key {name} of case {case_id} was wrapped by {kek_id}, not {self._kek_id}"
            raise SealBroken(msg) from None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()


def _associated(case_id: str, field: str, key: str) -> bytes:
    return f"{case_id}/{field}/{key}".encode()


def create(settings: Settings) -> None:
    """Make the key store and, unless it is given, the key-encryption key."""
    if not settings.kek:
        make_kek(kek_path(settings))
    engine = make_engine(settings.keyring_url)
    metadata.create_all(engine)
    if settings.keyring_url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
