"""Shifts on the board: taken over, handed over, the note read; and the ledger of all of them."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from application.accounts import Account
from domain.case.words import Role
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
NOTE = "河口村停电，等供电所回话"
CREW = {"leader": "li", "officers": ["zhang"], "until": "2026-11-23 20:00"}


def take_over(person: Visitor, **typed: object) -> TestResponse:
    return person.post("/board/shift/take-over", {**CREW, **typed})


def hand_over(person: Visitor, note: str = NOTE, **typed: object) -> TestResponse:
    return person.post("/board/shift/hand-over", {"note": note, **typed})


def wrong(answer: TestResponse) -> list[tuple[str, str]]:
    """Fields and sentences of the summary of what has to be mended."""
    assert answer.status_code == 422
    summary = re.search(r'id="problems">(.*?)</div>', answer.text, re.DOTALL)
    assert summary is not None
    return re.findall(r'<li>(?:<a href="#(\w*)">)?([^<]+)', summary[1])


def test_a_board_without_a_shift_says_so_and_offers_to_begin_one(logged_in: LogIn) -> None:
    page = logged_in("zhang").get("/board").text
    assert "当前无人值班" in page
    assert 'href="/board/shift#take-over"' in page
    assert "#take-over" not in logged_in("wang").get("/board").text


def test_the_head_says_who_is_on_duty_to_units_too(logged_in: LogIn) -> None:
    assert take_over(logged_in("zhang")).status_code == 303
    for person in ("zhang", "wang"):
        page = logged_in(person).get("/board").text
        assert "带班领导 <strong>李国强</strong> · 值班 <strong>张敏</strong>" in page
        assert "10:00 至 20:00" in page


def test_taking_over_asks_for_a_leader_and_officers(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    answer = take_over(zhang, leader="", officers=[], until="")
    assert wrong(answer) == [
        ("leader", "“带班领导”没有填写。"),
        ("officers", "“值班员”没有填写。"),
    ]


@pytest.mark.parametrize(
    "until", ["tomorrow", "2026-11-23", "2026-13-40 99:99", "\u202e20:00", "'; --", "x" * 500]
)
def test_a_time_nobody_can_read_is_asked_for_again_with_what_was_typed(
    logged_in: LogIn, until: str
) -> None:
    answer = take_over(logged_in("zhang"), until=until)
    [(field, text)] = wrong(answer)
    assert field == "until"
    assert "2026-11-22 22:52" in text
    assert '<option value="li" selected>' in answer.text
    assert 'value="zhang" checked' in answer.text


def test_a_shift_that_would_be_over_is_refused(logged_in: LogIn) -> None:
    [(field, text)] = wrong(take_over(logged_in("zhang"), until="2026-11-23 09:59"))
    assert field == "until"
    assert "2026-11-23 09:59" in text


@pytest.mark.parametrize("crew", [{"leader": "zhang"}, {"officers": ["wang"]}, {"leader": "<b>"}])
def test_only_people_of_the_desk_are_put_on_duty(logged_in: LogIn, crew: dict[str, object]) -> None:
    [(field, text)] = wrong(take_over(logged_in("zhang"), **crew))
    assert field == "officers"
    assert "没有值班席账号" in text


def test_a_note_is_left_with_what_is_open_and_read_by_the_next_shift(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    late, waiting = desk.receive("老街起火"), desk.receive("噪声", track="hotline")
    clock.forward(hours=2)
    zhang, li = logged_in("zhang"), logged_in("li")
    take_over(zhang)
    form = zhang.get("/board/shift").text
    assert f'name="matters" value="{late}" checked' in form
    assert f'name="matters" value="{waiting}">' in form

    assert hand_over(zhang, matters=[late, waiting, "QS1999-1"]).status_code == 303
    assert NOTE not in zhang.get("/board").text, "who wrote it need not read it"
    page = li.get("/board").text
    assert NOTE in page
    assert "交班时：紧急 1 · 超期 1 · 待派单 2" in page
    assert f'<a href="/cases/{waiting}">' in page
    assert "QS1999" not in page
    for onlooker in ("wang", "chen", "zhou"):
        assert NOTE not in logged_in(onlooker).get("/board").text

    take_over(li, officers=["li"])
    assert NOTE in li.get("/board").text
    assert li.post("/board/shifts/1/read").status_code == 303
    assert NOTE not in li.get("/board").text


def test_a_note_is_not_empty_and_not_longer_than_a_text(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    take_over(zhang)
    assert wrong(hand_over(zhang, " \n\u200e ")) == [("note", "“交班记录”没有填写。")]
    long = hand_over(zhang, "长" * 10_001)
    [(field, text)] = wrong(long)
    assert (field, "10000" in text) == ("note", True)
    assert "长" * 10_001 in long.text


def test_a_note_against_the_people_who_come_here_is_refused_and_kept_to_mend(
    logged_in: LogIn,
) -> None:
    zhang = logged_in("zhang")
    take_over(zhang)
    answer = hand_over(zhang, "派人去车站劝返")
    [(field, text)] = wrong(answer)
    assert field == "note"
    assert "劝返" in text
    assert "派人去车站劝返</textarea>" in answer.text


@pytest.mark.parametrize("note", ["<script>alert(1)</script>", "=1+1", "𠮷\u202e甲", "'; DROP"])
def test_hostile_text_stays_text(logged_in: LogIn, note: str) -> None:
    zhang, li = logged_in("zhang"), logged_in("li")
    take_over(zhang)
    assert hand_over(zhang, note).status_code == 303
    page = li.get("/board").text
    assert "<script>alert" not in page
    assert "\u202e" not in page


def test_without_a_shift_there_is_nothing_to_hand_over(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    assert "当前无人值班，无需交班" in zhang.get("/board/shift").text
    assert wrong(hand_over(zhang)) == [("", "当前没有值班班次，请先接班。")]


def test_a_shift_ends_without_a_next_one(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    take_over(zhang)
    for _ in range(2):
        assert zhang.post("/board/shift/end").status_code == 303
    assert "当前无人值班" in zhang.get("/board").text


def test_a_form_without_its_token_does_nothing(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    for step in ("take-over", "hand-over", "end"):
        assert zhang.client.post(f"/board/shift/{step}", data=CREW).status_code == 400
    assert "当前无人值班" in zhang.get("/board").text


def test_a_note_that_was_never_left_can_not_be_read(logged_in: LogIn) -> None:
    answer = logged_in("zhang").post("/board/shifts/7/read")
    assert answer.status_code == 409
    assert logged_in("zhang").post(f"/board/shifts/{10**30}/read").status_code == 409


def test_a_leader_of_a_unit_takes_no_shift_of_the_centre(
    logged_in: LogIn, service: Service
) -> None:
    service.accounts.add(Account("he", "何所长", Role.LEADER, "pcs"), PASSWORD)
    he = logged_in("he")
    assert he.get("/board/shift").status_code == 403
    assert take_over(he).status_code == 403


def test_the_ledger_opens_a_note_to_whoever_is_on_record_as_its_reader(
    logged_in: LogIn, clock: MovableClock
) -> None:
    zhang = logged_in("zhang")
    assert "尚无值班记录" in zhang.get("/board/shifts").text
    take_over(zhang)
    hand_over(zhang)
    clock.forward(hours=10)
    assert take_over(logged_in("li"), officers=["li"], until="").status_code == 303

    chen = logged_in("chen")
    page = chen.get("/board/shifts").text
    assert NOTE not in page
    assert "10 时 0 分" in page
    assert chen.post("/board/shifts/1/read", {"next": "/board/shifts"}).location == "/board/shifts"
    page = chen.get("/board/shifts").text
    assert NOTE in page
    assert "陈督 20:00" in page

    auditor = logged_in("zhou")
    page = auditor.get("/board/shifts").text
    assert NOTE not in page
    assert "陈督" in page
    assert auditor.post("/board/shifts/1/read").status_code == 403
    assert logged_in("wang").get("/board/shifts").status_code == 403


def test_nobody_is_sent_elsewhere_after_reading(logged_in: LogIn) -> None:
    zhang, li = logged_in("zhang"), logged_in("li")
    take_over(zhang)
    hand_over(zhang)
    answer = li.post("/board/shifts/1/read", {"next": "//evil.example/x"})
    assert answer.location == "/board"
