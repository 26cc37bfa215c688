"""One night at the centre, from taking over the desk to the audit of it, by all who have a part."""

import re
import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from projections.bootstrap import open_service
from tests.system.conftest import Look, OpenContext
from tests.system.serving import NOW, Town, served, settle
from tests.system.test_unit import photo
from tests.web.awaited import Awaited
from web.app import create_app

pytestmark = pytest.mark.browser

OFFICER, RELIEF, HEAD, INSPECTOR, AUDITOR, ADMIN = (
    "zhoumin",
    "linhao",
    "hejian",
    "qinfang",
    "weining",
    "luoping",
)
FIREMAN, POLICE, OTHER = "panlei", "dengfei", "fanrong"
EVENING = NOW + timedelta(hours=12)  # 22:12 in Shanghai
TITLE, CALLER, PHONE = "老街三号楼楼道电线冒火花", "陈小明", "13800138000"
WORDS = "楼道里还有焦味，旧电线没有人收走"
NEXT = ".un-bar .un-big"


class Night:
    """The town at night, and a matter as it comes to be known in it."""

    def __init__(self, town: Town, open_context: OpenContext, look: Look) -> None:
        self.town, self.look, self._open = town, look, open_context
        self.number = self.code = ""

    def come(self, username: str, screen: str = "desktop") -> Page:
        """Somebody logs in, in a browser of their own."""
        page = self._open(screen).new_page()
        self.town.log_in(page, username)
        return page

    def stranger(self) -> Page:
        """Somebody with a phone and no account."""
        return self._open("phone").new_page()

    def case(self, page: Page) -> None:
        page.goto(f"{self.town.address}/cases/{self.number}")

    def kinds(self) -> list[str]:
        """What was done; that somebody read it is no step."""
        desk = self.town.service.desk
        names = [type(one).__name__ for one in desk.load(desk.find(self.number)).history]
        return [name for name in names if name != "DataRead"]

    def until(self, kind: str, times: int = 1) -> None:
        """Wait until it is recorded."""
        end = time.monotonic() + 20
        while self.kinds().count(kind) < times:
            assert time.monotonic() < end, f"{kind} never came: {self.kinds()}"
            time.sleep(0.1)


@pytest.fixture
def night(tmp_path: Path, open_context: OpenContext, look: Look) -> Iterator[Night]:
    """The sample town, with a clock that goes on from the evening."""
    settings, password = settle(tmp_path / "data")
    begun = time.monotonic()

    def clock() -> datetime:
        return EVENING + timedelta(milliseconds=int((time.monotonic() - begun) * 1000))

    service = open_service(settings, clock)
    with served(create_app(settings, service)) as address:
        yield Night(Town(address, password, service), open_context, look)
    service.close()


def step(page: Page, name: str, ref: int = 0) -> Locator:
    """The form of a step, about that dispatch if it is about one, unfolded."""
    form = page.locator(f'form[action$="/do/{name}"]')
    about = page.locator(f'[name=dispatch][value="{ref}"]')
    form = form.filter(has=about).first if ref else form.first
    fold = page.locator("details.lc-fold", has=form)
    if fold.count() and fold.first.get_attribute("open") is None:
        fold.first.locator("summary").first.click()
    return form


def send(form: Locator) -> None:
    """Press the form's button and wait for what comes."""
    page = form.page
    form.locator("button.lc-do").click()
    page.wait_for_load_state()


def open_texts(page: Page) -> None:
    """Say what they are read for, by the likeliest button."""
    page.locator(".lc-open-for button").first.click()
    expect(page.locator(".lc-open")).to_have_count(0)


def told(page: Page, words: str) -> None:
    expect(page.locator(".tl")).to_contain_text(words)


def test_a_night_is_carried_from_taking_over_to_the_audit(night: Night) -> None:
    officer = night.come(OFFICER)
    take_over(officer)
    a_call_comes(night, officer)
    support = the_desk_sends_a_second_unit_by_link(night, officer)

    fireman = night.come(FIREMAN, "phone")
    the_unit_goes_there(night, fireman)
    the_link_is_enough_for_the_second_unit(night, support)
    the_head_does_what_waits(night)
    the_desk_urges_what_is_late(night, officer)

    reply_and_close(night, officer, "火花已排除，电线已更换。")
    the_reporter_says_it_is_not_solved(night)
    it_is_back_and_the_unit_gets_the_task_not_the_words(night, officer, fireman)
    it_is_handled_again_and_answered_well(night, officer, fireman)

    relief = night.come(RELIEF)
    the_desk_changes_hands(night, officer, relief)
    the_auditor_sees_what_was_known_when(night)
    nobody_else_sees_it(night)


