"""Holds kept checkpoints against themselves: what they say, and whether their signatures are."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import msgspec

from application.codec import decode
from application.proofs.errors import NoteError
from application.proofs.notes import NOTE, Checkpoint, Note, VerifierKey, is_signed, parse_line
from application.verifying.findings import Findings
from application.verifying.outside import Claim, Outside
from domain.trust.events import SignerNamed, WitnessAdmitted


class Keys(NamedTuple):
    """Who may have signed: the log's own keys, and witnesses'."""

    log: list[VerifierKey]
    witnesses: list[VerifierKey]


class Named:
    """The keys the log itself names, collected while it is gone through."""

    def __init__(self) -> None:
        """None yet."""
        self._keys: list[VerifierKey] = []

    def take(self, topic: str, state: bytes) -> None:
        """An event of theirs; one that can't be read was found to be altered already."""
        try:
            event = decode(topic, state)
            if isinstance(event, SignerNamed | WitnessAdmitted):
                self._keys.append(VerifierKey.parse(event.vkey))
        except (ValueError, NoteError, msgspec.DecodeError):
            return

    def with_those(self, findings: Findings, outside: Outside) -> Keys:
        """The log's keys are those known outside, where any is; else it is taken at its word."""
        told = [key for key in outside.keys if key.kind == NOTE]
        own = [key for key in self._keys if key.kind == NOTE]
        for key in own:
            if told and key not in told:
                findings.add("signer-other", name=key.name, key=str(key))
        all_keys = [*outside.keys, *self._keys]
        return Keys(told or own, [key for key in all_keys if key.kind != NOTE])


def kept_claims(findings: Findings, kept: Iterable[tuple[Any, ...]]) -> Iterator[Claim]:
    """The checkpoints in the store, where they can be read and say what their row says."""
    for size, root, note in kept:
        said = _read(note)
        if said is None or (said.size, said.root) != (size, root):
            findings.add("checkpoint-malformed", size=size)
        else:
            yield Claim(said.size, said.root, note)


def _read(note: object) -> Checkpoint | None:
    try:
        return Checkpoint.parse(Note.parse(str(note)).text)
    except (NoteError, UnicodeEncodeError):
        return None


def check_signatures(findings: Findings, claims: Iterable[Claim], keys: Keys) -> None:
    """Each is signed by a key of the log's; a note kept in two places is looked at once."""
    for claim in {claim.note: claim for claim in claims}.values():
        if not any(_is_by(claim, key) for key in keys.log):
            findings.add("checkpoint-unsigned", size=claim.size, where=claim.where)


def _is_by(claim: Claim, key: VerifierKey) -> bool:
    note = Note.parse(claim.note)
    try:
        return Checkpoint.parse(note.text).origin == key.name and note.signed_by(key) is not None
    except NoteError:
        return False


def check_cosignatures(
    findings: Findings,
    kept: Iterable[tuple[Any, ...]],
    claims: Sequence[Claim],
    witnesses: Sequence[VerifierKey],
) -> None:
    """Each is a known witness's, under a checkpoint that is there."""
    notes = {claim.size: claim.note for claim in claims}
    for size, witness, line in kept:
        if not _is_cosigned(notes.get(size, ""), witness, line, witnesses):
            findings.add("cosignature-wrong", size=size, witness=witness)


def _is_cosigned(
    note: str, witness: object, line: object, witnesses: Sequence[VerifierKey]
) -> bool:
    try:
        text, signed = Note.parse(note).text, parse_line(str(line))
    except (NoteError, UnicodeEncodeError):
        return False
    return any(is_signed(text, signed, key) for key in witnesses if key.name == witness)
