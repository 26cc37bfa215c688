"""Folds cases to nothing but the rows that count in a period: what an earlier position comes to."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from functools import partial

from application.store.rows import Row
from domain.case.state import Case
from projections.cases import case_row
from projections.cells import Within
from projections.closings import closing_rows, mediation_rows, sent_back_rows
from projections.dispatches import dispatch_row
from projections.failings import failing_rows
from projections.folding import (
    CASE,
    ROUND,
    Fold,
    Folded,
    add_round,
    by_stream,
    case_of,
    round_cells,
)
from projections.obligations import obligation_rows


def folding_within(within: Within) -> Fold:
    """How whole aggregates are folded for a period; other processes may do it."""
    return partial(fold_counted, within=within)


def fold_counted(stored: Sequence[Row], within: Within) -> Folded:
    """The rows of whole aggregates, which stand together in order. Errors: `NotProjected`."""
    folded = Folded()
    for history in by_stream(stored):
        if history[0].topic.startswith(CASE):
            _add_case(folded, history, within)
        elif history[0].topic.startswith(ROUND):
            add_round(folded, round_cells(history))
    return folded


def _add_case(folded: Folded, history: Sequence[Row], within: Within) -> None:
    """The case itself where anything of it counts: it may be asked for."""
    case, cid = case_of(history), history[0].seq
    folded.seen.append(cid)
    owed, failed = obligation_rows(case, cid, within), failing_rows(case, cid, within)
    if not (owed or failed or any(_holds(within, at) for at in _moments(case))):
        return
    folded.cases.append(case_row(case, cid, history[0].recorded))
    folded.obligations += owed
    folded.failings += failed
    folded.dispatches += [dispatch_row(one, cid) for one in case.dispatches]
    folded.closings += closing_rows(case, cid)
    folded.mediations += mediation_rows(case, cid)
    folded.sent_back += sent_back_rows(case, cid)


def _moments(case: Case) -> Iterator[datetime | None]:
    """At which something counts, beside what is owed."""
    yield case.received_at
    for closing in case.closings:
        yield closing.at
        yield closing.said_at
    for mediation in case.mediations:
        yield mediation.failed_at or mediation.agreed_at
    for one in case.sent_back:
        yield one.at


def _holds(within: Within, at: datetime | None) -> bool:
    return at is not None and within[0] <= at < within[1]