# --- the desk ---


def take_over(page: Page) -> None:
    page.get_by_role("link", name="接班", exact=True).click()
    page.locator("#leader").select_option(HEAD)
    page.get_by_role("button", name="接班", exact=True).click()
    expect(page.locator(".lc-duty")).to_contain_text("何健")


def a_call_comes(night: Night, page: Page) -> None:
    """Taken down by keyboard alone, and sent to the fire station."""
    page.goto(f"{night.town.address}/register")
    keys = page.keyboard
    keys.press("2")
    keys.insert_text(TITLE)
    keys.press("Enter")
    keys.type("djsc")
    keys.press("ArrowDown")
    keys.press("Enter")
    keys.type("gylh")
    keys.press("Enter")
    keys.insert_text("楼道里的电线一直冒火花，楼上住着老人。")
    keys.press("Tab")
    keys.insert_text(CALLER)
    keys.press("Enter")
    keys.type(PHONE)
    page.get_by_label("派给").select_option(label="消防救援站")
    page.get_by_label("派给").press("Control+Shift+Enter")
    page.wait_for_url(re.compile(r"/receipt$"))
    night.number, night.code = page.locator(".lc-slip .lc-big").all_inner_texts()
    night.look(page, "shift-1-slip")


def the_desk_sends_a_second_unit_by_link(night: Night, page: Page) -> str:
    """The health centre supports; it has nobody with an account, so it gets a link."""
    night.case(page)
    form = step(page, "Dispatch")
    form.locator("[name=supports][value=wsy]").check()
    send(form)
    night.until("Dispatched", 2)
    send(step(page, "IssueLink", 2))
    page.wait_for_url(re.compile(r"/links/\d+$"))
    return page.locator("#address").input_value()


def the_desk_urges_what_is_late(night: Night, page: Page) -> None:
    """All of a page of the ledger at once."""
    page.goto(f"{night.town.address}/ledgers/overdue?state=open")
    page.locator("[data-page]").click()
    page.locator("#action").select_option("Urge")
    page.locator(".lc-bulk-bar button").click()
    page.locator("#bulk-reason").fill("请在今晚回复办理情况")
    page.locator("button.lc-do").click()
    expect(page.get_by_role("status").first).to_contain_text("已登记")
    night.look(page, "shift-5-urged")


def reply_and_close(night: Night, page: Page, text: str) -> None:
    night.case(page)
    form = step(page, "Reply")
    form.locator("[name=how]").fill("电话")
    form.locator("[name=document]").fill(text)
    send(form)
    told(page, text)
    form = step(page, "Close")
    form.locator("[name=outcome]").select_option("solved")
    send(form)
    expect(page.locator(".lc-stage")).to_have_text("已办结")


def the_desk_changes_hands(night: Night, leaving: Page, coming: Page) -> None:
    note = "老街电线一事已归档，河口村停电等供电所回话。"
    leaving.goto(f"{night.town.address}/board/shift")
    leaving.fill("#note", note)
    leaving.get_by_role("button", name="提交交班记录").click()
    coming.goto(f"{night.town.address}/board")
    expect(coming.locator(".lc-note-left")).to_contain_text(note)
    night.look(coming, "shift-9-note")
    take_over(coming)
    coming.locator(".lc-note-left").get_by_role("button").click()
    expect(coming.locator(".lc-note-left")).to_have_count(0)


# --- the units ---


