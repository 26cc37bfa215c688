"""In which order the steps of a case can have happened, whatever the order of recording."""

from collections.abc import Iterator
from datetime import datetime

from domain import errors
from domain.case.state import Case, Dispatch

Pair = tuple[str, datetime | None, datetime | None]


def check_order(before: Case, after: Case) -> None:
    """A correction puts nothing out of order that was in order. Errors: `OccurredBefore`."""
    known = {place for place, _, _ in _disorder(before)}
    for place, at, earliest in _disorder(after):
        if place not in known:
            raise errors.OccurredBefore(at=at, earliest=earliest, what=place.partition(".")[0])


def _disorder(case: Case) -> Iterator[tuple[str, datetime, datetime]]:
    """What lies before what it depends on: a name for the place, the time, the earliest time."""
    for name, at, earliest in _pairs(case):
        if at is not None and earliest is not None and at < earliest:
            yield name, at, earliest


def _pairs(case: Case) -> Iterator[Pair]:
    yield "receipt.screening", case.screened_at, case.received_at
    yield "receipt.acceptance", case.accepted_at, case.received_at
    yield "receipt.closing", case.closed_at, case.received_at
    yield "closing.visit", case.visited_at, case.closed_at
    yield "closing.archiving", case.archived_at, case.closed_at
    for dispatch in case.dispatches:
        yield from _dispatch_pairs(case, dispatch)


def _dispatch_pairs(case: Case, dispatch: Dispatch) -> Iterator[Pair]:
    number = dispatch.number
    yield f"receipt.{number}", dispatch.at, case.received_at
    yield f"dispatch.{number}.signing", dispatch.signed_at, dispatch.at
    yield f"dispatch.{number}.arrival", dispatch.arrived_at, dispatch.at
    yield f"dispatch.{number}.return", dispatch.returned_at, dispatch.at
    yield f"dispatch.{number}.recall", dispatch.recalled_at, dispatch.at
    yield f"dispatch.{number}.handling", dispatch.ended_at, dispatch.at
    yield f"arrival.{number}.handling", dispatch.ended_at, dispatch.arrived_at
    yield f"dispatch.{number}.feedback", dispatch.feedback_at, dispatch.at
    yield f"handling.{number}.feedback", dispatch.feedback_at, dispatch.ended_at
