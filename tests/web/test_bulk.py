"""One step for many cases: each by its own command, all of them told, nothing done twice."""

import re
from collections.abc import Callable
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.case import events as e
from domain.case.closing import Close
from domain.case.dispatch import EndHandling, GiveFeedback
from domain.case.words import Outcome
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found, wrong

LogIn = Callable[[str], Visitor]
Values = dict[str, Any]


@pytest.fixture
def zhang(logged_in: LogIn) -> Visitor:
    """The duty desk."""
    return logged_in("zhang")


def boxes(page: str) -> dict[str, bool]:
    """The rows that can be ticked, and whether each is."""
    found = re.findall(r'<input[^>]*name="row" value="([^"]+)"([^>]*)>', page)
    return {value: "checked" in rest for value, rest in found}


def bar(visitor: Visitor, ledger: str) -> Found:
    """The form around the ledger's rows."""
    page = visitor.get(f"/ledgers/{ledger}").text
    return next(one for one in Forms(page).found if one.action == "/bulk/ask")


def ask(visitor: Visitor, ledger: str, step: str, *rows: str) -> TestResponse:
    """Tick rows and choose a step."""
    form = bar(visitor, ledger)
    return visitor.client.post(form.action, data={**form.values, "action": step, "row": list(rows)})


def do(visitor: Visitor, asked: TestResponse, **typed: Any) -> TestResponse:
    """Fill in the page that asks, and send it with the rows that are ticked on it."""
    form = next(one for one in Forms(asked.text).found if one.action == "/bulk/do")
    ticked = [row for row, is_ticked in boxes(asked.text).items() if is_ticked]
    seen = re.findall(r'name="seen-of" value="([^"]+)"', asked.text)
    data = {**form.values, "row": ticked, "seen-of": seen, **typed}
    return visitor.client.post(form.action, data=data)


def history(service: Service, number: str) -> list[e.Fact]:
    return service.desk.load(service.desk.find(number)).history


def told(answer: TestResponse) -> str:
    found = re.search(r'<p role="status">(.*?)</p>', answer.text)
    return found[1] if found else answer.text


def test_many_cases_are_dispatched_to_several_units_at_once(
    zhang: Visitor, desk: Desk, service: Service
) -> None:
    numbers = [desk.receive(f"路面积水 {n}") for n in range(3)]
    asked = ask(zhang, "cases", "Dispatch", *numbers)
    assert asked.status_code == 200
    assert boxes(asked.text) == dict.fromkeys(numbers, True)

    answer = do(zhang, asked, unit="pcs", supports=["sfs"], zone="seat", instruction="带水泵")
    assert told(answer) == "已登记 3 项。"
    for number in numbers:
        sent = [one for one in history(service, number) if isinstance(one, e.Dispatched)]
        assert [(one.unit, one.role) for one in sent] == [("pcs", "lead"), ("sfs", "support")]


def test_each_refused_case_says_why_and_stays_ticked_for_another_try(
    zhang: Visitor, desk: Desk, service: Service
) -> None:
    free, charged = desk.receive("甲"), desk.receive("乙")
    desk.dispatch(charged)
    asked = ask(zhang, "cases", "Dispatch", free, charged, "QS2026-09999")
    assert boxes(asked.text) == {free: True, charged: True, "QS2026-09999": False}
    assert "没有找到这个事项" in asked.text
    assert asked.text.count("已有主办单位，只能派协办") == 1

    answer = do(zhang, asked, unit="sfs", instruction="带水泵")
    assert told(answer) == "已登记 1 项。 未办理 1 项。"
    assert "主办单位已是派出所" in answer.text
    assert boxes(answer.text) == {charged: True}

    again = next(one for one in Forms(answer.text).found if one.action == "/bulk/ask")
    asked = zhang.client.post(again.action, data={**again.values, "row": [charged]})
    kept = next(one for one in Forms(asked.text).found if one.action == "/bulk/do")
    assert kept.values["instruction"] == "带水泵"
    answer = do(zhang, asked, unit="", supports=["sfs"])
    assert told(answer) == "已登记 1 项。"
    assert len(history(service, charged)) == 3


