"""Registering in a browser: by keyboard alone, with what is told meanwhile, and without a line."""

import re
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, FilePayload, Locator, Page, expect

from domain.case.events import Received
from tests.system.conftest import SCREENS, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, COLLEAGUE, UNIT, INSPECTOR = "zhoumin", "linhao", "panlei", "qinfang"
SECONDS = 30


@pytest.fixture
def form(town: Town, open_context: OpenContext) -> Page:
    """The duty desk's registration form."""
    return opened(town, open_context("desktop"), DESK)


def opened(town: Town, context: BrowserContext, username: str) -> Page:
    """The form in somebody's browser."""
    page = context.new_page()
    town.log_in(page, username)
    page.goto(f"{town.address}/register")
    return page


class Keys:
    """A keyboard that counts."""

    def __init__(self, page: Page) -> None:
        self._keyboard = page.keyboard
        self.pressed = 0

    def press(self, *keys: str) -> None:
        for key in keys:
            self._keyboard.press(key)
            self.pressed += 1

    def type(self, text: str) -> None:
        """As an input method gives it: what is no letter comes at once."""
        if text.isascii():
            self._keyboard.type(text)
        else:
            self._keyboard.insert_text(text)
        self.pressed += len(text)


def received(town: Town, page: Page) -> Received:
    """The event the case on the slip began with."""
    number = page.locator(".lc-slip .lc-big").first.inner_text()
    event = town.service.desk.load(town.service.desk.find(number)).history[0]
    assert isinstance(event, Received)
    return event


def head(town: Town) -> int:
    return town.service.desk.log.head()


def at_slip(page: Page) -> None:
    page.wait_for_url(re.compile("/receipt$"))


def fill(page: Page, title: str, track: str = "热线") -> None:
    page.get_by_role("radio", name=track).check()
    page.get_by_label("标题").fill(title)


# --- by keyboard alone ---


def test_a_call_is_registered_and_dispatched_by_keyboard_alone_within_half_a_minute(
    town: Town, form: Page
) -> None:
    keys, began = Keys(form), time.monotonic()
    keys.press("1")
    keys.type("东街市场电动车起火")
    keys.press("Enter")
    keys.type("djsc")
    keys.press("ArrowDown", "Enter")
    keys.type("clhz")
    keys.press("Enter")
    keys.type("楼下电动车烧起来了")
    keys.press("Tab")
    keys.type("陈小明")
    keys.press("Enter")
    keys.type("13812345678")
    keys.press("Control+Shift+Enter")
    at_slip(form)
    took = time.monotonic() - began

    event = received(town, form)
    assert (event.track, event.category, event.place) == ("emergency", "A03", "东街社区东街市场")
    assert (event.channel, event.people) == ("phone", 1)
    case = town.service.desk.load(town.service.desk.find(event.number)).case
    assert [one.unit for one in case.dispatches] == ["dongjie"]
    assert keys.pressed < 60
    assert took < SECONDS
    print(f"{keys.pressed} keys, {took:.1f} s for the pages")  # noqa: T201 - a measurement


def test_enter_leads_on_and_registers_nothing(town: Town, form: Page) -> None:
    before = head(town)
    form.keyboard.press("2")
    expect(form.get_by_label("热线")).to_be_checked()
    expect(form.get_by_label("标题")).to_be_focused()
    for name in ("标题", "地点"):
        form.get_by_label(name, exact=name == "地点").press("Enter")
    expect(form.get_by_role("combobox", name="类别", exact=True)).to_be_focused()
    assert form.url.endswith("/register")
    assert head(town) == before


def test_the_whole_form_is_on_one_screen_for_every_track(form: Page) -> None:
    for track in ("警情", "热线", "信访", "纠纷"):
        form.get_by_role("radio", name=track).check()
        assert form.evaluate("document.documentElement.scrollHeight <= window.innerHeight"), track
    form.get_by_role("radio", name="信访").check()
    form.get_by_label("信访类别").select_option("accusation")
    assert form.evaluate("document.documentElement.scrollHeight <= window.innerHeight")


# --- choosing while typing ---


def choice(page: Page) -> Locator:
    """What the open list offers."""
    return page.locator(".lc-options:visible").get_by_role("option")


@pytest.mark.parametrize("typed", ["车辆火", "clhz", "cheliang", "A03", "a03"])
def test_a_category_is_found_by_chinese_initials_syllables_and_code(form: Page, typed: str) -> None:
    box = form.get_by_role("combobox", name="类别", exact=True)
    box.fill(typed)
    expect(choice(form).first).to_have_text("A03 车辆火灾")
    box.press("Enter")
    expect(box).to_have_value("A03 车辆火灾")
    expect(form.locator("select[name=category]")).to_have_value("A03")


