"""Two at one case in real browsers: the second is told what is new and loses nothing typed."""

import pytest
from playwright.sync_api import Dialog, Locator, Page, expect

from tests.system.conftest import Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, COLLEAGUE = "zhoumin", "linhao"


@pytest.fixture
def case(town: Town, open_context: OpenContext) -> str:
    """The address of an open case."""
    page = open_context("desktop").new_page()
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases?stage=dispatched&track=hotline")
    number = page.locator("td.c-number a").first.inner_text()
    return f"{town.address}/cases/{number}"


@pytest.fixture
def pair(town: Town, open_context: OpenContext, case: str) -> tuple[Page, Page]:
    """Two officers of the desk with the same case open."""
    pages = []
    for username in (DESK, COLLEAGUE):
        page = open_context("desktop").new_page()
        town.log_in(page, username)
        page.goto(case)
        pages.append(page)
    return pages[0], pages[1]


def step(page: Page, name: str) -> Locator:
    """The form of a step, unfolded."""
    form = page.locator(f'form[action$="/do/{name}"]').first
    fold = page.locator("details.lc-fold", has=form)
    if fold.count() and fold.first.get_attribute("open") is None:
        fold.first.locator("summary").first.click()
    return form


def note(page: Page, label: str, text: str = "") -> Locator:
    """The note's form, filled in."""
    form = step(page, "Note")
    form.get_by_label("摘要").fill(label)
    form.get_by_label("内容").fill(text)
    return form


def test_the_second_sees_what_is_new_and_sends_all_the_same(
    pair: tuple[Page, Page], look: Look
) -> None:
    first, second = pair
    form = note(second, "电话回复", "反映人说明天都在家")
    note(first, "已约上门", "约在明天上午").locator("button.lc-do").click()
    expect(first.locator(".tl")).to_contain_text("已约上门")

    form.locator("button.lc-do").click()
    expect(second.get_by_role("alert")).to_contain_text("又有新的记录")
    expect(second.locator("#news")).to_contain_text("备注")
    expect(second.locator(".tl")).to_contain_text("已约上门")
    kept = second.locator('form[action$="/do/Note"]').first
    expect(kept.get_by_label("摘要")).to_have_value("电话回复")
    expect(kept.get_by_label("内容")).to_have_value("反映人说明天都在家")
    look(second, "case-moved-on-zh")

    kept.get_by_role("button", name="照样提交").click()
    expect(second.locator(".tl")).to_contain_text("反映人说明天都在家")


def test_the_second_is_told_on_the_open_page_and_what_is_typed_stays(
    pair: tuple[Page, Page], look: Look
) -> None:
    first, second = pair
    note(second, "还没写完", "写到一半")
    note(first, "先记一笔").locator("button.lc-do").click()
    expect(first.locator(".tl")).to_contain_text("先记一笔")

    second.evaluate("document.dispatchEvent(new Event('visibilitychange'))")
    expect(second.locator("#live")).to_contain_text("又有 1 条新记录")
    look(second, "case-live-zh")
    second.locator("#live").get_by_role("link", name="查看新记录").click()
    expect(second.locator(".tl")).to_contain_text("先记一笔")
    form = step(second, "Note")
    expect(form.get_by_label("摘要")).to_have_value("还没写完")
    expect(form.get_by_label("内容")).to_have_value("写到一半")


def test_what_is_typed_outlives_a_reload_and_is_gone_once_it_is_recorded(
    pair: tuple[Page, Page],
) -> None:
    page, _ = pair
    warned: list[str] = []

    def hear(dialog: Dialog) -> None:
        warned.append(dialog.type)
        dialog.accept()

    page.on("dialog", hear)
    note(page, "打到一半", "线断了")
    page.reload()
    assert warned == ["beforeunload"]
    form = step(page, "Note")
    expect(form.get_by_label("内容")).to_have_value("线断了")

    form.locator("button.lc-do").click()
    expect(page.locator(".tl")).to_contain_text("线断了")
    page.reload()
    expect(page.locator('form[action$="/do/Note"]').first.get_by_label("内容")).to_have_value("")
    assert warned == ["beforeunload"]


def test_nothing_typed_is_left_in_the_browser_after_log_out(
    town: Town, pair: tuple[Page, Page]
) -> None:
    page, _ = pair
    note(page, "没有提交", "私事")
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(lambda url: "/login" in url)
    assert page.evaluate("JSON.stringify(window.sessionStorage)") == "{}"


def test_log_out_on_another_page_leaves_nothing_typed_either(
    town: Town, pair: tuple[Page, Page]
) -> None:
    page, _ = pair
    note(page, "没有提交", "私事")
    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(f"{town.address}/board")
    assert "私事" in page.evaluate("JSON.stringify(window.sessionStorage)")
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(lambda url: "/login" in url)
    assert page.evaluate("JSON.stringify(window.sessionStorage)") == "{}"


def test_a_double_click_records_once(pair: tuple[Page, Page]) -> None:
    page, _ = pair
    note(page, "手快了").locator("button.lc-do").dblclick()
    expect(page.locator(".tl")).to_contain_text("手快了")
    page.reload()
    expect(page.locator(".tl li", has_text="手快了")).to_have_count(1)


def test_a_step_is_found_by_its_sounds_and_opened_by_enter(pair: tuple[Page, Page]) -> None:
    page, _ = pair
    page.get_by_label("查找步骤").fill("cb")
    expect(page.locator("#do-Urge")).to_be_visible()
    expect(page.locator("#do-Note")).to_be_hidden()
    page.get_by_label("查找步骤").fill("备注")
    page.get_by_label("查找步骤").press("Enter")
    expect(page.locator("#do-Note[open]")).to_be_visible()
    expect(page.locator("#do-Note-label")).to_be_focused()
    page.get_by_label("查找步骤").fill("没有这一步")
    expect(page.get_by_text("没有符合的步骤")).to_be_visible()


def test_how_late_an_entry_is_shows_before_it_is_sent(pair: tuple[Page, Page], look: Look) -> None:
    page, _ = pair
    form = step(page, "Note")
    form.get_by_text("不是刚刚发生的？").click()
    form.get_by_label("发生时间").fill("2026-06-24 09:30")
    expect(form.locator(".lc-late")).to_have_class("lc-late lc-reason")
    form.get_by_label("发生时间").fill("2026-06-22 09:30")
    expect(form.locator(".lc-late")).to_have_class("lc-late lc-reason lc-supervisor")
    look(page, "case-late-zh")
