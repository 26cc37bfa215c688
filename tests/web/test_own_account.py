"""One's own account: password, one-time codes, other sessions; and what has to come first."""

import html
import re
from collections.abc import Callable

import pytest
from flask import Flask
from pyotp import TOTP

from application.settings import Settings
from application.staff import history
from domain.accounts import events as a
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, MovableClock, Visitor
from web.app import create_app

LogIn = Callable[[str], Visitor]
NEW = "grün wie gras 9"
CHANGE = {"old": PASSWORD, "new": NEW, "again": NEW}


def problems(page: str) -> str:
    """What the summary says is to be mended."""
    return html.unescape(page.partition('id="problems"')[2].partition("</div>")[0])


def phone_of(visitor: Visitor) -> TOTP:
    """A phone that takes up the secret shown on the page."""
    page = visitor.get("/account/codes").text
    shown = re.search(r'class="lc-secret">([A-Z2-7 ]+)<', page)
    assert shown is not None, page
    assert 'src="data:image/svg+xml' in page
    return TOTP(shown[1].replace(" ", ""))


def set_up(visitor: Visitor, clock: MovableClock) -> tuple[TOTP, list[str]]:
    """The phone, and the recovery codes that were shown once."""
    phone = phone_of(visitor)
    page = visitor.post("/account/codes", {"code": phone.at(clock())}).text
    clock.forward(minutes=1)
    return phone, re.findall(r"<li><code>([a-z0-9-]+)</code>", page)


def test_the_page_says_who_one_is_and_where_one_is_logged_in(logged_in: LogIn) -> None:
    zhang, _ = logged_in("zhang"), logged_in("zhang")
    page = zhang.get("/account").text
    assert "张敏" in page
    assert page.count("127.0.0.1") == 2
    assert page.count("当前") == 1


def test_every_page_leads_to_ones_own(logged_in: LogIn) -> None:
    assert 'href="/account"' in logged_in("zhang").get("/ledgers/").text


def test_another_password_opens_and_the_old_one_no_more(logged_in: LogIn, service: Service) -> None:
    zhang, elsewhere = logged_in("zhang"), logged_in("zhang")
    assert zhang.post("/account/password", CHANGE).location == "/account"
    assert zhang.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303
    assert elsewhere.log_in("zhang").status_code == 422
    assert elsewhere.log_in("zhang", NEW).status_code == 303
    assert [type(one) for one in history(service.desk, "zhang")] == [a.AccountPasswordChanged]


@pytest.mark.parametrize(
    ("change", "field", "said"),
    [
        ({"old": "wrong"}, "old", "现用密码不对"),
        ({"old": ""}, "old", "请输入现用密码"),
        ({"new": ""}, "new", "请输入新密码"),
        ({"again": "something else"}, "again", "不一致"),
        ({"new": "short", "again": "short"}, "new", "至少要 10"),
        ({"new": "x" * 300, "again": "x" * 300}, "new", "最多 200"),
        ({"new": "zhangzhang", "again": "zhangzhang"}, "new", "太接近"),
        ({"new": "1234567890", "again": "1234567890"}, "new", "太容易被猜到"),
        ({"new": PASSWORD, "again": PASSWORD}, "new", "相同"),
    ],
)
def test_a_password_that_is_not_changed_says_why_at_its_field(
    logged_in: LogIn, change: dict[str, str], field: str, said: str
) -> None:
    zhang = logged_in("zhang")
    answer = zhang.post("/account/password", {**CHANGE, **change})
    assert answer.status_code == 422
    assert said in problems(answer.text)
    assert f'href="#{field}"' in answer.text
    assert zhang.log_in("zhang").status_code == 303


