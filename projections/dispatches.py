"""The dispatch ledger: one row for each unit charged, with its times."""

from domain.case.state import Dispatch, dispatch_stage
from projections.cells import Cells, ms
from projections.cells import ms_or_none as when


def dispatch_row(dispatch: Dispatch, cid: int) -> Cells:
    """The row of `dispatches`, in the order of its columns."""
    return (
        cid,
        dispatch.number,
        dispatch.unit,
        str(dispatch.role),
        dispatch.zone,
        ms(dispatch.at),
        when(dispatch.signed_at),
        when(dispatch.arrived_at),
        when(dispatch.ended_at),
        when(dispatch.feedback_at),
        "" if dispatch.outcome is None else str(dispatch.outcome),
        when(dispatch.returned_at),
        when(dispatch.recalled_at),
        dispatch.ruling_needed,
        _stage(dispatch),
        dispatch.person,
        dispatch.sent_back,
    )


def _stage(dispatch: Dispatch) -> str:
    if dispatch.returned_at is not None:
        return "returned"
    if dispatch.recalled_at is not None:
        return "recalled"
    return str(dispatch_stage(dispatch))
