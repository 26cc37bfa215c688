"""Decides whether a bundle is genuine: whole, in the log, all of the case, signed by whom we trust.

The service's own check; `tools/` has two that share nothing with it.
"""

from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple, cast

from eventsourcing.persistence import MapperDeserialisationError

from application.codec import decode
from application.exporting.bundle import Bundle, Proven, leaf_of, read
from application.log import Log
from application.proofs.notes import (
    Checkpoint,
    Line,
    Note,
    NoteError,
    VerifierKey,
    is_signed,
)
from application.proofs.tree import root_of_inclusion
from application.store.rows import Row
from domain.case.events import DataExported
from domain.case.record import BUNDLE

RECEIVED, EXPORTED = "case.received", "case.data-exported"


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


def check(
    data: bytes, logs: Sequence[VerifierKey], witnesses: Sequence[VerifierKey] = ()
) -> Checked:
    """What the file says, if it is genuine: signed by one key of the log and by each witness.

    Errors: `BundleError`.
    """
    bundle = read(data)
    if bundle is None:
        raise BundleError("form")
    checkpoint, export = prove(bundle)
    note = _note(bundle)
    _require_log(note, checkpoint, logs)
    times = {key.name: _required(note, key, "witness").seconds for key in witnesses}
    known = {(key.name, key.key_id) for key in (*logs, *witnesses)}
    unchecked = [line.name for line in note.lines if (line.name, line.key_id) not in known]
    return Checked(bundle, export, checkpoint, times, sorted(unchecked))


def cosigners(data: bytes, keys: Sequence[VerifierKey]) -> list[VerifierKey]:
    """Those of the keys whose cosignature a bundle has, be it right or wrong."""
    bundle = read(data)
    lines = _note(bundle).lines if bundle is not None else ()
    there = {(line.name, line.key_id) for line in lines}
    return [key for key in keys if (key.name, key.key_id) in there]


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
    if not rows or rows[0].topic != RECEIVED or rows[-1].topic != EXPORTED:
        raise BundleError("export")
    first, last = _fact(rows[0]), _fact(rows[-1])
    if last.what != BUNDLE or last.records != len(rows) - 1:
        raise BundleError("export")
    copy, expected = bundle.readable, list(range(1, len(rows)))
    told = [[entry.version for entry in one.entries] for one in (copy.zh, copy.en)]
    if last.sha256 != copy.sha256 or first.number != copy.number or told != [expected, expected]:
        raise BundleError("readable")
    return cast("DataExported", last)


def _fact(row: Row) -> Any:
    """Errors: `BundleError` where it was written by something else than this service."""
    try:
        return decode(row.topic, row.state)
    except MapperDeserialisationError as error:
        raise BundleError("export") from error


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


def _require_log(note: Note, checkpoint: Checkpoint, logs: Sequence[VerifierKey]) -> None:
    """Errors: `BundleError`."""
    if checkpoint.origin not in {key.name for key in logs}:
        raise BundleError("origin", name=checkpoint.origin)
    if not any(_signed(note, key) for key in logs):
        raise BundleError("signature", name=checkpoint.origin)


def _required(note: Note, key: VerifierKey, code: str) -> Line:
    """The line of that key. Errors: `BundleError`."""
    found = _signed(note, key)
    if found is None:
        raise BundleError(code, name=key.name)
    return found


def _signed(note: Note, key: VerifierKey) -> Line | None:
    """The one line of that key, if it is right."""
    mine = [line for line in note.lines if (line.name, line.key_id) == (key.name, key.key_id)]
    return mine[0] if len(mine) == 1 and is_signed(note.text, mine[0], key) else None


def _bytes(text: str) -> bytes | None:
    try:
        raw = b64decode(text, validate=True)
    except (NotBase64, ValueError):
        return None
    return raw if b64encode(raw).decode() == text else None
