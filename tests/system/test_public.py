"""The reporter's page in a real browser: on a phone, without any script, in both languages."""

import re

import pytest
from playwright.sync_api import Page, expect

from application.desk import Act
from application.numbers import new_case_id
from application.querycode import PURPOSE, query_code, written
from application.sealing import build
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.dispatch import Dispatch, GiveFeedback
from domain.case.events import Actor
from domain.case.handling import Reply
from domain.case.intake import Receive
from domain.case.words import Outcome
from tests.system.conftest import Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK = Actor("zhoumin", "centre", "operator")
SMALLEST = 44  # of what a finger has to hit, in pixels
TEXT = "您反映的东街路灯已于6月23日更换灯泡和电缆，现已恢复照明。\n\n如再次熄灭，请随时联系我们。"


@pytest.fixture
def look(look: Look) -> Look:
    """Pictures of the reporter's page."""
    return lambda page, name: look(page, f"public-{name}")


class Matter:
    """A street lamp somebody reported by telephone, as far as the desk has come with it."""

    def __init__(self, town: Town, **given: object) -> None:
        self.town = town
        self.id = new_case_id()
        values = {
            "number": "",
            "track": "hotline",
            "channel": "phone",
            "title": "东街路灯不亮",
            "phone": "13800138000",
            "name": "陈小明",
            **given,
        }
        command = build(town.service.desk.keys, Receive, self.id, values)
        assert isinstance(command, Receive)
        recorded = town.service.desk.receive(command, Act(by=DESK), self.id)
        self.number = recorded.number
        secret = town.service.desk.keys.secret(PURPOSE)
        self.code = written(query_code(secret, self.id))

    def do(self, kind: type[Command], **values: object) -> None:
        command = build(self.town.service.desk.keys, kind, self.id, values)
        self.town.service.desk.execute(self.id, command, Act(by=DESK))

    def close(self) -> None:
        self.do(Dispatch, unit="xfz")
        self.do(GiveFeedback, dispatch=1, outcome=Outcome.SOLVED)
        self.do(Reply, how="电话", document=TEXT)
        self.do(Close, outcome=Outcome.SOLVED)

    def enter(self, page: Page, factor: str = "8000") -> None:
        page.goto(f"{self.town.address}/query?number={self.number}")
        page.locator("#door-code").fill(self.code)
        page.locator("#door-factor").fill(factor)
        page.locator("button.main").click()
        page.wait_for_url("**/query/matter")


@pytest.mark.parametrize(("screen", "locale"), [("phone", "zh-CN"), ("desktop", "en-GB")])
def test_a_reporter_looks_answers_and_complains(
    town: Town, open_context: OpenContext, look: Look, screen: str, locale: str
) -> None:
    page = open_context(screen, locale).new_page()
    language = "zh" if locale == "zh-CN" else "en"
    town.speak(page, language)
    matter = Matter(town)

    page.goto(f"{town.address}/query?number={matter.number}")
    expect(page.locator("#door-number")).to_have_value(matter.number)
    look(page, f"door-{language}")
    page.locator("button.main").click()
    expect(page.get_by_role("alert")).to_be_visible()
    page.get_by_role("alert").get_by_role("link").first.click()
    expect(page.locator("#door-code")).to_be_focused()
    look(page, f"door-refused-{language}")

    matter.enter(page)
    look(page, f"under-way-{language}")
    matter.close()
    page.reload()
    expect(page.locator(".words")).to_have_text(re.compile("恢复照明"))
    look(page, f"closed-{language}")

    answer = page.locator("#answer")
    answer.locator("button.main").click()
    expect(answer.get_by_role("alert")).to_be_visible()
    look(page, f"answer-refused-{language}")
    answer.locator("#answer-solved").locator("xpath=../..").get_by_role("radio").nth(1).check()
    answer.locator("input[value=not]").check()
    answer.locator("textarea").fill("昨晚又不亮了")
    answer.locator("#answer-reopen").check()
    answer.locator("button.main").click()
    expect(page.locator("#answer [role=status]")).to_be_visible()
    look(page, f"answered-{language}")

    complaint = page.locator("#complaint")
    complaint.locator("summary").click()
    complaint.get_by_role("radio").first.check()
    complaint.locator("textarea").fill("有人打电话让我改口说满意")
    look(page, f"complaint-{language}")
    complaint.get_by_role("button").click()
    expect(page.locator("#complaint [role=status]")).to_be_visible()

    page.locator(".leave button").click()
    expect(page).to_have_url(f"{town.address}/query")


def test_the_whole_way_goes_without_script_and_by_keyboard(
    town: Town, open_context: OpenContext
) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    matter = Matter(town)
    matter.close()
    page.goto(f"{town.address}/query?number={matter.number}")
    page.locator("#door-code").press_sequentially(matter.code.lower())
    page.keyboard.press("Tab")
    page.keyboard.type("8000")
    page.keyboard.press("Enter")
    page.locator("#answer-solved").press("Space")
    page.locator("#answer-satisfied").press("Space")
    page.locator("#answer button.main").press("Enter")
    expect(page.locator("#answer [role=status]")).to_contain_text("您的评价已记录")


def test_fingers_hit_what_they_are_to_hit(town: Town, open_context: OpenContext) -> None:
    page = open_context("phone").new_page()
    matter = Matter(town)
    matter.close()
    matter.enter(page)
    page.locator("#complaint summary").click()
    for target in page.locator("button, input:not([type=hidden]), textarea, summary").all():
        inside = target.locator("xpath=ancestor::label")
        box = (inside if inside.count() else target).bounding_box()
        assert box is not None
        assert box["height"] >= SMALLEST, target.evaluate("node => node.outerHTML")


def test_who_gave_nothing_sees_how_it_stands(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = open_context("phone").new_page()
    matter = Matter(town, anonymous=True, name="", phone="")
    matter.close()
    matter.enter(page, "2026-06-24")
    expect(page.locator(".words")).to_have_count(0)
    look(page, "unknown-zh")


def test_it_prints_on_paper_without_its_forms(town: Town, open_context: OpenContext) -> None:
    page = open_context("desktop").new_page()
    matter = Matter(town)
    matter.close()
    matter.enter(page)
    page.emulate_media(media="print")
    expect(page.locator("#answer form")).to_be_hidden()
    expect(page.locator("#complaint")).to_be_hidden()
    expect(page.locator(".words")).to_be_visible()


def test_many_wrong_tries_are_told_to_wait(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = open_context("phone").new_page()
    matter = Matter(town)
    page.goto(f"{town.address}/query?number={matter.number}")
    for _ in range(6):
        page.locator("#door-code").fill("0000-0000")
        page.locator("#door-factor").fill("1234")
        page.locator("button.main").click()
    expect(page.get_by_role("alert")).to_contain_text("请等 15 分钟再试")
    look(page, "wait-zh")
