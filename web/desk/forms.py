"""The form of every step, described: which fields a command asks for, and what kind each is.

What can be told from a command's own types is told from them; the tables say what can't.
"""

import types
from collections.abc import Iterator
from datetime import datetime
from enum import StrEnum
from functools import lru_cache
from typing import Any, Final, NamedTuple, get_args, get_origin, get_type_hints

import msgspec

from domain.case.command import Command
from domain.case.decide import COMMANDS
from domain.case.events import FollowUp, Notice
from domain.sealed import Sealed


class Kind(StrEnum):
    """How a field is asked for."""

    LINE = "line"
    TEXT = "text"
    LINES = "lines"  # a text, every line of which counts by itself
    NUMBER = "number"
    TIME = "time"
    YES_NO = "yes_no"
    TICK = "tick"
    CHOICE = "choice"
    SEVERAL = "several"
    FIXED = "fixed"  # known from the case; sent along, not asked


class Option(NamedTuple):
    """One choice; those of one `group` stand together."""

    value: str
    label: str
    group: str = ""


class Field(NamedTuple):
    """One field; `source` names what a choice is among, `part` the group half of which is none."""

    name: str
    kind: Kind
    required: bool = False
    source: str = ""
    most: int = 0
    default: object = None
    part: str = ""


class Form(NamedTuple):
    """All fields of a command, in the order they are asked."""

    command: type[Command]
    fields: tuple[Field, ...]

    @property
    def name(self) -> str:
        """The command's name, as addresses and texts have it."""
        return self.command.__name__


LINE_MOST: Final = 200
REASON_MOST: Final = 500
TEXT_MOST: Final = 10_000
LINES_MOST: Final = 50

# Taken with their own pages, or recorded by the service itself.
NOT_ON_THE_CASE_PAGE: Final = frozenset(
    {
        "Receive",
        "LinkDuplicate",
        "Answer",
        "AskErasure",
        "RefuseErasure",
        "EraseData",
        "SetHold",
        "LiftHold",
        "ExportBundle",
        "ExportPerson",
        "ExportData",
        "ReadData",
        "KeepTime",
    }
)
# Filled in by the service from what is on record.
FILLED_IN: Final = frozenset({"manifest", "papers", "ends"})
# The number of what a step is about.
ABOUT: Final = (
    *("dispatch", "directive", "urge", "supervision", "proposal"),
    *("complaint", "link", "contest"),
)
NOTICE: Final = (("how", Kind.LINE), ("served_at", Kind.TIME), ("waived", Kind.LINE))
FOLLOW_UP: Final = (("unit", Kind.CHOICE), ("person", Kind.LINE), ("due", Kind.TIME))

# What a text or a number is chosen from; a step's own goes before.
SOURCES: Final[dict[str, str]] = {
    "unit": "units",
    "holder": "units",
    "zone": "zones",
    "category": "categories",
    "Screen.grade": "grades",
    "Screen.dispute_class": "dispute_classes",
    "Screen.level": "weights",
    "Screen.sign_off": "signers",
    "outcome": "outcomes",
    "EndHandling.result": "outcomes",
    "from_level": "levels_from",
    "to_level": "levels_to",
    "Pause.reason": "pauses",
    "AskExtension.clock": "clocks_extensible",
    "Extend.clock": "clocks_extensible",
    "RefuseExtension.clock": "clocks_asked",
    "Urge.clock": "clocks_running",
    "party": "parties",
    "parties": "parties",
    "signed_by": "parties",
    "item": "tasks",
    "Correct.target": "corrections",
    "plan": "plans",
}
# Known from how the case stands, so not asked.
FIXED: Final[dict[str, str]] = {
    **dict.fromkeys(ABOUT, "ref"),
    "RequestReview.stage": "stage_to_ask",
    "DecideReview.stage": "stage_under_way",
    "SignOff.grade": "signer",
}
PARTIES: Final = frozenset({"parties", "signed_by"})
# Asked for by the rules, though a command can be made without.
NEEDED: Final = frozenset(
    {
        "AddParty.name",
        "EstablishFacts.text",
        "Complain.words",
        "AnswerUrge.text",
        "IssueOpinion.how",
    }
)
SENTENCES: Final = frozenset({"reason", "result", "needs"})
# Sealed, and yet no longer than a line.
SHORT: Final = frozenset({"AddParty.name", "AddParty.contact"})


@lru_cache(maxsize=1)
def forms() -> dict[str, Form]:
    """The form of every command that has one on the page of a case, by the command's name."""
    return {
        name: Form(command, tuple(_fields(command)))
        for name, command in COMMANDS.items()
        if name not in NOT_ON_THE_CASE_PAGE
    }


