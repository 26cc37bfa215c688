"""Which steps can be taken for many cases at once, from which ledger, and what each asks."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from domain.case.closing import RecordAttempt
from domain.case.command import Command
from domain.case.dispatch import Dispatch
from domain.case.handling import AppointHandler
from domain.case.record import Note
from domain.case.rights import ROLES, WORKING
from domain.case.supervision import Supervise, Urge
from web.desk.forms import TEXT_MOST, Field, Form, Kind, forms

MOST: Final = 200  # cases at once: a few seconds, and a list somebody can still read
ALWAYS: Final = (Urge, Note, AppointHandler)
OF_LEDGER: Final[Mapping[str, tuple[type[Command], ...]]] = {
    "cases": (Dispatch, *ALWAYS),
    "dispatches": ALWAYS,
    "obligations": ALWAYS,
    "overdue": (Urge, Supervise, Note, AppointHandler),
    "callbacks": (RecordAttempt, Note),
    "returnvisits": (Note,),
}
_DISPATCH: Final = (
    Field("unit", Kind.CHOICE, source="units"),
    Field("supports", Kind.SEVERAL, source="units"),
    Field("zone", Kind.CHOICE, source="zones"),
    Field("instruction", Kind.TEXT, most=TEXT_MOST),
)


def offered(ledger: str, role: str) -> list[str]:
    """The steps a role may take from a ledger, by their commands' names."""
    kinds = OF_LEDGER.get(ledger, ())
    return [kind.__name__ for kind in kinds if role in ROLES.get(kind, WORKING)]


@lru_cache(maxsize=1)
def all_forms() -> Mapping[str, Form]:
    """What each asks once for all cases."""
    return {
        "Dispatch": Form(Dispatch, _DISPATCH),
        "Urge": Form(Urge, _asked("Urge", "reason")),
        "Supervise": Form(Supervise, _asked("Supervise", "reason", "due")),
        **{kind.__name__: forms()[kind.__name__] for kind in (Note, AppointHandler, RecordAttempt)},
    }


def _asked(name: str, *fields: str) -> tuple[Field, ...]:
    """Those of a step's fields that are the same for all; whom it is about, each row says."""
    return tuple(one for one in forms()[name].fields if one.name in fields)
