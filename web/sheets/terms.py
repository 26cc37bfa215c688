"""What the closed words of audit sheets are called on the screen."""

from typing import Final

from domain.audit.words import INSPECTION
from domain.units import CENTRE
from web import names
from web.wording import _, _lp
from web.words import Words, word

GRADE: Final[Words] = {
    "advice": _lp("finding", "Advice"),
    "defect": _lp("finding", "Defect"),
    "grave": _lp("finding", "Grave defect"),
}
STATE: Final[Words] = {
    "open": _lp("finding", "to be answered"),
    "answered": _lp("finding", "answered, to be followed up"),
    "settled": _lp("finding", "settled"),
    "withdrawn": _lp("finding", "withdrawn"),
}
METHOD: Final[Words] = {
    "random": _lp("sample", "At random"),
    "unit": _lp("sample", "By unit"),
    "risk": _lp("sample", "By risk"),
}
RISK: Final[Words] = {
    "late_entry": _lp("risk", "Registered or entered late"),
    "corrected": _lp("risk", "Corrected afterwards"),
    "moved": _lp("risk", "Time limit extended or moved"),
    "failing": _lp("risk", "Records show a failing"),
    "second_return": _lp("risk", "Returned twice or more"),
    "overdue": _lp("risk", "Time limit not kept"),
    "reopened": _lp("risk", "Reopened"),
    "unsolved": _lp("risk", "Unsolved in the reporter's word"),
}


def unit(code: str) -> str:
    """Whom a finding is about."""
    if code == INSPECTION:
        return _("Inspection office (its supervisors)")
    return _("The centre itself") if code == CENTRE else names.unit(code)


def stratum(name: str) -> str:
    """Why a matter was drawn: "" at random, a risk, or a unit's part in it."""
    if not name:
        return _("drawn at random")
    return word(RISK, name) if name in RISK else unit(name)
