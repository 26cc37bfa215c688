"""The live board in a real browser: fresh without losing the place, shifts, a screen on a wall."""

import re

import pytest
from playwright.sync_api import Page, expect

from application.desk import Act
from application.numbers import new_case_id
from application.sealing import build
from domain.case.command import Command
from domain.case.dispatch import Dispatch
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Role
from tests.system.conftest import FAR_CORNERS, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, COLLEAGUE, LEADER, UNIT = "zhoumin", "linhao", "hejian", "dengfei"
PEER = Actor(COLLEAGUE, "centre", Role.OPERATOR)


def receive(town: Town, title: str, track: str = "emergency") -> str:
    """A colleague registers a matter at another desk; its number."""
    case_id, desk = new_case_id(), town.service.desk
    given = {"number": "", "track": track, "channel": "phone", "title": title, "category": "A01"}
    command = build(desk.keys, Receive, case_id, given)
    assert isinstance(command, Receive)
    return desk.receive(command, Act(by=PEER), case_id).number


def do(town: Town, number: str, command: Command) -> None:
    desk = town.service.desk
    desk.execute(desk.find(number), command, Act(by=PEER))


def ask(page: Page) -> None:
    """Let the board ask now: it does when the line comes back."""
    with page.expect_response("**/board/live*"):
        page.evaluate("window.dispatchEvent(new Event('online'))")


def row(page: Page, number: str) -> str:
    return f'#board-live tr[data-key="{number}"]'


def test_a_new_case_appears_and_focus_and_place_stay(town: Town, page: Page) -> None:
    watched = receive(town, "围墙裂缝", track="hotline")
    town.log_in(page, DESK)
    link = page.locator(row(page, watched)).get_by_role("link", name=watched, exact=True)
    link.focus()
    link.evaluate(
        "link => { window.kept = link;"
        " link.scrollIntoView({block: 'center', behavior: 'instant'}); }"
    )
    before = link.bounding_box()
    assert before is not None
    assert page.evaluate("window.scrollY") > 0

    number = receive(town, "老街三号楼起火")
    ask(page)
    expect(page.locator(row(page, number))).to_have_class(re.compile("lc-new"))
    assert page.evaluate("document.activeElement === window.kept")
    after = link.bounding_box()
    assert after is not None
    assert abs(after["y"] - before["y"]) <= 1


def test_only_the_cells_that_changed_are_touched(town: Town, page: Page) -> None:
    number, other = receive(town, "井盖破损"), receive(town, "路灯不亮")
    town.log_in(page, DESK)
    page.evaluate(
        """([changed, other]) => {
          const rows = (key) => document.querySelector(`tr[data-key="${key}"]`);
          window.kept = [rows(changed), rows(changed).cells[0].firstChild, rows(other)];
          window.touched = [];
          new MutationObserver((list) => list.forEach((one) => {
            const inside = one.target.nodeType === 1 ? one.target : one.target.parentElement;
            const row = inside && inside.closest("tr");
            // The time that is left goes on in every row by itself.
            if (row && !inside.closest(".c-sla")) window.touched.push(row.dataset.key);
          })).observe(document.querySelector("#board-live tbody"),
                      {subtree: true, characterData: true, childList: true});
        }""",
        [number, other],
    )
    do(town, number, Dispatch(unit="pcs", zone="seat"))
    ask(page)
    expect(page.locator(f"{row(page, number)} .c-unit")).to_contain_text("派出所")
    kept = """([changed, other]) => {
      const [row, link, second] = window.kept;
      return row.isConnected && link.isConnected && second.isConnected
        && row.dataset.key === changed && second.dataset.key === other;
    }"""
    assert page.evaluate(kept, [number, other])
    assert set(page.evaluate("window.touched")) == {number}


