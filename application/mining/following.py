"""Follows a case event by event, and notes which of its dispatches and limits each one moves."""

from collections.abc import Iterator

from application.mining.leaving import is_code
from application.mining.objects import (
    AGREEMENT,
    CASE,
    DISPATCH,
    OBLIGATION,
    RULE_SET,
    UNIT,
    Link,
    Links,
    Thing,
    named,
)
from application.mining.reading import Matter
from domain.case import events as e
from domain.case.events import Fact
from domain.case.fold import evolve
from domain.case.state import Case, Dispatch, Mediation, Obligation, dispatch_stage

ABOUT_AGREEMENTS = (
    e.AgreementReached,
    e.PerformanceRecorded,
    e.AgreementBreached,
    e.ConfirmationRequested,
    e.ConfirmationDecided,
)


class Follower:
    """The objects of one case, as they change with its events."""

    def __init__(self, matter: Matter) -> None:
        """Nothing has happened yet."""
        self._facts = matter.facts
        self._case = Case(matter.case.id)
        self._number = matter.case.number
        self._limits: list[tuple[int, ...]] = []
        self.case = Thing(named(CASE, self._number), CASE)
        self.things: dict[str, Thing] = {self.case.id: self.case}

    def steps(self) -> Iterator[tuple[Fact, Links]]:
        """Each event with its links to the case's own objects, in the order of recording."""
        for fact in self._facts:
            evolve(self._case, fact)
            links = {self.case.id: "case"}
            for link in (*self._of_limits(fact), *self._of_dispatch(fact), *self._of_deal(fact)):
                links.setdefault(*link)
            self._case_now(fact)
            yield fact, links

    def _thing(self, kind: str, *parts: object) -> Thing:
        name = named(kind, self._number, *parts)
        return self.things.setdefault(name, Thing(name, kind))

    # --- the case ---

    def _case_now(self, fact: Fact) -> None:
        case, thing = self._case, self.case
        if isinstance(fact, e.Received):
            _pinned(thing, case)
        for name in ("track", "kind", "channel", "stage", "outcome"):
            word = getattr(case, name)
            thing.has(name, word and word.value, fact.at)
        for name in ("category", "level", "dispute_class"):
            code = getattr(case, name)
            thing.has(name, code if is_code(code) else None, fact.at)
        thing.has("people", case.people, fact.at)

    # --- its time limits ---

    def _of_limits(self, fact: Fact) -> Iterator[Link]:
        version = self._case.version
        for n, limit in enumerate(self._case.obligations):
            before = self._limits[n] if n < len(self._limits) else None
            now = _standing(limit)
            if now == before:
                continue
            thing = self._limit(n, limit, fact)
            yield Link(thing.id, _moved(limit, before, now, version))
        self._limits = [_standing(limit) for limit in self._case.obligations]

    def _limit(self, n: int, limit: Obligation, fact: Fact) -> Thing:
        thing = self._thing(OBLIGATION, n + 1)
        thing.has("kind", limit.kind)
        thing.has("rule", limit.rule, fact.at)
        thing.has("due", limit.due, fact.at)
        thing.has("state", _state(limit), fact.at)
        thing.stands(self.case.id, "of case")
        if limit.holder:
            thing.stands(named(UNIT, limit.holder), "owed by")
        return thing

    # --- its dispatches ---

    def _of_dispatch(self, fact: Fact) -> Iterator[Link]:
        number = getattr(fact, "dispatch", 0)
        dispatch = self._case.dispatch(number)
        if dispatch is None:
            return
        thing = self._thing(DISPATCH, number)
        thing.has("role", dispatch.role.value)
        thing.has("zone", dispatch.zone if is_code(dispatch.zone) else None)
        thing.has("stage", _dispatch_stage(dispatch), fact.at)
        thing.stands(self.case.id, "of case")
        thing.stands(named(UNIT, dispatch.unit), "sent to")
        yield Link(thing.id, "dispatch")

    # --- agreements between parties ---

    def _of_deal(self, fact: Fact) -> Iterator[Link]:
        mediation = self._case.mediation
        if mediation is None or not isinstance(fact, ABOUT_AGREEMENTS):
            return
        thing = self._thing(AGREEMENT, len(self._case.mediations))
        thing.has("written", mediation.written, fact.at)
        thing.has("effective", mediation.effective_at, fact.at)
        thing.has("state", _deal_state(fact, mediation), fact.at)
        thing.stands(self.case.id, "of case")
        if mediation.unit:
            thing.stands(named(UNIT, mediation.unit), "mediated by")
        yield Link(thing.id, "agreement")


def _pinned(thing: Thing, case: Case) -> None:
    thing.stands(named(RULE_SET, case.rules), "under")
    if case.received_by:
        thing.stands(named(UNIT, case.received_by), "received by")


def _standing(limit: Obligation) -> tuple[int, ...]:
    due = int(limit.due.timestamp())
    return due, limit.met, limit.waived, limit.lapsed, limit.urged, len(limit.raised_to)


def _moved(
    limit: Obligation, before: tuple[int, ...] | None, now: tuple[int, ...], version: int
) -> str:
    """How an event stands to a time limit that it changed."""
    if before is None:
        return "starts"
    for word, at in (("meets", limit.met), ("waives", limit.waived), ("ends", limit.lapsed)):
        if at == version:
            return word
    if now[0] != before[0]:
        return "moves"
    return "urges" if now[4:] != before[4:] else "changes"


def _state(limit: Obligation) -> str:
    ends = (("met", limit.met), ("waived", limit.waived), ("lapsed", limit.lapsed))
    return next((word for word, at in ends if at), "open")


def _dispatch_stage(dispatch: Dispatch) -> str:
    if dispatch.returned_at is not None:
        return "returned"
    return "recalled" if dispatch.recalled_at is not None else dispatch_stage(dispatch).value


def _deal_state(fact: Fact, mediation: Mediation) -> str:
    if isinstance(fact, e.AgreementBreached):
        return "breached"
    if isinstance(fact, e.ConfirmationDecided):
        return "confirmed" if fact.confirmed else "not_confirmed"
    return "performed" if mediation.performed else "reached"
