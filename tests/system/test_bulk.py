"""Many cases at once in a real browser: ticked in a ledger, asked once, each told."""

import time

import pytest
from playwright.sync_api import Page, expect

from tests.system.conftest import FAR_CORNERS, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, INSPECTOR = "zhoumin", "qinfang"
A_FEW_SECONDS = 10.0  # for 200 cases, with room for a busy machine


@FAR_CORNERS
def test_the_bulk_path_is_accessible_and_fits_the_screen(
    town: Town,
    page: Page,
    language: str,
    look: Look,
) -> None:
    town.speak(page, language)
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases")
    for box in page.locator('input[name="row"]').all()[:4]:
        box.check()
    expect(page.locator("[data-count]")).to_contain_text("4")
    look(page, f"ledger-ticked-{language}")
    page.locator("#action").select_option("Dispatch")
    page.locator(".lc-bulk-bar button").click()
    look(page, f"bulk-dispatch-{language}")
    page.locator("button.lc-do").click()
    look(page, f"bulk-refused-{language}")
    page.goto(f"{town.address}/ledgers/overdue?state=open")
    page.locator("[data-page]").click()
    page.locator("#action").select_option("Urge")
    page.locator(".lc-bulk-bar button").click()
    page.locator("#bulk-reason").fill("请在今天内办结")
    look(page, f"bulk-urge-{language}")
    page.locator("button.lc-do").click()
    look(page, f"bulk-done-{language}")


def test_rows_are_ticked_all_at_once_or_from_one_to_another(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases")
    page.locator("[data-all]").check()
    expect(page.locator("[data-count]")).to_contain_text("已勾选： 50")
    page.locator("[data-all]").uncheck()
    boxes = page.locator('input[name="row"]')
    boxes.nth(2).click()
    boxes.nth(6).click(modifiers=["Shift"])
    expect(page.locator("[data-count]")).to_contain_text("已勾选： 5")


def test_without_script_a_page_is_ticked_by_a_link_and_noted_case_by_case(
    town: Town, open_context: OpenContext
) -> None:
    page = open_context("desktop", java_script_enabled=False).new_page()
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases?track=hotline")
    page.get_by_role("link", name="勾选本页全部").click()
    page.locator("#action").select_option("Note")
    page.locator(".lc-bulk-bar button").click()
    page.locator("#bulk-label").fill("已群发停水通知")
    page.locator("button.lc-do").click()
    expect(page.get_by_role("status")).to_contain_text("已登记")
    page.locator(".lc-bulk-done a").first.click()
    expect(page.locator(".tl")).to_contain_text("已群发停水通知")


def test_two_hundred_cases_take_a_few_seconds(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases?rows=200")
    page.locator("[data-all]").check()
    page.locator("#action").select_option("Note")
    page.locator(".lc-bulk-bar button").click()
    page.locator("#bulk-label").fill("季度核对")
    begun = time.monotonic()
    page.locator("button.lc-do").click()
    expect(page.get_by_role("status")).to_contain_text("已登记 200 项")
    assert time.monotonic() - begun < A_FEW_SECONDS
