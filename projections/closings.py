"""What is counted of a case beside its time limits: closings, mediations, feedback sent back."""

from domain.case.state import Case, Closing, Mediation, Obligation
from projections.cells import Cells, ms
from projections.cells import ms_or_none as when
from projections.obligations import in_time


def closing_rows(case: Case, cid: int) -> list[Cells]:
    """The rows of `closings`, in the order of its columns and of time."""
    if not case.closings:
        return []
    visits = {one.opened: one for one in case.obligations if one.kind == "visit"}
    return [
        _closing_row(one, visits.get(one.version), cid, n) for n, one in enumerate(case.closings)
    ]


def _closing_row(one: Closing, visit: Obligation | None, cid: int, n: int) -> Cells:
    due = visit is not None and not visit.waived
    return (
        cid,
        n,
        one.unit,
        ms(one.at),
        one.version,
        one.reopened,
        ms(visit.due) if visit is not None and due else None,
        visit is not None and due and in_time(visit),
        when(one.visited_at),
        one.said_at is not None,
        when(one.said_at),
        one.visit,
        one.solved,
        "" if one.satisfied is None else str(one.satisfied),
        one.contacted,
        one.own,
    )


def mediation_rows(case: Case, cid: int) -> list[Cells]:
    """The rows of `mediations`, in the order of its columns and of time."""
    return [_mediation_row(one, cid, n) for n, one in enumerate(case.mediations)]


def _mediation_row(one: Mediation, cid: int, n: int) -> Cells:
    concluded = one.failed_at or one.agreed_at
    agreed = one.failed_at is None and one.agreed_at is not None
    ended = 0 if concluded is None else one.ended
    return cid, n, one.unit, ms(one.at), one.version, when(concluded), agreed, ended


def sent_back_rows(case: Case, cid: int) -> list[Cells]:
    """The rows of `sent_back`, in the order of its columns and of time."""
    return [
        (cid, n, one.unit, one.dispatch, ms(one.at), one.version)
        for n, one in enumerate(case.sent_back)
    ]
