"""How each event of an audit sheet changes it."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from msgspec.structs import replace

from domain.audit import events as e
from domain.audit.state import Finding, Matter, Sheet, State


def evolve(sheet: Sheet, event: e.AuditEvent) -> Sheet:
    """Fold one more event in; the state before it stays as it was."""
    return replace(_FOLDS[type(event)](sheet, event), version=sheet.version + 1)


def fold(events: Iterable[e.AuditEvent], sheet: Sheet | None = None) -> Sheet:
    """Fold a whole history, or what came after `sheet`."""
    folded = sheet or Sheet()
    for event in events:
        folded = evolve(folded, event)
    return folded


def _sampled(sheet: Sheet, event: e.Sampled) -> Sheet:
    matters = dict(sheet.matters)
    for drawn in event.drawn:
        known = matters.get(drawn.number, Matter(drawn.number))
        strata = (*known.strata, *(one for one in drawn.strata if one not in known.strata))
        samples = (*known.samples, event.sample)
        matters[drawn.number] = replace(known, samples=samples, strata=strata)
    return replace(sheet, samples=(*sheet.samples, event), matters=matters)


def _matter(sheet: Sheet, number: str, **changes: Any) -> Sheet:
    changed = replace(sheet.matters.get(number, Matter(number)), **changes)
    return replace(sheet, matters={**sheet.matters, number: changed})


def _noted(sheet: Sheet, event: e.FindingNoted) -> Sheet:
    return replace(sheet, findings=(*sheet.findings, Finding(event, due=event.due)))


def _withdrawn(sheet: Sheet, event: e.FindingWithdrawn) -> Sheet:
    return _finding(
        sheet, event.finding, lambda one: replace(one, withdrawn=event, state="withdrawn")
    )


def _answered(sheet: Sheet, event: e.Answered) -> Sheet:
    return _finding(
        sheet,
        event.finding,
        lambda one: replace(one, answers=(*one.answers, event), state="answered"),
    )


def _followed_up(sheet: Sheet, event: e.FollowedUp) -> Sheet:
    state: State = "settled" if event.settled else "open"

    def change(one: Finding) -> Finding:
        followed = (*one.followed, event)
        return replace(one, followed=followed, state=state, due=event.due or one.due)

    return _finding(sheet, event.finding, change)


def _finding(sheet: Sheet, number: int, change: Callable[[Finding], Finding]) -> Sheet:
    findings = tuple(change(one) if one.id == number else one for one in sheet.findings)
    return replace(sheet, findings=findings)


_FOLDS: Final[Mapping[type[e.AuditEvent], Callable[[Sheet, Any], Sheet]]] = {
    e.SheetListed: lambda sheet, _: sheet,
    e.SheetOpened: lambda sheet, event: replace(sheet, opened=event),
    e.Sampled: _sampled,
    e.MatterAdded: lambda sheet, event: _matter(sheet, event.number, added=event),
    e.Examined: lambda sheet, event: _matter(sheet, event.number, examined=event),
    e.FindingNoted: _noted,
    e.FindingWithdrawn: _withdrawn,
    e.Answered: _answered,
    e.FollowedUp: _followed_up,
    e.SheetClosed: lambda sheet, event: replace(sheet, closed=event),
}
