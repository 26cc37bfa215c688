"""查阅: sealed texts open when it is said what for, and who read what is there to be looked up."""

import re
from collections.abc import Callable

import pytest

from application.desk import Act
from application.duty import take_over
from application.retention import confirm_retention, issue_retention
from application.rulebook import shipped
from domain.case.dispatch import SignFor
from domain.case.events import DataExported, DataRead
from domain.case.record import Note, ReadData
from domain.duty.decisions import Crew, Staff
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor, acting
from tests.web.filled import Person, wrong

LogIn = Callable[[str], Visitor]
SECRET = "楼道里有人"
NUMBERS = re.compile(r'<a href="/cases/([^?]+)\?show=access')


@pytest.fixture
def number(desk: Desk, clock: MovableClock) -> str:
    """A matter the centre registered two hours ago and sent to a unit, with a text to read."""
    found = desk.receive("老街电动车起火", narrative=SECRET, phone="13800138000", name="陈小明")
    desk.dispatch(found)
    clock.forward(hours=2)
    return found


def readings(service: Service, number: str) -> list[DataRead]:
    history = service.desk.load(service.desk.find(number)).history
    return [event for event in history if isinstance(event, DataRead)]


def read(desk: Desk, number: str, by: str) -> None:
    desk.do(number, ReadData(fields=("narrative",), purpose="handling", stays=True), by=by)


def test_one_press_opens_the_case_for_an_hour_and_stands_on_record_once(
    logged_in: LogIn, number: str, service: Service, clock: MovableClock
) -> None:
    head = Person(logged_in("li"), number)
    assert SECRET not in head.page()
    assert SECRET in head.opened()
    head.opened()
    clock.forward(minutes=59)
    assert SECRET in head.page()
    assert "对您开放至 13:00，已留痕：办理本事项" in head.page()
    (reading,) = readings(service, number)
    assert (reading.by.user, reading.purpose) == ("li", "handling")
    assert reading.fields == ("narrative", "name", "phone")
    clock.forward(minutes=1)
    assert SECRET not in head.page()


def test_who_typed_a_text_is_not_asked_for_it_within_the_hour(
    logged_in: LogIn, service: Service, clock: MovableClock
) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(track="hotline", title="路灯不亮", narrative=SECRET)
    assert SECRET in desk.page()
    assert desk.visitor.get(f"/cases/{desk.number}/receipt").text.count("查询码") >= 1
    head = Person(logged_in("li"), desk.number)
    head.do("Note", text="已经催过一次")
    page = head.page()
    assert "已经催过一次" in page
    assert SECRET not in page
    clock.forward(hours=1)
    assert SECRET not in desk.page()
    assert readings(service, desk.number) == []


def test_the_slip_is_opened_by_itself(
    logged_in: LogIn, number: str, service: Service, clock: MovableClock
) -> None:
    desk, address = logged_in("zhang"), f"/cases/{number}/receipt"
    assert Person(desk, number).opened()
    assert "加密保存：查询码" in desk.get(address).text
    shown = desk.opened(address, purpose="slip").text
    assert "怎样查询" in shown
    assert [one.fields for one in readings(service, number)][-1] == ("query_code",)
    clock.forward(hours=1)
    assert "怎样查询" not in desk.get(address).text


def test_another_purpose_is_written_and_kept_where_it_can_not_be_taken(
    logged_in: LogIn, number: str, service: Service
) -> None:
    head = logged_in("li")
    for typed in ("", "找陈明先生核实", "打13800138000", "劝返"):
        answer = head.post(f"/cases/{number}/open", {"other": typed})
        assert answer.status_code == 422, typed
        assert f'value="{typed}"' in answer.text
        assert SECRET not in answer.text
    assert readings(service, number) == []
    answer = head.post(f"/cases/{number}/open", {"other": "县里来电核实", "back": "//evil.example"})
    assert answer.location == f"/cases/{number}"
    assert [one.purpose for one in readings(service, number)] == ["县里来电核实"]


def test_a_reading_makes_nobodys_open_form_out_of_date(
    logged_in: LogIn, number: str, desk: Desk, service: Service
) -> None:
    unit = Person(logged_in("wang"), number)
    form = unit.form("SignFor")
    read(desk, number, by="li")
    answer = unit.visitor.client.post(form.action, data=form.values)
    assert answer.status_code == 303, wrong(answer)
    read(desk, number, by="chen")
    before_that = Act(by=acting("wang"), expected=4)
    service.desk.execute(service.desk.find(number), Note(label="到场"), before_that)


def test_readings_stand_in_a_part_of_their_own_and_a_unit_sees_only_its_own(
    logged_in: LogIn, number: str, desk: Desk
) -> None:
    for who in ("wang", "li", "chen"):
        read(desk, number, by=who)
    seen = {
        who: Person(logged_in(who), number).page(show="access").count("查看加密内容")
        for who in ("wang", "li", "chen", "zhou")
    }
    assert seen == {"wang": 1, "li": 2, "chen": 3, "zhou": 3}
    assert "查看加密内容" not in Person(logged_in("zhou"), number).page()


