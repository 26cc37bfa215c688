"""Which events are steps of a way, and which steps the field expects a track to have."""

from collections.abc import Mapping
from typing import Final

from domain.case.words import Track

PREFIX: Final = "case."
CASE: Final = "case"
DISPATCH: Final = "dispatch"
KINDS: Final = (CASE, DISPATCH)
"""What takes the way: a case, of whose dispatches the lead ones count, or each dispatch."""

CLOSED: Final = "closed"

# What a unit does with a dispatch.
OF_DISPATCH: Final = (
    "dispatched",
    "signed-for",
    "transfer-objected",
    "returned",
    "return-ruled",
    "recalled",
    "arrived",
    "handling-ended",
    "feedback-given",
    "feedback-sent-back",
    "follow-up-done",
)
OF_CASE: Final = (
    "received",
    "screened",
    "accepted",
    "notice-served",
    "signed-off",
    *OF_DISPATCH,
    "transferred",
    "taken-up",
    "session-held",
    "agreement-reached",
    "mediation-failed",
    "agreement-breached",
    "paused",
    "resumed",
    "extended",
    "opinion-issued",
    "reply-served",
    "review-requested",
    "review-decided",
    "withdrawn",
    "declined",
    "redirected",
    CLOSED,
    "visited",
    "answered",
    "reopened",
    "archived",
)
STEPS: Final[Mapping[str, frozenset[str]]] = {
    CASE: frozenset(OF_CASE),
    DISPATCH: frozenset(OF_DISPATCH),
}

# Each needs one of these before it is closed, as the field has it for its track.
EXPECTED: Final[Mapping[str, tuple[tuple[str, ...], ...]]] = {
    Track.EMERGENCY: (
        ("dispatched",),
        ("signed-for",),
        ("arrived",),
        ("handling-ended",),
        ("feedback-given",),
    ),
    Track.HOTLINE: (
        ("dispatched",),
        ("signed-for",),
        ("feedback-given",),
        ("reply-served",),
    ),
    Track.PETITION: (
        ("accepted",),
        ("dispatched",),
        ("signed-for",),
        ("feedback-given",),
        ("opinion-issued", "reply-served"),
    ),
    Track.DISPUTE: (
        ("screened",),
        ("taken-up",),
        ("agreement-reached", "mediation-failed"),
    ),
}
# What the reporter takes back, or another office gets, goes no further here.
LEFT_EARLY: Final = frozenset({"withdrawn", "declined", "redirected"})
