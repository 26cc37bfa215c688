"""The wordings of all kinds of message, as their events left them."""

from collections.abc import Iterable

from msgspec import Struct, field

from domain.messages import events as e
from domain.messages.wording import Wording


class Wordings(Struct):
    """Those a centre wrote itself, by kind; kinds it did not write read as they were shipped."""

    own: dict[str, Wording] = field(default_factory=dict)
    version: int = 0


def evolve(state: Wordings, event: e.MessagesEvent) -> Wordings:
    """Fold one more event in."""
    state.version += 1
    if isinstance(event, e.WordingWritten):
        state.own[event.kind] = Wording(event.zh, event.en)
    elif isinstance(event, e.WordingReset):
        state.own.pop(event.kind, None)
    return state


def fold(events: Iterable[e.MessagesEvent], state: Wordings | None = None) -> Wordings:
    """Fold a whole history, or what came after `state`."""
    folded = state or Wordings()
    for event in events:
        evolve(folded, event)
    return folded