class TestRegister:
    def test_who_read_what_by_person_unit_case_and_day(
        self, logged_in: LogIn, number: str, desk: Desk, clock: MovableClock
    ) -> None:
        read(desk, number, by="li")
        clock.forward(days=1)
        other = desk.receive("路灯不亮", track="hotline")
        read(desk, other, by="chen")
        auditor = logged_in("zhou")
        for query, expected in (
            ("", [other, number]),
            ("user=li", [number]),
            ("user=nobody", []),
            ("unit=centre", [other, number]),
            ("unit=sfs", []),
            (f"case={other}", [other]),
            ("since=2026-11-24", [other]),
            ("until=2026-11-23", [number]),
            ("before=1", []),
        ):
            page = auditor.get(f"/audit/readings?{query}").text
            assert NUMBERS.findall(page) == expected, query
        assert auditor.get("/audit/readings?since=24.11.&case=QS2026-99999").status_code == 422
        assert logged_in("li").get("/audit/readings").status_code == 403

    def test_what_is_unusual_is_marked(
        self, logged_in: LogIn, desk: Desk, service: Service, clock: MovableClock
    ) -> None:
        clerks = frozenset({"zhang", "zhao"})
        staff = Staff(officers=clerks, leaders=frozenset({"li"}))
        take_over(service.desk, Crew("li", ["zhao"]), staff, acting("li"))
        numbers = [desk.receive(f"路灯 {n} 不亮", track="hotline", by="li") for n in range(20)]
        desk.dispatch(numbers[0])
        clock.forward(hours=2)
        for one in numbers:
            read(desk, one, by="chen")
        read(desk, numbers[0], by="wang")
        desk.do(numbers[0], SignFor(dispatch=1), by="wang")
        read(desk, numbers[1], by="zhang")
        page = logged_in("zhou").get("/audit/readings?unusual=yes").text
        assert page.count("短时间查看多件") == 1  # by the twentieth
        assert page.count('<span class="badge lc-badge">不在班') == 1
        text = shipped("retention.toml").replace("many = 20", "many = 19")
        issue_retention(service.desk, text.replace("local = true", ""), acting("li"))
        auditor = logged_in("zhou")
        assert auditor.get("/audit/readings?unusual=yes").text.count("短时间查看多件") == 1
        confirm_retention(service.desk, 2, acting("chen"))
        again = auditor.get("/audit/readings?unusual=yes").text
        assert again.count("短时间查看多件") == 2  # by the nineteenth, too
        assert ("由各中心自行确定" in page, "由各中心自行确定" in again) == (True, False)
        assert "查看 19 件以上" in again
        clock.forward(hours=25)
        page = logged_in("zhou").get("/audit/readings?user=wang").text
        assert "看后无办理</span>" not in page
        page = logged_in("zhou").get("/audit/readings?user=zhang").text
        assert "看后无办理</span>" in page

    def test_whom_a_case_accuses_does_not_learn_of_it_there(
        self, logged_in: LogIn, desk: Desk
    ) -> None:
        number = desk.receive(
            "举报", track="petition", kind="accusation", accused=["centre"], accused_staff=["chen"]
        )
        read(desk, number, by="zhou")
        assert number in logged_in("zhou").get("/audit/readings").text
        assert number not in logged_in("chen").get("/audit/readings").text


class TestCopyForThePersonConcerned:
    def test_it_is_opened_once_it_is_on_record_who_asked_and_how_they_were_known(
        self, logged_in: LogIn, number: str, service: Service, clock: MovableClock
    ) -> None:
        head, address = logged_in("li"), f"/cases/{number}/person-export"
        assert address in head.get(f"/cases/{number}").text
        assert head.get(f"{address}/reporter").status_code == 303
        answer = head.post(address, {"person": "reporter", "identity": "找陈明先生核对"})
        assert answer.status_code == 422
        assert 'value="找陈明先生核对"' in answer.text
        answer = head.post(address, {"person": "reporter", "identity": "窗口核对身份证件"})
        copy = head.get(answer.location).text
        assert all(text in copy for text in (SECRET, "13800138000", "陈小明"))
        given = service.desk.load(service.desk.find(number)).history[-1]
        assert isinstance(given, DataExported)
        assert (given.person, given.identity) == ("reporter", "窗口核对身份证件")
        assert SECRET not in head.get(f"/cases/{number}").text  # the case itself stays closed
        assert "窗口核对身份证件" in head.get(f"/cases/{number}").text
        assert logged_in("chen").get(answer.location).status_code == 303
        clock.forward(hours=1)
        assert head.get(answer.location).status_code == 303

    def test_a_unit_gives_none_out(self, logged_in: LogIn, number: str) -> None:
        unit = logged_in("wang")
        assert "person-export" not in unit.get(f"/cases/{number}").text
        assert unit.get(f"/cases/{number}/person-export").status_code == 403
