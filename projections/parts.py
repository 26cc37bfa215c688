"""Which units have a part in a case: received it, handle it, or owe something in it."""

from domain.case.rights import involved
from domain.case.state import Case
from domain.units import CENTRE
from projections.cells import Cells, ms, ms_or_none


def part_rows(case: Case, cid: int) -> list[Cells]:
    """The rows of `parts`, in the order of its columns; the centre has a part in every case."""
    found = sorted(involved(case) - {CENTRE, ""})
    if not found:
        return []
    received, closed = ms(case.received_at), ms_or_none(case.closed_at) if case.closed else None
    return [(cid, n, unit, received, closed, case.open) for n, unit in enumerate(found)]