def test_a_new_urgent_case_is_told_once_and_counted_in_the_title(
    town: Town, page: Page, look: Look
) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/board?track=dispute")
    number, second = receive(town, "有人落水"), receive(town, "煤气泄漏")
    receive(town, "咨询社保", track="hotline")
    ask(page)
    said = page.get_by_role("status")
    expect(said.get_by_role("link", name=number)).to_be_visible()
    expect(said.get_by_role("link", name=second)).to_be_visible()
    expect(said.get_by_role("link")).to_have_count(2)
    expect(page).to_have_title(re.compile(r"^\(2\) "))
    look(page, "board-urgent-zh")

    page.get_by_role("button", name="知道了").click()
    expect(said.get_by_role("link")).to_have_count(0)
    expect(page).not_to_have_title(re.compile(r"^\("))
    receive(town, "咨询低保", track="hotline")
    ask(page)
    expect(said.get_by_role("link")).to_have_count(0)


def test_the_sound_is_off_until_somebody_wants_it_and_that_is_remembered(
    town: Town, page: Page
) -> None:
    page.add_init_script(
        """window.tones = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...when) {
          window.tones += 1; return start.apply(this, when); };"""
    )
    town.log_in(page, DESK)
    sound = page.locator("#board-sound")
    expect(sound).to_have_attribute("aria-pressed", "false")
    receive(town, "起火一")
    ask(page)
    assert page.evaluate("window.tones") == 0

    sound.click()
    expect(sound).to_have_text("提示音：开")
    page.reload()
    expect(sound).to_have_attribute("aria-pressed", "true")
    page.locator("h1").click()
    heard = page.evaluate("window.tones")
    receive(town, "起火二")
    ask(page)
    expect(page.get_by_role("status").get_by_role("link")).to_have_count(1)
    assert page.evaluate("window.tones") == heard + 2


def test_time_goes_on_between_two_answers(town: Town, page: Page) -> None:
    page.clock.install()
    number = receive(town, "树倒挡路")
    town.log_in(page, DESK)
    badge = page.locator(f"{row(page, number)} .sla")
    expect(badge).to_have_text("剩 5 分")
    page.route("**/board/live*", lambda route: route.abort())
    page.clock.run_for(61_000)
    expect(badge).to_have_text("剩 3 分")
    page.clock.run_for(240_000)
    expect(badge).to_have_text(re.compile("^超[时期] "))
    expect(badge).to_have_class("sla sla-red")


def test_a_lost_line_is_said_and_taken_back(town: Town, open_context: OpenContext) -> None:
    context = open_context("desktop")
    page = context.new_page()
    town.log_in(page, DESK)
    context.set_offline(True)
    status = page.get_by_role("status")
    expect(status).to_contain_text("网络中断，正在重试")
    number = receive(town, "线断时来的警情")
    context.set_offline(False)
    expect(page.locator(row(page, number))).to_be_visible()
    expect(status).not_to_contain_text("网络中断")
    expect(page.locator("#board-fresh")).to_contain_text("更新")


def test_a_board_of_somebody_logged_out_says_so(town: Town, open_context: OpenContext) -> None:
    context = open_context("desktop")
    first, second = context.new_page(), context.new_page()
    town.log_in(first, DESK)
    second.goto(f"{town.address}/board?track=hotline")
    first.get_by_role("button", name="退出").click()
    ask(second)
    status = second.get_by_role("status")
    expect(status).to_contain_text("您已退出登录")
    status.get_by_role("link", name="重新登录").click()
    assert "/login?next=" in second.url
    second.fill("#username", DESK)
    second.fill("#password", town.password)
    second.press("#password", "Enter")
    expect(second.locator("#track")).to_have_value("hotline")


