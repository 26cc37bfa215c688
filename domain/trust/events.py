"""What can happen to the keys the log is vouched for by; names and topics are for ever.

A key stands as it is handed on: name, key id and public key in one line (`name+id+base64`).
"""

from datetime import datetime

from msgspec import Struct


class TrustEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom (account name, or what stands for the command line)."""

    at: datetime
    by: str


class SignerNamed(TrustEvent, frozen=True, kw_only=True):
    """签署密钥确认: from now on the log's checkpoints are signed with this key."""

    name: str
    vkey: str


class WitnessAdmitted(TrustEvent, frozen=True, kw_only=True):
    """见证人登记: cosignatures made with this key are kept beside checkpoints."""

    name: str
    vkey: str


class WitnessDropped(TrustEvent, frozen=True, kw_only=True):
    """见证人注销: no further ones are taken; those that are kept stay."""

    name: str
    reason: str


TOPICS: dict[str, type[TrustEvent]] = {
    "log.signer-named": SignerNamed,
    "log.witness-admitted": WitnessAdmitted,
    "log.witness-dropped": WitnessDropped,
}
