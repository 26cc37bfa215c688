"""What may be done with the keys the log is vouched for by."""

from datetime import datetime

from domain import errors
from domain.trust import events as e
from domain.trust.state import Trust


def name_signer(state: Trust, name: str, vkey: str, at: datetime, by: str) -> list[e.TrustEvent]:
    """Sign with another key from now on; one that signed before can't come back.

    Errors: `KeyUsedBefore`.
    """
    if vkey == state.signer:
        return []
    if vkey in state.signers:
        raise errors.KeyUsedBefore(name=name)
    return [e.SignerNamed(at=at, by=by, name=name, vkey=vkey)]


def admit(state: Trust, name: str, vkey: str, at: datetime, by: str) -> list[e.TrustEvent]:
    """Take cosignatures of that key; a witness has one key under its name.

    Errors: `WitnessKnown`, where that name has another key or was dropped with one.
    """
    known = state.witnesses.get(name) or state.dropped.get(name, vkey)
    if known != vkey:
        raise errors.WitnessKnown(name=name)
    if name in state.witnesses:
        return []
    return [e.WitnessAdmitted(at=at, by=by, name=name, vkey=vkey)]


def drop(state: Trust, name: str, reason: str, at: datetime, by: str) -> list[e.TrustEvent]:
    """Take no further ones. Errors: `WitnessUnknown`, `FieldMissing` without a reason."""
    if name not in state.witnesses:
        raise errors.WitnessUnknown(name=name)
    if not reason.strip():
        raise errors.FieldMissing(field="reason")
    return [e.WitnessDropped(at=at, by=by, name=name, reason=reason.strip())]