def test_guessing_the_old_password_from_an_open_session_is_slowed_down(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    for _ in range(5):
        zhang.post("/account/password", {**CHANGE, "old": "wrong"})
    answer = zhang.post("/account/password", CHANGE)
    assert answer.status_code == 422
    assert "10" in problems(answer.text)


def test_before_anything_else_a_password_somebody_else_knows_is_changed(
    service: Service, visitor: Visitor
) -> None:
    service.accounts.reset("zhang", "a first one for you", provisional=True)
    visitor.log_in("zhang", "a first one for you")
    for path in ("/", "/board", "/account", "/ledgers/", "/register"):
        assert visitor.get(path).location == "/account/password"
    assert visitor.post("/register", {"title": "x"}).location == "/account/password"
    assert "由他人设定" in visitor.get("/account/password").text
    visitor.post("/account/password", {**CHANGE, "old": "a first one for you"})
    assert visitor.get("/board").status_code == 200


# --- one-time codes ---
def test_with_codes_the_password_alone_opens_nothing(
    logged_in: LogIn, app: Flask, clock: MovableClock
) -> None:
    phone, recovery = set_up(logged_in("zhang"), clock)
    assert len(recovery) == 8

    again = Visitor(app)
    first = again.post("/login", {"username": "zhang", "password": PASSWORD, "next": "/ledgers/"})
    assert first.location == "/login/code?next=/ledgers/"
    assert again.get("/board").status_code == 303
    form = {"code": phone.at(clock()), "next": "/ledgers/"}
    assert again.post("/login/code", form).location == "/ledgers/"
    assert again.get("/board").status_code == 200


def test_a_code_opens_once(logged_in: LogIn, app: Flask, clock: MovableClock) -> None:
    phone, _ = set_up(logged_in("zhang"), clock)
    code = phone.at(clock())
    answers = []
    for _ in range(2):
        visitor = Visitor(app)
        visitor.log_in("zhang")
        answers.append(visitor.post("/login/code", {"code": code}))
    assert [answer.status_code for answer in answers] == [303, 422]
    assert "动态码不对" in answers[1].text


@pytest.mark.parametrize("code", ["", "000000", "x" * 5000, "١٢٣٤٥٦", "\x00", "<script>", "😀"])
def test_a_wrong_code_is_refused_and_the_form_stays(
    logged_in: LogIn, app: Flask, clock: MovableClock, code: str
) -> None:
    set_up(logged_in("zhang"), clock)
    visitor = Visitor(app)
    visitor.log_in("zhang")
    answer = visitor.post("/login/code", {"code": code})
    assert answer.status_code == 422
    assert "<script>" not in answer.text
    assert visitor.get("/board").status_code == 303


def test_too_late_with_the_code_one_begins_again(
    logged_in: LogIn, app: Flask, clock: MovableClock
) -> None:
    phone, _ = set_up(logged_in("zhang"), clock)
    visitor = Visitor(app)
    visitor.log_in("zhang")
    clock.forward(minutes=11)
    answer = visitor.post("/login/code", {"code": phone.at(clock())})
    assert answer.location == "/login?late=1"
    assert "等待时间过长" in visitor.get(answer.location).text


def test_nobody_reaches_the_second_step_without_the_first(visitor: Visitor) -> None:
    assert visitor.get("/login/code").status_code == 303
    assert visitor.post("/login/code", {"code": "123456"}).location.startswith("/login")


def test_a_recovery_code_stands_in_for_the_phone_once(
    logged_in: LogIn, app: Flask, clock: MovableClock
) -> None:
    _, recovery = set_up(logged_in("zhang"), clock)
    for expected in (303, 422):
        visitor = Visitor(app)
        visitor.log_in("zhang")
        assert visitor.post("/login/code", {"code": recovery[0]}).status_code == expected


def test_a_wrong_code_sets_nothing_up_and_the_mark_stays_the_same(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    phone = phone_of(zhang)
    answer = zhang.post("/account/codes", {"code": "000000"})
    assert answer.status_code == 422
    assert phone_of(zhang).secret == phone.secret


def test_codes_are_given_up_only_with_the_password(
    logged_in: LogIn, clock: MovableClock, service: Service
) -> None:
    zhang = logged_in("zhang")
    set_up(zhang, clock)
    assert zhang.post("/account/codes/off", {"password": "wrong"}).status_code == 422
    assert service.accounts.get("zhang").totp
    assert zhang.post("/account/codes/off", {"password": PASSWORD}).status_code == 303
    assert not service.accounts.get("zhang").totp
    assert [type(one) for one in history(service.desk, "zhang")] == [
        a.AccountTotpAdded,
        a.AccountTotpRemoved,
    ]


def test_new_recovery_codes_are_shown_once_and_the_old_void(
    logged_in: LogIn, app: Flask, clock: MovableClock
) -> None:
    zhang = logged_in("zhang")
    _, recovery = set_up(zhang, clock)
    assert zhang.post("/account/codes/recovery", {"password": "wrong"}).status_code == 422
    page = zhang.post("/account/codes/recovery", {"password": PASSWORD}).text
    renewed = re.findall(r"<li><code>([a-z0-9-]+)</code>", page)
    assert len(set(renewed) - set(recovery)) == 8
    visitor = Visitor(app)
    visitor.log_in("zhang")
    assert visitor.post("/login/code", {"code": recovery[0]}).status_code == 422
    assert visitor.post("/login/code", {"code": renewed[0]}).status_code == 303


@pytest.mark.parametrize(
    ("asked", "username", "first"),
    [
        ("optional", "root", "/admin/"),
        ("admins", "root", "/account/codes"),
        ("admins", "zhang", "/board"),
        ("everybody", "zhang", "/account/codes"),
    ],
)
def test_whom_the_settings_ask_for_codes_sets_them_up_first(
    settings: Settings,
    service: Service,
    clock: MovableClock,
    asked: str,
    username: str,
    first: str,
) -> None:
    said = Settings(data=settings.data, database_url=settings.database_url, totp=asked)  # type: ignore[arg-type]
    visitor = Visitor(create_app(said, service))
    visitor.log_in(username)
    assert visitor.get("/").location == first
    if first == "/account/codes":
        set_up(visitor, clock)
        assert visitor.get("/account").status_code == 200
        assert visitor.post("/account/codes/off", {"password": PASSWORD}).status_code == 422
        assert service.accounts.get(username).totp


def test_an_administrator_helps_who_lost_phone_and_codes(
    logged_in: LogIn, app: Flask, clock: MovableClock
) -> None:
    set_up(logged_in("zhang"), clock)
    assert logged_in("root").post("/admin/users/zhang/no-codes").status_code == 303
    visitor = Visitor(app)
    assert visitor.log_in("zhang").location == "/"
    assert visitor.get("/board").status_code == 200


# --- sessions ---
def test_every_other_place_is_logged_out(logged_in: LogIn) -> None:
    here, elsewhere = logged_in("zhang"), logged_in("zhang")
    assert here.post("/account/sessions").status_code == 303
    assert here.get("/account").status_code == 200
    assert elsewhere.get("/account").status_code == 303


def test_a_page_that_asks_by_itself_keeps_no_session_alive(
    logged_in: LogIn, clock: MovableClock, settings: Settings
) -> None:
    zhang = logged_in("zhang")
    asks = {"X-Linkage-Passive": "1"}
    for _ in range(settings.idle_minutes // 10):
        clock.forward(minutes=10)
        assert zhang.client.get("/board", headers=asks).status_code == 200
    clock.forward(minutes=1)
    told = zhang.client.get("/board", headers=asks)
    assert told.status_code == 401
    assert "Location" not in told.headers
    assert not told.data
    assert zhang.get("/board").location.startswith("/login")


def test_what_only_ever_asks_by_itself_needs_not_say_so(
    logged_in: LogIn, clock: MovableClock, settings: Settings
) -> None:
    zhang = logged_in("zhang")
    clock.forward(minutes=settings.idle_minutes - 1)
    assert zhang.get("/board/live").status_code == 200
    clock.forward(minutes=2)
    assert zhang.get("/board/live").status_code == 401


def test_behind_a_proxy_people_are_told_apart_by_their_own_addresses(
    settings: Settings, service: Service
) -> None:
    said = Settings(data=settings.data, database_url=settings.database_url, proxies=1)
    visitor = Visitor(create_app(said, service))
    token = visitor.token()
    visitor.client.post(
        "/login",
        data={"csrf_token": token, "username": "zhang", "password": PASSWORD},
        headers={"X-Forwarded-For": "203.0.113.9, 192.0.2.44"},
    )
    assert "192.0.2.44" in visitor.get("/account").text
    assert "203.0.113.9" not in visitor.get("/account").text
