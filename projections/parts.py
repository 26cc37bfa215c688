"""Which units have a part in a case: received it, handle it, or owe something in it."""

from domain.case.rights import involved
from domain.case.state import Case
from domain.units import CENTRE
from projections.cells import Cells


def part_rows(case: Case, cid: int) -> list[Cells]:
    """The rows of `parts`, in the order of its columns; the centre has a part in every case."""
    return [(cid, n, unit) for n, unit in enumerate(sorted(involved(case) - {CENTRE, ""}))]
