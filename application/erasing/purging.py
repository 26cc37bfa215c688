"""Carries out what was decided: keys destroyed, files removed, messages withdrawn, and no remains.

Everything here can be done again: what a process that was killed left undone is done by the next.
An erasure is finished once the register says that it was purged and nothing is left.
"""

from collections.abc import Iterable
from typing import Final, NamedTuple

from eventsourcing.persistence import IntegrityError

from application.desk import Desk
from application.erasing.outside import ListBroken, bring_up, list_path
from application.erasing.register import STREAM
from application.files.keeping import Kept
from application.keys import make_engine
from application.messages.reaching import REPORTER
from application.messages.store import Store
from domain.case.events import Attached
from domain.privacy.events import ErasedListed, Purged
from domain.privacy.state import Place

TRIES: Final = 10
LIST, REMAINS = "list", "remains"


class Gone(NamedTuple):
    """How much of one erasure there was to remove."""

    keys: int
    files: int
    messages: int


def finish(desk: Desk) -> int:
    """Do what is left of all erasures; how many there were to do something about."""
    return purge(desk, desk.register.now().unfinished)


def purge(desk: Desk, erased: Iterable[ErasedListed]) -> int:
    """Remove what was decided; the key store is written anew once for all of them."""
    several = list(erased)
    if not several:
        return 0
    left = [] if _listed(desk) else [LIST]
    gone = [_remove(desk, one) for one in several]
    again = any(found.keys < len(one.keys) for found, one in zip(gone, several, strict=True))
    left += [] if desk.keys.rewrite(again=again) else [REMAINS]
    _note(desk, several, gone, tuple(left))
    return len(several)


def _listed(desk: Desk) -> bool:
    """Before any key goes: else a backup could bring back what nobody remembers."""
    try:
        bring_up(desk, list_path(desk.settings))
    except (ListBroken, OSError):
        return False
    return True


def _remove(desk: Desk, one: ErasedListed) -> Gone:
    desk.marks.forget([one.case])
    files = _remove_files(desk, one)
    keys = desk.keys.destroy(one.case, one.keys)
    return Gone(keys, files, _withdraw(desk, one))


def _remove_files(desk: Desk, one: ErasedListed) -> int:
    """Those that one of these keys sealed."""
    named = {event.sha256 for event in desk.load(one.case).history if isinstance(event, Attached)}
    return sum(desk.files.remove(Kept(one.case, found), one.keys) for found in sorted(named))


def _withdraw(desk: Desk, one: ErasedListed) -> int:
    """Messages to a reporter nobody can reach any more."""
    if one.person != REPORTER:
        return 0
    engine = make_engine(desk.settings.messages_url)
    try:
        return Store(engine).withdraw(one.case, REPORTER, "erased", desk.clock())
    finally:
        engine.dispose()


def _note(desk: Desk, several: list[ErasedListed], gone: list[Gone], left: tuple[str, ...]) -> None:
    """What there was to remove the first time stays on record, and only what changed is added."""
    for _ in range(TRIES):
        register = desk.register.now()
        new = [
            Purged(
                at=desk.clock(),
                case=one.case,
                number=one.number,
                record=one.record,
                **found._asdict(),
                left=left,
            )
            for one, found in zip(several, gone, strict=True)
            if not _known(desk, one, left)
        ]
        if not new:
            return
        try:
            desk.append(STREAM, register.version, new)
        except IntegrityError:
            continue
        else:
            return


def _known(desk: Desk, one: ErasedListed, left: tuple[str, ...]) -> bool:
    before = desk.register.now().purged.get(Place(one.case, one.record))
    return before is not None and before.left == left
