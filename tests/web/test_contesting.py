"""A failing contested and ruled on: from the ledger to its form, and what others see of it."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from application.desk import Act
from domain.case.contesting import ContestFailing
from domain.case.dispatch import Arrive, Dispatch, SignFor
from domain.case.events import FailingContested, FailingRuled
from domain.case.finding import FindFalse
from domain.case.supervision import Complain, RuleComplaint
from domain.case.words import DispatchRole, Failing
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor, acting
from tests.web.filled import Forms

LogIn = Callable[[str], Visitor]
LATE = "值班电话占线"


@pytest.fixture
def entered_late(desk: Desk, clock: MovableClock) -> str:
    """The station's arrival was entered late: record 4 shows it."""
    number = desk.receive("起火")
    desk.dispatch(number)
    desk.do(number, SignFor(dispatch=1), by="wang")
    then = clock.now
    clock.forward(minutes=50)
    late = Act(by=acting("wang"), at=then, late=LATE)
    desk.service.desk.execute(desk.service.desk.find(number), Arrive(dispatch=1), late)
    return number


def step(visitor: Visitor, number: str, url: str, name: str, **typed: str) -> str:
    """Open the address, fill in the step's form on the page, send it; gives the page after."""
    page = visitor.get(url.partition("#")[0]).text
    (form,) = (one for one in Forms(page).found if one.action == f"/cases/{number}/do/{name}")
    answer = visitor.client.post(form.action, data={**form.values, **typed})
    assert answer.status_code == 303, re.findall(r'class="lc-wrong"[^>]*>([^<]+)', answer.text)
    return visitor.get(f"/cases/{number}").text


def button(page: str, label: str) -> str:
    """Where the button of that label leads."""
    (url,) = re.findall(rf'class="btn[^"]*" href="([^"]+)"[^>]*>{label}<', page)
    return unescape(url)


def test_the_unit_contests_in_the_row_and_the_inspection_office_strikes(
    logged_in: LogIn, entered_late: str, service: Service
) -> None:
    unit, head = logged_in("wang"), logged_in("chen")
    ledger = "/ledgers/failings?failing=late_entry"
    assert entered_late in unit.get(ledger).text
    url = button(unit.get(ledger).text, "申辩")
    page = step(unit, entered_late, url, "ContestFailing", reason="当时无信号", evidence="2、3")
    history = service.desk.load(service.desk.find(entered_late)).history
    said = history[-1]
    assert isinstance(said, FailingContested)
    assert (said.failing, said.proof, said.evidence) == (Failing.LATE_ENTRY, (4,), (2, 3))
    assert "申辩中，尚未裁定" in page
    assert "第 1 号申辩，" in page
    assert "申辩中" in unit.get(f"{ledger}&contest=contested").text

    assert entered_late in head.get("/heads?show=contest").text
    url = button(head.get(f"{ledger}&contest=contested").text, "裁定")
    assert head.get("/heads").text.count("补录") >= 1
    page = step(head, entered_late, url, "RuleFailing", struck="yes", reason="通话记录属实")
    assert isinstance(service.desk.load(service.desk.find(entered_late)).history[-1], FailingRuled)
    assert "已撤销，不计入" in page
    assert "lc-struck" in page
    assert entered_late not in head.get("/heads?show=contest").text
    assert entered_late in head.get(f"{ledger}&contest=struck").text
    assert entered_late not in head.get(f"{ledger}&contest=standing").text
    assert "failing=late_entry" not in head.get("/heads").text  # struck, it counts nowhere


@pytest.mark.parametrize("username", ["li", "zhao", "zhang"])
def test_nobody_else_is_offered_it_or_sees_what_was_said(
    logged_in: LogIn, desk: Desk, entered_late: str, username: str
) -> None:
    other = logged_in(username)
    desk.do(entered_late, Dispatch(unit="sfs", role=DispatchRole.SUPPORT))
    said = ContestFailing(failing=Failing.LATE_ENTRY, proof=(4,), reason="当时无信号")
    assert "step=ContestFailing" not in other.get("/ledgers/failings?failing=late_entry").text
    desk.do(entered_late, said, by="wang")
    page = other.get(f"/cases/{entered_late}").text
    assert ("当时无信号" in page) is (username != "zhao")  # another unit's concern


