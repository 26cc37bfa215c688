"""Time limits (办理时限): one row for each clock, who owes it until when, and how it ended."""

from domain.case.state import Obligation
from projections.cells import Cells, ms


def obligation_row(owed: Obligation, cid: int, n: int) -> Cells:
    """The row of `obligations`, in the order of its columns; `n` is its place in the case."""
    due = ms(owed.due)
    return (
        cid,
        n,
        owed.kind,
        owed.ref,
        owed.holder,
        owed.rule,
        owed.opened,
        ms(owed.opened_at),
        due,
        due if owed.first_due is owed.due else ms(owed.first_due),
        _state(owed),
        None if owed.met_at is None else ms(owed.met_at),
        owed.met or owed.waived or owed.lapsed,
        owed.why,
        owed.urged,
        None if owed.urged_at is None else ms(owed.urged_at),
        None if owed.acted is None else ms(owed.acted),
        owed.raised_to,
    )


def _state(owed: Obligation) -> str:
    if owed.met:
        return "met"
    if owed.waived:
        return "waived"
    return "lapsed" if owed.lapsed else "open"
