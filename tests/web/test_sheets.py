"""Audit sheets on pages: drawn, gone through, found, answered, followed up; whom they exist for."""

import re
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from werkzeug.test import TestResponse

from application import audit
from application.accounts import Account
from application.codec import TOPICS
from domain.audit.finding import Look
from domain.audit.words import INSPECTION
from domain.case.words import Role
from domain.errors import CaseUnknown
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor, acting
from web.events import fields, rows, texts

LogIn = Callable[[str], Visitor]
SHEETS = "/audit/sheets"
ABOUT = {"title": "登记抽查", "aim": "是否及时登记、如实补录"}
FOUND = {
    "unit": "pcs",
    "grade": "defect",
    "text": "补录未写明原因",
    "demand": "补正并说明",
    "due": "2026-12-01",
}
on_files = pytest.mark.parametrize("database", ["sqlite"])


def words(answer: TestResponse) -> str:
    """What stands on a page, without its tags."""
    body = answer.text.split("<main", 1)[1].split("</main", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def done(answer: TestResponse) -> str:
    """It was done, and leads there."""
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["Location"])


def refused(answer: TestResponse) -> str:
    """It was not; the page says why."""
    assert answer.status_code == 422
    return words(answer)


@pytest.fixture
def fire(desk: Desk, service: Service) -> str:
    """A matter the police were sent to; their leader has an account."""
    found = desk.receive("老街起火")
    desk.dispatch(found)
    service.accounts.add(Account("he", "贺所长", Role.LEADER, "pcs"), PASSWORD)
    service.accounts.add(Account("song", "宋所长", Role.LEADER, "sfs"), PASSWORD)
    return found


@pytest.fixture
def zhou(logged_in: LogIn) -> Visitor:
    """The auditor."""
    return logged_in("zhou")


@pytest.fixture
def sheet(zhou: Visitor) -> str:
    """The address of a sheet that was opened."""
    return done(zhou.post(f"{SHEETS}/new", ABOUT))


def assert_told_of_the_answer(zhou: Visitor, service: Service, finding: str) -> None:
    """By a letter with number and link only."""
    service.messages.fill()
    (letter,) = service.messages.inbox.letters("zhou", limit=9)
    assert (letter.path, letter.category) == (finding, "")
    inbox = zhou.get("/inbox").text
    assert "审计发现已答复" in inbox
    assert letter.number in inbox
    assert "已补正" not in inbox