def the_unit_goes_there(night: Night, page: Page) -> None:
    """By thumb; the line is lost in the stairwell."""
    page.get_by_role("link", name=night.number).tap()
    page.wait_for_url(re.compile(r"/unit/dispatch/"))
    open_texts(page)
    expect(page.locator("main")).to_contain_text(PHONE)
    expect(page.locator("main")).not_to_contain_text(CALLER)
    press(page, "SignFor", 1)
    arrive = unfold(page, "Arrive", 1)
    arrive.locator("[name=people]").fill("6")
    arrive.locator("input[type=file]").set_input_files(photo())
    press(page, "Arrive", 1)
    night.until("Attached")
    expect(page.locator(".tl img")).to_be_visible()

    page.context.set_offline(True)
    situation = unfold(page, "ReportSituation", 1)
    situation.locator("[name=needs]").fill("绝缘手套两副")
    situation.locator("button.lc-do").tap()
    expect(page.locator("#line h2")).to_have_text("等待发送 (1)")
    night.look(page, "shift-2-no-line")
    assert "SituationReported" not in night.kinds()
    page.context.set_offline(False)
    night.until("SituationReported")
    expect(page.locator("#line")).to_be_hidden(timeout=15000)
    told(page, "绝缘手套两副")
    end_and_give_feedback(night, page, 1)


def end_and_give_feedback(night: Night, page: Page, n: int) -> None:
    """Handling ended, then the form, with what remains to be done."""
    unfold(page, "EndHandling", n)
    page.locator(f"label[for=do-EndHandling-{n}-result-1]").tap()
    press(page, "EndHandling", n)
    feedback = unfold(page, "GiveFeedback", n)
    page.locator(f"label[for=do-GiveFeedback-{n}-outcome-1]").tap()
    feedback.locator("[name=measures]").fill("断电后更换电线，疏散三户，无人受伤")
    remains = feedback.locator("details", has=page.locator("[name='follow_up.person']"))
    if remains.count():
        remains.first.locator("summary").first.tap()
    feedback.locator("[name='follow_up.unit']").select_option("xfz")
    feedback.locator("[name='follow_up.person']").fill("潘磊")
    feedback.locator("[name='follow_up.due']").fill("2026-06-30 18:00")
    press(page, "GiveFeedback", n)
    night.look(page, f"shift-3-feedback-{n}")


def unfold(page: Page, name: str, n: int) -> Locator:
    """The form of a unit's step."""
    fold = page.locator(f"details#do-{name}-{n}")
    if fold.count() and fold.get_attribute("open") is None:
        fold.locator("summary").first.tap()
    return page.locator(f"form[action$='/do/{name}']")


def press(page: Page, name: str, n: int) -> None:
    """The button of a step's form, in it or under the thumb; the page comes anew."""
    inside = unfold(page, name, n).locator("button.lc-do")
    with page.expect_event("domcontentloaded"):
        (inside if inside.count() else page.locator(NEXT)).first.tap()


def the_link_is_enough_for_the_second_unit(night: Night, address: str) -> None:
    page = night.stranger()
    page.goto(address)
    open_texts(page)
    expect(page.locator("main")).to_contain_text(PHONE)
    expect(page.locator("main")).not_to_contain_text(CALLER)
    press(page, "SignFor", 2)
    press(page, "Arrive", 2)
    unfold(page, "EndHandling", 2)
    page.locator("label[for=do-EndHandling-2-result-1]").tap()
    press(page, "EndHandling", 2)
    unfold(page, "GiveFeedback", 2)
    page.locator("label[for=do-GiveFeedback-2-outcome-1]").tap()
    press(page, "GiveFeedback", 2)
    night.until("FeedbackGiven", 2)
    night.look(page, "shift-4-by-link")
    page.goto(f"{night.town.address}/cases/{night.number}")
    assert "/login" in page.url


# --- the head ---


def the_head_does_what_waits(night: Night) -> None:
    """A dispatch to sign off, an extension to grant."""
    waits = Awaited(night.town.service.desk, "pcs", "sfs")
    to_sign, to_extend = waits.sign_off(), waits.extension()
    page = night.come(HEAD)
    page.goto(f"{night.town.address}/heads")
    page.get_by_role("button", name=f"签批 {to_sign}").click()
    expect(page.get_by_role("status").first).to_contain_text(f"已记录 {to_sign}")
    expect(page.locator("#sign_off")).not_to_contain_text(to_sign)

    page.locator("#extension li", has_text=to_extend).locator(".lc-heads-do a").click()
    form = step(page, "Extend")
    form.locator("[name=clock]").select_option("opinion.0")
    form.locator("[name=days]").fill("10")
    form.locator("[name=reason]").fill("需现场测绘，情况复杂")
    form.locator("[name=told][value=yes]").check()
    send(form)
    told(page, "需现场测绘，情况复杂")
    page.goto(f"{night.town.address}/heads")
    expect(page.locator("#extension")).not_to_contain_text(to_extend)


