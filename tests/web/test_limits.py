"""Why this deadline: the rule, where it is written, and every step of the count."""

from collections.abc import Callable
from datetime import date, datetime
from typing import get_args

import pytest
from flask import Flask
from flask_babel import force_locale

from domain.case.events import Notice
from domain.case.intake import Accept, Screen
from domain.case.reckoning import Cause
from domain.rules.reckoning import Line, What
from tests.web.conftest import MONDAY_TEN, Desk, MovableClock, Visitor
from web.desk.limits import sentence
from web.desk.texts.reckoning import CAUSES, LINES

DAY = date(2026, 11, 23)
LogIn = Callable[[str], Visitor]
SERVED = Notice(how="当面送达", served_at=MONDAY_TEN)


@pytest.fixture
def claim(desk: Desk) -> str:
    """The number of a claim received on Monday 2026-11-23 and accepted at once."""
    number = desk.receive("征地补偿未到位", track="petition", kind="claim")
    desk.do(number, Accept(notice=SERVED))
    return number


def number_of(visitor: Visitor, number: str, kind: str) -> int:
    """Which of the limits of the case is of that kind."""
    for n in range(1, 20):
        answer = visitor.get(f"/cases/{number}/limits/{n}.json")
        assert answer.status_code == 200, kind
        if answer.get_json()["kind"] == kind:
            return n
    raise AssertionError(kind)


def test_every_limit_of_the_page_of_a_case_says_why(logged_in: LogIn, claim: str) -> None:
    zhang = logged_in("zhang")
    page = zhang.get(f"/cases/{claim}").text
    n = number_of(zhang, claim, "opinion")
    assert f'href="/cases/{claim}/limits/{n}"' in page
    assert zhang.get(f"/cases/{claim}/limits/{n}").status_code == 200


def test_the_page_tells_rule_article_start_and_every_step(logged_in: LogIn, claim: str) -> None:
    zhang = logged_in("zhang")
    page = zhang.get(f"/cases/{claim}/limits/{number_of(zhang, claim, 'opinion')}").text
    for told in (
        "《信访工作条例》第三十四条",
        "petition.opinion",
        "national@4",
        "2026-11-23 10:00:00",
        "2026-11-23（星期一）：起算当日不计。",
        "2026-11-24（星期二）至2027-01-22（星期五）：60日，含休息日。",
        "2027-01-22（星期五）最后一秒届满。",
        "2027年放假安排尚未公布",
        "2027-01-22 23:59:59",
    ):
        assert told in page, told


def test_it_is_told_in_english_too(logged_in: LogIn, claim: str) -> None:
    zhang = logged_in("zhang")
    zhang.get("/language/en")
    page = zhang.get(f"/cases/{claim}/limits/{number_of(zhang, claim, 'opinion')}").text
    assert "2026-11-23 (Monday): the day of the start is not counted." in page
    assert "It ends with the last second of 2027-01-22 (Friday)." in page


def test_the_same_comes_as_data(logged_in: LogIn, claim: str) -> None:
    zhang = logged_in("zhang")
    n = number_of(zhang, claim, "opinion")
    told = zhang.get(f"/cases/{claim}/limits/{n}.json").get_json()
    assert (told["case"], told["limit"], told["rules"]) == (claim, n, "national@4")
    (move,) = told["moves"]
    assert move["rule"] == "petition.opinion"
    assert datetime.fromisoformat(move["start"]) == MONDAY_TEN
    assert move["due"] == told["due"] == "2027-01-22T23:59:59+08:00"
    assert move["count"] == [
        {"what": "day_of_start", "from": "2026-11-23"},
        {"what": "days", "from": "2026-11-24", "to": "2027-01-22", "number": 60},
        {"what": "end_of_day", "from": "2027-01-22"},
        {"what": "year_assumed", "number": 2027},
    ]


def test_a_limit_that_was_counted_anew_has_both(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive("路灯不亮", track="hotline")
    clock.forward(minutes=30)
    desk.do(number, Screen(grade="urgent"))
    zhang = logged_in("zhang")
    n = number_of(zhang, number, "reply")
    moves = zhang.get(f"/cases/{number}/limits/{n}.json").get_json()["moves"]
    assert [(move["cause"], move["rule"]) for move in moves] == [
        ("started", "hotline.reply"),
        ("counted_anew", "hotline.reply.urgent"),
    ]
    page = zhang.get(f"/cases/{number}/limits/{n}").text
    assert "加2小时。" in page


@pytest.mark.parametrize("n", ["0", "99", "x"])
def test_a_limit_there_is_not_is_not_found(logged_in: LogIn, claim: str, n: str) -> None:
    zhang = logged_in("zhang")
    assert zhang.get(f"/cases/{claim}/limits/{n}").status_code == 404
    assert zhang.get(f"/cases/{claim}/limits/{n}.json").status_code == 404


def test_a_unit_without_a_part_in_it_finds_none(logged_in: LogIn, claim: str) -> None:
    assert logged_in("wang").get(f"/cases/{claim}/limits/1").status_code == 404


def test_it_is_told_as_it_stood_then(logged_in: LogIn, desk: Desk, clock: MovableClock) -> None:
    number = desk.receive("路灯不亮", track="hotline")
    seq = desk.service.desk.log.head()
    clock.forward(minutes=30)
    desk.do(number, Screen(grade="urgent"))
    zhang = logged_in("zhang")
    n = number_of(zhang, number, "reply")
    then = f"/cases/{number}/limits/{n}"
    assert len(zhang.get(f"{then}.json?at={seq}").get_json()["moves"]) == 1
    assert len(zhang.get(f"{then}.json").get_json()["moves"]) == 2
    assert f"{then}?at={seq}" in zhang.get(f"/cases/{number}?at={seq}").text
    assert "重新计时" not in zhang.get(f"{then}?at={seq}").text
    assert zhang.get(f"{then}?at=x").status_code == 404


@pytest.mark.parametrize(
    ("line", "told"),
    [
        (Line(what="minutes", number=1), "One minute is added."),
        (Line(what="minutes", number=20), "20 minutes are added."),
        (Line(what="months", day=DAY, number=1), "One month on: 2026-11-23 (Monday)."),
        (Line(what="months", day=DAY, number=6), "6 months on: 2026-11-23 (Monday)."),
        (
            Line(what="holiday", day=DAY, last=DAY),
            "2026-11-23 (Monday): public holiday, not counted.",
        ),
    ],
)
def test_one_is_told_as_one(app: Flask, line: Line, told: str) -> None:
    with app.test_request_context(), force_locale("en"):
        assert sentence(line) == told


def test_there_are_words_for_every_line_and_cause() -> None:
    assert set(LINES) == set(get_args(What))
    assert set(CAUSES) == set(get_args(Cause))
