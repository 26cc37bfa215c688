"""A round by hand in real browsers: the desk opens it, units report by thumb, one forgets."""

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta

import pytest
from playwright.sync_api import Page, expect

from application import rounds
from application.accounts import Account
from application.roundbook import load_round
from domain.case.words import Role
from projections.bootstrap import open_service
from tests.system.conftest import Look, OpenContext
from tests.system.serving import NOW, Town, served, settle
from web.app import create_app

pytestmark = pytest.mark.browser

THUMB = 44  # pixels a target needs to be hit
FINDER, SILENT, IDLE = "shiqing", "baijie", "liuyun"
UNITS = {"石桥村": "shiqiao", "东街社区": "dongjie", "白河村": "baihe"}


class Clock:
    """One that a test moves."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Town]:
    """The sample town, with somebody in one more village."""
    settings, password = settle(tmp_path_factory.mktemp("town") / "data")
    service = open_service(settings, clock)
    service.accounts.add(Account(SILENT, "白洁", Role.RESPONDER, "baihe"), password)
    with served(create_app(settings, service)) as address:
        yield Town(address, password, service)
    service.close()


@pytest.fixture
def come(town: Town, open_context: OpenContext) -> Callable[..., Page]:
    """A function that lets somebody come to the service, on a screen of theirs."""

    def one(username: str, screen: str, language: str = "zh") -> Page:
        page = open_context(screen).new_page()
        town.speak(page, language)
        town.log_in(page, username)
        return page

    return one


def test_the_desk_opens_a_round_two_units_report_and_the_third_is_missed(
    town: Town, clock: Clock, come: Callable[..., Page], look: Look
) -> None:
    code = _opened_at_the_desk(town, come("zhoumin", "desktop"), look)

    finder = come(FINDER, "phone")
    _finds(town, finder, code, look)
    _finds_nothing(town, come(IDLE, "phone", "en"), code, look)

    clock.now += timedelta(days=9)
    assert rounds.settle_missing(town.service.desk, clock.now) > 0
    state = load_round(town.service.desk.log, code)
    assert {unit: state.state(one) for unit, one in state.reports.items()} == {
        "shiqiao": "met",
        "dongjie": "met",
        "baihe": "missed",
    }
    _missed(town, come(SILENT, "phone"), code, look)
    _seen_by_the_leader(town, come("hejian", "desktop"), code, look)


def _opened_at_the_desk(town: Town, page: Page, look: Look) -> str:
    page.goto(town.address)
    page.get_by_role("link", name="排查", exact=True).click()
    page.get_by_role("link", name="开启排查").click()
    page.get_by_label("中文名称").fill("汛期水渠排查")
    page.get_by_label("英文名称").fill("Canals in the flood season")
    page.get_by_label("排查内容").fill("水渠堵塞\n对信访户稳控")
    levels = page.locator("#f-levels")
    for box in levels.get_by_role("checkbox").all():
        box.uncheck()
    for name in UNITS:
        page.locator("#f-units").get_by_label(name, exact=True).check()
    look(page, "rounds-new")
    page.get_by_role("button", name="开启本次排查").click()

    expect(page.locator("#problems")).to_contain_text("稳控")  # refused with the reason
    look(page, "rounds-refused")
    page.get_by_label("排查内容").fill("水渠堵塞\n用水纠纷")
    page.get_by_role("button", name="开启本次排查").click()
    page.wait_for_url(re.compile(r"/rounds/season\."))
    expect(page.locator("main")).to_contain_text("白河村")
    look(page, "rounds-one")
    return page.url.rpartition("/")[2]


def _finds(town: Town, page: Page, code: str, look: Look) -> None:
    page.goto(f"{town.address}/unit")
    look(page, "rounds-mine")
    page.locator("#round-reports").get_by_text("汛期水渠排查").click()
    for target in (page.get_by_role("button", name="零报告"), page.get_by_text("报发现事项")):
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB
    look(page, "rounds-report")
    page.get_by_text("报发现事项").click()
    expect(page.locator("#new-channel")).to_have_value("own")
    look(page, "rounds-finding")
    page.get_by_label("纠纷").check()
    page.locator("#new-title").fill("水渠闸口争水")
    page.get_by_role("button", name="登记", exact=True).click()
    page.wait_for_url(f"**/rounds/{code}/report")
    look(page, "rounds-found")
    (found,) = load_round(town.service.desk.log, code).reports["shiqiao"].findings
    expect(page.locator("#take-back")).to_contain_text(found.number)


def _finds_nothing(town: Town, page: Page, code: str, look: Look) -> None:
    page.goto(f"{town.address}/rounds/{code}/report")
    page.get_by_role("button", name="Nothing found").click()
    expect(page.locator("#take-back")).to_contain_text("Reported: nothing found.")
    look(page, "rounds-nothing")


def _missed(town: Town, page: Page, code: str, look: Look) -> None:
    page.goto(f"{town.address}/unit")
    expect(page.locator("#round-reports")).to_contain_text("未报")
    page.goto(f"{town.address}/rounds/{code}/report")
    look(page, "rounds-missed")


def _seen_by_the_leader(town: Town, page: Page, code: str, look: Look) -> None:
    page.goto(f"{town.address}/heads")
    expect(page.locator("#round-reports")).to_contain_text("白河村")
    look(page, "rounds-heads")
    page.goto(f"{town.address}/rounds/{code}")
    expect(page.locator(".rn-sum")).to_contain_text("2/3")
    expect(page.locator(".rn-reports")).to_contain_text("未报")
    look(page, "rounds-over")
    page.goto(f"{town.address}/ledgers/rounds?report=missed")
    expect(page.locator("tbody")).to_contain_text("白河村")


@pytest.mark.parametrize(("screen", "language"), [("desktop", "zh"), ("phone", "en")])
def test_plans_are_drafted_and_issued_in_the_browser(
    town: Town, come: Callable[..., Page], look: Look, screen: str, language: str
) -> None:
    page = come("luoping", screen, language)
    page.goto(f"{town.address}/rounds/plans/village-weekly")
    look(page, "rounds-plan")
    page.locator("#f-due_at").fill("17:00")
    page.locator(".lc-form button.btn-primary").click()
    page.locator(".lc-acts button.btn-primary").click()
    expect(page.locator(".alert-success")).to_be_visible()
    force = town.service.desk.rounds.now().in_force("village-weekly")
    assert force is not None
    assert f"{force.plan.due_at:%H:%M}" == "17:00"
    look(page, "rounds-plan-issued")


def test_a_report_is_made_without_a_script(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    town.log_in(page, FINDER)
    page.goto(f"{town.address}/rounds/")
    page.locator(".rn-list a").first.click()
    page.get_by_role("button", name="零报告").click()
    expect(page.locator("#take-back")).to_contain_text("已报")
