"""The board: what is due first on top, each limit as word and colour, and a unit's own limits."""

import json
import re
from collections.abc import Callable
from html import unescape

import pytest

from application.settings import Settings
from domain.case.dispatch import Arrive, SignFor
from domain.case.intake import Screen
from domain.case.words import Validity
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
    assert badges(zhang.get("/board").text) == [("red", "超期 12 分")]

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
    assert tile(late, "已超期") == "2"
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


# --- urgent, narrowed, moved on ---


def test_an_emergency_and_a_grave_matter_bear_the_word_urgent(logged_in: LogIn, desk: Desk) -> None:
    fire, call = desk.receive("老街起火"), desk.receive("噪声", track="hotline")
    grave = desk.receive("多户漏水", track="hotline")
    desk.do(grave, Screen(validity=Validity.VALID, category="A01", level="grave"))
    page = logged_in("zhang").get("/board?show=urgent").text
    assert set(numbers(page)) == {fire, grave}
    assert page.count(">急<") == 2
    assert call not in page


def test_filters_narrow_the_rows_and_stay_chosen(logged_in: LogIn, desk: Desk) -> None:
    mine, other = desk.receive("甲", track="hotline"), desk.receive("乙", by="li")
    desk.dispatch(other, "sfs")
    zhang = logged_in("zhang")
    assert numbers(zhang.get("/board?track=hotline").text) == [mine]
    assert numbers(zhang.get("/board?unit=sfs").text) == [other]
    page = zhang.get("/board?mine=1&track=hotline&show=waiting").text
    assert numbers(page) == [mine]
    assert '<option value="hotline" selected>' in page
    assert 'value="1" checked' in page
    assert '<input type="hidden" name="show" value="waiting">' in page
    assert numbers(zhang.get("/board?mine=1&track=dispute").text) == []


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999", "2", "１", "%00"])
def test_a_page_that_is_not_there_is_one_that_is(logged_in: LogIn, desk: Desk, page: str) -> None:
    number = desk.receive("甲")
    assert numbers(logged_in("zhang").get(f"/board?page={page}").text) == [number]


def actions(page: str) -> list[tuple[str, str]]:
    return re.findall(r'<td class="c-do[^>]*><a href="([^"]+)">([^<]+)<', page)


def test_a_row_leads_to_the_step_that_moves_it_on(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive("甲")
    zhang = logged_in("zhang")
    assert actions(zhang.get("/board").text) == [
        (f"/cases/{number}?step=Dispatch#do-Dispatch", "派单")
    ]
    desk.dispatch(number)
    assert actions(zhang.get("/board").text) == []
    clock.forward(hours=2)
    [(urge, word)] = actions(zhang.get("/board").text)
    assert word == "催办"
    assert 'id="do-Urge"' in zhang.get(urge).text
    for onlooker in ("wang", "zhou"):
        page = logged_in(onlooker).get("/board").text
        assert numbers(page) == [number]
        assert actions(page) == []


# --- the live part ---


def mark(page: str) -> str:
    found = re.search(r'data-seen="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_the_live_part_comes_only_when_something_changed(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    zhang = logged_in("zhang")
    seen = mark(zhang.get("/board").text)
    same = zhang.get(f"/board/live?seen={seen}")
    assert (same.status_code, same.data) == (204, b"")

    number = desk.receive("甲")
    news = zhang.get(f"/board/live?seen={seen}")
    assert news.status_code == 200
    assert numbers(news.text) == [number]
    assert "<html" not in news.text
    assert tile(news.text, "今日受理") == "1"

    seen = mark(news.text)
    assert zhang.get(f"/board/live?seen={seen}").status_code == 204
    clock.forward(minutes=1)
    assert zhang.get(f"/board/live?seen={seen}").status_code == 200


def test_the_live_part_is_narrowed_as_the_page_is(logged_in: LogIn, desk: Desk) -> None:
    hotline = desk.receive("甲", track="hotline")
    desk.receive("乙")
    zhang = logged_in("zhang")
    page = zhang.get("/board?track=hotline&mine=1").text
    found = re.search(r'data-live="([^"]+)"', page)
    assert found is not None
    address = found[1].replace("&amp;", "&")
    assert address == "/board/live?track=hotline&mine=1"
    assert numbers(zhang.get(address).text) == [hotline]


def test_the_live_part_tells_urgent_cases_that_another_filter_hides(
    logged_in: LogIn, desk: Desk
) -> None:
    number = desk.receive("老街起火", category="A01")
    part = logged_in("zhang").get("/board/live?track=dispute").text
    assert numbers(part) == []
    found = re.search(r'data-urgent="([^"]+)"', part)
    assert found is not None
    [[told, kind]] = json.loads(unescape(found[1]))
    assert told == number
    assert kind


def test_a_board_that_only_asks_by_itself_keeps_nobody_logged_in(
    logged_in: LogIn, clock: MovableClock, settings: Settings
) -> None:
    zhang = logged_in("zhang")
    for _ in range(4):
        clock.forward(minutes=settings.idle_minutes / 3)
        zhang.client.get("/board/live", headers={"X-Linkage-Passive": "1"})
        zhang.get("/board?refresh=1&passive=1")
    assert zhang.get("/board").status_code == 303
    assert zhang.get("/board/live").status_code == 401


def test_whoever_may_not_see_cases_gets_no_live_part(logged_in: LogIn, visitor: Visitor) -> None:
    assert logged_in("root").get("/board/live").status_code == 403
    assert visitor.get("/board/live").status_code == 401
