"""The keys the log is vouched for by, as the log has them, and commands on them."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from uuid import uuid5

from application.codec import decode
from application.desk import Desk
from application.log import Log
from application.proofs.errors import NoteError
from application.proofs.notes import COSIGNATURE, NOTE, VerifierKey
from application.registry import NAMESPACE
from domain.trust import Trust, decisions, fold
from domain.trust.events import TrustEvent

STREAM: Final = uuid5(NAMESPACE, "trust").hex


def trusted(log: Log) -> Trust:
    """As they stand."""
    return fold([decode(row.topic, row.state) for row in log.stream(STREAM)])


def log_key(trust: Trust) -> VerifierKey | None:
    """The key checkpoints are signed with; None before one is named."""
    return VerifierKey.parse(trust.signer) if trust.signer else None


def log_keys(trust: Trust) -> list[VerifierKey]:
    """All keys they were ever signed with, the last first."""
    return [VerifierKey.parse(key) for key in reversed(trust.signers)]


def witness_keys(trust: Trust) -> list[VerifierKey]:
    """Whose cosignatures are taken."""
    return [VerifierKey.parse(key) for key in trust.witnesses.values()]


def name_signer(desk: Desk, vkey: str, by: str) -> VerifierKey:
    """Let checkpoints be signed with that key. Errors: `NoteError`, `KeyUsedBefore`."""
    key = _of_kind(vkey, NOTE)
    _do(desk, lambda state, at: decisions.name_signer(state, key.name, str(key), at, by))
    return key


def admit_witness(desk: Desk, vkey: str, by: str) -> VerifierKey:
    """Take cosignatures of that key. Errors: `NoteError`, `WitnessKnown`."""
    key = _of_kind(vkey, COSIGNATURE)
    _do(desk, lambda state, at: decisions.admit(state, key.name, str(key), at, by))
    return key


def drop_witness(desk: Desk, name: str, reason: str, by: str) -> None:
    """Take no further ones. Errors: `WitnessUnknown`, `FieldMissing`."""
    _do(desk, lambda state, at: decisions.drop(state, name, reason, at, by))


def _of_kind(vkey: str, kind: int) -> VerifierKey:
    """Errors: `NoteError` where it is no key, or a log's and not a witness's, or the reverse."""
    key = VerifierKey.parse(vkey)
    if key.kind != kind:
        raise NoteError("key-of-witness" if kind == NOTE else "key-of-log", name=key.name)
    return key


def _do(desk: Desk, decide: Callable[[Trust, datetime], list[TrustEvent]]) -> None:
    state = trusted(desk.log)
    events = decide(state, desk.clock())
    if events:
        desk.append(STREAM, state.version, events)