def test_an_audit_goes_its_way_from_the_sample_to_the_conclusion(
    fire: str,
    sheet: str,
    zhou: Visitor,
    desk: Desk,
    logged_in: LogIn,
    service: Service,
    clock: MovableClock,
) -> None:
    other = desk.receive("路灯不亮")
    typed = {**ABOUT, "aim": "电话13800138000"}
    assert "13800138000" in zhou.post(f"{SHEETS}/new", typed).text  # typed text is kept
    wrong = zhou.post(f"{sheet}/sample", {"method": "risk", "size": "x"})
    assert "1 到 500" in refused(wrong) or "500" in refused(wrong)
    refused(zhou.post(f"{sheet}/sample", {"method": "risk", "size": "3"}))
    nobody = {"method": "unit", "size": "3", "units": "sfs"}
    assert "没有符合抽样条件的事项" in refused(zhou.post(f"{sheet}/sample", nobody))
    done(zhou.post(f"{sheet}/sample", {"method": "random", "size": "9", "seed": "4 2 6"}))
    page = zhou.get(sheet)
    assert "0/2" in words(page)
    assert f'href="/audit/cases/{fire}"' in page.text
    assert "4 2 6" in words(zhou.get(f"{sheet}/samples/1"))

    done(zhou.post(f"{sheet}/examine", {"number": other}))
    past = zhou.post(f"{sheet}/finding", {**FOUND, "number": fire, "due": "2026-11-01"})
    assert "已过" in refused(past)
    named = zhou.post(f"{sheet}/finding", {**FOUND, "text": "王建军同志漏登"})
    assert "王某" in refused(named)
    done(zhou.post(f"{sheet}/finding", {**FOUND, "number": fire, "records": "1、2"}))
    assert "2/2" in words(zhou.get(sheet))
    early = refused(zhou.post(f"{sheet}/close", {"conclusion": "总体及时"}))
    assert "未了结的发现 1 条" in early

    service.messages.fill()
    he, song = logged_in("he"), logged_in("song")
    own = sheet.replace("/sheets/", "/findings/") + "/1"
    assert own in he.get("/inbox").text or "审计发现待答复" in he.get("/inbox").text
    assert "1 条审计发现待答复" in words(he.get("/heads"))
    assert "审计发现待答复" not in words(song.get("/heads"))
    assert song.get(own).status_code == 404
    assert "补正并说明" in words(he.get(own))
    refused(he.post(own, {"agreed": "yes", "text": ""}))
    done(he.post(own, {"agreed": "yes", "text": "已补正"}))
    assert "审计发现待答复" not in words(he.get("/heads"))
    assert "已补正" in words(zhou.get(f"{sheet}/findings/1"))
    assert_told_of_the_answer(zhou, service, f"{sheet}/findings/1")

    again = {"settled": "no", "text": "附件仍缺", "due": "2026-12-02"}
    done(zhou.post(f"{sheet}/findings/1/follow", again))
    clock.now += timedelta(days=12)
    he, zhou = logged_in("he"), logged_in("zhou")
    assert "1 条超期" in words(he.get("/heads"))
    assert "1 条超期" in words(zhou.get(SHEETS))
    done(he.post(own, {"agreed": "yes", "text": "已补齐"}))
    done(zhou.post(f"{sheet}/findings/1/follow", {"settled": "yes", "text": "属实"}))
    assert_told_in_order(zhou, f"{sheet}/findings/1")
    done(zhou.post(f"{sheet}/close", {"conclusion": "总体及时"}))
    assert "总体及时" in words(zhou.get(sheet))
    assert "不再变更" in refused(zhou.post(f"{sheet}/add", {"number": fire, "reason": "复查"}))

    assert_taken_along(zhou, sheet, fire)


@on_files
def test_a_finding_on_an_accusation_reaches_nobody_it_accuses(
    fire: str, sheet: str, zhou: Visitor, desk: Desk, logged_in: LogIn, service: Service
) -> None:
    against = desk.receive(
        "处警推诿", by="chen", track="petition", kind="accusation", accused=["pcs"]
    )
    finding = {**FOUND, "number": against}
    assert "检举" in refused(zhou.post(f"{sheet}/finding", finding))
    done(zhou.post(f"{sheet}/finding", {**finding, "unit": "sfs"}))
    done(zhou.post(f"{sheet}/finding", {**finding, "unit": INSPECTION}))
    service.messages.fill()
    he, chen = logged_in("he"), logged_in("chen")
    assert against not in he.get("/audit/findings").text
    assert he.get(sheet.replace("/sheets/", "/findings/") + "/1").status_code == 404
    assert against not in he.get("/inbox").text
    own = sheet.replace("/sheets/", "/findings/")
    assert "由被审计单位答复" in refused(chen.post(f"{own}/1", {"agreed": "yes", "text": "已改"}))
    done(chen.post(f"{own}/2", {"agreed": "no", "text": "已按期办理"}))


