"""The search of the records bears what somebody wrote past the service, and any time at all."""

import re
from collections.abc import Callable

import pytest

from application.registry import unit_stream
from projections.bootstrap import Service
from tests.tampering import change
from tests.web.conftest import Desk, Visitor

LogIn = Callable[[str], Visitor]
ALTERED = (
    ('"name"', '"nome"', "topic = 'unit.founded'"),
    ('"unit"', '"nome"', "topic = 'case.dispatched'"),
    ('"by":[', '"by":[7,', "topic = 'case.dispatched'"),
    ('Z"', '"', "topic = 'case.dispatched'"),
)
on_files = pytest.mark.parametrize("database", ["sqlite"])


def found(page: str) -> int:
    """How many records a page has."""
    return len(re.findall(r'<tr><td class="c-num"', page))


@on_files
def test_a_record_that_can_not_be_read_hides_no_other(
    desk: Desk, service: Service, logged_in: LogIn
) -> None:
    number = desk.receive("老街起火")
    desk.dispatch(number)
    zhou = logged_in("zhou")
    every = found(zhou.get("/audit/events").text)

    for before, after, where in ALTERED:
        changed = f"CAST(replace(CAST(state AS TEXT), '{before}', '{after}') AS BLOB)"
        change(service.settings, f"UPDATE stored_events SET state = {changed} WHERE {where}")
        for times in ("recorded", "occurred"):
            page = zhou.get(f"/audit/events?times={times}&since=2026-01-01")
            assert page.status_code == 200, before
            assert every - found(page.text) <= 1, before
            assert "请安排核验记录库" in page.text, before


@on_files
def test_days_before_all_times_and_after_them_are_searched(desk: Desk, logged_in: LogIn) -> None:
    desk.receive("老街起火")
    zhou = logged_in("zhou")

    for asked in ("since=0001-01-01", "until=0001-01-01", "since=9999-12-30", "until=9999-12-30"):
        for times in ("recorded", "occurred"):
            assert zhou.get(f"/audit/events?{asked}&times={times}").status_code == 200, asked


@on_files
def test_the_id_of_what_is_no_case_opens_none(logged_in: LogIn) -> None:
    zhou = logged_in("zhou")

    for path in ("/cases", "/audit/cases"):
        assert zhou.get(f"{path}/{unit_stream('pcs')}").status_code == 404