def test_sent_twice_each_case_counts_once(zhang: Visitor, desk: Desk, service: Service) -> None:
    numbers = [desk.receive("甲"), desk.receive("乙")]
    asked = ask(zhang, "cases", "Note", *numbers)
    first = do(zhang, asked, label="已电话通知")
    second = do(zhang, asked, label="已电话通知")
    assert told(first) == told(second) == "已登记 2 项。"
    assert second.text.count("此前已登记") == 2
    assert [len(history(service, number)) for number in numbers] == [2, 2]


def test_a_case_that_moved_on_meanwhile_is_left_for_another_look(
    zhang: Visitor, desk: Desk, service: Service
) -> None:
    calm, moved = desk.receive("甲"), desk.receive("乙")
    asked = ask(zhang, "cases", "Note", calm, moved)
    desk.dispatch(moved)
    answer = do(zhang, asked, label="已电话通知")
    assert told(answer) == "已登记 1 项。 未办理 1 项。"
    assert boxes(answer.text) == {moved: True}
    assert "又有新的记录" in answer.text
    assert len(history(service, moved)) == 2


def test_what_is_overdue_is_urged_over_the_very_limit(
    zhang: Visitor, desk: Desk, service: Service, clock: MovableClock
) -> None:
    number = desk.receive("路面积水")
    desk.dispatch(number)
    clock.forward(hours=2)
    page = zhang.get("/ledgers/overdue").text
    rows = list(boxes(page))
    assert len(rows) >= 2
    answer = do(zhang, ask(zhang, "overdue", "Urge", *rows), reason="已超期，请立即到场")
    urged = [one for one in history(service, number) if isinstance(one, e.Urged)]
    assert "已登记" in told(answer)
    assert {(one.unit, one.kind) for one in urged} >= {("pcs", "arrive"), ("pcs", "sign")}
    assert len(urged) == len(rows)


def test_from_the_ledger_of_cases_the_lead_is_urged_over_what_is_due_first(
    zhang: Visitor, desk: Desk, service: Service
) -> None:
    sent, waiting = desk.receive("甲"), desk.receive("乙")
    desk.dispatch(sent)
    asked = ask(zhang, "cases", "Urge", sent, waiting)
    assert boxes(asked.text) == {sent: True, waiting: False}
    do(zhang, asked, reason="请抓紧")
    urged = history(service, sent)[-1]
    assert isinstance(urged, e.Urged)
    assert (urged.unit, urged.kind) == ("pcs", "sign")


def test_a_handler_is_appointed_and_missed_visits_are_marked(
    zhang: Visitor, logged_in: LogIn, desk: Desk, service: Service
) -> None:
    number = desk.receive("甲")
    asked = ask(zhang, "cases", "AppointHandler", number)
    answer = do(zhang, asked, leader="刘镇长", unit="sfs", person="赵云", due="2026-12-01 12:00")
    assert told(answer) == "已登记 1 项。", wrong(answer)
    assert isinstance(history(service, number)[-1], e.HandlerAppointed)

    closed = desk.receive("乙")
    desk.dispatch(closed)
    done = Outcome.HANDLED
    desk.do(closed, EndHandling(dispatch=1, result=done), by="wang")
    desk.do(closed, GiveFeedback(dispatch=1, outcome=done), by="wang")
    desk.do(closed, Close(outcome=done))
    inspector = logged_in("chen")
    answer = do(inspector, ask(inspector, "callbacks", "RecordAttempt", closed))
    assert told(answer) == "已登记 1 项。"
    assert isinstance(history(service, closed)[-1], e.VisitAttempted)


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("Note", {"label": ""}, "没有填写"),
        ("Note", {"label": "字" * 201}, "最多 200 个字"),
        ("Note", {"label": "x", "token": ""}, "表单不完整"),
        ("Note", {"label": "x", "token": "no"}, "表单不完整"),
        ("Note", {"label": "x", "at": "昨天"}, "要写成 年-月-日 时:分"),
        ("Dispatch", {}, "“主办单位”没有填写"),
        ("Dispatch", {"unit": "moon"}, "选项已经没有了"),
        ("Dispatch", {"unit": "pcs", "zone": "moon"}, "选项已经没有了"),
        ("AppointHandler", {"leader": "甲", "unit": "sfs", "person": "乙", "due": "x"}, "要写成"),
    ],
)
def test_a_form_to_mend_comes_back_with_its_cases_and_what_was_typed(
    zhang: Visitor, desk: Desk, service: Service, step: str, typed: Values, said: str
) -> None:
    number = desk.receive("甲")
    answer = do(zhang, ask(zhang, "cases", step, number), **typed)
    assert answer.status_code == 422
    assert said in wrong(answer)
    assert boxes(answer.text) == {number: True}
    assert len(history(service, number)) == 1


