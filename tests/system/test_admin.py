"""Administrators' pages and one's own account in a real browser, both screens, both languages."""

import pytest
from playwright.sync_api import Page, expect
from pyotp import TOTP

from tests.system.conftest import AT_A_DESK, FAR_CORNERS, Look, OpenContext
from tests.system.serving import NOW, Town

pytestmark = pytest.mark.browser

ADMIN, DESK = "luoping", "zhoumin"


@FAR_CORNERS
def test_forms_of_administration_refused_are_accessible_and_fit(
    town: Town, page: Page, language: str, look: Look
) -> None:
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/users?q=没有这个人")
    look(page, f"admin-users-empty-{language}")

    page.goto(f"{town.address}/admin/units/new")
    page.fill("#f-code", "Big Letters")
    page.locator("form.lc-form button").click()
    expect(page.locator("#problems")).to_be_visible()
    look(page, f"admin-unit-refused-{language}")

    page.goto(f"{town.address}/admin/categories/new?group=A")
    page.fill("#f-name", "稳控对象")
    page.fill("#f-name_en", "x")
    page.locator("form.lc-form button").click()
    expect(page.locator("#problems")).to_contain_text("稳控")
    look(page, f"admin-category-refused-{language}")


@AT_A_DESK
def test_somebody_is_added_chooses_a_password_sets_up_codes_and_logs_in_with_one(
    town: Town, open_context: OpenContext, page: Page, screen: str, language: str, look: Look
) -> None:
    newcomer = f"sun-{screen}-{language}"
    password = add(town, page, newcomer, language, look)

    own = open_context(screen).new_page()
    town.speak(own, language)
    log_in(town, own, newcomer, password)
    expect(own.locator("h1")).to_be_visible()
    look(own, f"own-password-first-{language}")
    change_password(own, password, "123", look, f"own-password-refused-{language}")
    change_password(own, password, "three cats on a roof", look, f"own-account-{language}")

    own.goto(f"{town.address}/account/codes")
    look(own, f"own-codes-{language}")
    own.fill("#code", "000000")
    own.press("#code", "Enter")
    look(own, f"own-codes-refused-{language}")
    phone = TOTP(own.locator(".lc-secret").inner_text().replace(" ", ""))
    own.fill("#code", phone.at(NOW))
    own.press("#code", "Enter")
    expect(own.locator(".lc-codes li")).to_have_count(8)
    look(own, f"own-recovery-{language}")
    own.goto(f"{town.address}/account")
    own.locator("main summary").first.click()
    look(own, f"own-account-codes-{language}")

    own.locator(".lc-me button").click()
    log_in(town, own, newcomer, "three cats on a roof")
    look(own, f"log-in-code-{language}")
    own.fill("#code", phone.at(NOW))
    own.press("#code", "Enter")
    expect(own.locator("#refusal")).to_be_visible()
    look(own, f"log-in-code-refused-{language}")
    own.fill("#code", phone.at(NOW.timestamp() + 30))
    own.press("#code", "Enter")
    own.wait_for_url(lambda url: "/login" not in url)


def add(town: Town, page: Page, newcomer: str, language: str, look: Look) -> str:
    """An administrator adds somebody; gives the password that is shown once."""
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/users/new")
    page.fill("#f-username", newcomer)
    page.fill("#f-name", "孙丽")
    page.select_option("#f-role", "responder")
    page.locator("form.lc-form button").click()
    look(page, f"admin-user-refused-{language}")
    page.select_option("#f-unit", "pcs")
    page.locator("form.lc-form button").click()
    look(page, f"admin-password-{language}")
    return page.locator(".lc-once").inner_text()


def log_in(town: Town, page: Page, username: str, password: str) -> None:
    """The first step."""
    page.goto(f"{town.address}/login")
    page.fill("#username", username)
    page.fill("#password", password)
    page.press("#password", "Enter")
    page.wait_for_url(lambda url: not url.endswith("/login"))


def change_password(page: Page, old: str, new: str, look: Look, name: str) -> None:
    """On the page that asks for it."""
    page.fill("#old", old)
    page.fill("#new", new)
    page.fill("#again", new)
    page.press("#again", "Enter")
    page.wait_for_load_state()
    look(page, name)


def test_a_category_added_by_an_administrator_is_offered_at_the_desk_at_once(
    town: Town, open_context: OpenContext, page: Page
) -> None:
    desk = open_context("desktop").new_page()
    town.log_in(desk, DESK)
    desk.goto(f"{town.address}/register")
    assert desk.locator('option[value="A07"]').count() == 0

    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/categories/new?group=A")
    page.fill("#f-name", "充电桩起火")
    page.fill("#f-name_en", "Charger on fire")
    page.locator("form.lc-form button").click()
    expect(page.locator(".lc-note")).to_be_visible()

    desk.reload()
    assert "充电桩起火" in desk.content()


def test_every_form_works_without_a_script(town: Town, open_context: OpenContext) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/units/sfs")
    page.fill("#f-places", "河西村\n老街")
    page.locator("form.lc-form button").click()
    expect(page.locator(".lc-note")).to_be_visible()
    expect(page.locator(".lc-history").last).to_be_visible()
    assert "河西村" in page.input_value("#f-places")
