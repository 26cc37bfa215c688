"""Scoring rules changed by their numbers in a real browser, tried, issued, and put in force."""

import pytest
from playwright.sync_api import expect

from tests.system.conftest import FAR_CORNERS, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

INSPECTOR, LEADER = "qinfang", "hejian"


@FAR_CORNERS
def test_numbers_are_changed_tried_issued_and_put_in_force(
    town: Town, open_context: OpenContext, screen: str, language: str, look: Look
) -> None:
    page = open_context(screen).new_page()
    town.speak(page, language)
    town.log_in(page, INSPECTOR)
    scoring = town.service.desk.scoring
    ref = f"unit-default@{scoring.now().last('unit-default') + 1}"

    # given a draft whose points do not come to 100 at first
    page.goto(f"{town.address}/scoring/unit-default@1")
    page.click("a[href$='unit-default@1/draft']")
    page.fill("#f-indicators-0-points", "30")
    page.fill("#f-deductions-passed_round-points", "x")
    page.click("form.lc-plan-form button")
    expect(page.locator("#f-deductions-passed_round-points-wrong")).to_be_visible()
    look(page, f"scoring-refused-{language}")
    page.fill("#f-deductions-passed_round-points", "4")
    page.click("form.lc-plan-form button")
    expect(page.locator("#problems")).to_contain_text("105")
    page.fill("#f-indicators-1-points", "10")
    page.click("form.lc-plan-form button")
    expect(page.locator("h1")).to_contain_text(ref)

    # when it was tried and issued
    page.click(f"a[href$='{ref}/try']")
    page.click("tbody tr a >> nth=0")
    expect(page.locator("#lines-title")).to_be_visible()
    look(page, f"scoring-tried-{language}")
    page.goto(f"{town.address}/scoring/{ref}")
    page.click("form[action$=issue] button")
    expect(page.locator(".alert-success")).to_be_visible()

    # then a leader puts it in force
    leader = open_context(screen).new_page()
    town.speak(leader, language)
    town.log_in(leader, LEADER)
    leader.goto(f"{town.address}/scoring/{ref}")
    look(leader, f"scoring-issued-{language}")
    leader.select_option("#since", index=3)
    leader.click("form[action$=activate] button")
    expect(leader.locator(".alert-success")).to_contain_text(ref)
    assert scoring.now().spans_of(ref)
