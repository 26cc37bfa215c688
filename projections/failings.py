"""Failings (履责问题): one row for each that the events of a case show."""

from domain.case.failings import Found, found
from domain.case.state import Case
from projections.cells import EVER, Cells, Within, ms


def failing_rows(case: Case, cid: int, within: Within = EVER) -> list[Cells]:
    """The rows of `failings` that count from then, in the order of its columns and of time."""
    since, until = within
    return [_row(one, cid, n) for n, one in enumerate(found(case)) if since <= one.at < until]


def _row(one: Found, cid: int, n: int) -> Cells:
    at = ms(one.at)
    return (
        cid,
        n,
        one.kind.value,
        one.unit,
        one.about,
        one.ref,
        at,
        None if one.late is None else ms(one.late) - at,
        ",".join(map(str, one.proof)),
        one.state,
    )
