"""What waits for somebody above the desk, or for a unit's answer: one row for each such act.

Only what waits now has a row; which act it is stands in `kind`, whose it is about in `unit`.
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from domain.case.failings import found
from domain.case.state import Case, Obligation
from projections.cells import Cells, ms, ms_or_none


class Act(NamedTuple):
    """One of them: `ref` is the number of what it is about, `about` what that is in a word."""

    since: datetime
    kind: str
    ref: int
    unit: str
    about: str = ""
    due: datetime | None = None


DECIDED_BY_CLOCK = ("directive", "review", "rereview")


def waiting_rows(case: Case, cid: int) -> list[Cells]:
    """The rows of `waiting`, in the order of its columns, in the order in which they began."""
    acts = sorted(_acts(case), key=lambda act: act[:-1])
    return [
        (cid, n, act.kind, act.ref, act.unit, act.about, ms(act.since), ms_or_none(act.due))
        for n, act in enumerate(acts)
    ]


def _acts(case: Case) -> Iterator[Act]:
    if case.open:
        yield from _signature(case)
        yield from _rulings(case)
        yield from _urges(case)
    if case.asked:
        yield from _extensions(case)
    for clock in case.obligations:
        if clock.raised_to or clock.kind in DECIDED_BY_CLOCK:
            yield from _of_clock(clock)
    yield from _complaints(case)
    if case.contests:
        yield from _contests(case)


def _signature(case: Case) -> Iterator[Act]:
    since = case.since.get("sign_off", case.screened_at)
    if case.sign_off and case.signed_off != case.sign_off and since is not None:
        yield Act(since, "sign_off", 0, case.received_by, case.sign_off)


def _rulings(case: Case) -> Iterator[Act]:
    """Returns, and objections to a transfer, on which the inspection office rules."""
    for one in case.dispatches:
        if one.ruling_needed and one.live:
            kind = "objection" if one.objected else "return"
            yield Act(case.since[f"return.{one.number}"], kind, one.number, one.unit)


def _urges(case: Case) -> Iterator[Act]:
    for number, answered in case.urges.items():
        if not answered:
            clock = case.running("urge_answer", number)
            due = None if clock is None else clock.due
            since, unit = case.since[f"urge.{number}"], case.urged_units[number]
            yield Act(since, "urge", number, unit, "urge_answer", due)


def _extensions(case: Case) -> Iterator[Act]:
    for asked in case.asked:
        kind, _, ref = asked.rpartition(".")
        clock = case.running(kind, int(ref))
        if clock is not None:
            since = case.since[f"extension.{asked}"]
            yield Act(since, "extension", int(ref), clock.holder, kind, clock.due)


def _of_clock(clock: Obligation) -> Iterator[Act]:
    """Overdue and brought before somebody above; directives without a result, reviews to decide."""
    if not clock.running:
        return
    about = clock.ref, clock.holder, clock.kind, clock.due
    if clock.raised_to:
        yield Act(clock.acted or clock.due, "raised", *about)
    if clock.kind in DECIDED_BY_CLOCK:
        yield Act(clock.opened_at, "directive" if clock.kind == "directive" else "review", *about)


def _complaints(case: Case) -> Iterator[Act]:
    """Of the reporter, who is not satisfied or was pressed: the inspection office rules."""
    if case.unhappy and case.visited_at is not None:
        lead = case.lead
        yield Act(case.visited_at, "dissatisfaction", 0, "" if lead is None else lead.unit)
    for number, ruled in case.complaints.items():
        if not ruled:
            since, unit = case.since[f"complaint.{number}"], case.complained[number]
            yield Act(since, "complaint", number, unit)


def _contests(case: Case) -> Iterator[Act]:
    """Of failings that stand as they were contested: the inspection office rules."""
    for one in found(case):
        if one.state == "contested":
            since = case.contests[one.contest].at
            yield Act(since, "contest", one.contest, one.unit, one.kind.value)