@on_files
def test_a_matter_that_names_an_auditor_does_not_exist_on_their_sheets(
    fire: str, sheet: str, zhou: Visitor, desk: Desk, logged_in: LogIn, service: Service
) -> None:
    service.accounts.add(Account("wei", "魏审", Role.AUDITOR, "centre"), PASSWORD)
    against = desk.receive(
        "审计推诿",
        by="chen",
        track="petition",
        kind="accusation",
        accused=["centre"],
        accused_staff=["zhou"],
    )
    wei = logged_in("wei")
    done(wei.post(f"{sheet}/sample", {"method": "random", "size": "9"}))
    done(wei.post(f"{sheet}/finding", {**FOUND, "number": against, "unit": INSPECTION}))
    assert "0/1" in words(zhou.get(sheet))
    for path in (sheet, SHEETS):
        assert against not in zhou.get(path).text
        assert "审计推诿" not in zhou.get(path).text
    assert zhou.get(f"{sheet}/findings/1").status_code == 404
    for act in (
        lambda: audit.follow_up(service.desk, "2026-001", 1, Look(True, "属实"), acting("zhou")),
        lambda: audit.withdraw_finding(service.desk, "2026-001", 1, "误记", acting("zhou")),
    ):
        with pytest.raises(CaseUnknown):
            act()
    done(wei.post(f"{sheet}/findings/1/follow", {"settled": "yes", "text": "已向本人核实"}))
    assert "已向本人核实" in wei.get(sheet).text
    assert "已向本人核实" not in zhou.get(sheet).text
    missing = refused(zhou.post(f"{sheet}/add", {"number": against, "reason": "复查"}))
    assert "没有" in missing or "找不到" in missing

    events = zhou.get("/audit/events")
    assert (fire in events.text, against in events.text) == (True, False)
    assert "审计推诿" not in events.text
    assert against in wei.get("/audit/events").text


@on_files
def test_the_records_are_searched_page_by_page(
    fire: str, zhou: Visitor, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("application.audit.searching.POSITIONS", 10)
    found = words(zhou.get(f"/audit/events?kind=case*&actor=zhang&case={fire}"))
    assert "2 条记录" in found
    assert "已全部检索" in found
    assert "2 条记录" in words(zhou.get(f"/audit/events?kind=case*&actor=张敏&case={fire}"))
    none = zhou.get("/audit/events?kind=case.closed")
    assert "继续向前检索" in words(none)
    goes_on = zhou.get("/audit/events?kind=case.closed&on=yes")
    assert 'http-equiv="refresh"' in goes_on.text
    onward = re.search(r'url=([^"]+)"', goes_on.text)
    assert onward is not None
    assert "before=" in onward[1]
    for wrong in ("since=2026-13-01", "lag=soon", "kind=case.flown", "case=QS2026-99999"):
        answer = zhou.get(f"/audit/events?{wrong}")
        assert refused(answer)
        assert wrong.split("=")[1] in answer.text or wrong.startswith("kind")
    since = zhou.get("/audit/events?since=2026-11-24")
    assert "没有符合条件的记录" in words(since)


def assert_taken_along(zhou: Visitor, sheet: str, number: str) -> None:
    """All of it stands in the papers."""
    written = ZipFile(BytesIO(zhou.get(f"{sheet}.docx").data)).read("word/document.xml").decode()
    told = (
        "补录未写明原因",
        "已补齐",
        "总体及时",
        "4 2 6",
        "抽取 9 件，",
        "第 1 条记录 第 2 条记录",
    )
    assert all(text in written for text in told)
    book = ZipFile(BytesIO(zhou.get(f"{sheet}.xlsx").data)).read("xl/sharedStrings.xml").decode()
    assert all(text in book for text in ("附件仍缺", number, "老街起火"))


def assert_told_in_order(zhou: Visitor, finding: str) -> None:
    """Answers and what was seen after each stand as they followed on one another."""
    said = re.findall("已补正|附件仍缺|已补齐|属实", words(zhou.get(finding)))
    assert said == ["已补正", "附件仍缺", "已补齐", "属实"]


@on_files
def test_days_that_run_backwards_are_told_so(zhou: Visitor) -> None:
    turned = {**ABOUT, "since": "2026-07-01", "until": "2026-06-30"}
    assert "起始日期晚于截止日期" in refused(zhou.post(f"{SHEETS}/new", turned))


def test_every_kind_of_record_has_a_name_and_so_has_each_of_its_fields() -> None:
    of_no_case = {topic for topic in TOPICS if not texts.is_of_case(topic)}
    assert of_no_case == set(texts.TITLES)
    named = set(fields.LABELS) | rows.SAID
    assert {one for topic in of_no_case for one in TOPICS[topic].__struct_fields__} <= named
    assert {topic.partition(".")[0] for topic in TOPICS} == set(texts.GROUPS)
