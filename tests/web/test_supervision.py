"""Supervision and reviews through the pages: each from its form to its event and what it leaves."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.case import events as e
from projections.bootstrap import Service
from tests.web.conftest import MovableClock, Visitor
from tests.web.filled import Person, wrong

LogIn = Callable[[str], Visitor]


class Office:
    """One petition and the people around it, each at a browser of their own."""

    def __init__(self, logged_in: LogIn, service: Service, clock: MovableClock) -> None:
        self._log_in, self._service, self.clock = logged_in, service, clock
        self.number = ""

    def person(self, username: str) -> Person:
        return Person(self._log_in(username), self.number)

    def history(self) -> list[e.Fact]:
        return self._service.desk.load(self._service.desk.find(self.number)).history

    def last(self, kind: type[e.Fact]) -> e.Fact:
        found = self.history()[-1]
        assert isinstance(found, kind), found
        return found

    def due(self, kind: str) -> str:
        case = self._service.desk.load(self._service.desk.find(self.number)).case
        clock = case.running(kind)
        assert clock is not None
        return f"{clock.due + timedelta(hours=8):%Y-%m-%d}"


@pytest.fixture
def office(logged_in: LogIn, service: Service, clock: MovableClock) -> Office:
    """With an accepted claim that was sent to the police station."""
    office = Office(logged_in, service, clock)
    desk = office.person("zhang")
    desk.register(track="petition", kind="claim", channel="letter", title="宅基地边界争议")
    office.number = desk.number
    desk.do("Accept", notice__how="当面", notice__served_at="2026-11-23 10:00")
    desk.do("Dispatch", unit="pcs")
    return office


def test_urged_urged_again_and_answered(office: Office) -> None:
    desk = office.person("zhang")
    desk.do("Urge", unit="pcs", clock="handle.1", reason="无进展")
    office.clock.forward(hours=2)
    desk.do("Urge", unit="pcs", clock="handle.1", reason="仍无进展")
    again = office.last(e.Urged)
    assert isinstance(again, e.Urged)
    assert (again.urge, again.unit, again.kind, again.ref) == (2, "pcs", "handle", 1)
    assert desk.page().count("就此第 2 次") == 1
    unit = office.person("wang")
    unit.do("AnswerUrge", text="正在调查")
    office.last(e.UrgeAnswered)


def test_more_time_is_asked_for_and_ruled_on_by_somebody_else(office: Office) -> None:
    unit = office.person("wang")
    unit.do("AskExtension", clock="handle.1", days="10", reason="案情复杂")
    head = office.person("li")
    before = office.person("zhang").page()
    head.do("Extend", clock="handle.1", days="10", reason="案情复杂", told="yes")
    extended = office.last(e.Extended)
    assert isinstance(extended, e.Extended)
    assert (extended.approver, extended.told, extended.notice_owed) == ("li", True, True)
    page = office.person("zhang").page()
    assert "延期" in page
    assert page != before
    assert "延期告知书" in head.visitor.get(f"/cases/{office.number}/paper/{version(office)}").text


def version(office: Office) -> int:
    return len(office.history())


def test_a_directive_is_due_in_thirty_days_and_its_result_goes_back(office: Office) -> None:
    desk = office.person("zhang")
    desk.do("Direct", leader="赵县长", holder="pcs", text="尽快查清")
    directed = office.last(e.Directed)
    assert isinstance(directed, e.Directed)
    assert directed.due - directed.at <= timedelta(days=31)
    assert directed.due - directed.at >= timedelta(days=30)
    assert office.number in office.person("li").visitor.get("/heads").text
    office.person("wang").do("AnswerDirective", result="已查清")
    office.last(e.DirectiveAnswered)


def test_an_objection_in_time_is_ruled_on_and_a_late_one_refused_with_the_date(
    office: Office,
) -> None:
    unit = office.person("wang")
    form = unit.form("ObjectToTransfer")
    office.clock.forward(days=8)  # five working days have passed
    late = office.person("wang").visitor
    typed = {**form.values, "reason": "不属管辖", "csrf_token": late.token()}
    refused = late.client.post(form.action, data=typed)
    assert refused.status_code == 422
    assert "2026-11-30" in wrong(refused)
    assert not any(isinstance(one, e.TransferObjected) for one in office.history())


def test_an_objection_within_five_working_days_waits_for_the_inspection_office(
    office: Office,
) -> None:
    office.clock.forward(days=7)
    office.person("wang").do("ObjectToTransfer", reason="不属管辖", proposed="自然资源局")
    office.person("chen").do("RuleReturn", upheld="yes", reason="属实")
    ruled = office.last(e.ReturnRuled)
    assert isinstance(ruled, e.ReturnRuled)
    assert ruled.upheld


def test_a_supervision_order_is_more_than_urging_and_prints_as_a_paper(office: Office) -> None:
    assert "Supervise" not in office.person("zhang").steps()
    head = office.person("chen")
    head.do("Supervise", unit="pcs", reason="久拖不办", due="2026-12-10 18:00")
    office.last(e.Supervised)
    paper = head.visitor.get(f"/cases/{office.number}/paper/{version(office)}").text
    for said in ("督办单", "派出所", "久拖不办", "2026-12-10 18:00"):
        assert said in paper
    head.do("EndSupervision", result="已办理")
    office.last(e.SupervisionEnded)


def test_levels_are_taken_one_at_a_time_with_their_form(office: Office) -> None:
    desk = office.person("zhang")
    skipping = desk.send("Transfer", from_level="village", to_level="town", to="镇政府")
    assert skipping.status_code == 422
    desk.do(
        "Transfer",
        from_level="village",
        to_level="district",
        to="片区分中心",
        facts="双方各执一词",
        solution="由片区调解",
    )
    office.last(e.Transferred)
    paper = desk.visitor.get(f"/cases/{office.number}/paper/{version(office)}").text
    for said in ("双方各执一词", "由片区调解", "片区分中心"):
        assert said in paper
    back = desk.send("Transfer", from_level="village", to_level="district", to="片区分中心")
    assert back.status_code == 422


@pytest.fixture
def answered(office: Office) -> Office:
    """The claim has its opinion."""
    office.person("zhang").do(
        "IssueOpinion", outcome="not_supported", how="当面", document="不支持"
    )
    return office


def test_review_and_re_review_each_have_their_clock_and_only_a_hearing_stops_it(
    answered: Office,
) -> None:
    desk, head = answered.person("zhang"), answered.person("li")
    desk.do("RequestReview", request="不服")
    assert answered.due("review") == "2026-12-23"
    assert "OpenHearing" not in desk.steps()
    assert "Pause" not in desk.steps()
    answered.clock.forward(days=10)
    head = answered.person("li")
    head.do("DecideReview", upheld="yes", document="维持")
    desk = answered.person("zhang")
    desk.do("RequestReview", request="仍不服")
    before = answered.due("rereview")
    desk.do("OpenHearing")
    answered.clock.forward(days=6)
    answered.person("zhang").do("EndHearing")
    after = answered.due("rereview")
    assert after > before
    case_page = answered.person("zhang").page()
    limit = case_page.partition("复核意见</td>")[2].partition('href="')[2].partition('"')[0]
    why = answered.person("zhang").visitor.get(limit).text
    assert "第三十六条" in why
    answered.person("li").do("DecideReview", upheld="yes", document="维持")
    assert "RequestReview" not in answered.person("zhang").steps()  # it is final


def test_overturned_another_opinion_is_due_and_nothing_can_be_asked_about_the_old_one(
    answered: Office,
) -> None:
    answered.person("zhang").do("RequestReview", request="不服")
    answered.person("li").do("DecideReview", upheld="no", document="撤销")
    desk = answered.person("zhang")
    assert "RequestReview" not in desk.steps()
    assert "意见被复查复核推翻" in desk.page()
    desk.do("IssueOpinion", outcome="supported", how="当面", document="支持")
    assert "RequestReview" in answered.person("zhang").steps()


def test_a_request_after_thirty_days_is_refused_with_the_date(answered: Office) -> None:
    form = answered.person("zhang").form("RequestReview")
    answered.clock.forward(days=40)
    late = answered.person("zhang").visitor
    typed = {**form.values, "request": "不服", "csrf_token": late.token()}
    refused = late.client.post(form.action, data=typed)
    assert refused.status_code == 422
    assert "2026-12-23" in wrong(refused)
    assert not any(isinstance(one, e.ReviewRequested) for one in answered.history())
