"""The pages of a unit's people: what is in hand, one dispatch, and what each may see and do."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from domain.case.dispatch import Dispatch, GiveFeedback, SignFor
from domain.case.words import DispatchRole, Outcome
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found, wrong

LogIn = Callable[[str], Visitor]


@pytest.fixture
def sent(desk: Desk) -> str:
    """A fire the police station was sent to; its number."""
    number = desk.receive("老街电动车起火", place="老街", phone="13800138000", name="陈小明")
    desk.dispatch(number)
    return number


def forms(page: str) -> dict[str, Found]:
    """The steps the page has forms for, by name."""
    return {one.action.rpartition("/")[2]: one for one in Forms(page).found if "/do/" in one.action}


def send(visitor: Visitor, number: str, step: str, **typed: object) -> TestResponse:
    page = visitor.get(f"/unit/dispatch/{number}/1").text
    form = forms(page)[step]
    assert typed.keys() <= form.values.keys() | form.choices.keys()
    return visitor.client.post(form.action, data={**form.values, **typed})


def test_people_of_a_unit_begin_with_their_dispatches(logged_in: LogIn, sent: str) -> None:
    wang = logged_in("wang")
    assert wang.get("/").location == "/unit"
    page = wang.get("/unit").text
    assert f"/unit/dispatch/{sent}/1" in page
    assert "老街电动车起火" in page
    assert "我的派单" in page
    assert "值班看板" not in page


def test_what_is_due_first_stands_on_top(logged_in: LogIn, desk: Desk, clock: MovableClock) -> None:
    later = desk.receive("井盖破损", track="hotline")
    desk.do(later, Dispatch(unit="pcs"))
    clock.forward(minutes=5)
    sooner = desk.receive("老街电动车起火")
    desk.dispatch(sooner)
    page = logged_in("wang").get("/unit").text
    assert page.index(sooner) < page.index(later)


def test_a_unit_sees_its_own_dispatches_and_registrations_and_no_others(
    logged_in: LogIn, desk: Desk, sent: str
) -> None:
    own = desk.receive("本所登记的纠纷", by="wang", track="dispute")
    foreign = desk.receive("司法所登记的纠纷", by="zhao", track="dispute")
    wang, zhao = logged_in("wang"), logged_in("zhao")
    registered = wang.get("/unit?show=registered").text
    assert own in registered
    assert foreign not in registered
    assert sent not in zhao.get("/unit").text
    assert zhao.get(f"/unit/dispatch/{sent}/1").status_code == 404
    assert wang.get(f"/unit/dispatch/{sent}/2").status_code == 404


def test_a_unit_in_support_does_not_work_on_the_leads_dispatch(
    logged_in: LogIn, desk: Desk, sent: str
) -> None:
    desk.do(sent, Dispatch(unit="sfs", role=DispatchRole.SUPPORT))
    zhao = logged_in("zhao")
    assert zhao.get(f"/unit/dispatch/{sent}/2").status_code == 200
    assert zhao.get(f"/unit/dispatch/{sent}/1").status_code == 404
    answer = zhao.post(f"/unit/dispatch/{sent}/1/do/SignFor", {"token": "a" * 20, "dispatch": "1"})
    assert answer.status_code == 404


def test_the_dispatch_shows_what_its_unit_needs_and_not_the_name(
    logged_in: LogIn, sent: str
) -> None:
    wang = logged_in("wang")
    assert "13800138000" not in wang.get(f"/unit/dispatch/{sent}/1").text
    page = wang.opened(f"/unit/dispatch/{sent}/1").text
    assert 'href="tel:13800138000"' in page
    assert "陈小明" not in page


def test_a_dispatch_is_carried_from_signing_to_feedback(
    logged_in: LogIn, sent: str, desk: Desk
) -> None:
    wang = logged_in("wang")
    for step, typed in (
        ("SignFor", {}),
        ("Arrive", {"people": "6"}),
        ("ReportSituation", {"needs": "水带", "text": "楼道有烟"}),
        ("EndHandling", {"result": "handled"}),
        ("GiveFeedback", {"outcome": "handled", "measures": "已扑灭"}),
    ):
        answer = send(wang, sent, step, **typed)
        assert answer.status_code == 303, wrong(answer)
        assert answer.location == f"/unit/dispatch/{sent}/1"
    page = wang.get(f"/unit/dispatch/{sent}/1").text
    assert "已扑灭" in page
    assert "接下来由联动中心处理" in page
    assert "/unit/dispatch/" in wang.get("/unit?show=given").text
    case = desk.service.desk.load(desk.service.desk.find(sent)).case
    assert case.dispatches[0].feedback_at is not None


def test_the_next_step_is_the_big_button(logged_in: LogIn, sent: str) -> None:
    wang = logged_in("wang")
    assert "下一步：签收" in wang.get(f"/unit/dispatch/{sent}/1").text
    send(wang, sent, "SignFor")
    assert "下一步：到场" in wang.get(f"/unit/dispatch/{sent}/1").text


def test_a_form_sent_twice_counts_once(logged_in: LogIn, sent: str, desk: Desk) -> None:
    wang = logged_in("wang")
    form = forms(wang.get(f"/unit/dispatch/{sent}/1").text)["ReportSituation"]
    for _ in range(2):
        answer = wang.client.post(form.action, data={**form.values, "needs": "水带"})
        assert answer.status_code == 303
    history = desk.service.desk.load(desk.service.desk.find(sent)).history
    assert len(history) == 3


def test_a_refused_form_says_what_to_mend_and_keeps_what_was_typed(
    logged_in: LogIn, sent: str
) -> None:
    answer = send(logged_in("wang"), sent, "Arrive", people="六个")
    assert answer.status_code == 422
    assert "要填整数" in wrong(answer)
    assert forms(answer.text)["Arrive"].values["people"] == "六个"


def test_a_script_is_told_what_to_mend_or_where_to_go(logged_in: LogIn, sent: str) -> None:
    wang = logged_in("wang")
    form = forms(wang.get(f"/unit/dispatch/{sent}/1").text)["Arrive"]
    asked = {"Accept": "application/json"}
    data = {**form.values, "people": "六个"}
    refused = wang.client.post(form.action, data=data, headers=asked)
    assert refused.status_code == 422
    assert refused.json is not None
    assert refused.json["problems"][0][0] == "do-Arrive-1-people"
    done = wang.client.post(form.action, data={**data, "people": "6"}, headers=asked)
    assert done.json is not None
    assert done.json["to"] == f"/unit/dispatch/{sent}/1"


def test_after_a_return_there_is_nothing_left_to_do(logged_in: LogIn, sent: str) -> None:
    wang = logged_in("wang")
    assert send(wang, sent, "Return", reason="不属本所管辖").status_code == 303
    page = wang.get(f"/unit/dispatch/{sent}/1").text
    assert not forms(page)
    assert "已不归本单位办理" in page
    assert sent not in wang.get("/unit").text


def test_what_remains_after_a_feedback_stays_to_do(logged_in: LogIn, sent: str, desk: Desk) -> None:
    wang = logged_in("wang")
    desk.do(sent, SignFor(dispatch=1), by="wang")
    left = {"unit": "pcs", "person": "王建军", "due": "2026-11-25 10:00"}
    typed = {f"follow_up.{name}": value for name, value in left.items()}
    send(wang, sent, "GiveFeedback", outcome="handled", **typed)
    assert f"/unit/dispatch/{sent}/1" in wang.get("/unit").text
    assert "DoFollowUp" in forms(wang.get(f"/unit/dispatch/{sent}/1").text)


def test_only_steps_of_the_unit_can_be_taken_there(logged_in: LogIn, sent: str) -> None:
    wang = logged_in("wang")
    for step in ("Recall", "Close", "Nothing"):
        answer = wang.post(f"/unit/dispatch/{sent}/1/do/{step}", {"token": "a" * 20})
        assert answer.status_code == 404


def test_the_page_without_line_is_nobodys(logged_in: LogIn, sent: str) -> None:
    wang = logged_in("wang")
    page = wang.get("/unit/offline").text
    assert "王建军" not in page
    assert sent not in page
    assert "csrf" not in page


def test_the_worker_keeps_files_that_are_there_and_no_page_about_a_case(
    logged_in: LogIn, visitor: Visitor
) -> None:
    answer = visitor.get("/unit/worker.js")
    assert answer.headers["Service-Worker-Allowed"] == "/"
    assert answer.mimetype == "text/javascript"
    kept = re.findall(r'"(/[^"]+)"', answer.text.splitlines()[0])
    assert kept[0] == "/unit/offline"
    assert all(logged_in("wang").get(path).status_code == 200 for path in kept)
    assert all(path.startswith(("/static/", "/bootstrap/")) for path in kept[1:])


def test_feedback_given_moves_from_to_do_to_given(logged_in: LogIn, sent: str, desk: Desk) -> None:
    desk.do(sent, GiveFeedback(dispatch=1, outcome=Outcome.HANDLED), by="wang")
    wang = logged_in("wang")
    assert f"/unit/dispatch/{sent}/1" not in wang.get("/unit").text
    assert f"/unit/dispatch/{sent}/1" in wang.get("/unit?show=given").text


def test_what_the_centre_has_in_hand_is_on_its_board(logged_in: LogIn) -> None:
    answer = logged_in("li").get("/unit")
    assert (answer.status_code, answer.location) == (302, "/board")
