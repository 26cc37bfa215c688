"""Decides whether a bundle is genuine: whole, in the log, all of the case, signed by whom we trust.

The service's own check; `tools/` has two that share nothing with it.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from application.codec import decode
from application.exporting.bundle import Bundle, Proven, leaf_of, read
from application.log import Log
from application.proofs.notes import Checkpoint, Note, NoteError, VerifierKey
from application.proofs.tree import root_of_inclusion
from application.store.rows import Row
from domain.case.events import DataExported, Received
from domain.case.record import BUNDLE


class BundleError(Exception):
    """A bundle that can't be made, or is refused. `code` is stable.

    Codes: no-export, not-covered, copy-moved of one that is to be made; form, leaf, order, proof,
    export, readable, checkpoint, origin, signature, witness of one that is checked; not-this-log
    of one that holds what this log does not.
    """

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


class Checked(NamedTuple):
    """What a genuine bundle says; `witnesses` with the time (seconds) each signed at."""

    bundle: Bundle
    export: DataExported
    checkpoint: Checkpoint
    witnesses: dict[str, int]
    unchecked: list[str]


def check(data: bytes, log: VerifierKey, witnesses: Sequence[VerifierKey] = ()) -> Checked:
    """What the file says, if it is genuine. Errors: `BundleError`."""
    bundle = read(data)
    if bundle is None:
        raise BundleError("form")
    checkpoint, export = prove(bundle)
    note = _note(bundle)
    if checkpoint.origin != log.name:
        raise BundleError("origin", name=checkpoint.origin)
    _signed(note, log, "signature")
    times = {key.name: _signed(note, key, "witness") for key in witnesses}
    known = {(key.name, key.key_id) for key in (log, *witnesses)}
    unchecked = [line.name for line in note.lines if (line.name, line.key_id) not in known]
    return Checked(bundle, export, checkpoint, times, sorted(unchecked))


def prove(bundle: Bundle) -> tuple[Checkpoint, DataExported]:
    """That every record is in the tree and none is missing, whoever signed it.

    Errors: `BundleError`.
    """
    checkpoint = _checkpoint(bundle)
    rows = list(rows_of(bundle))
    for place, (row, event) in enumerate(zip(rows, bundle.events, strict=True)):
        _prove(row, event, checkpoint)
        before = rows[place - 1] if place else None
        if row.version != place + 1 or (before is not None and not _follows(row, before)):
            raise BundleError("order", record=place + 1)
    return checkpoint, _exported(bundle, rows)


def rows_of(bundle: Bundle) -> Iterator[Row]:
    """The stored rows. Errors: `BundleError`."""
    for event in bundle.events:
        state = _bytes(event.state)
        if state is None:
            raise BundleError("form")
        recorded = event.recorded_at
        yield Row(event.seq, bundle.case, event.version, event.topic, state, recorded)


def altered(bundle: Bundle, log: Log) -> list[int]:
    """The records of a bundle that this log holds otherwise, or not at all."""
    kept = {row.version: row for row in log.stream(bundle.case)}
    return [row.version for row in rows_of(bundle) if kept.get(row.version) != row]


def _prove(row: Row, event: Proven, checkpoint: Checkpoint) -> None:
    leaf = leaf_of(row)
    if leaf.hex() != event.leaf:
        raise BundleError("leaf", record=row.version)
    path = [bytes.fromhex(part) for part in event.proof]
    if root_of_inclusion(leaf, row.seq - 1, checkpoint.size, path) != checkpoint.root:
        raise BundleError("proof", record=row.version)


def _follows(row: Row, before: Row) -> bool:
    return row.seq > before.seq and row.recorded >= before.recorded


def _exported(bundle: Bundle, rows: Sequence[Row]) -> DataExported:
    """The last record, which says that this very bundle left: so none is cut off at its end."""
    first, last = (_event(row) for row in (rows[0], rows[-1])) if rows else (None, None)
    if not isinstance(first, Received):
        raise BundleError("order", record=1)
    if not isinstance(last, DataExported) or last.what != BUNDLE or last.records != len(rows) - 1:
        raise BundleError("export")
    copy, expected = bundle.readable, list(range(1, len(rows)))
    told = [[entry.version for entry in one.entries] for one in (copy.zh, copy.en)]
    if last.sha256 != copy.sha256 or first.number != copy.number or told != [expected, expected]:
        raise BundleError("readable")
    return last


def _event(row: Row) -> Any:
    try:
        return decode(row.topic, row.state)
    except Exception as error:
        raise BundleError("leaf", record=row.version) from error


def _note(bundle: Bundle) -> Note:
    try:
        return Note.parse(bundle.checkpoint)
    except NoteError as error:
        raise BundleError("checkpoint") from error


def _checkpoint(bundle: Bundle) -> Checkpoint:
    try:
        return Checkpoint.parse(_note(bundle).text)
    except NoteError as error:
        raise BundleError("checkpoint") from error


def _signed(note: Note, key: VerifierKey, code: str) -> int:
    """When that key signed the note, as it says. Errors: `BundleError`."""
    try:
        line = note.signed_by(key)
    except NoteError as error:
        raise BundleError(code, name=key.name) from error
    if line is None:
        raise BundleError(code, name=key.name)
    return line.seconds


def _bytes(text: str) -> bytes | None:
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return raw if b64encode(raw).decode() == text else None
