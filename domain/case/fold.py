"""The fold of a case: its history, corrected where corrections point, to its state."""

from collections.abc import Iterable, Sequence

import msgspec

from domain.case import events as e
from domain.case.folds import STEPS
from domain.case.readings import QUIET
from domain.case.state import Case


def evolve(case: Case, event: e.Fact) -> Case:
    """Fold one more event into the state (in place; the state is the fold's own).

    That somebody read the case changes nothing of it.
    """
    case.version += 1
    if type(event) not in QUIET:
        case.changed_at = event.at
    STEPS[type(event)](case, event)
    if event.late or event.unurged:
        case.evidence.setdefault(case.version, (event, ()))
    return case


def fold(case_id: str, events: Sequence[e.Fact]) -> Case:
    """Fold a whole history, corrections applied where they point."""
    case = Case(case_id)
    for event in corrected(events):
        case.version += 1
        if type(event) not in QUIET:
            case.changed_at = event.at
        STEPS[type(event)](case, event)
        if event.late or event.unurged:
            case.evidence.setdefault(case.version, (event, ()))
    return case


def advance(case: Case, before: Sequence[e.Fact], new: Sequence[e.Fact]) -> Case:
    """Fold new events; a correction among them means folding all again, since it reaches back."""
    if any(type(event) is e.Corrected for event in new):
        return fold(case.id, [*before, *new])
    for event in new:
        evolve(case, event)
    return case


def corrected(events: Sequence[e.Fact]) -> Iterable[e.Fact]:
    """The history with each corrected field at its right value; the events stay as they are."""
    corrections = [event for event in events if type(event) is e.Corrected]
    if not corrections:
        return events
    history = list(events)
    for correction in corrections:
        history[correction.event - 1] = apply_correction(history[correction.event - 1], correction)
    return history


def apply_correction(event: e.Fact, correction: e.Corrected) -> e.Fact:
    """The event as it should have been."""
    right: dict[str, object] = {correction.field: correction_value(event, correction)}
    if correction.clocks is not None:
        right["clocks"] = correction.clocks
    if correction.windows is not None:
        right["windows"] = correction.windows
    changed: e.Fact = msgspec.structs.replace(event, **right)
    return changed


def correction_value(event: e.Fact, correction: e.Corrected) -> object:
    """The right value in the field's own type. Errors: `msgspec.ValidationError`."""
    if correction.sealed is not None:
        return correction.sealed
    types = {f.name: f.type for f in msgspec.structs.fields(event)}
    return msgspec.json.decode(correction.value, type=types[correction.field])
