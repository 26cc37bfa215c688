"""The custody of the key-encryption key as its events left it."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct, field

from domain.custody import events as e


class Copy(Struct):
    """One sealed copy: of which key, whose, since when, and when it was last tried with success."""

    kek: str
    custodian: str
    sha256: str
    at: datetime
    drilled: datetime | None = None
    failed: str = ""  # at the last drill


class Custody(Struct):
    """Copies by their file's digest; `rotating`: the key an unfinished rotation comes from."""

    copies: dict[str, Copy] = field(default_factory=dict)
    rotating: str = ""
    rotated: datetime | None = None
    version: int = 0

    def of(self, kek: str) -> list[Copy]:
        """The copies of one key, a custodian's newest alone."""
        newest = {one.custodian: one for one in self.copies.values() if one.kek == kek}
        return list(newest.values())


def fold(events: Iterable[e.KeyEvent]) -> Custody:
    """Fold a whole history: a few events a year."""
    custody = Custody()
    for event in events:
        custody.version += 1
        _evolve(custody, event)
    return custody


def _evolve(custody: Custody, event: e.KeyEvent) -> None:
    match event:
        case e.RotationBegun():
            custody.rotating = event.old
        case e.Rotated():
            custody.rotating, custody.rotated = "", event.at
        case e.Copied():
            custody.copies[event.sha256] = Copy(event.kek, event.custodian, event.sha256, event.at)
        case e.Drilled():
            _drill(custody, event)
        case _:
            pass  # on record, and nothing follows from it


def _drill(custody: Custody, event: e.Drilled) -> None:
    copy = custody.copies.get(event.sha256)
    if copy is None:
        return
    copy.failed = event.failed
    if not event.failed:
        copy.drilled = event.at