def test_the_list_of_categories_works_as_a_combobox_does(form: Page, look: Look) -> None:
    form.get_by_label("警情").check()
    box = form.get_by_role("combobox", name="类别", exact=True)
    expect(box).to_have_attribute("aria-expanded", "false")
    box.press("ArrowDown")
    expect(box).to_have_attribute("aria-expanded", "true")
    first, active = choice(form).first, box.get_attribute("aria-activedescendant")
    expect(first).to_have_attribute("aria-selected", "true")
    assert first.get_attribute("id") == active
    look(form, "register-choosing-zh")
    box.press("ArrowUp")
    expect(choice(form).last).to_have_attribute("aria-selected", "true")
    box.press("Escape")
    expect(form.locator(".lc-options:visible")).to_have_count(0)
    box.fill("没有这种事")
    expect(form.get_by_role("status").filter(has_text="没有找到")).to_have_count(1)
    box.press("Tab")
    expect(box).to_have_value("")


def test_only_categories_of_the_track_are_offered_and_another_tracks_is_dropped(form: Page) -> None:
    box = form.get_by_role("combobox", name="类别", exact=True)
    form.get_by_label("警情").check()
    box.fill("A03")
    box.press("Enter")
    form.get_by_role("radio", name="信访").check()
    expect(box).to_have_value("")
    box.fill("A03")
    expect(choice(form)).to_have_count(0)


def test_a_place_proposes_its_unit_which_is_not_sent_by_itself(town: Town, form: Page) -> None:
    fill(form, "东街市场路灯不亮了")
    place = form.get_by_role("combobox", name="地点", exact=True)
    place.fill("djsc")
    place.press("ArrowDown")
    place.press("Enter")
    expect(form.get_by_label("派给")).to_have_value("dongjie")
    expect(form.locator("#proposed")).to_have_text("按地点建议：东街社区")
    form.get_by_role("button", name="登记", exact=True).click()
    at_slip(form)
    event = received(town, form)
    assert not town.service.desk.load(town.service.desk.find(event.number)).case.dispatches


def test_any_other_place_can_be_written(town: Town, form: Page) -> None:
    fill(form, "路灯不亮一盏")
    form.get_by_role("combobox", name="地点", exact=True).fill("省道 205 线 K12")
    form.get_by_role("button", name="登记", exact=True).click()
    at_slip(form)
    assert received(town, form).place == "省道 205 线 K12"


# --- what is told meanwhile ---


def test_an_open_matter_of_the_number_is_told_and_nothing_more(
    town: Town, form: Page, look: Look
) -> None:
    fill(form, "自来水发黄")
    form.get_by_label("电话").fill("13987654321")
    form.get_by_label("电话").press("Tab")
    expect(form.locator("#known")).to_have_text("该号码没有未办结事项。")
    form.keyboard.press("Control+Enter")
    at_slip(form)
    number = received(town, form).number

    form.goto(f"{town.address}/register")
    form.get_by_label("电话").fill("139 8765 4321")
    form.get_by_label("电话").press("Tab")
    expect(form.locator("#known")).to_have_text("该号码另有未办结事项。")
    assert number not in form.locator("#known").inner_text()
    look(form, "register-known-zh")


def test_a_like_matter_is_shown_while_typing_and_linked_in_one_step(
    town: Town, form: Page, look: Look
) -> None:
    fill(form, "柳林村小学门口路面塌陷")
    form.keyboard.press("Control+Enter")
    at_slip(form)
    main = received(town, form).number

    form.goto(f"{town.address}/register")
    fill(form, "柳林村小学门口路面塌了")
    same = form.locator(".lc-alike li", has_text=main)
    expect(same).to_contain_text("柳林村小学门口路面塌陷")
    look(form, "register-alike-zh")
    same.get_by_role("button").click()
    at_slip(form)
    event = received(town, form)
    case = town.service.desk.load(town.service.desk.find(event.number)).case
    assert (case.duplicate_of, case.validity) == (main, "duplicate")
    expect(form.get_by_role("status")).to_contain_text(f"并入 {main}")


def test_a_name_where_none_may_stand_is_refused_and_nothing_typed_is_lost(
    form: Page, look: Look
) -> None:
    fill(form, "陈小明家门口积水")
    form.get_by_label("姓名", exact=True).fill("陈小明")
    form.get_by_role("combobox", name="类别", exact=True).fill("E0")
    form.get_by_role("combobox", name="类别", exact=True).press("Enter")
    chosen = form.get_by_role("combobox", name="类别", exact=True).input_value()
    form.keyboard.press("Control+Enter")
    expect(form.get_by_role("alert")).to_contain_text("您填写的姓名也出现在“标题”里")
    expect(form.get_by_role("combobox", name="类别", exact=True)).to_have_value(chosen)
    expect(form.get_by_label("姓名", exact=True)).to_have_value("陈小明")
    look(form, "register-refused-zh")


