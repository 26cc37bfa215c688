"""What registration does beside registering: hints, names, links, forms a device kept."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
import segno
from flask import Flask
from werkzeug.test import TestResponse

from application.marks import ASKED_AT_MOST
from application.units import found_unit
from domain.case.events import Noted, Received
from domain.case.intake import Screen
from domain.case.words import Validity
from domain.units.events import UnitFounded
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found, Person, wrong

LogIn = Callable[[str], Visitor]
PHONE = "13800138000"
HINT = "该号码另有未办结事项。"
NONE = "该号码没有未办结事项。"


@pytest.fixture
def operator(logged_in: LogIn) -> Person:
    """The duty desk."""
    return Person(logged_in("zhang"))


@pytest.fixture
def unit(logged_in: LogIn) -> Person:
    """The police station."""
    return Person(logged_in("wang"))


def empty_form(person: Person) -> Found:
    page = person.visitor.get("/register").text
    return next(one for one in Forms(page).found if one.action == "/register")


def sent(person: Person, **typed: Any) -> TestResponse:
    """What a form leads to; the case is this person's from then on."""
    data = {**empty_form(person).values, **typed}
    answer = person.visitor.client.post("/register", data=data)
    found = re.search(r"/cases/([^/?#]+)", answer.headers.get("Location", ""))
    person.number = found[1] if found else person.number
    return answer


def hotline(person: Person, title: str = "路灯不亮", **typed: Any) -> None:
    """Register a matter that is taken."""
    answer = sent(person, track="hotline", title=title, **typed)
    assert answer.status_code == 303, wrong(answer)


def history(service: Service, person: Person) -> list[Any]:
    return service.desk.load(service.desk.find(person.number)).history


def receipt_of(service: Service, person: Person) -> Received:
    event: Received = history(service, person)[0]
    return event


def slip(person: Person) -> str:
    return person.visitor.get(f"/cases/{person.number}/receipt").text


def known(person: Person, phone: str = PHONE) -> str:
    answer = person.visitor.post("/register/known", {"phone": phone})
    assert answer.status_code == 200
    return re.sub(r"<[^>]+>", "", answer.text).strip()


def alike(person: Person, **typed: str) -> str:
    answer = person.visitor.post("/register/alike", dict(typed))
    assert answer.status_code == 200
    return answer.text


# --- an open matter of the number ---


def test_the_desk_is_told_yes_or_no_and_no_more(operator: Person, unit: Person) -> None:
    assert known(operator) == NONE
    hotline(operator, phone=PHONE)
    assert known(operator) == HINT
    assert known(unit) == NONE  # whether somebody went to the centre is no unit's business
    assert known(operator, "") == ""


def test_after_the_matter_ended_there_is_none(operator: Person, desk: Desk) -> None:
    hotline(operator, phone=PHONE)
    desk.do(operator.number, Screen(validity=Validity.INVALID))
    assert known(operator) == NONE


def test_without_a_script_the_form_comes_back_with_the_answer_and_registers_nothing(
    operator: Person, service: Service
) -> None:
    hotline(operator, phone=PHONE)
    before = service.desk.log.head()
    form = next(
        f for f in Forms(operator.visitor.get("/register").text).found if f.action[-1] == "r"
    )
    typed = {**form.values, "track": "hotline", "title": "停水", "phone": PHONE, "check": "1"}
    answer = operator.visitor.client.post("/register", data=typed)
    assert answer.status_code == 200
    assert HINT in answer.text
    again = next(one for one in Forms(answer.text).found if one.action == "/register")
    assert (again.values["title"], again.values["token"]) == ("停水", form.values["token"])
    assert service.desk.log.head() == before


def test_without_a_script_the_slips_page_tells_it_but_never_of_the_matter_itself(
    operator: Person,
) -> None:
    hotline(operator, phone=PHONE)
    assert HINT not in slip(operator)
    hotline(operator, "停水", phone=PHONE)
    assert HINT in slip(operator)


def test_it_is_asked_once_for_one_registration(operator: Person, service: Service) -> None:
    data = {"track": "hotline", "title": "停水", "phone": PHONE, "asked": "1"}
    form = next(
        f for f in Forms(operator.visitor.get("/register").text).found if f.action[-1] == "r"
    )
    operator.visitor.client.post("/register", data={**form.values, **data})
    assert service.desk.marks.asked(service.desk.clock() - timedelta(hours=1)) == []


