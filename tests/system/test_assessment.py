"""A quarter in real browsers: inspection, a leader with a phone, the head of the centre."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from application.accounts import Account
from domain.assessment.periods import Quarter
from domain.case.words import Role
from projections.bootstrap import open_service
from tests.system.conftest import Look, OpenContext
from tests.system.serving import NOW, Town, served, settle
from web.app import create_app

pytestmark = pytest.mark.browser

QUARTER = "2025Q4"  # over, and nothing computed of it yet


class Clock:
    """The desk's: one that a test moves, while sessions last."""

    def __init__(self) -> None:
        self.now = NOW


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def town(tmp_path_factory: pytest.TempPathFactory, clock: Clock) -> Iterator[Town]:
    """The sample town; the fire station has a leader."""
    settings, password = settle(tmp_path_factory.mktemp("town") / "data")
    service = open_service(settings, lambda: NOW)
    service.desk.clock = lambda: clock.now
    service.accounts.add(Account("hujun", "胡军", Role.LEADER, "xfz"), password)
    with served(create_app(settings, service)) as address:
        yield Town(address, password, service)
    service.close()


@pytest.fixture
def come(town: Town, open_context: OpenContext) -> Callable[..., Page]:
    """A function that lets somebody come to a quarter."""

    def one(username: str, screen: str, language: str = "zh") -> Page:
        page = open_context(screen).new_page()
        town.speak(page, language)
        town.log_in(page, username)
        page.goto(f"{town.address}/assessment/{QUARTER}")
        return page

    return one


def test_a_quarter_is_computed_objected_to_ruled_on_signed_by_two_and_published(
    town: Town, clock: Clock, come: Callable[..., Page], look: Look
) -> None:
    inspector = come("qinfang", "desktop")
    inspector.get_by_role("button", name="计算", exact=True).click()
    inspector.get_by_role("button", name="开启公示").click()
    look(inspector, "assessment-review")

    leader = come("hujun", "phone", "en")
    leader.get_by_role("link", name="Fire station").click()
    look(leader, "assessment-unit-phone")
    leader.get_by_role("link", name=re.compile("^Object")).first.click()
    expect(leader.locator("#f-of")).to_have_value("on_time")
    leader.get_by_role("button", name="Lodge the objection").click()
    expect(leader.locator("#problems")).to_be_visible()
    leader.get_by_label(re.compile("^Reason")).fill("The bridge was closed")
    leader.get_by_role("button", name="Lodge the objection").click()
    expect(leader.get_by_text("The objection is on record")).to_be_visible()

    inspector.reload()
    inspector.get_by_role("link", name="申诉 1", exact=True).click()
    inspector.get_by_label(re.compile("^裁定")).select_option("驳回")
    inspector.get_by_label(re.compile("^理由")).fill("当日桥梁通行正常")
    look(inspector, "assessment-ruling")
    inspector.get_by_role("button", name="记录裁定").click()

    clock.now += timedelta(days=12)
    inspector.reload()
    inspector.get_by_role("button", name="签发").click()
    head = come("hejian", "desktop")
    head.get_by_role("button", name="签发").click()
    published = town.service.desk.courses.of(Quarter.parse(QUARTER)).published
    assert published is not None
    assert published.signers == ("qinfang", "hejian")
    expect(head.get_by_role("button", name="重新计算")).to_have_count(0)
    head.get_by_role("link", name="与今天的记录对照").click()
    look(head, "assessment-difference")
    expect(head.get_by_text("没有差异")).to_be_visible()