# --- an accusation ---


def test_an_accusation_names_its_accused_and_vanishes_from_their_sight(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = opened(town, open_context("phone"), UNIT)
    page.get_by_role("radio", name="信访").check()
    page.get_by_label("标题").fill("反映消防救援站推诿")
    expect(page.get_by_label("被检举控告的工作人员")).to_be_hidden()
    page.get_by_label("信访类别").select_option("accusation")
    page.get_by_label("被检举控告的工作人员").fill(UNIT)
    look(page, "register-accusation-zh")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator(".alert-warning[role=status]")).to_contain_text("此后不再向您显示")
    event = received(town, page)
    assert event.accused == ("xfz",)
    assert event.accused_staff == (UNIT,)
    look(page, "slip-accusation-zh")
    answer = page.goto(f"{town.address}/cases/{event.number}")
    assert answer is not None
    assert answer.status == 404

    inspector = opened(town, open_context("desktop"), INSPECTOR)
    answer = inspector.goto(f"{town.address}/cases/{event.number}")
    assert answer is not None
    assert answer.status == 200


def test_a_unit_registers_what_people_bring_to_it_on_a_phone(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = opened(town, open_context("phone"), UNIT)
    expect(page.get_by_label("派给")).to_have_count(0)
    look(page, "register-unit-zh")
    fill(page, "楼道堆放杂物堵塞消防通道")
    page.get_by_label("来源").select_option("visit")
    page.get_by_role("button", name="登记", exact=True).click()
    at_slip(page)
    event = received(town, page)
    assert (event.by.unit, event.channel) == ("xfz", "visit")
    look(page, "slip-unit-zh")
    page.get_by_role("link", name="再登记一件").click()
    expect(page.get_by_label("来源")).to_have_value("visit")


# --- without a line ---


def draft(page: Page) -> str:
    """What the browser keeps, in both places."""
    return str(
        page.evaluate(
            "(sessionStorage.getItem('lc-draft-register') || '')"
            " + (localStorage.getItem('lc-draft-register') || '')"
        )
    )


def kept(page: Page) -> str:
    """The same, once the pause after typing is over."""
    page.wait_for_timeout(1000)
    found = draft(page)
    assert found
    return found


def test_a_form_sent_without_line_is_kept_and_counts_once_when_it_is_sent_again(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    context = open_context("desktop")
    page = opened(town, context, DESK)
    before = head(town)
    fill(page, "石桥村三组停电")
    page.get_by_label("电话").fill("13666666666")
    context.set_offline(True)
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#line")).to_contain_text("没有提交：网络不通")
    expect(page.get_by_label("标题")).to_have_value("石桥村三组停电")
    assert "13666666666" not in draft(page)
    look(page, "register-no-line-zh")
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#line")).to_contain_text("没有提交：网络不通")
    assert head(town) == before

    context.set_offline(False)
    expect(page.locator("#line")).to_contain_text("网络已恢复")
    page.get_by_role("button", name="登记", exact=True).click()
    at_slip(page)
    assert received(town, page).source == "device"
    assert head(town) == before + 1
    assert draft(page) == ""


def test_what_was_typed_is_offered_on_return_and_goes_on_as_the_same_form(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    context = open_context("desktop")
    page = opened(town, context, DESK)
    fill(page, "南溪村茶场争水", track="纠纷")
    page.get_by_label("姓名", exact=True).fill("陈小明")
    page.get_by_role("combobox", name="地点", exact=True).fill("南溪村茶场")
    token = page.locator("#register input[name=token]").input_value()
    kept(page)
    assert "陈小明" not in draft(page)
    page.close()

    page = context.new_page()
    page.goto(f"{town.address}/register")
    expect(page.locator("#draft")).to_contain_text("本机留有一份未提交的登记")
    look(page, "register-draft-zh")
    page.get_by_role("button", name="继续填写").click()
    expect(page.get_by_label("纠纷")).to_be_checked()
    expect(page.get_by_label("姓名", exact=True)).to_have_value("陈小明")
    assert page.locator("#register input[name=token]").input_value() == token
    page.goto(f"{town.address}/register")
    page.get_by_role("button", name="删除").click()
    assert draft(page) == ""


def test_a_photo_travels_with_the_form_and_a_draft_goes_on_without_it(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    page = opened(town, open_context("desktop"), DESK)
    paper = FilePayload(name="现场.pdf", mimeType="application/pdf", buffer=b"%PDF-1.4\n%%EOF\n")
    fill(page, "新城花园井盖缺失")
    page.get_by_text("要添加照片或材料吗？").click()
    page.get_by_label("照片和材料").set_input_files(paper)
    kept(page)
    page.goto(f"{town.address}/register")
    page.get_by_role("button", name="继续填写").click()
    expect(page.get_by_label("标题")).to_have_value("新城花园井盖缺失")
    expect(page.get_by_label("标题")).to_be_focused()

    page.get_by_text("要添加照片或材料吗？").click()
    page.get_by_label("照片和材料").set_input_files(paper)
    expect(page.locator(".lc-chosen")).to_contain_text("现场.pdf")
    look(page, "register-files-zh")
    page.get_by_role("button", name="登记", exact=True).click()
    at_slip(page)
    number = page.locator(".lc-slip .lc-big").first.inner_text()
    page.goto(f"{town.address}/cases/{number}")
    expect(page.get_by_role("link", name="现场.pdf")).to_be_visible()


def test_nothing_is_kept_for_whoever_logs_in_next(town: Town, open_context: OpenContext) -> None:
    context = open_context("desktop")
    page = opened(town, context, DESK)
    fill(page, "云岭村林场纠纷")
    box = kept(page)
    page.get_by_role("button", name="退出").click()
    page.wait_for_url(re.compile("/login"))
    assert draft(page) == ""
    town.log_in(page, COLLEAGUE)
    half = box[: len(box) // 2]
    page.evaluate("text => localStorage.setItem('lc-draft-register', text)", half)
    page.goto(f"{town.address}/register")
    expect(page.get_by_label("警情")).to_be_focused()
    expect(page.locator("#draft")).to_be_hidden()
    assert draft(page) == ""


def test_who_was_logged_out_meanwhile_loses_nothing_and_sends_again(
    town: Town, open_context: OpenContext
) -> None:
    context = open_context("desktop")
    page = opened(town, context, DESK)
    fill(page, "上坪村水库水位上涨")
    other = context.new_page()
    other.goto(f"{town.address}/register")
    other.get_by_role("button", name="退出").click()
    other.wait_for_url(re.compile("/login"))
    page.get_by_role("button", name="登记", exact=True).click()
    expect(page.locator("#line")).to_contain_text("没有提交：您已退出登录")
    town.log_in(other, DESK)
    page.get_by_role("button", name="登记", exact=True).click()
    at_slip(page)
    assert received(town, page).title == "上坪村水库水位上涨"


# --- without a script, in print, in English ---


def test_everything_is_there_without_a_script(town: Town, open_context: OpenContext) -> None:
    context = open_context("desktop", java_script_enabled=False)
    page = opened(town, context, DESK)
    fill(page, "自来水停水半天")
    page.get_by_label("地点", exact=True).fill("白河村集市")
    page.get_by_label("电话").fill("13555555555")
    expect(page.get_by_label("信访类别")).to_be_visible()
    page.get_by_role("button", name="查有无未办结").click()
    expect(page.locator("#known")).to_have_text("该号码没有未办结事项。")
    expect(page.get_by_label("标题")).to_have_value("自来水停水半天")
    page.get_by_role("button", name="登记", exact=True).click()
    at_slip(page)
    assert received(town, page).place == "白河村集市"


def test_the_slip_prints_on_a_strip_and_on_a_small_sheet(
    town: Town, form: Page, look: Look, save_screenshot: Callable[[Page, str], None]
) -> None:
    fill(form, "井盖丢失一个")
    form.keyboard.press("Control+Enter")
    at_slip(form)
    look(form, "slip-zh")
    form.emulate_media(media="print")
    for width, name in ((302, "slip-strip"), (560, "slip-a5")):
        form.set_viewport_size({"width": width, "height": 800})
        wide = form.evaluate("document.documentElement.scrollWidth > window.innerWidth")
        assert not wide, name
        expect(form.locator(".lc-slip svg")).to_be_visible()
        expect(form.get_by_role("link", name="再登记一件")).to_be_hidden()
        save_screenshot(form, name)
    expect(form.locator(".lc-slip")).to_contain_text(re.compile(r"http://127\.0\.0\.1:\d+/query。"))


@pytest.mark.parametrize("screen", sorted(SCREENS))
def test_the_form_in_english(
    town: Town, open_context: OpenContext, look: Look, screen: str
) -> None:
    page = open_context(screen).new_page()
    town.speak(page, "en")
    town.log_in(page, DESK)
    page.goto(f"{town.address}/register")
    page.get_by_label("Petition", exact=False).first.check()
    look(page, "register-receipt-en")
