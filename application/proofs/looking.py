"""Looks whether the log is being proved to anybody outside."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from application.clock import from_ms
from application.findings import Finding, ok, problem, warning
from application.log import Log
from application.proofs.checkpoints import Checkpoints, Kept
from application.proofs.notes import Note, NoteError
from application.proofs.trust import log_key, trusted
from application.settings import Settings

OLD = timedelta(hours=24)  # events nobody signed for


def examine_proof(settings: Settings, log: Log, now: datetime) -> Iterator[Finding]:
    """There is a checkpoint, by the key that was named, and it covers all but the newest."""
    last = Checkpoints(settings, log=log).last()
    if last is None:
        yield warning("checkpoint-none")
        return
    if not _genuine(log, last):
        yield problem("checkpoint-key")
    head = log.head()
    data = {"size": last.size, "head": head, "hours": OLD // timedelta(hours=1)}
    left = log.after(last.size, 1)
    is_old = bool(left) and from_ms(left[0].recorded) < now - OLD
    yield warning("checkpoint", **data) if is_old else ok("checkpoint", **data)


def _genuine(log: Log, last: Kept) -> bool:
    key = log_key(trusted(log))
    try:
        return key is not None and Note.parse(last.note).signed_by(key) is not None
    except NoteError:
        return False
