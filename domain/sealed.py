"""An encrypted value as it stands in an event: which key, and the box only that key opens."""

from msgspec import Struct


class Sealed(Struct, frozen=True, array_like=True):
    """`key` names the key within the case (`reporter.1`); `box` is nonce and AES-256-GCM text."""

    key: str
    box: bytes
