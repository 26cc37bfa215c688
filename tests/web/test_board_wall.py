"""The board on a wall: numbers, kinds and limits, nothing about people, by a link that ends."""

import re
from collections.abc import Callable

import pytest

from application.duty import WALL_KEPT
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
TITLE, PLACE = "老街三号楼起火", "老街社区"


def made(person: Visitor, label: str = "值班室左侧") -> str:
    """A new link's path."""
    page = person.post("/board/walls", {"label": label}).text
    found = re.search(r'href="http://localhost(/wall/[^"]+)"', page)
    assert found is not None, page
    return found[1]


def numbers(page: str) -> list[str]:
    return re.findall(r'class="lw-no">([^<]+)<', page)


def test_a_screen_shows_number_kind_and_limit_and_nothing_else(
    logged_in: LogIn, desk: Desk
) -> None:
    number = desk.receive(TITLE, place=PLACE, category="A01", name="王小明", phone="13800000000")
    desk.dispatch(number)
    page = logged_in("zhang").get("/board/wall").text
    assert numbers(page) == [number]
    for told in (TITLE, PLACE, "王小明", "13800000000", "派出所", f"/cases/{number}", "张敏"):
        assert told not in page
    assert re.search(r'class="sla sla-\w+"[^>]*data-due="\d+"', page)


def test_a_screen_turns_its_pages_and_begins_again(logged_in: LogIn, desk: Desk) -> None:
    every = {desk.receive(f"事{one}", track="hotline") for one in range(19)}
    zhang = logged_in("zhang")
    seen: list[str] = []
    address, page = "/board/wall/live", ""
    for _ in range(3):
        page = zhang.get(address).text
        seen += numbers(page)
        found = re.search(r'data-next="([^"]+)"', page)
        assert found is not None
        address = found[1]
    assert sorted(seen) == sorted(every)
    assert address.endswith("?page=1")
    assert "第 3 / 3 页" in page


def test_a_link_of_its_own_needs_no_log_in_and_can_be_made_void(
    logged_in: LogIn, visitor: Visitor, desk: Desk
) -> None:
    number = desk.receive(TITLE)
    zhang = logged_in("zhang")
    path = made(zhang)
    assert numbers(visitor.get(path).text) == [number]
    assert numbers(visitor.get(f"{path}/live").text) == [number]
    assert visitor.get(path).headers["Referrer-Policy"] == "strict-origin"
    assert visitor.get("/board").status_code == 303
    assert path not in zhang.get("/board/walls").text, "it is told once"
    assert "<td>值班室左侧</td>" in zhang.get("/board/walls").text

    assert zhang.post("/board/walls/1/close").status_code == 303
    for at in (path, f"{path}/live"):
        assert visitor.get(at).status_code == 404
    assert "使用中的大屏 (0)" in zhang.get("/board/walls").text


def test_a_link_runs_out(logged_in: LogIn, visitor: Visitor, clock: MovableClock) -> None:
    path = made(logged_in("li"))
    clock.forward(days=WALL_KEPT.days)
    assert visitor.get(path).status_code == 404


@pytest.mark.parametrize("secret", ["x", "%00", "0" * 64, "a" * 5000, "𠮷", "'"])
def test_a_link_nobody_made_leads_nowhere(visitor: Visitor, secret: str) -> None:
    assert visitor.get(f"/wall/{secret}").status_code == 404


def test_another_link_for_the_same_screen_ends_the_first(
    logged_in: LogIn, visitor: Visitor
) -> None:
    zhang = logged_in("zhang")
    first, second = made(zhang), made(zhang)
    assert visitor.get(first).status_code == 404
    assert visitor.get(second).status_code == 200


@pytest.mark.parametrize("label", ["", " \u200e", "长" * 201])
def test_a_screen_is_given_a_name_of_a_line(logged_in: LogIn, label: str) -> None:
    answer = logged_in("zhang").post("/board/walls", {"label": label})
    assert answer.status_code == 422
    assert '<a href="#label">' in answer.text


def test_only_the_desk_makes_links(logged_in: LogIn) -> None:
    for person in ("wang", "chen", "zhou", "root"):
        visitor = logged_in(person)
        assert visitor.get("/board/walls").status_code == 403
        assert visitor.post("/board/walls", {"label": "x"}).status_code == 403


def test_a_screen_that_is_not_there_has_no_link_to_end(logged_in: LogIn) -> None:
    assert logged_in("zhang").post("/board/walls/3/close").status_code == 409


def test_no_screen_shows_an_accusation_even_to_the_inspection_office(
    logged_in: LogIn, visitor: Visitor, desk: Desk
) -> None:
    number = desk.receive("反映推诿", track="petition", kind="accusation", accused=("pcs",))
    assert number in logged_in("chen").get("/board").text
    path = made(logged_in("zhang"))
    for page in (logged_in("chen").get("/board/wall"), visitor.get(path)):
        assert page.status_code == 200
        assert number not in page.text
        assert "目前没有在办事项" in page.text


def test_a_unit_sees_its_own_on_a_screen_it_is_logged_in_at(logged_in: LogIn, desk: Desk) -> None:
    ours, theirs = desk.receive("甲"), desk.receive("乙")
    desk.dispatch(ours, "pcs")
    desk.dispatch(theirs, "sfs")
    assert numbers(logged_in("wang").get("/board/wall").text) == [ours]


def test_a_screen_without_a_script_loads_itself(logged_in: LogIn) -> None:
    page = logged_in("zhang").get("/board/wall?light=1").text
    assert '<noscript><meta http-equiv="refresh" content="15' in page
    assert 'class="lw-light"' in page
