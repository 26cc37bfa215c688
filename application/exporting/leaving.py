"""Lets a case leave as a bundle: on record first, written once a checkpoint covers that record."""

import time
from collections.abc import Callable
from hashlib import sha256
from typing import NamedTuple

from msgspec.structs import replace

from application.desk import Act, Desk, Loaded, Recorded
from application.exporting.bundle import FORMAT, Bundle, Readable, proven, write
from application.exporting.checking import BundleError, prove
from application.proofs.checkpoints import Checkpoints, Kept
from application.proofs.logtree import LogTree
from application.work import Work
from domain.case.events import DataExported
from domain.case.record import BUNDLE, ExportBundle
from domain.case.rights import check_rights

ToldOf = Callable[[Loaded], Readable]
Tell = Callable[[int, int], object]
PAUSE = 0.5  # seconds between two looks for a checkpoint


def put_on_record(desk: Desk, case_id: str, act: Act, purpose: str, told: ToldOf) -> Recorded:
    """That all of the case leaves, with the hash of its readable copy. Errors: a `DomainError`.

    `told` makes the copy of the case as it stands when the record is written.
    """

    def job(work: Work) -> None:
        asked = ExportBundle(purpose=purpose, sha256="")
        check_rights(work.case, asked, work.context(act))  # before what is kept from others
        copy = told(Loaded(work.case, work.rows, work.history))
        work.do_all([replace(asked, sha256=copy.sha256)], act)

    return desk.run(case_id, act.key, job)


def exports(loaded: Loaded) -> dict[int, DataExported]:
    """The records by which all of the case left, by version."""
    return {
        version: event
        for version, event in enumerate(loaded.history, start=1)
        if isinstance(event, DataExported) and event.what == BUNDLE
    }


def checkpoint_for(desk: Desk, seq: int) -> Kept | None:
    """The checkpoint to prove a record by: best one that a witness signed too."""
    return Checkpoints(desk.settings, log=desk.log).covering(seq)


def wait_for(desk: Desk, seq: int, seconds: int, tell: Tell) -> Kept | None:
    """The same, looked for again and again; None when the time is over."""
    began = time.monotonic()
    while True:
        found, waited = checkpoint_for(desk, seq), time.monotonic() - began
        if found is not None or waited >= seconds:
            return found
        tell(int(waited), seconds)
        time.sleep(PAUSE)


class Made(NamedTuple):
    """A bundle as it is handed out, and how many events its checkpoint covers."""

    data: bytes
    size: int

    @property
    def sha256(self) -> str:
        """Of the file."""
        return sha256(self.data).hexdigest()


def make(desk: Desk, case_id: str, version: int, told: ToldOf) -> Made:
    """The file of the export that is on record under that version.

    Errors: `BundleError` no-export, not-covered, copy-moved, and as `checking` finds when the log
    is not what was signed.
    """
    whole = desk.load(case_id)
    event = exports(whole).get(version)
    if event is None:
        raise BundleError("no-export", version=version)
    rows = whole.rows[:version]
    kept = checkpoint_for(desk, rows[-1].seq)
    if kept is None:
        raise BundleError("not-covered", seq=rows[-1].seq)
    copy = told(desk.load(case_id, upto=rows[-2].seq))
    if copy.sha256 != event.sha256:
        raise BundleError("copy-moved", version=version)
    tree = LogTree(desk.settings, desk.log)
    bundle = Bundle(
        format=FORMAT,
        case=case_id,
        events=tuple(proven(row, tree.inclusion(row.seq, kept.size)) for row in rows),
        checkpoint=kept.cosigned,
        readable=copy,
    )
    prove(bundle)
    return Made(write(bundle), kept.size)
