"""The door of the reporter's page: who gets in, who does not, and how long one stays."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from application.keys import DESTROYED, SERVICE, person_keys
from application.querycode import PURPOSE
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.public_town import GIVEN, NAME, PHONE, Reporter, code_of

REFUSED = "填写的内容对不上"
WAIT = "填错次数太多"
LogIn = Callable[[str], Visitor]


@pytest.fixture
def number(desk: Desk) -> str:
    """A matter whose reporter gave everything."""
    return desk.receive("老街电动车起火", **GIVEN)


@pytest.fixture
def reporter(app: Flask, service: Service, number: str) -> Reporter:
    """Whoever brought it."""
    return Reporter(app, service, number)


def without_typed(page: str) -> str:
    return re.sub(r'(value|href)="[^"]*"', "", page)


class TestGettingIn:
    """With number, code and what was given at receipt."""

    def test_number_code_and_the_end_of_the_telephone_number_open_the_matter(
        self, reporter: Reporter
    ) -> None:
        page = reporter.enter()
        assert reporter.number in page
        assert "老街电动车起火" in page

    @pytest.mark.parametrize(
        ("typed", "code"),
        [("{n}", "{c}"), (" {nl} ", "{cl}"), ("{nw}", "{cs}"), ("{short}", "{c}")],
        ids=["as-printed", "small", "wide-and-spaced", "without-noughts"],
    )
    def test_it_does_not_matter_how_they_are_typed(
        self, reporter: Reporter, typed: str, code: str
    ) -> None:
        forms = {
            "n": reporter.number,
            "nl": reporter.number.lower(),
            "nw": "".join(chr(ord(sign) + 0xFEE0) for sign in reporter.number),
            "short": reporter.number.replace("-0000", "-"),
            "c": reporter.code,
            "cl": reporter.code.lower().replace("-", ""),
            "cs": " ".join(reporter.code),
        }
        answer = reporter.knock(number=typed.format(**forms), code=code.format(**forms))
        assert answer.status_code == 303

    @pytest.mark.parametrize("typed", ["8000", "13800138000", " ８０００ ", "尾号8000"])
    def test_more_of_the_telephone_number_is_right_too(
        self, reporter: Reporter, typed: str
    ) -> None:
        assert reporter.knock(typed).status_code == 303

    @pytest.mark.parametrize("typed", ["0571-8765 4321", "4321", "8000"])
    def test_of_two_telephone_numbers_either_is_right(
        self, app: Flask, service: Service, desk: Desk, typed: str
    ) -> None:
        number = desk.receive("路灯不亮", phone="13800138000、0571-87654321")
        assert Reporter(app, service, number).knock(typed).status_code == 303

    def test_who_gave_no_telephone_number_gives_the_name(
        self, app: Flask, service: Service, desk: Desk
    ) -> None:
        number = desk.receive("路灯不亮", name="买买提·艾力 Ali")
        reporter = Reporter(app, service, number)
        assert reporter.knock("买买提").status_code == 422
        assert reporter.knock("买买提艾力ali").status_code == 303

    def test_the_name_does_not_do_where_a_telephone_number_was_given(
        self, reporter: Reporter
    ) -> None:
        assert REFUSED in reporter.knock(NAME).text

    @pytest.mark.parametrize("typed", ["2026-11-23", "2026年11月23日", "20261123", "2026/11/23"])
    def test_who_gave_neither_gives_the_day_and_sees_no_words(
        self, app: Flask, service: Service, desk: Desk, typed: str
    ) -> None:
        number = desk.receive("有人私搭乱建", anonymous=True, name="匿名", narrative="在村口")
        reporter = Reporter(app, service, number)
        assert "不显示答复内容" in reporter.enter(typed)

    @pytest.mark.parametrize("typed", ["2026-11-22", "2026-13-45", "匿名", "0000"])
    def test_another_day_does_not_do(
        self, app: Flask, service: Service, desk: Desk, typed: str
    ) -> None:
        number = desk.receive("有人私搭乱建", anonymous=True, name="匿名")
        assert Reporter(app, service, number).knock(typed).status_code == 422

    def test_whose_data_was_erased_is_known_by_the_slip_alone(
        self, app: Flask, service: Service, number: str
    ) -> None:
        keys = service.desk.keys
        with keys._engine.begin() as connection:
            connection.execute(update(person_keys).values(state=DESTROYED, wrapped=None))
        keys._store(SERVICE, PURPOSE, 2, bytes(32))
        reporter = Reporter(app, service, number)
        assert reporter.knock().status_code == 422
        assert "不显示答复内容" in reporter.enter("2026-11-23")


class TestBeingRefused:
    """In one way, whatever is wrong."""

    def test_every_wrong_thing_is_refused_alike(
        self, reporter: Reporter, app: Flask, service: Service, desk: Desk
    ) -> None:
        other = desk.receive("路灯不亮", **GIVEN)
        wrong = [
            {"number": "QS2026-09999"},
            {"number": "QS2019-00001"},
            {"number": "no number at all"},
            {"code": "0000-0000"},
            {"code": code_of(service, other)},
            {"factor": "1234"},
        ]
        answers = [Reporter(app, service, reporter.number).knock(**one) for one in wrong]
        assert {answer.status_code for answer in answers} == {422}
        assert len({without_typed(answer.text) for answer in answers}) == 1
        assert REFUSED in answers[0].text

    def test_what_was_typed_is_kept_for_mending(self, reporter: Reporter) -> None:
        page = reporter.knock("1234").text
        assert f'value="{reporter.number}"' in page
        assert 'value="1234"' in page

    def test_an_empty_form_says_what_to_fill_in(self, reporter: Reporter) -> None:
        answer = reporter.knock("", number="", code=" ")
        assert answer.status_code == 422
        for field in ("number", "code", "factor"):
            assert f'href="#door-{field}"' in answer.text

    def test_no_page_without_getting_in(self, visitor: Visitor) -> None:
        answer = visitor.get("/query/matter")
        assert (answer.status_code, answer.location) == (303, "/query")

    @pytest.mark.parametrize("path", ["/query/answer", "/query/complaint"])
    def test_nothing_is_said_without_getting_in(self, visitor: Visitor, path: str) -> None:
        answer = visitor.post(path, {"words": "写了很久"})
        assert answer.status_code == 422
        assert "写了很久" in answer.text

    def test_a_cookie_of_ones_own_making_opens_nothing(self, reporter: Reporter) -> None:
        reporter.client.set_cookie("linkage-query", "W10.abc", path="/query")
        assert reporter.get("/query/matter").status_code == 303
        reporter.client.set_cookie("linkage-query", "\x00", path="/query")
        assert reporter.get("/query/matter").status_code == 303

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "' OR 1=1 --",
            "=HYPERLINK(1)",
            "\u202e\u0000𠀀😀",
            "9" * 5000,
            "{{7*7}}",
            "QS2026-999999999999",
        ],
    )
    def test_hostile_text_is_refused_like_any_other(self, reporter: Reporter, text: str) -> None:
        for field in ("number", "code", "factor"):
            answer = Reporter(reporter.client.application, reporter.service, reporter.number).post(
                "/query",
                {"number": reporter.number, "code": reporter.code, "factor": "8000", field: text},
            )
            assert answer.status_code in (422, 429)
            assert "<script>alert" not in answer.text


class TestThrottle:
    """Guessing is slowed down, by number and by where it comes from."""

    def test_after_five_wrong_tries_the_right_one_waits_too(
        self, reporter: Reporter, clock: MovableClock
    ) -> None:
        for _ in range(5):
            assert reporter.knock("1234").status_code == 422
        answer = reporter.knock()
        assert answer.status_code == 429
        assert f"{WAIT}，请等 15 分钟再试" in answer.text
        clock.forward(minutes=14)
        assert "请等 1 分钟再试" in reporter.knock().text
        clock.forward(minutes=2)
        assert reporter.knock().status_code == 303

    def test_a_number_nobody_has_is_slowed_down_as_one_somebody_has(
        self, reporter: Reporter
    ) -> None:
        for _ in range(5):
            assert reporter.knock(number="QS2026-09999").status_code == 422
        assert reporter.knock(number="QS2026-9999").status_code == 429
        assert reporter.knock().status_code == 303

    def test_getting_in_forgets_what_was_wrong_before(self, reporter: Reporter) -> None:
        for _ in range(4):
            reporter.knock("1234")
        reporter.enter()
        for _ in range(4):
            assert reporter.knock("1234").status_code == 422
        reporter.enter()

    def test_one_address_tries_only_so_many_numbers(self, reporter: Reporter) -> None:
        for running in range(30):
            answer = reporter.knock(number=f"QS2026-{5000 + running}")
            assert answer.status_code == 422
        assert reporter.knock().status_code == 429

    def test_another_process_counts_on(self, reporter: Reporter, service: Service) -> None:
        for _ in range(5):
            reporter.knock("1234")
        throttle = type(service.accounts.throttle)(service.accounts._engine, service.desk.clock)
        service.accounts.throttle = throttle
        assert reporter.knock().status_code == 429


class TestTheVisit:
    """Short, of this page only, and over when one says so."""

    def test_it_ends_after_a_quarter_of_an_hour_without_use(
        self, reporter: Reporter, clock: MovableClock
    ) -> None:
        reporter.enter()
        clock.forward(minutes=14)
        reporter.page()
        clock.forward(minutes=14)
        reporter.page()
        clock.now += timedelta(minutes=15, seconds=1)
        assert reporter.get("/query/matter").status_code == 303

    def test_what_was_written_too_slowly_is_shown_to_be_copied(
        self, reporter: Reporter, clock: MovableClock
    ) -> None:
        reporter.enter()
        clock.forward(minutes=20)
        answer = reporter.say("complaint", unit="centre", words="他们说<b>再闹</b>就停我的低保")
        assert answer.status_code == 422
        assert "他们说&lt;b&gt;再闹&lt;/b&gt;就停我的低保" in answer.text
        assert "没有记录任何内容" in answer.text

    def test_leaving_shuts_the_door(self, reporter: Reporter) -> None:
        reporter.enter()
        assert reporter.post("/query/leave").location == "/query"
        assert reporter.get("/query/matter").status_code == 303

    def test_its_cookie_goes_to_this_page_only_and_names_nobody(self, reporter: Reporter) -> None:
        answer = reporter.knock()
        cookie = answer.headers["Set-Cookie"]
        for part in ("Path=/query", "HttpOnly", "SameSite=Strict", "Max-Age=900"):
            assert part in cookie
        for secret in (reporter.number, PHONE, NAME):
            assert secret not in cookie

    def test_the_door_leads_on_while_it_lasts(self, reporter: Reporter) -> None:
        reporter.enter()
        assert reporter.get("/query").location == "/query/matter"
        assert reporter.get("/query?number=QS2026-00007").status_code == 200


class TestTheForm:
    """As a slip's mark leads to it."""

    def test_the_mark_on_the_slip_fills_in_the_number_and_nothing_else(
        self, visitor: Visitor
    ) -> None:
        page = visitor.get("/query?number=QS2026-00001&code=AAAA-BBBB&factor=1").text
        assert 'value="QS2026-00001"' in page
        assert "AAAA" not in page

    def test_hostile_marks_are_text(self, visitor: Visitor) -> None:
        page = visitor.get('/query?number="><script>alert(1)</script>').text
        assert "<script>" not in page

    def test_no_search_engine_keeps_it_and_nobody_caches_it(self, visitor: Visitor) -> None:
        answer = visitor.get("/query")
        assert "noindex" in answer.headers["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in answer.text
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["Referrer-Policy"] in ("no-referrer", "same-origin")

    def test_it_is_light(self, visitor: Visitor) -> None:
        answer = visitor.get("/query")
        styles = re.findall(r'<link rel="stylesheet" href="([^"]+)"', answer.text)
        assert "<script" not in answer.text
        size = len(answer.data) + sum(len(visitor.get(style).data) for style in styles)
        assert size < 16_000

    def test_a_form_without_its_token_records_nothing_and_says_so(self, visitor: Visitor) -> None:
        answer = visitor.client.post("/query/complaint", data={"words": "写了很久"})
        assert answer.status_code == 400
        assert "写了很久" in answer.text
        assert "页面已失效" in answer.text

    def test_staff_may_look(self, reporter: Reporter, logged_in: LogIn) -> None:
        staff = logged_in("zhang")
        typed: dict[str, object] = {
            "number": reporter.number,
            "code": reporter.code,
            "factor": "8000",
        }
        assert staff.post("/query", typed).status_code == 303
        assert "可以查看，不能在这里评价或投诉" in staff.get("/query/matter").text