# --- the reporter ---


def the_reporter_says_it_is_not_solved(night: Night) -> None:
    """With what stands on the slip, and the end of the telephone number."""
    page = night.stranger()
    enter(night, page)
    expect(page.locator(".words").first).to_contain_text("火花已排除")
    answer = page.locator("#answer")
    answer.locator("input[name=solved][value=no]").check()
    answer.locator("input[value=not]").check()
    answer.locator("textarea").fill(WORDS)
    answer.locator("#answer-reopen").check()
    answer.locator("button.main").click()
    expect(page.locator("#answer [role=status]")).to_be_visible()
    night.look(page, "shift-6-answered")


def enter(night: Night, page: Page) -> None:
    page.goto(f"{night.town.address}/query?number={night.number}")
    page.locator("#door-code").fill(night.code)
    page.locator("#door-factor").fill(PHONE[-4:])
    page.locator("button.main").click()
    page.wait_for_url("**/query/matter")


def it_is_back_and_the_unit_gets_the_task_not_the_words(
    night: Night, officer: Page, fireman: Page
) -> None:
    officer.goto(f"{night.town.address}/board")
    expect(officer.locator(f'#board-live tr[data-key="{night.number}"]')).to_contain_text("重办")
    night.case(officer)
    open_texts(officer)
    told(officer, WORDS)
    form = step(officer, "Dispatch")
    form.locator("[name=unit]").first.select_option("xfz")
    form.locator("[name=instruction]").fill("再到现场，清理旧电线，通风")
    send(form)
    night.until("Dispatched", 3)

    fireman.goto(f"{night.town.address}/unit")
    fireman.get_by_role("link", name=night.number).first.tap()
    expect(fireman.locator("main")).to_contain_text("清理旧电线")
    expect(fireman.locator("main")).not_to_contain_text("焦味")
    night.look(fireman, "shift-7-task")
    night.case(fireman)
    expect(fireman.locator("main")).not_to_contain_text("焦味")


def it_is_handled_again_and_answered_well(night: Night, officer: Page, fireman: Page) -> None:
    fireman.goto(f"{night.town.address}/unit/dispatch/{night.number}/3")
    press(fireman, "SignFor", 3)
    press(fireman, "Arrive", 3)
    end_and_give_feedback(night, fireman, 3)
    reply_and_close(night, officer, "旧电线已清理，楼道已通风。")

    inspector = night.come(INSPECTOR)
    night.case(inspector)
    form = step(inspector, "Visit")
    form.locator("fieldset", has_text="是否解决").get_by_label("是", exact=True).check()
    form.locator("[name=satisfied]").select_option("satisfied")
    send(form)
    night.until("Visited")
    night.case(officer)
    send(step(officer, "Archive"))
    expect(officer.locator(".lc-stage")).to_have_text("已归档")
    night.look(officer, "shift-8-archived")


# --- who looks afterwards, and who may not ---


def the_auditor_sees_what_was_known_when(night: Night) -> None:
    page = night.come(AUDITOR)
    before = night.kinds()
    night.case(page)
    expect(page.locator("form.lc-step")).to_have_count(0)
    expect(page.locator("main")).not_to_contain_text(CALLER)
    at = before.index("Closed")
    page.locator(".tl li").nth(at - 1).get_by_role("link", name="当时情形").click()
    expect(page.locator(".tl li")).to_have_count(at)
    expect(page.locator(".lc-stage")).not_to_have_text("已归档")
    expect(page.locator("main")).not_to_contain_text("办结，结果")
    night.look(page, "shift-10-audit")
    assert night.kinds() == before


def nobody_else_sees_it(night: Night) -> None:
    """Other units, the administrator: to them there is no such case."""
    for username, status in ((OTHER, 404), (POLICE, 404), (ADMIN, 403)):
        page = night.come(username)
        for path in (f"/cases/{night.number}", f"/cases/{night.number}/news"):
            answer = page.goto(night.town.address + path)
            assert answer is not None
            assert answer.status == status, f"{username} {path}"
        expect(page.locator("body")).not_to_contain_text(TITLE)
