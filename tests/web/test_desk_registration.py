"""Registering: what comes in, what is refused and kept, and the slip for the reporter."""

import re
from collections.abc import Callable
from typing import Any

import pytest

from application.querycode import PURPOSE, fits
from application.settings import Settings
from domain.case.events import Received
from projections.bootstrap import Service
from tests.web.conftest import Visitor
from tests.web.filled import Forms, Person, wrong

LogIn = Callable[[str], Visitor]
TYPED: dict[str, Any] = {
    "track": "hotline",
    "channel": "12345",
    "title": "路灯不亮",
    "place": "老街社区",
    "narrative": "晚上很黑\n老人不敢出门",
    "name": "陈小明",
    "phone": "13800138000",
    "address": "老街 12 号",
    "reference": "260922101108115409",
    "grade": "hotline:urgent",
    "people": "3",
}


@pytest.fixture
def desk(logged_in: LogIn) -> Person:
    """The duty desk."""
    return Person(logged_in("zhang"))


def received(service: Service, person: Person) -> Received:
    """The event the case began with."""
    event = service.desk.load(service.desk.find(person.number)).history[0]
    assert isinstance(event, Received)
    return event


def head(service: Service) -> int:
    """Position of the last event of all."""
    return service.desk.log.head()


def test_what_was_typed_is_on_record_and_what_is_personal_is_sealed(
    desk: Person, service: Service
) -> None:
    answer = desk.register(**TYPED)
    assert answer.status_code == 303, wrong(answer)

    event = received(service, desk)
    assert (event.track, event.channel, event.title) == ("hotline", "12345", "路灯不亮")
    assert (event.grade, event.people, event.place) == ("urgent", 3, "老街社区")
    for secret in ("晚上很黑", "陈小明", "13800138000", "老街 12 号"):
        assert secret not in repr(event)
        assert secret.splitlines()[0] in desk.page()


def test_the_slip_has_number_code_and_what_happens_next(
    desk: Person, service: Service, settings: Settings
) -> None:
    slip = desk.visitor.get(desk.register(**TYPED).headers["Location"]).text
    code = re.search(r"[0-9A-Z]{4}-[0-9A-Z]{4}(?=<)", slip)
    assert code is not None
    assert fits(service.desk.keys.secret(PURPOSE), service.desk.find(desk.number), code[0])
    assert desk.number in slip
    assert "交单位办理，并答复您。" in slip
    assert "答复：最迟 2026-11-23 12:00。" in slip


def test_register_and_dispatch_does_both(desk: Person) -> None:
    desk.register(dispatch=True, track="emergency", title="起火", unit="pcs", zone="seat")
    page = desk.page()
    assert "派单 1：派出所，主办，到场地点：县城或本乡镇驻地。" in page
    assert "2026-11-23 10:20" in page


def test_register_and_dispatch_without_a_unit_leads_to_the_dispatch_form(desk: Person) -> None:
    answer = desk.register(dispatch=True, track="hotline", title="路灯不亮")
    assert answer.headers["Location"].endswith(f"/cases/{desk.number}?step=Dispatch#do-Dispatch")
    assert 'lc-next" id="do-Dispatch"' in desk.page(step="Dispatch")


def test_what_was_registered_stays_registered_when_the_dispatch_is_refused(
    desk: Person, logged_in: LogIn
) -> None:
    answer = desk.register(
        dispatch=True,
        track="petition",
        kind="accusation",
        title="反映处警推诿",
        accused="pcs",
        unit="pcs",
    )
    assert "?step=Dispatch" in answer.headers["Location"]
    page = desk.page(step="Dispatch")
    assert "但没有派出" in page
    assert "派出所在这一检举控告中被反映，不得经手。" in page
    assert "拦下一次派单" in page


def test_a_form_sent_twice_registers_one_case(desk: Person, service: Service) -> None:
    form = next(f for f in Forms(desk.visitor.get("/register").text).found if f.action[-1] == "r")
    data = {**form.values, **TYPED, "unit": "pcs", "dispatch": "1"}
    before = head(service)
    answers = [desk.visitor.client.post("/register", data=data) for _ in range(2)]
    assert answers[0].headers["Location"] == answers[1].headers["Location"]
    assert head(service) == before + 2


