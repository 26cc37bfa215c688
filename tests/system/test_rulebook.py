"""A rule set changed and a year loaded in a real browser, by those who may, without a script."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from application.rulebook import shipped
from tests.system.conftest import AT_A_DESK, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

ADMIN, LEADER = "luoping", "hejian"
YEAR = """
[[years]]
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
rest = [2027-01-01, 2027-01-02, 2027-01-03]
work = [2027-01-09]
"""


def written(folder: Path, version: int, *, misspelt: bool = False) -> str:
    """A file with the national set under another number, claims within 45 days."""
    text = re.sub(r"(?m)^version = \d+", f"version = {version}", shipped("national.toml"), count=1)
    head, found, tail = text.partition('id = "petition.opinion"')
    text = head + found + tail.replace("span = 60", "span = 45", 1)
    if misspelt:
        text = text.replace("span = 45", "sapn = 45", 1)
    path = folder / "national.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


@AT_A_DESK
def test_an_administrator_issues_a_version_and_a_leader_puts_it_in_force(
    town: Town,
    open_context: OpenContext,
    page: Page,
    screen: str,
    language: str,
    look: Look,
    tmp_path: Path,
) -> None:
    known = town.service.desk.rules.versions("national")
    version = known.last + 1
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/rules/new")
    page.set_input_files("#f-file", written(tmp_path, version, misspelt=True))
    page.click('button[value="check"]')
    expect(page.locator("#f-text-wrong")).to_be_visible()
    look(page, f"rules-refused-{language}")
    page.set_input_files("#f-file", written(tmp_path, version))
    page.click('button[value="check"]')
    expect(page.locator("main .alert-success")).to_contain_text(f"national@{version}")
    look(page, f"rules-checked-{language}")
    page.click('button[value="issue"]')
    expect(page.locator("h1")).to_contain_text(f"national@{version}")
    expect(page.locator("form[action$=activate] button")).to_have_count(0)

    leader = open_context(screen).new_page()
    town.speak(leader, language)
    town.log_in(leader, LEADER)
    with_shipped = f"with=national@{min(known.issued)}"
    leader.goto(f"{town.address}/rules/national/{version}/compare?{with_shipped}")
    expect(leader.locator("ins")).to_have_text(["45"])
    look(leader, f"rules-compare-{language}")
    leader.goto(f"{town.address}/rules/national/{version}/what-if")
    expect(leader.locator("#rows-title")).to_be_visible()
    look(leader, f"rules-what-if-{language}")
    leader.goto(f"{town.address}/rules/national/{version}")
    leader.click("form[action$=activate] button")
    expect(leader.locator(".alert-success")).to_contain_text(f"national@{version}")
    assert known.active != town.service.desk.rules.versions("national").active == version
    look(leader, f"rules-in-force-{language}")


@AT_A_DESK
def test_a_year_is_loaded_after_its_days_were_shown_without_a_script_too(
    town: Town, open_context: OpenContext, screen: str, language: str, look: Look
) -> None:
    page = open_context(screen, java_script_enabled=False).new_page()
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/calendar/load")
    page.fill("#f-text", YEAR.replace("2027-01-09", "2027-01-11"))
    page.click('button[value="check"]')
    expect(page.locator("#problems")).to_contain_text("2027-01-11")
    page.fill("#f-text", YEAR.replace("2027-01-09", f"2027-01-{9 if screen == 'phone' else 10:02}"))
    page.click('button[value="check"]')
    expect(page.locator("#proposed-title")).to_be_visible()
    page.click('button[value="load"]')
    expect(page.locator("h1")).to_contain_text("2027")
    expect(page.locator("td.lc-cal-work")).to_have_count(1)
    seen = open_context(screen).new_page()
    town.speak(seen, language)
    town.log_in(seen, ADMIN)
    seen.goto(f"{town.address}/calendar/load?year=2027")
    seen.fill("#f-text", YEAR.replace("2027-01-09", "2027-01-16"))
    seen.click('button[value="check"]')
    look(seen, f"calendar-proposed-{language}")
