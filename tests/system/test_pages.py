"""Board, ledgers, search and log-in in a real browser, on both screens and in both languages."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import FAR_CORNERS, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, UNIT, ADMIN = "zhoumin", "dengfei", "luoping"
PAGES = {  # beyond those that the table of pages has
    "board-overdue": "/board?show=overdue",
    "board-waiting": "/board?show=waiting",
    "ledger-overdue": "/ledgers/overdue?state=open",
    "ledger-empty": "/ledgers/cases?text=没有这件事",
    "ledger-refused": "/ledgers/cases?since=yesterday",
    "search": "/search?q=电梯",
    "search-empty": "/search?q=没有这件事",
    "not-found": "/no-such-page",
}


@FAR_CORNERS
def test_pages_narrowed_empty_and_refused_are_accessible_and_fit(
    town: Town,
    page: Page,
    language: str,
    look: Look,
) -> None:
    town.speak(page, language)
    page.goto(f"{town.address}/login")
    page.fill("#username", DESK)
    page.fill("#password", "wrong")
    page.press("#password", "Enter")
    look(page, f"log-in-refused-{language}")

    town.log_in(page, DESK)
    for name, path in PAGES.items():
        page.goto(town.address + path)
        look(page, f"{name}-{language}")


@FAR_CORNERS
@pytest.mark.parametrize("username", [UNIT, ADMIN])
def test_the_first_page_of_units_and_administrators_is_as_good(
    town: Town,
    page: Page,
    language: str,
    username: str,
    assert_accessible: Callable[[Page], None],
    save_screenshot: Callable[[Page, str], None],
) -> None:
    town.speak(page, language)
    town.log_in(page, username)
    assert_accessible(page)
    assert not page.evaluate("document.documentElement.scrollWidth > window.innerWidth")
    save_screenshot(page, f"first-{username}-{language}")


@pytest.mark.parametrize("locale", ["en-US"])
def test_pages_are_chinese_until_english_is_chosen_and_the_page_stays(
    town: Town, page: Page
) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases?track=dispute&sort=number")
    expect(page.locator("h1")).to_have_text("案件台账")

    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Cases")
    assert page.url.endswith("/ledgers/cases?track=dispute&sort=number")
    expect(page.locator("html")).to_have_attribute("lang", "en")


def test_a_ledger_is_narrowed_sorted_and_paged_by_clicks(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.get_by_role("link", name="台账", exact=True).click()
    page.get_by_role("link", name="案件台账").click()
    page.get_by_label("类型", exact=True).select_option("热线")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("td.c-track").first).to_have_text("热线")

    page.get_by_role("link", name="编号", exact=True).click()
    expect(page.locator("th.c-number")).to_have_attribute("aria-sort", "ascending")
    first = page.locator("td.c-number").first.inner_text()

    page.get_by_role("link", name="下一页").click()
    assert page.locator("td.c-number").first.inner_text() > first
    assert "track=hotline" in page.url


def test_the_workbook_comes_under_a_chinese_name(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/dispatches")
    with page.expect_download() as download:
        page.get_by_role("link", name="导出 Excel").click()
    assert download.value.suggested_filename == "派单台账-20260624-1012.xlsx"


def test_a_ledger_is_printed_across_on_pages_of_a4(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases?rows=200")
    printed = page.pdf(prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", printed)) > 1
    widths = re.findall(rb"/MediaBox\s*\[0 0 (\d+)[.\d]* (\d+)", printed)
    assert {(round(int(wide), -1), round(int(high), -1)) for wide, high in widths} == {(840, 590)}

    page.emulate_media(media="print")
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.locator(".lc-filters")).to_be_hidden()
    expect(page.locator(".lc-print-head")).to_be_visible()
    head = page.locator(".lc-book thead")
    assert head.evaluate("head => getComputedStyle(head).display") == "table-header-group"


def test_a_tile_shows_the_rows_it_counts(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    tile = page.get_by_role("link", name="已超期")
    count = int(tile.locator("b").inner_text())
    tile.click()
    expect(page.locator(".lc-cards tbody tr")).to_have_count(count)
    expect(page.locator(".sla-red")).to_have_count(count)


def test_the_search_box_finds_from_every_page(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.get_by_role("searchbox").fill("电梯")
    page.get_by_role("searchbox").press("Enter")
    expect(page.locator("td.c-sum").first).to_contain_text("电梯")

    number = page.locator("td.c-no a").first.inner_text()
    page.get_by_role("searchbox").fill(number)
    page.get_by_role("button", name="搜索").click()
    assert page.url == f"{town.address}/cases/{number}"


def test_everything_works_without_script(town: Town, open_context: OpenContext) -> None:
    page = open_context("desktop", java_script_enabled=False).new_page()
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/overdue")
    expect(page.get_by_role("button", name="打印")).to_be_hidden()
    page.get_by_label("类型", exact=True).select_option("热线")
    page.get_by_role("button", name="查询").click()
    expect(page.locator("td.c-track").first).to_have_text("热线")

    page.get_by_role("link", name="English").click()
    expect(page.locator("h1")).to_have_text("Overdue")
    page.get_by_role("button", name="Log out").click()
    expect(page.get_by_role("status")).to_have_text("You are logged out.")


def test_everything_is_reached_by_keyboard(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("跳到正文")
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    page.keyboard.press("Tab")
    expect(page.locator(":focus")).to_have_text("提示音：关")


def test_a_form_left_open_after_logging_out_leads_to_the_log_in_page(
    town: Town, open_context: OpenContext
) -> None:
    context = open_context("desktop")
    first, second = context.new_page(), context.new_page()
    town.log_in(first, DESK)
    second.goto(f"{town.address}/board")
    first.get_by_role("button", name="退出").click()
    second.get_by_role("button", name="退出").click()
    expect(second.get_by_label("用户名")).to_be_visible()
