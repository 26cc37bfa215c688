"""个人信息: asked on one page, decided by another person, gone everywhere; holds and periods."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path

import pytest

from application.desk import Act
from application.erasing.purging import finish
from application.files.taking import take
from application.keys import Keyring
from application.settings import Settings
from domain.case.erasure import AskErasure, EraseData, SetHold
from domain.case.events import Actor
from domain.case.record import Note
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
SECRET = "独一无二的陈小明"
ASK = {
    "person": "reporter",
    "basis": "consent-withdrawn",
    "reason": "本人撤回同意",
    "identity": "当面核对",
}


@pytest.fixture
def number(desk: Desk) -> str:
    """An emergency whose reporter gave a name, a phone number and a story."""
    told = {"narrative": SECRET, "phone": f"13800138000 {SECRET}", "name": SECRET}
    return desk.receive("老街电动车起火", **told, address=SECRET)


def page(visitor: Visitor, path: str) -> str:
    answer = visitor.get(path)
    assert answer.status_code == 200
    return answer.text


def asked(service: Service, number: str) -> int:
    (record,) = service.desk.load(service.desk.find(number)).case.erasures
    return record


def test_one_asks_another_decides_and_the_words_are_nowhere_any_more(
    logged_in: LogIn, number: str, service: Service, settings: Settings
) -> None:
    desk, head = logged_in("zhang"), logged_in("chen")
    assert SECRET in desk.opened(f"/cases/{number}").text
    before = figures(logged_in("zhou"))
    assert desk.post(f"/privacy/cases/{number}/ask", ASK).status_code == 303
    assert "由督查室另一人决定" in page(desk, f"/privacy/cases/{number}")
    record = {"asked": asked(service, number)}
    assert "本人撤回同意" in page(head, "/privacy/")

    unsure = head.post(f"/privacy/cases/{number}/decide", record)
    assert (unsure.status_code, "请勾选确认" in unsure.text) == (422, True)
    done = head.post(f"/privacy/cases/{number}/decide", {**record, "sure": "yes"})
    assert done.status_code == 303

    assert "（已删除）" in page(desk, f"/cases/{number}")
    assert SECRET not in desk.opened(f"/cases/{number}").text
    assert "（已删除）" in page(head, f"/privacy/cases/{number}")
    assert number in page(head, "/privacy/").partition("已删除（新的在前）")[2]
    assert "（已删除）" in page(logged_in("zhou"), f"/cases/{number}")
    assert figures(logged_in("zhou")) == before
    assert not [path for path in files(settings.data) if SECRET.encode() in path.read_bytes()]


def test_what_is_decided_is_shown_to_nobody_though_its_key_is_still_there(
    logged_in: LogIn, number: str, service: Service
) -> None:
    case_id = service.desk.find(number)
    zhang, chen = Actor("zhang", "centre", "operator"), Actor("chen", "centre", "supervisor")
    file = take(BytesIO(SECRET.encode()), "note.txt", 1 << 20)
    service.desk.batch([], Act(by=zhang), case_id, [file])
    version = service.desk.load(case_id).case.version
    desk, address = logged_in("zhang"), f"/cases/{number}/person-export"
    desk.opened(f"/cases/{number}")
    told = desk.post(address, {"person": "reporter", "identity": "当面核对"}).headers["Location"]
    assert SECRET in page(desk, told)
    assert SECRET in page(desk, f"/cases/{number}/files/{version}")
    ask = AskErasure(person="all", basis="consent-withdrawn", reason="本人撤回同意")
    record = service.desk.execute(case_id, ask, Act(by=zhang)).version
    service.desk.execute(case_id, EraseData(asked=record), Act(by=chen))  # killed after this

    assert SECRET not in page(desk, f"/cases/{number}")
    assert SECRET not in page(desk, told)
    assert desk.get(f"/cases/{number}/files/{version}").status_code == 410


def test_keys_that_cannot_be_destroyed_now_are_told_and_go_later(
    logged_in: LogIn, number: str, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk, head = logged_in("zhang"), logged_in("chen")
    desk.post(f"/privacy/cases/{number}/ask", ASK)
    record = {"asked": asked(service, number), "sure": "yes"}
    with monkeypatch.context() as full:
        full.setattr(Keyring, "destroy", _disk_full)
        assert head.post(f"/privacy/cases/{number}/decide", record).status_code == 303
        shown = page(head, f"/privacy/cases/{number}")
        assert "已决定删除" in shown
        assert "密钥暂时无法销毁" in shown
        assert "已删除，任何人无法再读取" not in shown
        assert SECRET not in page(desk, f"/cases/{number}")
        again = head.post(f"/privacy/cases/{number}/decide", record)
        assert again.status_code == 422  # it is decided
    assert finish(service.desk) == 1
    assert service.desk.register.now().unfinished == []


def _disk_full(*_: object) -> int:
    raise OSError(28, "No space left on device")


def figures(auditor: Visitor) -> list[str]:
    """What ledgers and rates say."""
    pages = (page(auditor, path) for path in ("/ledgers/cases", "/rates", "/ledgers/obligations"))
    return [text.partition("<main")[2].partition("</main>")[0] for text in pages]


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_refused_stands_in_its_form_again_with_what_to_do(
    logged_in: LogIn, number: str
) -> None:
    desk = logged_in("zhang")
    for change, told in (
        ({"basis": "period-over"}, "事项仍在办理"),
        ({"reason": ""}, "理由"),
        ({"reason": "电话 13800138000"}, "13800138000"),
        ({"basis": "wish"}, "请从列表中选择"),
        ({"basis": ""}, "请选择法定依据"),
        ({"person": ""}, "请选择要删除谁的信息"),
    ):
        answer = desk.post(f"/privacy/cases/{number}/ask", {**ASK, **change})
        assert answer.status_code == 422
        assert told in answer.text
        assert "当面核对" in answer.text


def test_whoever_asked_can_not_decide_and_takes_it_back(
    logged_in: LogIn, number: str, service: Service
) -> None:
    head = logged_in("chen")
    head.post(f"/privacy/cases/{number}/ask", ASK)
    record = {"asked": asked(service, number)}
    answer = head.post(f"/privacy/cases/{number}/decide", {**record, "sure": "yes"})
    assert (answer.status_code, "须由督查室另一人决定" in answer.text) == (422, True)
    back = {**record, "reason": "本人改变主意"}
    assert head.post(f"/privacy/cases/{number}/refuse", back).status_code == 303
    assert "没有待决定的申请" in page(head, "/privacy/")


def test_a_hold_is_told_and_stops_it_until_it_is_lifted(
    logged_in: LogIn, number: str, service: Service
) -> None:
    leader, head = logged_in("li"), logged_in("chen")
    hold = {"reason": "诉讼保全", "authority": "县人民法院"}
    assert leader.post(f"/privacy/cases/{number}/hold", hold).status_code == 303
    assert "县人民法院" in page(leader, f"/privacy/cases/{number}")
    assert number in page(head, "/privacy/").partition("保全")[2]
    assert "保全" in leader.post(f"/privacy/cases/{number}/ask", ASK).text
    lift = {"hold": 1, "reason": "已判决"}
    assert leader.post(f"/privacy/cases/{number}/lift", lift).status_code == 422
    assert head.post(f"/privacy/cases/{number}/lift", lift).status_code == 303
    assert leader.post(f"/privacy/cases/{number}/ask", ASK).status_code == 303


def test_what_was_kept_long_enough_is_proposed_by_confirmed_rules_and_decided_together(
    logged_in: LogIn, desk: Desk, clock: MovableClock, service: Service
) -> None:
    done = [desk.receive("老街积水", name=SECRET), desk.receive("路灯不亮", name=SECRET)]
    for one in done:
        desk.dispatch(one)
        desk.close(one)
    open_one = desk.receive("老街起火", name=SECRET)
    clock.now = datetime(2037, 1, 4, 2, tzinfo=UTC)
    head = logged_in("chen")
    text = page(head, "/privacy/retention")
    assert all(one in text for one in done)
    assert open_one not in text
    assert "提出删除所选" not in text  # nobody confirmed the rules
    leader = logged_in("li")
    assert 'href="/privacy/retention"' in page(leader, "/rules/")
    assert 'href="/privacy/"' not in page(leader, "/privacy/retention")  # which is not for leaders
    assert head.post("/privacy/retention/confirm", {"version": 1}).status_code == 303
    assert "提出删除所选" in page(head, "/privacy/retention")
    cases = [service.desk.find(one) for one in done]
    assert head.post("/privacy/retention/propose", {"case": cases}).status_code == 303
    assert "已提出" in page(head, "/privacy/retention")

    assert "本人提出" in page(head, "/privacy/")
    requests = [f"{place.case}.{place.record}" for place in service.desk.register.now().waiting]
    nobody = head.post("/privacy/decide", {"request": requests})
    assert nobody.status_code == 422
    assert "保存期限已届满" in nobody.text  # on which basis stands beside what is to be decided
    own = head.post("/privacy/decide", {"request": requests, "sure": "yes"})
    assert own.status_code == 422
    other = Desk(service)
    asks = [AskErasure(person="all", basis="consent-withdrawn", reason="本人")]
    other.do(open_one, *asks)
    (place,) = [
        one
        for one, event in service.desk.register.now().waiting.items()
        if event.number == open_one
    ]
    both = {"request": [f"{place.case}.{place.record}"], "sure": "yes"}
    assert head.post("/privacy/decide", both).status_code == 303
    assert not service.desk.register.now().unfinished


def test_units_know_nothing_of_it_and_auditors_only_look(
    logged_in: LogIn, number: str, desk: Desk
) -> None:
    desk.dispatch(number)
    desk.do(number, SetHold(reason="审计"), by="li")
    unit, auditor = logged_in("wang"), logged_in("zhou")
    assert unit.get(f"/privacy/cases/{number}").status_code in (403, 404)
    assert "审计" in page(auditor, f"/privacy/cases/{number}")
    assert "提出删除" not in page(auditor, f"/privacy/cases/{number}")
    assert auditor.post(f"/privacy/cases/{number}/ask", ASK).status_code == 403
    assert unit.get("/privacy/").status_code == 403


def test_an_act_there_is_not_is_not_found(logged_in: LogIn, number: str, desk: Desk) -> None:
    desk.do(number, Note(label="x"))
    assert logged_in("chen").post(f"/privacy/cases/{number}/undo", {}).status_code == 404
    answer = logged_in("chen").post(
        f"/privacy/cases/{number}/refuse", {"asked": "x", "reason": "y"}
    )
    assert (answer.status_code, "不是待决定的删除申请" in answer.text) == (422, True)
