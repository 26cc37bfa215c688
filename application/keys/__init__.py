"""The keys of personal data, what wraps them, and how they are destroyed."""

from application.keys.kek import Keks, load_kek, make_kek
from application.keys.making import create
from application.keys.ring import Keyring, Opened, OpenedBytes
from application.keys.tables import (
    ACTIVE,
    DESTROYED,
    KEY,
    NONCE,
    SERVICE,
    UNKNOWN,
    SealBroken,
    insert_new,
    make_engine,
    metadata,
    person_keys,
)

__all__ = [
    "ACTIVE",
    "DESTROYED",
    "KEY",
    "NONCE",
    "SERVICE",
    "UNKNOWN",
    "Keks",
    "Keyring",
    "Opened",
    "OpenedBytes",
    "SealBroken",
    "create",
    "insert_new",
    "load_kek",
    "make_engine",
    "make_kek",
    "metadata",
    "person_keys",
]
