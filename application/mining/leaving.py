"""What of an event may leave for process mining: closed vocabularies, counts and yes or no.

Free text never does, nor what a reporter answered, nor a field that is not named here: what is
added to events later stays inside until somebody decides.
"""

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import Final, Literal

from domain.case.events import Fact

Kind = Literal["string", "integer", "boolean", "time"]
Value = str | int | bool

# Codes of rules, categories and settings; what is read of them stands in their own books.
CODES: Final = (
    "category",
    "level",
    "dispute_class",
    "grade",
    "zone",
    "plan",
    "sign_off",
    "from_level",
    "to_level",
    "trigger",
)
WORDS: Final = (
    "track",
    "channel",
    "kind",
    "validity",
    "role",
    "outcome",
    "result",
    "mode",
    "procedure",
    "stage",
)
COUNTS: Final = ("people", "count", "days", "attempt")
YES_OR_NO: Final = (
    "approved",
    "anonymous",
    "registered_late",
    "ruling_needed",
    "passed_round",
    "upheld",
    "reopen",
    "told",
    "notice_owed",
    "written",
    "complete",
    "confirmed",
    "enough",
    "answered",
    "adopted",
)
# The kind of a time limit is a code of the rule set, and no member of a vocabulary.
OF_LIMITS: Final = ("kind",)

# A code is short and plain: whatever else somebody wrote into such a field is no code.
CODE: Final = re.compile(r"[A-Za-z0-9_.@:~-]{1,64}")

EVENT: Final[dict[str, Kind]] = {
    "recorded": "time",
    "position": "integer",
    "late": "boolean",
    "source": "string",
    "acting_role": "string",
    **dict.fromkeys(CODES, "string"),
    **dict.fromkeys(WORDS, "string"),
    **dict.fromkeys(COUNTS, "integer"),
    **dict.fromkeys(YES_OR_NO, "boolean"),
}
"""Everything an event may say of itself, and what kind of value that is."""


def attributes(fact: Fact) -> Iterator[tuple[str, Value]]:
    """What this event says of itself that may leave."""
    for name in fact.__struct_fields__:
        value = getattr(fact, name)
        if value not in (None, "") and _may_leave(name, value):
            yield name, value.value if isinstance(value, StrEnum) else value


def _may_leave(name: str, value: object) -> bool:
    if name in YES_OR_NO:
        return isinstance(value, bool)
    if name in COUNTS:
        return isinstance(value, int)
    if isinstance(value, StrEnum):
        return name in WORDS
    return name in (*CODES, *OF_LIMITS) and is_code(value)


def is_code(value: object) -> bool:
    """Whether it can be nothing but a code."""
    return isinstance(value, str) and CODE.fullmatch(value) is not None
