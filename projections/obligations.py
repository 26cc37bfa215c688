"""Time limits (办理时限): one row for each clock, who owes it until when, and how it ended."""

from typing import Final

from domain.case.state import Case, Obligation
from domain.case.words import Track
from domain.units import CENTRE
from projections.cells import EVER, Cells, Within, ms

# By these limits a matter is to be closed; a petition's is that of its answer.
_CLOSING: Final = frozenset({"close", "opinion"})
_PETITION: Final = _CLOSING | {"reply"}


def obligation_rows(case: Case, cid: int, within: Within = EVER) -> list[Cells]:
    """The rows of `obligations` due then, in the order of its columns."""
    closing = _PETITION if case.track is Track.PETITION else _CLOSING
    owed = list(enumerate(case.obligations))
    if within is not EVER:
        since, until = within
        owed = [(n, one) for n, one in owed if since <= one.due < until]
    return [
        _row(one, cid, n, _account(case, one) if one.kind in closing else "") for n, one in owed
    ]


def _account(case: Case, owed: Obligation) -> str:
    """Of what the centre holds, it stands to the account of the unit that leads to the closing."""
    if owed.holder != CENTRE:
        return owed.holder
    for closing in case.closings:
        if closing.version > owed.opened:
            return closing.unit or CENTRE
    lead = case.lead
    return CENTRE if lead is None else lead.unit


def _row(owed: Obligation, cid: int, n: int, account: str) -> Cells:
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
        None if owed.waived else in_time(owed),
        account,
        owed.urged,
        None if owed.urged_at is None else ms(owed.urged_at),
        None if owed.acted is None else ms(owed.acted),
        owed.raised_to,
    )


def in_time(owed: Obligation) -> bool:
    """It was met by when it was due; what is open has not been."""
    return owed.met_at is not None and owed.met_at <= owed.due


def _state(owed: Obligation) -> str:
    if owed.met:
        return "met"
    if owed.waived:
        return "waived"
    return "lapsed" if owed.lapsed else "open"