def test_a_refused_form_keeps_everything_that_was_typed(desk: Person, service: Service) -> None:
    before = head(service)
    answer = desk.register(**{**TYPED, "title": "路灯不亮 13800138000"})
    assert answer.status_code == 422
    assert "标题里像是有电话或证件号码" in wrong(answer)
    form = next(one for one in Forms(answer.text).found if one.action == "/register")
    for name, typed in TYPED.items():
        if name != "title":
            assert form.values[name] == typed
    assert form.values["title"] == "路灯不亮 13800138000"
    assert head(service) == before


def test_a_mended_form_is_registered(desk: Person) -> None:
    answer = desk.register(**{**TYPED, "title": ""})
    form = next(one for one in Forms(answer.text).found if one.action == "/register")
    mended = desk.visitor.client.post("/register", data={**form.values, "title": "路灯不亮"})
    assert mended.status_code == 303, wrong(mended)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"track": ""}, "“类型”没有填写"),
        ({"track": "war"}, "“类型”的选项已经没有了"),
        ({"title": " \n"}, "“标题”没有填写"),
        ({"title": "长" * 121}, "“标题”最多 120 个字"),
        ({"narrative": "长" * 10_001}, "“详情”最多 10000 个字"),
        ({"at": "2026-13-01 00:00"}, "“发生时间”要写成"),
        ({"at": "2026-11-23 10:01"}, "还没有到"),
        ({"at": "2026-11-23 09:00"}, "请填写补录原因"),
        ({"people": "0"}, "“涉及人数”的内容不合要求"),
        ({"people": "many"}, "“涉及人数”要填整数"),
        ({"track": "petition", "grade": ""}, "信访事项要选定类别"),
        ({"track": "petition", "grade": "", "kind": "accusation"}, "写明被检举控告的单位"),
        ({"track": "emergency"}, "“等级”选的是另一类型的内容"),
        ({"category": "A01"}, "“类别”选的是另一类型的内容"),
        ({"kind": "claim"}, "“信访类别”选的是另一类型的内容"),
        ({"accused": "nobody"}, "“被检举控告单位”的选项已经没有了"),
        ({"token": ""}, "表单不完整"),
    ],
)
def test_what_does_not_fit_is_explained(
    desk: Person, service: Service, typed: dict[str, Any], said: str
) -> None:
    before = head(service)
    answer = desk.register(**{**TYPED, **typed})
    assert answer.status_code == 422
    assert said in wrong(answer)
    assert head(service) == before


def test_a_late_entry_is_registered_with_its_reason(desk: Person) -> None:
    desk.register(**{**TYPED, "at": "2026-11-23 09:00", "late": "系统停电"})
    page = desk.page()
    assert "系统停电" in page
    assert "录入 2026-11-23 10:00" in page


def test_a_unit_registers_what_people_bring_to_it_and_may_not_dispatch(
    logged_in: LogIn, service: Service
) -> None:
    unit = Person(logged_in("wang"))
    assert 'name="unit"' not in unit.visitor.get("/register").text
    answer = unit.register(dispatch=True, track="dispute", channel="visit", title="邻里噪音")
    assert answer.headers["Location"].endswith("/receipt")
    assert received(service, unit).by.unit == "pcs"
    assert "Dispatch" not in unit.steps()


def test_whoever_registers_an_accusation_of_their_own_unit_sees_its_slip_once(
    logged_in: LogIn, service: Service
) -> None:
    unit = Person(logged_in("wang"))
    answer = unit.register(track="petition", kind="accusation", title="处警推诿", accused="pcs")
    assert answer.status_code == 200
    number = re.search(r"QS2026-\d{5}", answer.text)
    assert number is not None
    assert "此后不再向您显示" in answer.text
    for path in ("", "/receipt"):
        assert unit.visitor.get(f"/cases/{number[0]}{path}").status_code == 404
    assert logged_in("zhang").get(f"/cases/{number[0]}").status_code == 200


def test_nothing_is_registered_by_who_may_not(logged_in: LogIn) -> None:
    for username in ("zhou", "root"):
        assert logged_in(username).get("/register").status_code == 403


def test_hostile_text_is_registered_as_text(desk: Person) -> None:
    hostile = "<img src=x onerror=alert(1)> '\" \u202e反 \U0001f525"
    answer = desk.register(
        **{**TYPED, "title": hostile, "name": f"{hostile}2", "narrative": hostile}
    )
    assert answer.status_code == 303, wrong(answer)
    page = desk.page()
    assert "<img" not in page
    assert "\u202e" not in page
    assert "\U0001f525" in page
