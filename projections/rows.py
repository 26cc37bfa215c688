"""What a case's history comes to in all tables: the one fold behind catching up and rebuilding."""

from collections.abc import Sequence
from typing import NamedTuple, cast

from domain.case.events import Fact
from domain.case.fold import advance, fold
from domain.case.state import Case
from projections.cases import case_row
from projections.cells import Cells
from projections.closings import closing_rows, mediation_rows, sent_back_rows
from projections.dispatches import dispatch_row
from projections.failings import failing_rows
from projections.obligations import obligation_rows
from projections.parts import part_rows
from projections.waiting import waiting_rows


class CaseRows(NamedTuple):
    """The rows of one case, each in the order of its table's columns."""

    case: Cells
    dispatches: list[Cells]
    obligations: list[Cells]
    waiting: list[Cells]
    parts: list[Cells]
    failings: list[Cells]
    closings: list[Cells]
    mediations: list[Cells]
    sent_back: list[Cells]

    @property
    def listed(self) -> tuple[list[Cells], ...]:
        """All but the case's own row, in the order of `tables.OF_CASES`."""
        return cast("tuple[list[Cells], ...]", self[1:])


def rows(case: Case, cid: int, recorded: int) -> CaseRows:
    """The rows of a case; `cid` is its first event's position, `recorded` that one's time in ms."""
    return CaseRows(
        case_row(case, cid, recorded),
        [dispatch_row(dispatch, cid) for dispatch in case.dispatches],
        obligation_rows(case, cid),
        waiting_rows(case, cid),
        part_rows(case, cid),
        failing_rows(case, cid),
        closing_rows(case, cid),
        mediation_rows(case, cid),
        sent_back_rows(case, cid),
    )


def cid_of(row: Cells) -> int:
    """The key of a row, which is its first cell."""
    cid = row[0]
    assert isinstance(cid, int)  # noqa: S101 - so says the table
    return cid


def before_and_after(
    stream: str, cid: int, recorded: int, history: Sequence[Fact], before: int
) -> tuple[CaseRows | None, CaseRows]:
    """The rows after the first `before` events (None when there were none), and after all."""
    old, new = history[:before], history[before:]
    case = fold(stream, old)
    was = rows(case, cid, recorded) if old else None
    return was, rows(advance(case, old, new), cid, recorded)
