"""What people do about erasing: ask, refuse, decide, set and lift holds."""

import logging
from collections.abc import Collection, Iterable

from application.desk import Act, Desk, Recorded
from application.erasing.purging import purge
from domain.case.erasure import EraseData

Asked = tuple[str, int]  # a case, and the record of it that asks

_log = logging.getLogger(__name__)


def erase(desk: Desk, case_id: str, asked: int, act: Act) -> Recorded:
    """Decide that it is erased, and carry it out. Errors: as `domain.case.erasure.erase_data`."""
    done = desk.execute(case_id, EraseData(asked=asked), act)
    _carry_out(desk, [case_id])
    return done


def carried_out(desk: Desk, case_id: str) -> bool:
    """Whether the keys are gone of all that was decided about a case."""
    register = desk.register.now()
    return all(place in register.purged for place in register.erased if place.case == case_id)


def erase_several(desk: Desk, several: Iterable[Asked], act: Act) -> list[Recorded]:
    """The same for many: each is decided by itself, and the key store written anew once.

    Errors: the first refusal; what was decided before it is carried out.
    """
    done: list[Recorded] = []
    try:
        for case_id, asked in several:
            done.append(desk.execute(case_id, EraseData(asked=asked), act))
    finally:
        _carry_out(desk, {one.case_id for one in done})
    return done


def _carry_out(desk: Desk, cases: Collection[str]) -> None:
    """What is decided stands, whatever is in the way now: the service goes on until all is gone."""
    try:
        purge(desk, [one for one in desk.register.now().unfinished if one.case in cases])
    except Exception:  # noqa: BLE001 - the log has it, and the chore that finishes it
        _log.exception("what was decided to be erased is not all gone yet")
