"""Keeps the files of cases sealed, and opens them again: the log has their names and digests.

A file is kept before the event that names it is recorded: a crash in between leaves a file nobody
names, and never an event without its file.
"""

from collections.abc import Collection
from hashlib import sha256
from typing import NamedTuple

from msgspec import Struct

from application.files.storing import open_store
from application.keys import ACTIVE, Keyring, SealBroken
from application.sealing import MATTER, REPORTER
from application.settings import Settings
from domain.case.record import Attach
from domain.sealed import Sealed

MISSING = "missing"
ALTERED = "altered"
KEY_MOST = 60  # bytes; a key's name and the line end after it


class Prepared(Struct, frozen=True):
    """A file as it will be kept. `sha256` is of its content as kept, after cleaning."""

    name: str
    media_type: str
    data: bytes
    sha256: str


class FileGone(Exception):
    """A file that can't be given back. `why`: destroyed, unknown (its key), missing, altered."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class Kept(NamedTuple):
    """Which file: of which case, and the SHA-256 of its content as hexadecimal digits."""

    case_id: str
    sha256: str

    @property
    def address(self) -> str:
        """Where it lies; the same content in two cases lies in two places."""
        return sha256(f"{self.case_id}/{self.sha256}".encode()).hexdigest()

    @property
    def field(self) -> str:
        """What the seal binds the content to, beside the case and the key."""
        return f"file/{self.sha256}"


class Files:
    """The files of all cases."""

    def __init__(self, settings: Settings, keys: Keyring) -> None:
        """Connect when first used."""
        self._store = open_store(settings)
        self._keys = keys

    def attach(self, case_id: str, file: Prepared, step: int, *, of_receipt: bool) -> Attach:
        """Keep the file and say so; what the reporter brought goes with the reporter's key."""
        person = REPORTER if of_receipt else MATTER
        self.keep(case_id, person, file)
        return Attach(
            sha256=file.sha256,
            size=len(file.data),
            media_type=file.media_type,
            name=self._keys.seal(case_id, person, "name", file.name),
            step=step,
        )

    def keep(self, case_id: str, person: str, file: Prepared) -> None:
        """Seal and store it, unless it is there already and opens."""
        kept = Kept(case_id, file.sha256)
        if self.state(kept) == ACTIVE:
            return
        sealed = self._keys.seal_bytes(case_id, person, kept.field, file.data)
        self._store.put(kept.address, b"%s\n%s" % (sealed.key.encode(), sealed.box))

    def read(self, kept: Kept) -> bytes:
        """The content, as its digest in the log says. Errors: `FileGone`."""
        stored = self._store.get(kept.address)
        if stored is None:
            raise FileGone(MISSING)
        try:
            opened = self._keys.open_bytes(kept.case_id, kept.field, _sealed(stored))
        except (SealBroken, ValueError):
            raise FileGone(ALTERED) from None
        if opened.state != ACTIVE:
            raise FileGone(opened.state)
        if sha256(opened.data).hexdigest() != kept.sha256:
            raise FileGone(ALTERED)
        return opened.data

    def remove(self, kept: Kept, keys: Collection[str]) -> bool:
        """Remove it if one of these keys sealed it; whether it did."""
        stored = self._store.get(kept.address)
        if stored is None or stored.partition(b"\n")[0].decode("ascii", "replace") not in keys:
            return False
        self._store.remove(kept.address)
        return True

    def state(self, kept: Kept) -> str:
        """`active`, or why it can't be given back."""
        try:
            self.read(kept)
        except FileGone as gone:
            return gone.why
        return ACTIVE

    def addresses(self) -> list[str]:
        """Where files lie."""
        return list(self._store.addresses())

    def close(self) -> None:
        """Close all connections but those of the keys."""
        self._store.close()


def _sealed(stored: bytes) -> Sealed:
    """Errors: ValueError on what no file of ours begins with."""
    key, found, box = stored.partition(b"\n")
    if not found or len(key) > KEY_MOST or b"." not in key:
        raise ValueError(key)
    return Sealed(key.decode("ascii"), box)