def test_who_asks_too_often_is_told_to_wait(operator: Person) -> None:
    for last in range(ASKED_AT_MOST):
        known(operator, f"1390013{last:04}")
    assert known(operator) == "查询过于频繁，10 分钟后可再查。"
    hotline(operator, phone=PHONE)  # registering goes on


def test_an_accusation_of_the_unit_is_no_matter_of_the_number_for_it(
    operator: Person, unit: Person
) -> None:
    accusing: dict[str, Any] = {"kind": "accusation", "accused": "pcs", "phone": PHONE}
    sent(operator, track="petition", title="反映推诿", **accusing)
    assert known(unit) == NONE
    assert known(operator) == HINT


@pytest.mark.parametrize("path", ["/register/known", "/register/alike"])
def test_only_who_registers_may_ask(logged_in: LogIn, path: str) -> None:
    for username in ("zhou", "root"):
        assert logged_in(username).post(path).status_code == 403
    assert logged_in("zhang").client.get(path).status_code == 405


def test_without_the_forms_token_nothing_is_asked(operator: Person, service: Service) -> None:
    hotline(operator, phone=PHONE)
    asked = len(service.desk.marks.asked(service.desk.clock()))
    answer = operator.visitor.client.post("/register/known", data={"phone": PHONE})
    assert answer.status_code == 400
    assert len(service.desk.marks.asked(service.desk.clock())) == asked


# --- matters alike ---


def test_matters_alike_are_shown_to_who_may_see_them(operator: Person, unit: Person) -> None:
    hotline(operator, "老街路灯不亮", place="老街社区")
    assert operator.number in alike(operator, title="老街路灯坏了不亮")
    assert operator.number not in alike(unit, title="老街路灯坏了不亮")
    assert operator.number not in alike(operator, title="井盖破损")


def test_registering_links_the_same_matter_in_one_step(operator: Person, service: Service) -> None:
    hotline(operator, "老街路灯不亮")
    main = operator.number
    hotline(operator, "老街路灯坏了", same=main)
    case = service.desk.load(service.desk.find(operator.number)).case
    assert (case.validity, case.duplicate_of) == ("duplicate", main)
    assert f"并入 {main}" in slip(operator)


def test_a_unit_notes_it_for_who_screens(unit: Person, service: Service) -> None:
    hotline(unit, "老街路灯不亮")
    main = unit.number
    hotline(unit, "老街路灯坏了", same=main)
    last = history(service, unit)[-1]
    assert isinstance(last, Noted)
    assert main in last.label


@pytest.mark.parametrize("same", ["QS2026-99999", "nonsense\x00", "'; --", "长" * 500])
def test_a_link_to_what_is_not_there_registers_and_says_so(operator: Person, same: str) -> None:
    answer = sent(operator, track="hotline", title="老街路灯坏了", same=same)
    assert answer.status_code == 303
    assert "step=Screen" in answer.headers["Location"]
    assert "但没有并入" in operator.page(step="Screen")


def test_a_link_never_tells_of_a_matter_hidden_from_the_viewer(
    operator: Person, unit: Person, service: Service
) -> None:
    hotline(operator, "老街路灯不亮")
    answer = sent(unit, track="hotline", title="老街路灯坏了", same=operator.number)
    assert "step=Screen" in answer.headers["Location"]
    assert len(history(service, unit)) == 1


def test_the_slip_page_shows_the_same_place_category_and_day_and_blocks_nothing(
    operator: Person, clock: MovableClock
) -> None:
    fire: dict[str, Any] = {"track": "emergency", "place": "老街社区", "category": "A03"}
    sent(operator, title="电动车起火", **fire)
    first = operator.number
    clock.forward(minutes=1)
    sent(operator, title="车棚冒烟", **fire)
    assert first in slip(operator)
    sent(operator, **{**fire, "title": "又着火", "place": "新街"})
    assert first not in slip(operator)


# --- names ---


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title": "陈小明家漏水", "name": "陈小明"}, "也出现在“标题”里"),
        ({"title": "漏水", "place": "陈 小明家", "name": "陈小明"}, "也出现在“地点”里"),
        ({"title": "举报李国强贪污"}, "像是有人的姓名"),
        ({"title": "漏水", "place": "138-0013-8000"}, "“地点”里像是有电话"),
        ({"title": "漏水 １３８００１３８０００"}, "标题里像是有电话"),
    ],
)
def test_names_and_numbers_where_everybody_reads_are_refused(
    operator: Person, service: Service, typed: dict[str, Any], said: str
) -> None:
    before = service.desk.log.head()
    answer = sent(operator, track="hotline", **typed)
    assert answer.status_code == 422
    assert said in wrong(answer)
    assert service.desk.log.head() == before