def test_evidence_that_is_no_number_of_a_record_is_said_and_nothing_typed_is_lost(
    logged_in: LogIn, entered_late: str
) -> None:
    unit = logged_in("wang")
    page = unit.get(f"/cases/{entered_late}?step=ContestFailing").text
    (form,) = (one for one in Forms(page).found if one.action.endswith("/do/ContestFailing"))
    for wrong, message in (("见截图", "要写记录号"), ("77", "没有第 77 条记录")):
        typed = {**form.values, "reason": "当时无信号", "evidence": wrong}
        answer = unit.client.post(form.action, data=typed)
        assert answer.status_code == 422
        assert message in answer.text
        assert 'value="当时无信号"' in answer.text


def test_of_what_reporters_told_the_unit_sees_neither_failing_nor_contest(
    logged_in: LogIn, desk: Desk
) -> None:
    number = desk.receive("起火")
    desk.dispatch(number)
    desk.do(number, Complain(unit="pcs"), by="chen")
    desk.do(number, RuleComplaint(complaint=1, upheld=True, reason="属实"), by="chen")
    head = logged_in("chen")
    url = button(head.get("/ledgers/failings?failing=pressure_upheld").text, "申辩")
    step(head, number, url, "ContestFailing", reason="该所书面说明与录像一致")
    assert "该所书面说明" in head.get(f"/cases/{number}").text
    for page in (f"/cases/{number}", "/ledgers/failings"):
        told = logged_in("wang").get(page).text
        assert "该所书面说明" not in told
        assert "<b>施压" not in told
        assert "施压或态度恶劣属实</td>" not in told
    assert "step=RuleFailing" not in head.get(f"/cases/{number}").text  # who contested rules not


def test_a_unit_without_a_part_in_the_case_may_read_it_to_answer_and_no_names(
    logged_in: LogIn, desk: Desk
) -> None:
    number = desk.receive("起火", narrative="三楼冒烟", name="陈小明", phone="13700137000")
    assert logged_in("zhao").get(f"/cases/{number}").status_code == 404
    typed = {"unit": "sfs", "since": "2026-11-20 09:00", "reason": "群众称已到过该所"}
    step(
        logged_in("zhang"),
        number,
        f"/cases/{number}?step=FindUnregistered",
        "FindUnregistered",
        **typed,
    )
    unit = logged_in("zhao")
    page = unit.get(f"/cases/{number}").text
    assert "应登记未登记" in page
    for sealed in ("三楼冒烟", "陈小明", "13700137000"):
        assert sealed not in page
    url = button(unit.get("/ledgers/failings").text, "申辩")
    assert "当日无人来访" in step(unit, number, url, "ContestFailing", reason="当日无人来访")


def test_a_false_record_is_held_against_whose_statement_it_is(
    logged_in: LogIn, desk: Desk, entered_late: str
) -> None:
    desk.do(entered_late, FindFalse(record=4, reason="监控显示未到场"), by="chen")
    row = logged_in("wang").get("/ledgers/failings?failing=false_entry").text
    assert entered_late in row
    assert "倒签或虚假记录" in row
    english = logged_in("wang")
    english.get("/language/en")
    page = english.get(f"/cases/{entered_late}").text
    assert "Record 4 states what was not so" in page
    assert "Contest it" in page


def test_the_ledger_of_failings_leads_to_the_reports_of_rounds_that_are_missing(
    logged_in: LogIn, entered_late: str
) -> None:
    """They are no case's failing, and stand in a ledger of their own."""
    page = logged_in("chen").get("/ledgers/failings").text
    assert entered_late in page
    assert 'href="/ledgers/rounds?report=missed"' in page
