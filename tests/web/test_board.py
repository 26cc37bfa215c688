"""The board: what is due first on top, each limit as word and colour, and a unit's own limits."""

import re
from collections.abc import Callable

import pytest

from domain.case.dispatch import Arrive, SignFor
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]


def numbers(page: str) -> list[str]:
    return re.findall(r'<tr data-key="([^"]+)"', page)


def badges(page: str) -> list[tuple[str, str]]:
    """Colour and text of the deadline badges, top to bottom."""
    return re.findall(r'class="sla sla-(\w+)"[^>]*>([^<]+)<', page)


def tile(page: str, label: str) -> str:
    found = re.search(rf"{label} <b>([^<]+)</b>", page)
    assert found is not None
    return found[1]


def test_an_empty_board_says_so(logged_in: LogIn) -> None:
    assert "目前没有在办事项" in logged_in("zhang").get("/board").text


def test_what_is_due_first_is_on_top(logged_in: LogIn, desk: Desk, clock: MovableClock) -> None:
    hotline = desk.receive("电梯停运两日", track="hotline")
    later = desk.receive("晚一点的警情")
    clock.forward(minutes=1)
    latest = desk.receive("最晚的警情")
    assert numbers(logged_in("zhang").get("/board").text) == [later, latest, hotline]


def test_a_badge_says_in_words_what_its_colour_says(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive("老街电动车起火")
    desk.dispatch(number)
    desk.do(number, SignFor(dispatch=1), by="wang")
    zhang = logged_in("zhang")
    assert badges(zhang.get("/board").text) == [("orange", "剩 20 分")]

    clock.forward(minutes=32)
    assert badges(zhang.get("/board").text) == [("red", "超时 12 分")]

    zhang.get("/language/en")
    assert badges(zhang.get("/board").text) == [("red", "12 min over")]


def test_tiles_count_and_lead_to_what_they_count(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    waiting, under_way, done = desk.receive("甲"), desk.receive("乙"), desk.receive("丙")
    desk.dispatch(under_way)
    desk.dispatch(done)
    desk.close(done)
    zhang = logged_in("zhang")
    page = zhang.get("/board").text
    assert tile(page, "今日受理") == "3"
    assert tile(page, "待派单") == "1"
    assert tile(page, "处置中") == "1"
    assert tile(page, "今日办结") == "1"
    assert numbers(zhang.get("/board?show=waiting").text) == [waiting]
    assert numbers(zhang.get("/board?show=under_way").text) == [under_way]

    clock.forward(hours=1)
    late = zhang.get("/board?show=overdue").text
    assert tile(late, "已超时") == "2"
    assert set(numbers(late)) == {waiting, under_way}


def test_a_unit_sees_its_own_cases_with_its_own_limits(logged_in: LogIn, desk: Desk) -> None:
    ours, theirs = desk.receive("电梯停运两日", track="hotline"), desk.receive("司法所的事")
    desk.dispatch(ours, "pcs")
    desk.dispatch(theirs, "sfs")
    wang = logged_in("wang")
    page = wang.get("/board").text
    assert numbers(page) == [ours]
    assert "签收" in page

    desk.do(ours, SignFor(dispatch=1), Arrive(dispatch=1), by="wang")
    assert "由青石镇联动中心办理" not in wang.get("/board").text


def test_a_case_the_centre_has_to_move_on_is_no_burden_of_the_unit(
    logged_in: LogIn, desk: Desk
) -> None:
    desk.receive("送到派出所的事", by="wang", track="dispute")
    assert ("grey", "由青石镇联动中心办理") in badges(logged_in("wang").get("/board").text)


def test_an_accusation_is_on_no_board_of_the_accused(logged_in: LogIn, desk: Desk) -> None:
    number = desk.receive("反映推诿问题", track="petition", kind="accusation", accused=("centre",))
    assert number not in logged_in("zhang").get("/board").text
    assert tile(logged_in("zhang").get("/board").text, "今日受理") == "0"
    assert number in logged_in("chen").get("/board").text


def test_the_board_loads_itself_only_where_that_was_asked_for(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    assert "http-equiv" not in zhang.get("/board").text
    page = zhang.get("/board?track=hotline&refresh=1").text
    found = re.search(r'<noscript><meta http-equiv="refresh" content="60;url=([^"]+)">', page)
    assert found is not None
    # A board left alone keeps nobody logged in, so the repeated request says that it is one.
    assert found[1].replace("&amp;", "&") == "/board?track=hotline&refresh=1&passive=1"


@pytest.mark.parametrize("show", ["x", "'", "%00", "%FF", "\U0001f600"])
def test_a_part_of_the_board_nobody_offered_is_the_whole(
    logged_in: LogIn, desk: Desk, show: str
) -> None:
    number = desk.receive("甲")
    assert numbers(logged_in("zhang").get(f"/board?show={show}").text) == [number]


def test_titles_are_shown_as_text(logged_in: LogIn, desk: Desk) -> None:
    desk.receive("<script>alert(1)</script>")
    assert "<script>alert" not in logged_in("zhang").get("/board").text