HOSTILE = "<script>alert(1)</script> '\"); DROP TABLE x; =1+1 \u202e反 \x00 \U0001f525 {unit} %(y)s"


@pytest.mark.parametrize("typed", ["", HOSTILE, "字" * 20_001, "-1", "\U0001f525" * 300])
@pytest.mark.parametrize("step", ["Dispatch", "Urge", "Note", "AppointHandler"])
def test_no_bulk_form_breaks_on_what_does_not_fit(
    zhang: Visitor, desk: Desk, step: str, typed: str
) -> None:
    asked = ask(zhang, "cases", step, desk.receive("甲"))
    form = next(one for one in Forms(asked.text).found if one.action == "/bulk/do")
    kept = {name: form.values[name] for name in ("csrf_token", "token", "action", "ledger")}
    names = {*form.values, *form.choices} - set(kept) - {"seen-of"}
    rows: Values = {"row": [*boxes(asked.text), typed], "seen-of": typed, "back": typed}
    data: Values = {**dict.fromkeys(names, typed), **rows, **kept}
    answer = zhang.client.post(form.action, data=data)
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.text


def test_without_rows_token_or_right_nothing_happens(
    zhang: Visitor, desk: Desk, logged_in: LogIn, service: Service
) -> None:
    number = desk.receive("甲")
    assert ask(zhang, "cases", "Note").status_code == 422
    assert ask(zhang, "cases", "Close", number).status_code == 404
    assert "/bulk/ask" not in zhang.get("/ledgers/units").text
    data: Values = {"action": "Note", "ledger": "cases", "row": number, "label": "x"}
    assert zhang.client.post("/bulk/do", data=data).status_code == 400

    auditor = logged_in("zhou")
    assert not boxes(auditor.get("/ledgers/cases").text)
    assert auditor.post("/bulk/do", data).status_code == 403
    unit = logged_in("wang")
    assert unit.post("/bulk/do", {**data, "action": "Dispatch"}).status_code == 404
    answer = unit.post("/bulk/do", {**data, "token": "x" * 20})
    assert told(answer) == "已登记 0 项。 未办理 1 项。"
    assert len(history(service, number)) == 1


def test_back_leads_to_the_ledger_and_nowhere_else(zhang: Visitor, desk: Desk) -> None:
    number = desk.receive("甲")
    form = bar(zhang, "cases?track=emergency")
    assert form.values["back"] == "/ledgers/cases?track=emergency"
    for back in ("//evil.example", "https://evil.example", "/ledgers/\\evil", "/board", "x" * 2999):
        data = {**form.values, "action": "Note", "row": number, "back": back}
        page = zhang.client.post("/bulk/ask", data=data).text
        assert 'href="/ledgers/"' in page
        assert "evil" not in page


def test_more_than_the_most_stay_chosen_for_the_next_time(
    zhang: Visitor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("web.bulk.actions.MOST", 2)
    numbers = [desk.receive(f"事 {n}") for n in range(3)]
    asked = ask(zhang, "cases", "Note", *numbers)
    assert "一次最多 2 项，其余 1 项保留勾选" in asked.text
    form = next(one for one in Forms(asked.text).found if one.action == "/bulk/do")
    answer = zhang.client.post(form.action, data={**form.values, "row": numbers, "label": "通知"})
    assert told(answer) == "已登记 2 项。"
    assert "继续办理其余 1 项" in answer.text


def test_all_rows_of_a_page_can_be_ticked_without_script(zhang: Visitor, desk: Desk) -> None:
    numbers = {desk.receive("甲"), desk.receive("乙")}
    assert boxes(zhang.get("/ledgers/cases").text) == dict.fromkeys(numbers, False)
    assert boxes(zhang.get("/ledgers/cases?select=page").text) == dict.fromkeys(numbers, True)
