"""The box in the head: finds by number and by words, and nothing one may not see."""

import re
from collections.abc import Callable

import pytest

from tests.web.conftest import Desk, Visitor
from tests.web.test_ledgers import HOSTILE

LogIn = Callable[[str], Visitor]


def numbers(page: str) -> list[str]:
    return re.findall(r'href="/cases/([^"]+)"', page)


@pytest.mark.parametrize(
    "words",
    ["电梯", "电", "锦绣家园", "7栋", "电梯 锦绣", "Lift", "lift OTIS", "派出所", "police", "B05"],
)
def test_a_case_is_found_by_title_place_category_and_unit(
    logged_in: LogIn, desk: Desk, words: str
) -> None:
    number = desk.receive(
        "电梯停运两日 lift Otis", track="hotline", place="锦绣家园7栋", category="B05"
    )
    desk.dispatch(number)
    desk.receive("老街起火", place="老街")
    assert numbers(logged_in("zhang").get(f"/search?q={words}").text) == [number]


def test_the_number_leads_straight_to_the_case(logged_in: LogIn, desk: Desk) -> None:
    number = desk.receive("老街电动车起火")
    answer = logged_in("zhang").get(f"/search?q={number.lower()}")
    assert (answer.status_code, answer.location) == (303, f"/cases/{number}")


def test_nothing_found_says_how_to_search(logged_in: LogIn) -> None:
    page = logged_in("zhang").get("/search?q=没有的事").text
    assert "没有找到“没有的事”" in page
    assert "编号" in page


def test_names_and_telephones_are_found_by_nobody(logged_in: LogIn, desk: Desk) -> None:
    desk.receive("老街电动车起火", name="陈建国", phone="13800138000", narrative="有人被困三楼")
    zhang = logged_in("zhang")
    for sealed in ("陈建国", "13800138000", "三楼"):
        assert numbers(zhang.get(f"/search?q={sealed}").text) == []


def test_an_accusation_is_found_by_no_accused_by_word_or_number(
    logged_in: LogIn, desk: Desk
) -> None:
    number = desk.receive("反映收费问题", track="petition", kind="accusation", accused=("pcs",))
    wang, zhang = logged_in("wang"), logged_in("zhang")
    assert numbers(wang.get("/search?q=收费").text) == []
    assert wang.get(f"/search?q={number}").status_code == 200
    assert numbers(zhang.get("/search?q=收费").text) == [number]


def test_a_unit_does_not_find_the_cases_of_others(logged_in: LogIn, desk: Desk) -> None:
    number = desk.receive("司法所的事")
    desk.dispatch(number, "sfs")
    assert logged_in("wang").get(f"/search?q={number}").status_code == 200
    assert numbers(logged_in("zhao").get("/search?q=司法所的事").text) == [number]


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_words_find_nothing_and_break_nothing(
    logged_in: LogIn, desk: Desk, hostile: str
) -> None:
    desk.receive("老街电动车起火")
    answer = logged_in("zhang").get(f"/search?q={hostile}")
    assert answer.status_code == 200
    assert "<script>alert" not in answer.text
