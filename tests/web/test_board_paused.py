"""A case whose clocks stand still is late nowhere on the board, until they run again."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from application.settings import Settings
from domain.case.handling import Pause, Resume
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """A centre whose rules let a hotline matter wait for its reporter."""
    return replace(settings, rules="hotline-working-days")


def test_a_paused_case_is_not_overdue_and_runs_on_afterwards(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive("等反映人补充材料", track="hotline")
    desk.dispatch(number)
    desk.do(number, Pause(reason="waiting_for_reporter", approver="li", told=True))
    clock.forward(days=9)

    page = logged_in("zhang").get("/board").text
    assert re.findall(r'class="sla sla-(\w+)"[^>]*>([^<]+)<', page) == [("grey", "已中止")]
    assert "已超期 <b>0</b>" in page
    assert "lc-late" not in page
    assert number not in logged_in("zhang").get("/board?show=overdue").text
    wall = logged_in("zhang").get("/board/wall").text
    assert "sla-grey" in wall
    assert "sla-red" not in wall

    desk.do(number, Resume())
    clock.forward(days=90)
    page = logged_in("zhang").get("/board").text
    assert "sla-red" in page
    assert "已超期 <b>1</b>" in page


def test_the_ledger_of_what_is_overdue_leaves_it_out_and_keeps_what_was_missed_before(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    paused = desk.receive("等反映人补充材料", track="hotline")
    desk.dispatch(paused)
    missed = desk.receive("签收已经超期", track="hotline")
    desk.dispatch(missed)
    waits = Pause(reason="waiting_for_reporter", approver="li", told=True)
    desk.do(paused, waits)
    clock.forward(days=9)
    desk.do(missed, waits)
    overdue = logged_in("zhang").get("/ledgers/overdue").text
    assert missed in overdue
    assert paused not in overdue

    desk.do(paused, Resume())
    clock.forward(days=90)
    overdue = logged_in("zhang").get("/ledgers/overdue").text
    assert paused in overdue
    assert missed in overdue
