"""Failings (履责问题) that a case's own events show: whose, when, and by which events.

Nobody enters them: a time limit that ended late, or of which it is on record that it is over, is
held to every kind in `OF_LIMITS`, an event that may show one to every kind in `OF_EVENTS`. What is
judged by a rule's number is decided with the event, under the rule set in force then, and stands in
it. What was said against one of them, and what came of that, stands with it.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import cache
from typing import Any, Final, NamedTuple

import msgspec

from domain.case import events as e
from domain.case.command import TIMEKEEPER, Context, Decision
from domain.case.events import Fact
from domain.case.state import Case, Obligation
from domain.case.words import Failing, PetitionKind, Track
from domain.rules.ladder import Ladder
from domain.rules.model import UrgeRule
from domain.units import CENTRE

__all__ = ["OF_REPORTERS", "Failing", "Found", "Key", "found", "judged", "unurged"]

Key = tuple[str, str, tuple[int, ...]]
Judge = Callable[[Case, Any], str]


class Found(NamedTuple):
    """One of them. `at`: the moment it counts from, of a time limit the one at which it was due.

    `about` and `ref` name the time limit, `late` is when it ended; `proof` are versions of events.
    `state` is "", or by the contest of that number "contested", "struck", "upheld".
    """

    at: datetime
    kind: Failing
    unit: str
    proof: tuple[int, ...]
    about: str = ""
    ref: int = 0
    late: datetime | None = None
    contest: int = 0
    state: str = ""

    @property
    def key(self) -> Key:
        """What it is known by as long as the same events show it; one event opens a limit once."""
        return self.kind.value, self.about, self.proof


REPORTS: Final = frozenset({"report_first", "report_further", "report_final", "after_action"})
# Shown by what reporters said at return visits and in complaints: the units don't see it.
OF_REPORTERS: Final = frozenset({Failing.VISIT_BY_HANDLER, Failing.PRESSURE_UPHELD})


def found(case: Case) -> list[Found]:
    """All failings of the case as it stands, in the order of time; struck ones too."""
    late = [one for one in case.obligations if _ended_late(one) or _left_undone(one)]
    if not (late or case.evidence):
        return []
    shown = sorted([*_of_limits(case, late), *_of_events(case)], key=_order)
    return list(_contested(case, shown)) if case.contests else shown


def _order(one: Found) -> tuple[object, ...]:
    return one.at, one.kind, one.unit, one.proof, one.about, one.ref


def _contested(case: Case, shown: list[Found]) -> Iterator[Found]:
    """With what was said against each: a contest falls when its failing is shown otherwise."""
    last = {one.key: number for number, one in case.contests.items() if one.state != "withdrawn"}
    for one in shown:
        number = last.get(one.key, 0)
        yield one._replace(contest=number, state=case.contests[number].state) if number else one


def _ended_late(one: Obligation) -> bool:
    return one.lapsed > 0 or (one.met_at is not None and one.met_at > one.due)


def _left_undone(one: Obligation) -> bool:
    """It is on record that it is over, whether it ended since or not."""
    return one.overdue > 0 and not one.waived


def _of_limits(case: Case, late: list[Obligation]) -> Iterator[Found]:
    for one in late:
        end = one.met_at or one.lapsed_at
        for kind, of_limit in OF_LIMITS.items():
            unit = of_limit(case, one)
            if unit:
                yield Found(one.due, kind, unit, _proof(kind, one), one.kind, one.ref, end)


def _proof(kind: Failing, one: Obligation) -> tuple[int, int]:
    """Once it is on record that a limit is over, what happens later proves nothing new."""
    ended = one.met or one.lapsed
    return one.opened, (one.overdue or ended) if kind in WHILE_OPEN else ended


def _never_urged(case: Case, one: Obligation) -> str:
    """A unit was overdue, and the centre let it be until it was over."""
    ending = case.evidence.get(one.met or one.lapsed)
    return CENTRE if ending is not None and _name(one) in ending[0].unurged else ""


def judged(case: Case, events: Decision, ctx: Context) -> Decision:
    """What is recorded while limits stand overdue and unurged says which: it may end them."""
    marks = unurged(case, ctx) if events else ()
    if not marks:
        return events
    return [msgspec.structs.replace(event, unurged=marks) for event in events]


def unurged(case: Case, ctx: Context) -> tuple[str, ...]:
    """Units' limits overdue at `at` that the rule set wanted urged by then, and nobody did.

    Of another office's record nobody here could have urged; a paused case stands still; what the
    timekeeper does ends no limit.
    """
    if ctx.source == "import" or ctx.by.user == TIMEKEEPER or case.paused_at is not None:
        return ()
    late = [one for one in case.obligations if one.running and one.due < ctx.at]
    return tuple(_name(one) for one in late if _let_be(one) and _to_be_urged(one, case, ctx))


def _let_be(one: Obligation) -> bool:
    return one.holder != CENTRE and (one.urged_at is None or one.urged_at < one.due)


def _to_be_urged(one: Obligation, case: Case, ctx: Context) -> bool:
    planned = Ladder(ctx.rules, ctx.calendar).steps(case.track.value, one.kind, one.due)
    return any(step.planned <= ctx.at for step in planned if isinstance(step.rule, UrgeRule))


def _name(one: Obligation) -> str:
    return f"{one.kind}.{one.ref}"


def _closed_after_due(case: Case, one: Obligation) -> str:
    return one.holder if _ended_late(one) and one.kind == _closing_kind(case) else ""


def _closing_kind(case: Case) -> str:
    """The limit that says by when a matter is to be concluded: a petition's is its answer's."""
    if case.track is not Track.PETITION:
        return "close"
    return "opinion" if case.kind is PetitionKind.CLAIM else "reply"


def _notice_missed(_: Case, one: Obligation) -> str:
    return one.holder if one.kind == "notice" else ""


def _report_missed(_: Case, one: Obligation) -> str:
    return one.holder if one.kind in REPORTS else ""


# Missed for good or not, it is a failing as soon as it is on record that they are overdue.
WHILE_OPEN: Final = frozenset({Failing.NOTICE_MISSED, Failing.REPORT_MISSED})
# Each says of a time limit that ended late whose failing that is, "" for nobody's.
OF_LIMITS: Final[Mapping[Failing, Callable[[Case, Obligation], str]]] = {
    Failing.NEVER_URGED: _never_urged,
    Failing.CLOSED_AFTER_DUE: _closed_after_due,
    Failing.NOTICE_MISSED: _notice_missed,
    Failing.REPORT_MISSED: _report_missed,
}


def _of_events(case: Case) -> Iterator[Found]:
    for version, (event, earlier) in case.evidence.items():
        for kind, of_event in _shown_by(type(event)):
            unit = of_event(case, event)
            if unit:
                before = () if kind is Failing.LATE_ENTRY else (one for one in earlier if one)
                yield Found(event.at, kind, unit, (*before, version))


@cache
def _shown_by(event: type[Fact]) -> list[tuple[Failing, Judge]]:
    """Kinds an event of a type may show."""
    return [(kind, of) for kind, (types, of) in OF_EVENTS.items() if issubclass(event, types)]


def _late_registration(case: Case, event: e.Received) -> str:
    return case.received_by if event.registered_late else ""


def _late_entry(case: Case, event: Fact) -> str:
    """Of whoever had to report it; a form kept by a device without line came in when it could."""
    if not event.late or event.source or _late_receipt(event):
        return ""
    dispatch = case.dispatch(getattr(event, "dispatch", 0))
    return dispatch.unit if dispatch is not None else event.by.unit


def _late_receipt(event: Fact) -> bool:
    return isinstance(event, e.Received) and event.registered_late


def _passed_round(case: Case, event: e.Returned | e.ReturnRuled | e.Recalled) -> str:
    """Of the unit that handed it back unasked; where that was allowed, of the centre that sent."""
    if not event.passed_round:
        return ""
    returned = isinstance(event, e.Returned)
    return case.dispatches[event.dispatch - 1].unit if returned else CENTRE


def _without_notice(case: Case, event: e.Extended) -> str:
    return _granting(case, event) if event.notice_owed and not event.told else ""


def _without_approver(case: Case, event: e.Extended) -> str:
    return "" if event.approver else _granting(case, event)


def _granting(case: Case, event: e.Extended) -> str:
    return event.by.unit or case.received_by or CENTRE


def _overturned(case: Case, event: e.ReviewDecided) -> str:
    return "" if event.upheld else case.opinion[1] or CENTRE


def _by_handler(case: Case, event: e.Visited | e.VisitAttempted) -> str:
    """A visit may be evidence for other reasons too, as that it was entered late."""
    return event.by.unit if event in case.handlers_visits else ""


def _named(_: Case, event: e.UnregisteredFound | e.FalseEntryFound) -> str:
    return event.unit


def _pressure(case: Case, event: e.ComplaintRuled) -> str:
    return case.complained[event.complaint] if event.upheld else ""


# Each says of an event of these kinds whose failing it shows, "" for nobody's.
OF_EVENTS: Final[Mapping[Failing, tuple[type[Fact] | tuple[type[Fact], ...], Judge]]] = {
    Failing.FOUND_UNREGISTERED: (e.UnregisteredFound, _named),
    Failing.FALSE_ENTRY: (e.FalseEntryFound, _named),
    Failing.LATE_REGISTRATION: (e.Received, _late_registration),
    Failing.LATE_ENTRY: (Fact, _late_entry),
    Failing.PASSED_ROUND: ((e.Returned, e.ReturnRuled, e.Recalled), _passed_round),
    Failing.EXTENSION_WITHOUT_NOTICE: (e.Extended, _without_notice),
    Failing.EXTENSION_WITHOUT_APPROVER: (e.Extended, _without_approver),
    Failing.OPINION_OVERTURNED: (e.ReviewDecided, _overturned),
    Failing.VISIT_BY_HANDLER: ((e.Visited, e.VisitAttempted), _by_handler),
    Failing.PRESSURE_UPHELD: (e.ComplaintRuled, _pressure),
}
