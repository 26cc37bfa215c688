"""What is done with the key-encryption key; names and topics are the storage format, for ever.

A key stands here by its id, which tells it from others and nothing of it.
"""

from datetime import datetime

from msgspec import Struct


class KeyEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When, by whom (account name, or what stands for the command line), and which key."""

    at: datetime
    by: str
    kek: str


class RotationBegun(KeyEvent, frozen=True, kw_only=True):
    """主密钥轮换开始: `kek` is in use from now on; what `old` wrapped is wrapped anew."""

    old: str


class Rotated(KeyEvent, frozen=True, kw_only=True):
    """主密钥轮换完成: so many keys were wrapped anew, and `old` wraps none any more."""

    old: str
    keys: int


class OldForgotten(KeyEvent, frozen=True, kw_only=True):
    """旧主密钥移除: the one before was taken off this host."""


class Copied(KeyEvent, frozen=True, kw_only=True):
    """主密钥副本: a sealed copy was made for one custodian; `sha256` is the file's."""

    custodian: str
    sha256: str


class Drilled(KeyEvent, frozen=True, kw_only=True):
    """主密钥演练: a copy was opened by its passphrase, and so many keys were tried with it.

    `failed` says in a word what went wrong; "" nothing: the copy would have served.
    """

    custodian: str
    sha256: str
    keys: int = 0
    failed: str = ""


class Recovered(KeyEvent, frozen=True, kw_only=True):
    """主密钥找回: the key was put back on this host from a custodian's copy."""

    custodian: str
    sha256: str


TOPICS: dict[str, type[KeyEvent]] = {
    "key.rotation-begun": RotationBegun,
    "key.rotated": Rotated,
    "key.old-forgotten": OldForgotten,
    "key.copied": Copied,
    "key.drilled": Drilled,
    "key.recovered": Recovered,
}