def test_what_only_looks_like_a_name_is_registered_once_it_is_confirmed(operator: Person) -> None:
    answer = sent(operator, track="hotline", title="王家坪村长期停水")
    form = next(one for one in Forms(answer.text).found if one.action == "/register")
    assert "no_names" in form.choices
    again = {**form.values, "no_names": "yes"}
    assert operator.visitor.client.post("/register", data=again).status_code == 303


def test_what_surely_is_a_name_can_not_be_confirmed_away(operator: Person) -> None:
    typed = {"title": "陈小明家漏水", "name": "陈小明", "no_names": "yes"}
    assert sent(operator, track="hotline", **typed).status_code == 422
    answer = sent(operator, track="hotline", title="陈小明家漏水", name="陈小明")
    assert 'name="no_names"' not in answer.text


def test_masked_names_pass(operator: Person) -> None:
    hotline(operator, "陈某反映王先生家漏水", name="陈某")


# --- accusations ---


def accuse(person: Person, **typed: Any) -> Any:
    given = {"track": "petition", "kind": "accusation", "title": "反映推诿", **typed}
    return sent(person, **given)


@pytest.mark.parametrize("called", ["wang", "王建军"])
def test_an_accused_of_the_staff_brings_in_their_unit(
    operator: Person, unit: Person, service: Service, called: str
) -> None:
    accuse(operator, accused_staff=called)
    event = receipt_of(service, operator)
    assert (event.accused, event.accused_staff) == (("pcs",), ("wang",))
    assert unit.visitor.get(f"/cases/{operator.number}").status_code == 404


def test_staff_of_the_centre_bring_in_the_centre_and_the_page_says_it_is_the_last_time(
    operator: Person, logged_in: LogIn
) -> None:
    answer = accuse(operator, accused_staff="li，王建军")
    assert answer.status_code == 200
    assert "此后不再向您显示" in answer.text
    number = re.search(r"QS2026-\d{5}", answer.text)
    assert number is not None
    assert operator.visitor.get(f"/cases/{number[0]}").status_code == 404
    assert logged_in("chen").get(f"/cases/{number[0]}").status_code == 200


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({}, "写明被检举控告的单位"),
        ({"accused_staff": "无此人"}, "工作人员中没有“无此人”"),
        ({"accused_staff": "wang", "title": "举报王建军推诿"}, "也出现在“标题”里"),
        ({"accused_staff": "wang", "kind": "claim"}, "写明被检举控告的单位"),
    ],
)
def test_an_accusation_without_accused_or_with_their_name_in_clear_is_refused(
    operator: Person, typed: dict[str, Any], said: str
) -> None:
    answer = accuse(operator, **typed)
    assert answer.status_code == 422
    assert said in wrong(answer)


def test_two_of_one_name_are_told_apart_by_user_name(operator: Person, service: Service) -> None:
    service.accounts.add(service.accounts.get("wang")._replace(username="wang2"), "long enough 2")
    answer = accuse(operator, accused_staff="王建军")
    assert "请填其中一个账号：wang, wang2" in wrong(answer)


# --- a form kept by a device ---


def late_form(operator: Person, clock: MovableClock, **over: Any) -> Any:
    """A form given out at ten, which says five past and comes in at twelve."""
    form = empty_form(operator)
    clock.forward(hours=2)
    typed = {"track": "hotline", "title": "停水", "at": "2026-11-23 10:05", "kept": "1"}
    return operator.visitor.client.post("/register", data={**form.values, **typed, **over})


def test_a_form_kept_without_line_carries_the_devices_time_and_needs_no_reason(
    operator: Person, clock: MovableClock, service: Service
) -> None:
    answer = late_form(operator, clock)
    assert answer.status_code == 303, wrong(answer)
    operator.number = answer.headers["Location"].split("/")[2]
    event = receipt_of(service, operator)
    assert (event.source, event.at.minute) == ("device", 5)


@pytest.mark.parametrize(
    "over", [{"at": "2026-11-23 09:30"}, {"given": ""}, {"given": "1.forged"}, {"given": "é\x00"}]
)
def test_a_time_from_before_the_form_was_given_out_needs_its_reason(
    operator: Person, clock: MovableClock, over: dict[str, str]
) -> None:
    answer = late_form(operator, clock, **over)
    assert answer.status_code == 422
    assert "请填写补录原因" in wrong(answer)