def test_a_choice_being_made_is_not_taken_away(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.locator("#track").select_option("petition")
    number = receive(town, "选到一半时来的")
    ask(page)
    expect(page.locator(row(page, number))).to_be_visible()
    expect(page.locator("#track")).to_have_value("petition")


@FAR_CORNERS
def test_a_shift_is_handed_over_and_its_note_read(
    town: Town, open_context: OpenContext, screen: str, language: str, look: Look
) -> None:
    words = WORDS[language]
    leaving, coming = (open_context(screen).new_page() for _ in range(2))
    for person, user in ((leaving, DESK), (coming, COLLEAGUE)):
        town.speak(person, language)
        town.log_in(person, user)
    _take_over(leaving, words)
    look(leaving, f"board-on-duty-{language}")

    leaving.get_by_role("link", name=words["hand over"], exact=True).click()
    leaving.get_by_role("button", name=words["leave"]).click()
    expect(leaving.locator("#problems")).to_be_visible()
    look(leaving, f"shift-refused-{language}")
    leaving.locator("#problems a").click()
    expect(leaving.locator("#note")).to_be_focused()
    leaving.fill("#note", f"河口村停电，等供电所回话。({screen} {language})")
    look(leaving, f"shift-{language}")
    leaving.get_by_role("button", name=words["leave"]).click()

    ask(coming)
    note = coming.locator(".lc-note-left")
    expect(note).to_contain_text(f"({screen} {language})")
    look(coming, f"board-note-{language}")
    _take_over(coming, words)
    note.get_by_role("button").click()
    expect(note).to_have_count(0)

    coming.goto(f"{town.address}/board/shifts")
    look(coming, f"shifts-{language}")
    expect(coming.locator("tbody tr").nth(1)).to_contain_text(f"({screen} {language})")


WORDS = {
    "zh": {"take over": "接班", "hand over": "交班", "leave": "提交交班记录"},
    "en": {"take over": "Take over the shift", "hand over": "Hand over", "leave": "Leave the note"},
}


def _take_over(page: Page, words: dict[str, str]) -> None:
    page.get_by_role("link", name=words["take over"], exact=True).click()
    page.locator("#leader").select_option(LEADER)
    page.fill("#until", "2026-06-24 20:00")
    page.get_by_role("button", name=words["take over"], exact=True).click()
    expect(page.locator(".lc-duty")).to_contain_text("何健")


@FAR_CORNERS
def test_the_screen_on_the_wall(
    town: Town, open_context: OpenContext, screen: str, language: str, look: Look
) -> None:
    desk, wall = (open_context(screen).new_page() for _ in range(2))
    town.speak(desk, language)
    town.speak(wall, language)
    town.log_in(desk, DESK)
    desk.goto(f"{town.address}/board/walls")
    desk.fill("#label", f"值班室 {screen} {language}")
    desk.locator("form", has=desk.locator("#label")).get_by_role("button").click()
    look(desk, f"walls-{language}")

    wall.clock.install()
    wall.goto(desk.locator(".lc-made a").inner_text())
    look(wall, f"wall-{language}")
    first = wall.locator(".lw-no").first.inner_text()
    with wall.expect_response("**/live*"):
        wall.clock.run_for(20_000)
    expect(wall.locator(".lw-no").first).not_to_have_text(first)

    row = desk.locator("tr", has_text=f"{screen} {language}")
    row.get_by_role("button").click()
    with wall.expect_response("**/live*"):
        wall.clock.run_for(20_000)
    expect(wall.locator("table")).to_have_count(0)
    expect(wall.get_by_role("status")).not_to_be_empty()


def test_a_screen_of_1920_by_1080_fits_without_scrolling(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    page.set_viewport_size({"width": 1920, "height": 1080})
    for light in ("", "?light=1"):
        page.goto(f"{town.address}/board/wall{light}")
        assert page.evaluate("document.documentElement.scrollHeight") <= 1080
        assert page.evaluate("document.documentElement.scrollWidth") <= 1920
        number = page.locator(".lw-no").first
        height = number.evaluate("cell => parseFloat(getComputedStyle(cell).fontSize)")
        assert height >= 44, "letters of 4 m: a hundred and fiftieth of it on a screen of 55 inch"


def test_the_board_without_a_script_asks_anew_by_itself(
    town: Town, open_context: OpenContext
) -> None:
    page = open_context("desktop", java_script_enabled=False).new_page()
    town.log_in(page, UNIT)
    page.goto(f"{town.address}/board")
    expect(page.locator("#board-sound")).to_be_hidden()
    page.get_by_role("link", name="每分钟自动刷新").click()
    expect(page.get_by_role("link", name="停止")).to_be_visible()
    assert page.locator("meta[http-equiv=refresh]").count() == 1
