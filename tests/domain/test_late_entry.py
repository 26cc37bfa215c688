"""Two times: when it happened, as people state it, and when the service's clock recorded it."""

from datetime import timedelta

import pytest

from domain import errors
from domain.case import events as e
from domain.case.command import Command
from domain.case.dispatch import Arrive, Dispatch
from domain.case.record import ExportData, Note, ReadData
from domain.case.words import Track
from tests.domain.scenario import (
    DESK,
    INSPECTOR,
    MORNING,
    POLICE,
    Story,
    dispatched,
    emergency,
    receive,
)

CALL = receive(Track.EMERGENCY)


READ = ReadData(fields=("phone",), purpose="回电")
EXPORT = ExportData(what="timeline", purpose="上报")


@pytest.mark.parametrize(
    "command", [CALL, Note(label="x"), READ, EXPORT], ids=lambda command: type(command).__name__
)
def test_nothing_happens_in_the_future(command: Command) -> None:
    story = Story() if command is CALL else emergency()
    story.when(command, at=MORNING + timedelta(seconds=1)).refused(errors.OccurredInFuture)


def test_what_happened_a_quarter_of_an_hour_ago_needs_no_reason() -> None:
    Story().when(CALL, at=MORNING - timedelta(minutes=15)).then(
        e.Received, at=MORNING - timedelta(minutes=15), late=""
    )


def test_later_entry_needs_a_reason_and_shows_it() -> None:
    at = MORNING - timedelta(minutes=15, seconds=1)
    Story().when(CALL, at=at).refused(errors.LateEntryNeedsReason, minutes=15)
    Story().when(CALL, at=at, late="系统故障").then(e.Received, late="系统故障")


def test_after_a_day_only_a_supervisor_may_enter_it() -> None:
    at = MORNING - timedelta(days=1, seconds=1)
    for actor in (DESK, POLICE):
        Story().when(CALL, by=actor, at=at, late="补录").refused(errors.LateEntryNeedsSupervisor)
    Story().when(CALL, by=INSPECTOR, at=at, late="补录").then(e.Received)
    Story().when(CALL, by=INSPECTOR, at=at).refused(errors.LateEntryNeedsReason)


def test_beyond_the_limit_of_the_rule_set_nobody_dates_anything_back_not_even_a_device() -> None:
    limit = MORNING - timedelta(days=30)
    Story().when(CALL, by=INSPECTOR, at=limit, late="补录").then(e.Received)
    for source in ("", "device"):
        story = Story().when(
            CALL, by=INSPECTOR, at=limit - timedelta(seconds=1), late="补录", source=source
        )
        story.refused(errors.OccurredTooLongAgo, days=30)


def test_a_supervisor_can_enter_any_step_of_the_ground_that_late() -> None:
    story = emergency().later(days=3)
    at = MORNING + timedelta(minutes=2)
    story.when(Dispatch(unit="police"), by=INSPECTOR, at=at, late="停电").then(e.Dispatched)
    story.when(Arrive(dispatch=1), by=INSPECTOR, at=at + timedelta(minutes=9), late="停电").then(
        e.Arrived
    )


@pytest.mark.parametrize(("source", "days"), [("device", 30), ("import", 300)])
def test_a_form_kept_without_line_or_a_record_brings_its_own_time(source: str, days: int) -> None:
    Story().when(CALL, at=MORNING - timedelta(days=days), source=source).then(
        e.Received, source=source, late=""
    )


@pytest.mark.parametrize("source", ["device", "import"])
def test_not_even_a_record_comes_from_the_future(source: str) -> None:
    Story().when(CALL, at=MORNING + timedelta(days=1), source=source).refused(
        errors.OccurredInFuture
    )


def test_no_step_happened_before_the_receipt() -> None:
    emergency().when(Dispatch(unit="police"), at=MORNING - timedelta(minutes=1)).refused(
        errors.OccurredBefore, what="receipt"
    )


def test_a_record_whose_clocks_disagree_comes_in_as_it_is() -> None:
    emergency().when(
        Dispatch(unit="police"), at=MORNING - timedelta(minutes=1), source="import"
    ).then(e.Dispatched)


def test_clocks_are_judged_by_when_it_happened_not_by_when_it_was_entered() -> None:
    story = dispatched(emergency()).later(minutes=40)
    at = MORNING + timedelta(minutes=12)
    story.when(Arrive(dispatch=1), by=POLICE, at=at, late="信号差").then(e.Arrived)
    met = next(o for o in story.case.obligations if o.kind == "arrive")
    assert met.met_at == at
    assert met.met_at <= met.due