def test_the_browser_is_told_to_forget_what_was_registered(operator: Person) -> None:
    answer = sent(operator, track="hotline", title="停水")
    assert "linkage-registered=1" in "".join(answer.headers.getlist("Set-Cookie"))
    refused = sent(operator, track="hotline", title="")
    assert "linkage-registered" not in "".join(refused.headers.getlist("Set-Cookie"))


def test_what_a_draft_is_kept_with_is_of_one_session(app: Flask, logged_in: LogIn) -> None:
    def key(visitor: Visitor) -> str:
        found = re.search(r'data-key="([^"]+)"', visitor.get("/register").text)
        assert found is not None
        return found[1]

    one, other = logged_in("zhang"), logged_in("zhang")
    assert key(one) == key(one)
    assert key(one) != key(other)
    assert key(one) not in str(one.client._cookies)


# --- the form and the slip ---


def test_the_desk_begins_with_a_call_and_a_unit_with_a_visit(
    operator: Person, unit: Person
) -> None:
    assert empty_form(operator).values["channel"] == "phone"
    assert empty_form(unit).values["channel"] == "visit"


def test_categories_are_found_by_initials_syllables_and_code(operator: Person) -> None:
    page = operator.visitor.get("/register").text
    found = re.search(r'<option value="A03" data-sought="([^"]+)"', page)
    assert found is not None
    for sought in ("a03", "车辆火灾", "clhz", "chelianghuozai", "vehicle fire"):
        assert sought in found[1]


def test_places_are_those_of_the_units_with_who_is_in_charge(
    operator: Person, service: Service, clock: MovableClock
) -> None:
    founded = {"at": clock(), "by": "root", "parent": "centre"}
    for code, name, level, places in (
        ("dj", "东街社区", "village", ("东街市场", "东街社区三组")),
        ("xq", "学区", "town", ("中心小学", "东街社区三组")),
    ):
        event = UnitFounded(code=code, name=name, level=level, places=places, **founded)  # type: ignore[arg-type]
        found_unit(service.desk, event)
    page = operator.visitor.get("/register").text
    offered = dict(
        re.findall(r'<option value="([^"]+)" data-sought="[^"]+" data-unit="(\w+)"', page)
    )
    assert offered == {
        "东街社区": "dj",
        "东街社区东街市场": "dj",
        "东街社区三组": "dj",
        "中心小学": "xq",
    }


def test_the_slip_leads_to_the_reporters_page_and_its_mark_never_holds_the_query_code(
    operator: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    marked: list[str] = []
    make = segno.make

    def listening(content: str, **options: Any) -> Any:
        marked.append(content)
        return make(content, **options)

    monkeypatch.setattr(segno, "make", listening)
    hotline(operator)
    page = slip(operator)
    assert marked == [f"http://localhost/query?number={operator.number}"]
    assert "<svg" in page
    assert operator.visitor.client.get(marked[0]).status_code == 200


HOSTILE = (
    "<script>alert(1)</script>",
    "=HYPERLINK(1)",
    "'; DROP TABLE cases; --",
    '" onfocus="alert(1)',
    "\u202egnihtemos\u202c",
    "\U0001f525\U00020000",
    "\x00\x07",
    "a\ud800".encode("utf-8", "replace").decode(),
    "{{7*7}}%(x)s{0}",
    "长" * 20_000,
)
WRITTEN = ("title", "place", "late", "reference", "narrative", "name", "phone", "address")
CHOSEN = ("track", "channel", "category", "grade", "kind", "accused", "unit", "zone", "anonymous")
BESIDE = ("at", "people", "accused_staff", "no_names", "token", "given", "kept", "asked", "same")


@pytest.mark.parametrize("fields", [WRITTEN, CHOSEN, BESIDE, ("accused_staff",), ("at", "kept")])
@pytest.mark.parametrize("hostile", HOSTILE)
def test_hostile_text_in_any_field_is_text_or_refused(
    operator: Person, fields: tuple[str, ...], hostile: str
) -> None:
    typed: dict[str, Any] = {"track": "hotline", "title": "停水", **dict.fromkeys(fields, hostile)}
    answer = sent(operator, **typed)
    assert answer.status_code in (303, 422)
    assert "<script>alert" not in answer.text


@pytest.mark.parametrize("hostile", HOSTILE)
@pytest.mark.parametrize("path", ["known", "alike"])
def test_hostile_text_is_asked_for_as_text(operator: Person, path: str, hostile: str) -> None:
    data = dict.fromkeys(("title", "place", "category", "phone"), hostile)
    answer = operator.visitor.post(f"/register/{path}", data)
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
