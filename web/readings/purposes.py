"""What people usually read a matter for, by what they do: one press each; the rest they write."""

from collections.abc import Mapping
from typing import Final

from flask import request

from domain.case.words import Role
from web import words
from web.auth.who import actor
from web.desk.forms import REASON_MOST
from web.desk.texts.terms import PURPOSE

OTHER: Final = "other"
HANDLING: Final = "handling"
VISIT: Final = "visit"
SLIP: Final = "slip"
USUAL: Final[Mapping[str, tuple[str, ...]]] = {
    Role.OPERATOR: ("handling", "answering", VISIT),
    Role.RESPONDER: ("handling", "answering"),
    Role.LEADER: ("handling", "checking", "answering"),
    Role.SUPERVISOR: ("inspecting", "handling"),
}


PRESSED: Final = frozenset({VISIT, SLIP, *(code for codes in USUAL.values() for code in codes)})


def usual() -> tuple[str, ...]:
    """The work at hand of whoever asks, the likeliest first."""
    return USUAL.get(actor().role, ())


def written(purpose: str) -> str:
    """A purpose in the reader's words; what somebody wrote stays as it is."""
    return words.word(PURPOSE, purpose)


def said() -> str:
    """The purpose that came with the form; "" when nothing was said."""
    pressed = request.form.get("purpose", "")
    if pressed in PRESSED:
        return pressed
    return request.form.get("other", "").strip()[:REASON_MOST]
