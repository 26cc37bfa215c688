"""The keys of personal data: one per person per case, wrapped by one key-encryption key.

Kept apart from the log, so that destroying a key erases what it sealed and nothing else. A key
is on disk before the event that needs it. States: active, destroyed (erased for good), unknown
(never there, or lost with its file).
"""

import secrets
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from sqlalchemy import insert, select
from sqlalchemy.exc import IntegrityError

from application.keys.destroying import destroy, rewrite
from application.keys.kek import Keks
from application.keys.tables import (
    ACTIVE,
    KEY,
    NONCE,
    SERVICE,
    UNKNOWN,
    SealBroken,
    associated,
    make_engine,
    person_keys,
)
from application.settings import Settings
from domain.sealed import Sealed


class Opened(NamedTuple):
    """What a sealed field opens to: its text, or why there is none."""

    text: str
    state: str = ACTIVE


class OpenedBytes(NamedTuple):
    """What sealed bytes open to, or why there are none."""

    data: bytes
    state: str = ACTIVE


class Keyring:
    """Seals and opens fields of cases."""

    def __init__(self, settings: Settings) -> None:
        """Connect when first used."""
        self._engine = make_engine(settings.keyring_url)
        self._keks = Keks(settings)
        self._prepared: dict[tuple[str, str], tuple[int, bytes]] = {}
        self._gone: list[bytes] = []

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
        box = AESGCM(key).encrypt(nonce, data, associated(case_id, field, name))
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
            bound = associated(case_id, field, sealed.key)
            data = AESGCM(key).decrypt(sealed.box[:NONCE], sealed.box[NONCE:], bound)
        except InvalidTag:
            msg = f"sealed {field} of case {case_id} was altered or moved"
            raise SealBroken(msg) from None
        return OpenedBytes(data)

    def state(self, case_id: str, sealed: Sealed) -> str:
        """How the key of sealed data stands; nothing is opened."""
        person, _, generation = sealed.key.rpartition(".")
        return self._find(case_id, person, int(generation))[0]

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
        kek, nonce = self._keks.current, secrets.token_bytes(NONCE)
        bound = associated(case_id, "key", f"{person}.{generation}")
        return {
            "case_id": case_id,
            "person": person,
            "generation": generation,
            "kek": kek.id,
            "wrapped": nonce + kek.box.encrypt(nonce, key, bound),
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
        name, kek = f"{person}.{generation}", self._keks.get(kek_id)
        try:
            if kek is not None:
                bound = associated(case_id, "key", name)
                return kek.box.decrypt(wrapped[:NONCE], wrapped[NONCE:], bound)
        except InvalidTag:
            pass  # said below: by its own id or not, nobody here opens it
        msg = f"key {name} of case {case_id} was wrapped by {kek_id}, not {self._keks.current.id}"
        raise SealBroken(msg)

    def destroy(self, case_id: str, names: Collection[str]) -> int:
        """Destroy keys for good, by name (`reporter.1`); how many there still were.

        What they sealed opens no more from this moment on, in any process.
        """
        gone = destroy(self._engine, case_id, names)
        self._gone.extend(gone)
        return len(gone)

    def rewrite(self, *, again: bool = False) -> bool:
        """Let nothing of destroyed keys stay in the store's files; False: somebody was in the way.

        `again`: keys were destroyed by somebody who did not come to this.
        """
        if not rewrite(self._engine, None if again else self._gone):
            return False
        self._gone = []
        return True

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()
