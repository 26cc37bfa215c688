"""The case ledger: one row that says what a matter is, how far it has come, what is due next."""

from collections.abc import Sequence
from datetime import datetime

from domain.case.state import Case, Dispatch, Obligation
from domain.units import CENTRE
from projections.cells import Cells, joined, ms
from projections.cells import ms_or_none as when


def case_row(case: Case, cid: int, recorded: int) -> Cells:
    """The row of `cases`, in the order of its columns."""
    lead = case.lead
    return (
        cid,
        case.id,
        case.number,
        *_what(case),
        *_who(case, lead),
        ms(case.received_at),
        recorded,
        *_handled(case),
        *_ended(case),
        *_mediated(case, lead),
        *_due(case),
        when(case.asking_until),
        ms(case.changed_at),
        case.version,
        case.rules,
    )


def _what(case: Case) -> Cells:
    """From track to people."""
    return (
        str(case.track),
        "" if case.kind is None else str(case.kind),
        str(case.channel),
        case.category,
        case.place,
        case.title,
        case.level,
        case.grade,
        case.dispute_class,
        str(case.stage),
        case.open,
        case.people,
    )


def _who(case: Case, lead: Dispatch | None) -> Cells:
    """From received_by to sign_off."""
    return (
        case.received_by,
        case.receiver,
        case.reference,
        case.source,
        "" if lead is None else lead.unit,
        sum(1 for d in case.dispatches if d is not lead and d.live),
        joined(case.accused),
        joined(case.accused_staff),
        case.duplicate_of,
        case.validity,
        "" if case.signed_off == case.sign_off else case.sign_off,
    )


def _handled(case: Case) -> Cells:
    """From screened_at to replied_at."""
    return (
        when(case.screened_at),
        when(case.accepted_at),
        when(case.noticed_at),
        *_first_times(case.dispatches),
        when(case.replied_at),
    )


def _first_times(dispatches: list[Dispatch]) -> Cells:
    if len(dispatches) == 1:
        (d,) = dispatches
        return (
            ms(d.at),
            when(d.signed_at),
            when(d.arrived_at),
            when(d.ended_at),
            when(d.feedback_at),
        )
    return (
        _first([d.at for d in dispatches]),
        _first([d.signed_at for d in dispatches]),
        _first([d.arrived_at for d in dispatches]),
        _first([d.ended_at for d in dispatches]),
        _first([d.feedback_at for d in dispatches]),
    )


def _first(times: Sequence[datetime | None]) -> int | None:
    return when(min((at for at in times if at is not None), default=None))


def _ended(case: Case) -> Cells:
    """From closed_at to paused_at."""
    return (
        when(case.closed_at) if case.closed else None,
        "" if case.outcome is None else str(case.outcome),
        when(case.ended_at),
        case.ended_as,
        when(case.visited_at),
        case.answered,
        case.solved,
        "" if case.satisfied is None else str(case.satisfied),
        case.unhappy,
        case.own_answer,
        *_to_visit(case),
        when(case.archived_at),
        case.reopened,
        case.returns,
        when(case.paused_at),
    )


def _to_visit(case: Case) -> Cells:
    """From attempts to visit_barred; of a visit that is not due any more nothing is asked."""
    if not case.closed or case.visited_at is not None:
        return 0, None, ""
    units = case.handling_units - {CENTRE}
    barred = sorted([*case.handlers, *(f"@{unit}" for unit in units)])
    return case.attempts, when(case.attempted_at), joined(barred)


def _mediated(case: Case, lead: Dispatch | None) -> Cells:
    """From taken_up_at to taken_up_version."""
    mediation, leads = case.mediation, "" if lead is None else lead.unit
    if mediation is None:
        return None, None, None, leads, 0
    return (
        ms(mediation.at),
        when(mediation.agreed_at),
        when(mediation.failed_at),
        mediation.unit or leads,
        mediation.version,
    )


def _due(case: Case) -> Cells:
    """From due_at to due_holder."""
    nearest = _nearest(case)
    if nearest is None:
        return None, "", ""
    return ms(nearest.due), nearest.kind, nearest.holder


def _nearest(case: Case) -> Obligation | None:
    """The running time limit that ends first; of an ended case only the return visit's counts.

    None while the case is paused: its clocks get back the time they stand still.
    """
    if case.paused_at is not None:
        return None
    is_open = case.open
    running = [
        owed for owed in case.obligations if owed.running and (is_open or owed.kind == "visit")
    ]
    return min(running, key=lambda owed: owed.due, default=None)
