"""What people do about erasing: ask, refuse, decide, set and lift holds."""

from collections.abc import Iterable

from application.desk import Act, Desk, Recorded
from application.erasing.purging import purge
from domain.case.erasure import EraseData

Asked = tuple[str, int]  # a case, and the record of it that asks


def erase(desk: Desk, case_id: str, asked: int, act: Act) -> Recorded:
    """Decide that it is erased, and carry it out. Errors: as `domain.case.erasure.erase_data`."""
    done = desk.execute(case_id, EraseData(asked=asked), act)
    purge(desk, [one for one in desk.register.now().unfinished if one.case == case_id])
    return done


def erase_several(desk: Desk, several: Iterable[Asked], act: Act) -> list[Recorded]:
    """The same for many: each is decided by itself, and the key store written anew once.

    Errors: the first refusal; what was decided before it is carried out.
    """
    done: list[Recorded] = []
    try:
        for case_id, asked in several:
            done.append(desk.execute(case_id, EraseData(asked=asked), act))
    finally:
        ours = {one.case_id for one in done}
        purge(desk, [one for one in desk.register.now().unfinished if one.case in ours])
    return done
