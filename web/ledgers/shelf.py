"""Which ledgers stand on whose shelf, and what each is for."""

from collections.abc import Mapping
from typing import Final

from flask import abort

from domain.case.words import Role
from projections.queries.ledger import Ledger
from projections.queries.ledgers import ledgers_for
from web.asking import viewer
from web.wording import LazyString, _l

ABOUT: Final[Mapping[str, LazyString]] = {
    "cases": _l("Every case received, where it stands and what is due next."),
    "dispatches": _l("Every dispatch to a unit: signed for, arrived, handled, feedback."),
    "obligations": _l("Every time limit: who owes what until when, and how it ended."),
    "overdue": _l("Time limits that were missed or are overdue now, and what was done about it."),
    "failings": _l(
        "What was failed in, as the records of the cases show it by themselves. Whom a failing is "
        "held against can contest it; struck ones stay to be seen and count nowhere."
    ),
    "returnvisits": _l("Return visits made, and what the reporters answered."),
    "callbacks": _l("Closed cases whose return visit is still to be made."),
    "rounds": _l("Every report a unit owed in a screening round: found, nothing, late, missing."),
    "units": _l("The units of the centre with their codes and levels."),
}
NOT_ABOUT_CASES: Final = frozenset({"units"})


def shelf() -> list[Ledger]:
    """The ledgers this person may open; an administrator sees nothing of cases."""
    found = ledgers_for(viewer())
    if viewer().role == Role.ADMIN:
        return [one for one in found if one.name in NOT_ABOUT_CASES]
    return list(found)


def taken(name: str) -> Ledger:
    """The ledger of that name; 404 if there is none, 403 if it stands on another shelf."""
    if name not in ABOUT:
        abort(404)
    found = next((one for one in shelf() if one.name == name), None)
    return found if found is not None else abort(403)
