"""What every page owes: its headers, its language, forms nobody can forge, failures that help."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.exceptions import RequestEntityTooLarge

from projections.bootstrap import Service
from tests.web.conftest import Visitor

LogIn = Callable[[str], Visitor]
SECRET = "what is inside"
PAGES = ("/login", "/board", "/ledgers/", "/no-such-page", "/static/app.css", "/healthz")


@pytest.mark.parametrize("path", PAGES)
def test_every_answer_says_what_the_browser_may_load(logged_in: LogIn, path: str) -> None:
    headers = logged_in("zhang").get(path).headers
    policy = headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe" not in policy
    assert headers["X-Content-Type-Options"] == "nosniff"


def test_pages_are_kept_by_no_browser_and_files_are(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    assert zhang.get("/board").headers["Cache-Control"] == "no-store"
    assert "max-age=31536000" in zhang.get("/static/app.css").headers["Cache-Control"]


def test_text_goes_out_compressed_to_whoever_can_read_it(logged_in: LogIn) -> None:
    zhang = logged_in("zhang").client
    for path in ("/board", "/bootstrap/static/css/bootstrap.min.css"):
        plain = zhang.get(path, buffered=True)
        packed = zhang.get(path, buffered=True, headers={"Accept-Encoding": "gzip, br"})
        assert "Content-Encoding" not in plain.headers
        assert packed.headers["Content-Encoding"] == "gzip"
        assert "Accept-Encoding" in packed.headers["Vary"]
        assert gzip.decompress(packed.data)[:15] == plain.data[:15]
        assert len(packed.data) < len(plain.data)


def test_a_first_visit_to_the_board_is_light(logged_in: LogIn) -> None:
    zhang = logged_in("zhang").client
    page = zhang.get("/board", buffered=True).text
    files = re.findall(r'(?:href|src)="([^"]*/static/[^"]+)"', page)
    assert len(files) > 4
    packed = {"Accept-Encoding": "gzip"}
    weight = sum(len(zhang.get(path, buffered=True, headers=packed).data) for path in files)
    assert weight < 50_000


def test_a_form_without_its_token_is_refused(logged_in: LogIn) -> None:
    answer = logged_in("zhang").client.post("/logout")
    assert answer.status_code == 400
    assert "这张表单已失效" in answer.text


def test_a_form_of_another_session_is_refused(logged_in: LogIn) -> None:
    stolen = logged_in("li").token()
    answer = logged_in("zhang").client.post("/logout", data={"csrf_token": stolen})
    assert answer.status_code == 400


@pytest.mark.parametrize("token", ["", "x", "é", "\U0001f600", "a.b.c", "0" * 100_000])
def test_a_made_up_token_is_refused(logged_in: LogIn, token: str) -> None:
    answer = logged_in("zhang").client.post("/logout", data={"csrf_token": token})
    assert answer.status_code == 400


def test_pages_are_chinese_until_english_is_chosen_and_remembered(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    page = zhang.get("/ledgers/").text
    assert '<html lang="zh-CN">' in page
    assert "台账" in page

    answer = zhang.get("/language/en?next=/ledgers/")
    assert answer.location == "/ledgers/"
    page = zhang.get("/ledgers/").text
    assert '<html lang="en">' in page
    assert "Ledgers" in page

    zhang.get("/language/zh")
    assert '<html lang="zh-CN">' in zhang.get("/ledgers/").text


@pytest.mark.parametrize("cookie", ["fr", "../../etc", "zh_CN", "\x7f", ""])
def test_a_language_nobody_offered_is_chinese(visitor: Visitor, cookie: str) -> None:
    visitor.client.set_cookie("linkage-language", cookie)
    assert '<html lang="zh-CN">' in visitor.get("/login").text


def test_the_language_switch_leads_to_no_other_site(visitor: Visitor) -> None:
    assert visitor.get("/language/en?next=https://evil.example").location == "/"


def test_an_unknown_address_gets_a_page_that_says_what_to_do(logged_in: LogIn) -> None:
    answer = logged_in("zhang").get("/no-such-page")
    assert answer.status_code == 404
    assert "搜索框" in answer.text


def test_a_wrong_method_gets_a_page(logged_in: LogIn) -> None:
    assert logged_in("zhang").client.delete("/board").status_code == 405


def test_an_endless_form_is_refused(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    answer = zhang.client.post("/logout", data={"csrf_token": zhang.token(), "x": "a" * 5_000_000})
    assert answer.status_code == RequestEntityTooLarge.code


def test_a_defect_is_answered_without_its_inside(
    app: Flask, logged_in: LogIn, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    zhang = logged_in("zhang")

    def broken(_: str) -> None:
        raise RuntimeError(SECRET)

    monkeypatch.setattr(service.accounts, "session", broken)
    app.config["PROPAGATE_EXCEPTIONS"] = False
    answer = zhang.get("/board")
    assert answer.status_code == 500
    assert SECRET not in answer.text
    assert "Traceback" not in answer.text
    assert "管理员" in answer.text


def test_health_answers_without_log_in_and_gives_no_cookie(visitor: Visitor) -> None:
    answer = visitor.get("/healthz")
    assert answer.json == {"status": "ok"}
    assert "Set-Cookie" not in answer.headers


def test_health_fails_when_the_log_can_not_be_read(
    app: Flask, visitor: Visitor, service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone() -> None:
        raise OSError(SECRET)

    monkeypatch.setattr(service.desk.log, "head", gone)
    answer = visitor.get("/healthz")
    assert answer.status_code == 500
    assert SECRET not in answer.text


def test_what_a_role_comes_for_every_day_stands_in_the_bar_and_all_of_it_in_the_menu(
    logged_in: LogIn,
) -> None:
    page = logged_in("zhang").get("/rates").text
    strip = re.findall(r'<a href="([^"]+)"(?: class="(lc-far)")?[^>]*>', _between(page, "lc-strip"))
    near, far = ({url for url, kind in strip if bool(kind) is rest} for rest in (False, True))
    assert {"/board", "/register", "/visits/", "/ledgers/"} <= near
    assert "/rates" in far
    menu = _between(page, "lc-more")
    assert {url for url, _ in strip} == set(re.findall(r'<a href="([^"]+)"', menu))
    assert '<span class="lc-bar-rest">指标</span>' in menu  # where one is, though it is folded away


def _between(page: str, start: str) -> str:
    return page.partition(f'class="{start}"')[2].partition(
        "</ul>" if "more" in start else "</div>"
    )[0]


def test_whoever_brought_a_matter_and_comes_to_the_log_in_is_led_to_their_own_page(
    visitor: Visitor,
) -> None:
    assert 'href="/query"' in visitor.get("/login").text