def _fields(command: type[Command]) -> Iterator[Field]:
    if command.__name__ in _OWN:
        yield from _OWN[command.__name__]
        return
    hints = get_type_hints(command)
    for field in msgspec.structs.fields(command):
        if field.name in FILLED_IN or (field.name == "ref" and "kind" in hints):
            continue
        yield from _asked(command.__name__, field, hints[field.name], clock="ref" in hints)


# Forms that are not the image of their command.
_OWN: Final[dict[str, tuple[Field, ...]]] = {
    "Attach": (),  # nothing but files
    "Correct": (
        Field("target", Kind.CHOICE, required=True, source="corrections"),
        Field("value", Kind.TEXT, required=True, most=TEXT_MOST),
        Field("reason", Kind.LINE, required=True, most=REASON_MOST),
        Field("approver", Kind.LINE, required=True, most=LINE_MOST),
    ),
    "ContestFailing": (
        Field("failing", Kind.CHOICE, required=True, source="failings"),
        Field("reason", Kind.LINE, required=True, most=REASON_MOST),
        Field("evidence", Kind.LINE, most=LINE_MOST),
    ),
    "ActivatePlan": (
        Field("plan", Kind.CHOICE, required=True, source="plans"),
        Field("units", Kind.SEVERAL, source="plan_units"),
        Field("left_out", Kind.LINE, most=REASON_MOST),
        Field("scale", Kind.LINE, required=True, most=LINE_MOST),
        Field("commander", Kind.LINE, required=True, most=LINE_MOST),
        Field("until", Kind.TIME),
        Field("zone", Kind.CHOICE, source="zones"),
        Field("safety_fact", Kind.LINE, most=REASON_MOST),
        Field("instruction", Kind.TEXT, most=TEXT_MOST),
    ),
    "Dispatch": (  # to several units at once
        Field("unit", Kind.CHOICE, source="units_lead"),
        Field("supports", Kind.SEVERAL, source="units_free"),
        Field("zone", Kind.CHOICE, source="zones"),
        Field("instruction", Kind.TEXT, most=TEXT_MOST),
    ),
}


def _asked(owner: str, field: Any, hint: Any, *, clock: bool) -> Iterator[Field]:
    required = field.required or f"{owner}.{field.name}" in NEEDED
    kind = _bare(hint)
    if kind is Notice or kind is FollowUp:
        yield from _group(field.name, NOTICE if kind is Notice else FOLLOW_UP)
    elif field.name == "kind" and clock:
        yield Field("clock", Kind.CHOICE, required, SOURCES[f"{owner}.clock"])
    else:
        default = None if field.default is msgspec.NODEFAULT else field.default
        yield _single(owner, field.name, kind, required=required, default=default)


def _group(name: str, parts: tuple[tuple[str, Kind], ...]) -> Iterator[Field]:
    for part, kind in parts:
        source = SOURCES.get(part, "") if kind is Kind.CHOICE else ""
        yield Field(f"{name}.{part}", kind, source=source, most=LINE_MOST, part=name)


def _single(owner: str, name: str, kind: Any, *, required: bool, default: object) -> Field:
    full = f"{owner}.{name}"
    fixed = FIXED.get(full) or FIXED.get(name)
    if fixed:
        return Field(name, Kind.FIXED, required=True, source=fixed)
    if kind is bool:
        return _answer(name, required=required, default=default)
    source = SOURCES.get(full) or SOURCES.get(name, "")
    if get_origin(kind) is tuple:
        many = Kind.SEVERAL if name in PARTIES else Kind.LINES
        return Field(name, many, required, source, LINES_MOST)
    if isinstance(kind, type) and issubclass(kind, StrEnum):
        asked = required or default is not None
        return Field(name, Kind.CHOICE, asked, source or kind.__name__, default=default)
    if source:
        return Field(name, Kind.CHOICE, required, source)
    return Field(name, _written(full, kind), required, most=_most(full, kind))


def _answer(name: str, *, required: bool, default: object) -> Field:
    """Yes or no where something is decided; a tick where no is what nobody says."""
    if default is False:
        return Field(name, Kind.TICK, default=False)
    return Field(name, Kind.YES_NO, required=required or default is True, default=default)


def _written(full: str, kind: Any) -> Kind:
    if kind is datetime:
        return Kind.TIME
    if kind is int:
        return Kind.NUMBER
    return Kind.TEXT if _long(full, kind) else Kind.LINE


def _most(full: str, kind: Any) -> int:
    if _long(full, kind):
        return TEXT_MOST
    return REASON_MOST if full.rpartition(".")[2] in SENTENCES else LINE_MOST


def _long(full: str, kind: Any) -> bool:
    return (kind is Sealed and full not in SHORT) or full == "Close.responsibility"


def _bare(hint: Any) -> Any:
    """The type without its "or nothing"."""
    if isinstance(hint, types.UnionType):
        return next(kind for kind in get_args(hint) if kind is not types.NoneType)
    return hint
