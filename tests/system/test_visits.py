"""A shift of return visits in a real browser: list, call, not reached, the next, what is said."""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Page, expect

from application.desk import Act
from application.numbers import new_case_id
from application.sealing import build
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.events import Actor, DataRead, Reopened
from domain.case.intake import Receive, Screen
from domain.case.words import Outcome
from tests.system.conftest import FAR_CORNERS, SCREENS, Look
from tests.system.serving import Town, sample_town

pytestmark = pytest.mark.browser

LEADER, OPERATOR = "hejian", Actor("zhang", "centre", "operator")
PHONE = "13700137000"
LIST = "/visits/?of_class=1&track=dispute"


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The sample town."""
    with sample_town(tmp_path_factory.mktemp("town") / "data") as town:
        yield town


def closed(town: Town, title: str) -> str:
    """A grave dispute that was referred elsewhere and closed."""
    desk, case_id = town.service.desk, new_case_id()
    told = {
        "number": "",
        "track": "dispute",
        "channel": "visit",
        "title": title,
        "phone": PHONE,
        "name": "陈小明",
    }
    command = build(desk.keys, Receive, case_id, told)
    assert isinstance(command, Receive)
    number = desk.receive(command, Act(by=OPERATOR), case_id).number
    steps: tuple[Command, ...] = (
        Screen(dispute_class="1"),
        Close(outcome=Outcome.REFERRED),
    )
    for step in steps:
        desk.execute(case_id, step, Act(by=OPERATOR))
    return number


def test_a_shift_not_reached_twice_the_third_counts_another_is_unsolved(
    town: Town, page: Page
) -> None:
    first, second = closed(town, "滩涂承包争议"), closed(town, "相邻通行争议")
    town.log_in(page, LEADER)
    page.get_by_role("banner").get_by_role("link", name="回访", exact=True).click()
    page.get_by_label("纠纷等级").select_option("1")
    page.get_by_label("类型").select_option("dispute")
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name=first).click()
    expect(page.locator("body")).not_to_contain_text(PHONE)
    page.get_by_role("button", name="查看：回访").click()
    expect(page.locator("#reach")).to_contain_text(PHONE)
    for attempt in (1, 2, 3):
        page.goto(f"{town.address}/visits/{first}?of_class=1&track=dispute")
        expect(page.get_by_text(f"这是第 {attempt} 次")).to_be_visible()
        page.get_by_role("button", name="未接通，下一件").click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(second)
    expect(page.get_by_role("status").first).to_contain_text("视为已回访")
    page.get_by_label("否", exact=True).nth(1).check()
    page.get_by_label("是否满意").select_option("not")
    page.get_by_label("反映人原话").fill("对方还是不让走")
    page.get_by_role("button", name="记录，下一件").click()
    expect(page.get_by_role("status").first).to_contain_text("已重新办理")
    history = town.service.desk.load(town.service.desk.find(second)).history
    assert isinstance(history[-1], Reopened)
    read = town.service.desk.load(town.service.desk.find(first)).history
    assert [one.by.user for one in read if isinstance(one, DataRead)] == [LEADER]


def test_a_visit_is_made_by_the_keyboard_alone(town: Town, page: Page) -> None:
    number = closed(town, "界墙争议")
    town.log_in(page, LEADER)
    page.goto(f"{town.address}/visits/{number}")
    page.get_by_role("button", name="查看：回访").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#reach")).to_contain_text(PHONE)
    page.locator("#do-Visit-solved input").first.focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type("都办好了")
    for _ in range(3):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
    page.keyboard.press("Enter")
    page.wait_for_url(lambda url: number not in url)
    case = town.service.desk.load(town.service.desk.find(number)).case
    assert case.solved is True
    assert case.closings[-1].contacted is True


@FAR_CORNERS
def test_list_and_page_are_accessible_and_fit_the_screen(
    town: Town, page: Page, language: str, look: Look
) -> None:
    number = closed(town, "采光争议")
    town.speak(page, language)
    town.log_in(page, LEADER)
    page.goto(f"{town.address}{LIST}")
    look(page, f"visits-list-{language}")
    page.goto(f"{town.address}/visits/{number}")
    look(page, f"visits-call-{language}")
    page.locator(".lc-open-for button").click()
    expect(page.locator("#reach")).to_contain_text(PHONE)
    look(page, f"visits-number-{language}")
    page.locator("form[action*='/result'] .lc-do").click()
    look(page, f"visits-refused-{language}")
    page.goto(f"{town.address}/ledgers/overdue")
    look(page, f"overdue-{language}")
    page.goto(f"{town.address}/ledgers/failings")
    look(page, f"failings-{language}")


def test_without_scripts_it_all_works_on_a_phone(
    town: Town, open_context: Callable[..., object]
) -> None:
    number = closed(town, "排水沟争议")
    page: Page = open_context("phone", java_script_enabled=False).new_page()  # type: ignore[attr-defined]
    town.log_in(page, LEADER)
    page.goto(f"{town.address}/visits/{number}")
    page.get_by_role("button", name="查看：回访").click()
    expect(page.locator("#reach")).to_contain_text(PHONE)
    page.get_by_role("button", name="未接通，下一件").click()
    expect(page.get_by_role("status").first).to_contain_text(f"已记录 {number}")


@pytest.mark.parametrize("screen", list(SCREENS))
def test_what_a_thumb_has_to_hit_is_large_enough(town: Town, page: Page, screen: str) -> None:
    number = closed(town, f"阳台争议 {screen}")
    town.log_in(page, LEADER)
    least = 44 if screen == "phone" else 24
    for address in (LIST, f"/visits/{number}"):
        page.goto(f"{town.address}{address}")
        targets = "main a:visible, main button:visible, main summary:visible"
        for target in page.locator(targets).all():
            box = target.bounding_box()
            assert box is not None
            assert round(box["height"]) >= least, target.evaluate("node => node.outerHTML")
