"""Coming and going: who gets in, how long, and what the browser keeps of it."""

from collections.abc import Callable

import pytest
from flask import Flask

from application.accounts import FAILURES_ALLOWED, FAILURES_OF_AN_ADDRESS, AccountError
from application.settings import Settings
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, MovableClock, Visitor
from web.app import create_app

LogIn = Callable[[str], Visitor]


def test_a_page_asks_for_log_in_and_comes_back_to_the_page_asked_for(visitor: Visitor) -> None:
    asked = visitor.get("/ledgers/cases?track=dispute")
    assert asked.status_code == 303
    assert asked.location == "/login?next=/ledgers/cases?track%3Ddispute"

    form = visitor.get(asked.location).text
    assert 'name="next" value="/ledgers/cases?track=dispute"' in form


def test_the_right_password_opens_the_page_asked_for(visitor: Visitor) -> None:
    answer = visitor.post(
        "/login", {"username": "zhang", "password": PASSWORD, "next": "/ledgers/"}
    )
    assert (answer.status_code, answer.location) == (303, "/ledgers/")
    assert "张敏" in visitor.get("/ledgers/").text


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "\\\\evil",
        "javascript:1",
        "/a\nb",
        "//[",
        "http://[",
    ],
)
def test_nobody_is_sent_to_another_site_after_log_in(visitor: Visitor, elsewhere: str) -> None:
    answer = visitor.post("/login", {"username": "zhang", "password": PASSWORD, "next": elsewhere})
    assert answer.location == "/"


@pytest.mark.parametrize(
    ("username", "password"),
    [("zhang", "wrong"), ("nobody", PASSWORD), ("ZHANG' OR 1=1 --", PASSWORD), ("\x00", "\x00")],
)
def test_a_wrong_name_and_a_wrong_password_get_the_same_answer(
    visitor: Visitor, username: str, password: str
) -> None:
    answer = visitor.log_in(username, password)
    assert answer.status_code == 422
    assert "用户名或密码不对" in answer.text
    assert visitor.get("/").location == "/login"


@pytest.mark.parametrize(
    ("username", "password"), [("", PASSWORD), ("zhang", ""), ("z" * 5000, PASSWORD)]
)
def test_an_empty_or_endless_form_is_refused_without_trying(
    visitor: Visitor, username: str, password: str
) -> None:
    assert visitor.log_in(username, password).status_code == 422


def test_too_many_wrong_passwords_lock_the_account_for_a_while(
    visitor: Visitor, clock: MovableClock
) -> None:
    for _ in range(FAILURES_ALLOWED):
        visitor.log_in("zhang", "wrong")

    locked = visitor.log_in("zhang")
    assert locked.status_code == 422
    assert "10 分钟" in locked.text

    clock.forward(minutes=11)
    assert visitor.log_in("zhang").status_code == 303


def test_a_name_nobody_has_is_told_the_same_after_as_many_tries(visitor: Visitor) -> None:
    told = []
    for name in ("zhang", "nobody"):
        answers = [visitor.log_in(name, "wrong") for _ in range(FAILURES_ALLOWED + 1)]
        told.append([page.text.partition('role="alert"')[2][:80] for page in answers])
    assert told[0] == told[1]


def test_a_whole_office_behind_one_address_is_closed_only_after_many_failures(
    visitor: Visitor, service: Service, clock: MovableClock
) -> None:
    for at in range(FAILURES_OF_AN_ADDRESS - 1):
        with pytest.raises(AccountError, match="wrong"):
            service.accounts.log_in(f"user{at}", "wrong", "127.0.0.1")
    assert visitor.log_in("zhang").status_code == 303
    visitor.post("/logout")
    visitor.log_in("li", "wrong")
    assert "10 分钟" in visitor.log_in("zhang").text
    clock.forward(minutes=11)
    assert visitor.log_in("zhang").status_code == 303


def test_a_disabled_account_is_out_at_once(logged_in: LogIn, service: Service) -> None:
    zhang = logged_in("zhang")
    service.accounts.disable("zhang")
    assert zhang.get("/ledgers/").status_code == 303
    assert zhang.log_in("zhang").status_code == 422


def test_a_session_ends_after_idling(
    logged_in: LogIn, clock: MovableClock, settings: Settings
) -> None:
    zhang = logged_in("zhang")
    clock.forward(minutes=settings.idle_minutes - 1)
    assert zhang.get("/ledgers/").status_code == 200
    clock.forward(minutes=settings.idle_minutes + 1)
    assert zhang.get("/ledgers/").status_code == 303


def test_logging_out_ends_the_session_on_the_server(logged_in: LogIn, app: Flask) -> None:
    zhang = logged_in("zhang")
    cookie = zhang.client.get_cookie("linkage")
    assert cookie is not None

    assert zhang.post("/logout").status_code == 303

    thief = Visitor(app)
    thief.client.set_cookie("linkage", cookie.value)
    assert thief.get("/ledgers/").status_code == 303


def test_logging_in_changes_the_token_so_that_none_can_be_planted(visitor: Visitor) -> None:
    visitor.get("/login")
    planted = visitor.client.get_cookie("linkage")
    visitor.log_in("zhang")
    held = visitor.client.get_cookie("linkage")
    assert planted is not None
    assert held is not None
    assert planted.value != held.value


def test_the_cookie_holds_a_random_token_and_no_script_can_read_it(visitor: Visitor) -> None:
    cookie = visitor.log_in("zhang").headers["Set-Cookie"]
    token = cookie.partition("=")[2].partition(";")[0]
    assert len(token) == 43
    assert "zhang" not in cookie
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie


def test_under_https_the_cookie_travels_by_https_only(settings: Settings, service: Service) -> None:
    safe = Settings(data=settings.data, database_url=settings.database_url, https=True)
    answer = create_app(safe, service).test_client().get("/login", base_url="https://localhost")
    assert answer.headers["Set-Cookie"].startswith("__Host-linkage=")
    assert "Secure" in answer.headers["Set-Cookie"]
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_everybody_begins_where_their_work_is(logged_in: LogIn) -> None:
    assert logged_in("zhang").get("/").location == "/board"
    assert logged_in("root").get("/").location == "/admin/"
