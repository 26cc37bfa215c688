"""The heads' page in a real browser: every list filled and empty, on both screens and languages."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from application.accounts import Account
from domain.case.words import Role
from tests.system.conftest import FAR_CORNERS, SCREENS, Look
from tests.system.serving import Town, sample_town
from tests.web.awaited import Awaited

pytestmark = pytest.mark.browser

LEADER, INSPECTOR, OF_UNIT = "hejian", "qinfang", "tanglei"
UNIT, OTHER = "pcs", "sfs"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The sample town, where something of each kind waits, and a leader of a unit."""
    with sample_town(tmp_path_factory.mktemp("town") / "data") as town:
        Awaited(town.service.desk, UNIT, OTHER).all()
        head = Account(OF_UNIT, "唐磊", Role.LEADER, OTHER)
        town.service.accounts.add(head, town.password)
        yield town


@FAR_CORNERS
def test_the_heads_page_is_accessible_and_fits_the_screen(
    town: Town, page: Page, language: str, look: Look
) -> None:
    town.speak(page, language)
    for username in (LEADER, INSPECTOR, OF_UNIT):
        town.log_in(page, username)
        page.goto(f"{town.address}/heads")
        look(page, f"heads-{username}-{language}")
        page.get_by_role("banner").locator("form[action='/logout'] button").click()
    town.log_in(page, INSPECTOR)
    page.goto(f"{town.address}/heads")
    page.locator("#return details summary").first.click()
    look(page, f"heads-ruling-{language}")
    page.goto(f"{town.address}/heads?show=urge")
    look(page, f"heads-urges-{language}")


@pytest.mark.parametrize("screen", list(SCREENS))
def test_what_a_thumb_has_to_hit_is_large_enough(town: Town, page: Page, screen: str) -> None:
    town.log_in(page, INSPECTOR)
    page.goto(f"{town.address}/heads")
    least = 44 if screen == "phone" else 24
    for target in page.locator("main a:visible, main button:visible, main summary:visible").all():
        box = target.bounding_box()
        assert box is not None
        assert round(box["height"]) >= least, target.evaluate("node => node.outerHTML")


def test_a_head_signs_from_the_list_by_the_keyboard_alone(town: Town, page: Page) -> None:
    number = Awaited(town.service.desk, UNIT, OTHER).sign_off()
    town.log_in(page, LEADER)
    page.get_by_role("link", name="领导席").click()
    page.get_by_role("button", name=f"签批 {number}").focus()
    page.keyboard.press("Enter")
    expect(page.get_by_role("status").first).to_contain_text(f"已记录 {number}")
    expect(page.locator("#sign_off")).not_to_contain_text(number)
    assert page.url.endswith("/heads")


def test_the_inspection_office_rules_on_a_return_without_javascript(
    town: Town, open_context: Callable[..., object]
) -> None:
    number = Awaited(town.service.desk, UNIT, OTHER).second_return()
    page: Page = open_context("phone", java_script_enabled=False).new_page()  # type: ignore[attr-defined]
    town.log_in(page, INSPECTOR)
    page.goto(f"{town.address}/heads")
    line = page.locator("#return li", has_text=number)
    line.locator("summary").click()
    line.get_by_label("裁定理由").fill("属该单位职责")
    line.get_by_role("button", name="不同意，仍由该单位办理").click()
    expect(page.get_by_role("status").first).to_contain_text(f"已记录 {number}")
    expect(page.locator("#return")).not_to_contain_text(number)


def test_one_click_opens_the_case_with_the_form_to_fill_in(town: Town, page: Page) -> None:
    town.log_in(page, INSPECTOR)
    page.goto(f"{town.address}/heads")
    page.locator("#complaint").get_by_role("link", name="裁定").first.click()
    expect(page.locator(".lc-next")).to_be_in_viewport()
    expect(page.locator(".lc-next h2")).to_contain_text("投诉认定")


def test_a_figure_opens_the_ledger_of_exactly_that_unit(town: Town, page: Page) -> None:
    town.log_in(page, LEADER)
    page.goto(f"{town.address}/heads")
    figure = page.locator("#by-unit td a").first
    count = int(figure.inner_text())
    figure.click()
    expect(page.locator(".lc-book tbody tr")).to_have_count(min(count, 50))
