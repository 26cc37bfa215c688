"""Cases in a real browser: a call to archive by several people, a petition, on desk and phone."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.system.conftest import FAR_CORNERS, SCREENS, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, COLLEAGUE, UNIT, JUSTICE, INSPECTOR, AUDITOR = (
    "zhoumin",
    "linhao",
    "panlei",
    "fanrong",
    "qinfang",
    "weining",
)
FIRE = "消防救援站"


def step(page: Page, name: str) -> Locator:
    """The form of a step, unfolded."""
    form = page.locator(f'form[action$="/do/{name}"]').first
    fold = page.locator("details.lc-fold", has=form)
    if fold.count() and not fold.first.get_attribute("open"):
        fold.first.locator("summary").first.click()
    return form


def send(form: Locator) -> None:
    """Press the form's button and wait for what comes."""
    page = form.page
    form.locator("button.lc-do").click()
    page.wait_for_load_state()


def done(page: Page, told: str) -> None:
    """The step is recorded and told in the timeline."""
    expect(page.locator(".tl")).to_contain_text(told)


def register(page: Page, town: Town) -> str:
    """Take a call and send it to the fire station; gives the number."""
    page.goto(f"{town.address}/register")
    page.get_by_label("警情").check()
    page.get_by_label("标题").fill("老街电动车起火，楼上有老人")
    page.get_by_label("地点", exact=True).fill("东街社区")
    plain = page.locator('select[name="category"]')  # what it is without script
    if plain.is_visible():
        plain.select_option("A03")
    else:
        page.get_by_label("类别", exact=True).fill("A03")
        page.get_by_label("类别", exact=True).press("Enter")
    page.get_by_label("详情").fill("楼下电动车烧起来了，旁边停着四五辆车，楼上有老人。")
    page.get_by_label("姓名").fill("陈小明")
    page.get_by_label("电话").fill("13800138000")
    page.get_by_label("派给").select_option(label=FIRE)
    page.get_by_label("到场地点").select_option("seat")
    page.get_by_role("button", name="登记并派单").click()
    page.wait_for_url(re.compile(r"/receipt$"))
    return page.locator(".lc-slip .lc-big").first.inner_text()


def test_a_call_is_carried_to_archive_by_desk_unit_and_inspection(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    desk = open_context("desktop").new_page()
    town.log_in(desk, DESK)
    desk.goto(f"{town.address}/register")
    assert desk.evaluate("document.documentElement.scrollHeight <= window.innerHeight")
    number = register(desk, town)
    look(desk, "slip-zh")
    desk.get_by_role("link", name="打开事项").click()
    look(desk, "case-dispatched-zh")

    unit = open_context("phone").new_page()
    town.log_in(unit, UNIT)
    handle(unit, number, look)

    desk.reload()
    form = step(desk, "Close")
    form.get_by_label("办理结果").select_option("handled")
    send(form)
    done(desk, "办结，结果：现场处置。")

    inspector = open_context("desktop").new_page()
    town.log_in(inspector, INSPECTOR)
    inspector.goto(f"{town.address}/cases/{number}")
    visit(inspector, look)

    desk.reload()
    send(step(desk, "Archive"))
    expect(desk.locator(".lc-stage")).to_have_text("已归档")
    look(desk, "case-archived-zh")

    unit.reload()
    expect(unit.locator(".tl")).not_to_contain_text("来得很快")

    desk.locator(".tl li").nth(2).get_by_role("link", name="当时情形").click()
    expect(desk.locator(".tl li")).to_have_count(3)
    expect(desk.locator("form.lc-step")).to_have_count(0)
    look(desk, "case-as-of-zh")


def handle(unit: Page, number: str, look: Look) -> None:
    """The fire station's part, on a phone, with one slip of the finger."""
    unit.get_by_role("link", name=number).click()
    unit.get_by_role("link", name="事项全貌").click()
    unit.wait_for_url(re.compile(r"/cases/"))
    look(unit, "case-unit-zh")
    expect(unit.get_by_text("13800138000")).to_have_count(0)
    unit.get_by_role("button", name="查看：办理本事项").click()
    expect(unit.locator(".lc-sealed")).to_contain_text("13800138000")
    expect(unit.locator(".lc-sealed")).not_to_contain_text("陈小明")
    send(step(unit, "SignFor"))

    form = step(unit, "Arrive")
    form.get_by_label("到场人数").fill("六个")
    send(form)
    expect(unit.get_by_role("alert")).to_contain_text("“到场人数”要填整数")
    look(unit, "case-refused-zh")
    unit.get_by_role("alert").get_by_role("link").first.click()
    expect(unit.locator(":focus")).to_have_value("六个")
    unit.keyboard.press("Control+a")
    unit.keyboard.type("6")
    send(step(unit, "Arrive"))
    done(unit, f"{FIRE}到场（派单 1），6 人。")

    form = step(unit, "EndHandling")
    form.get_by_label("处置结果").select_option("handled")
    send(form)
    form = step(unit, "GiveFeedback")
    form.get_by_label("办理结果").select_option("handled")
    form.get_by_label("采取的措施").fill("用水枪扑灭，疏散三户，无人受伤")
    send(form)
    done(unit, "用水枪扑灭")


def visit(inspector: Page, look: Look) -> None:
    """The return visit, by somebody who had no part in it."""
    look(inspector, "case-visit-zh")
    form = step(inspector, "Visit")
    form.locator("fieldset", has_text="是否解决").get_by_label("是", exact=True).check()
    form.get_by_label("是否满意").select_option("satisfied")
    form.get_by_label("反映人原话").fill("来得很快")
    send(form)
    done(inspector, "来得很快")


def test_a_petition_is_registered_accepted_and_answered(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    desk = open_context("desktop").new_page()
    town.speak(desk, "en")
    town.log_in(desk, DESK)
    desk.get_by_role("link", name="Register a case").click()
    look(desk, "register-en")
    desk.get_by_role("radio", name="Petition").check()
    desk.get_by_role("button", name="Register", exact=True).click()
    expect(desk.get_by_role("alert")).to_contain_text('"Title" is empty. Fill it in.')
    look(desk, "register-refused-en")
    desk.get_by_label("Title *").fill("宅基地边界争议")
    desk.get_by_label("Kind of petition").select_option("claim")
    desk.get_by_role("button", name="Register", exact=True).click()
    desk.wait_for_url(re.compile(r"/receipt$"))
    look(desk, "slip-en")
    desk.get_by_role("link", name="Open the case").click()
    number = desk.locator(".lc-number").inner_text()

    send(step(desk, "Screen"))
    form = step(desk, "Dispatch")
    form.get_by_label("Lead unit").select_option("sfs")
    send(form)
    form = step(desk, "Accept")
    form.get_by_label("How the notice was served").fill("当面")
    form.get_by_label("When the notice was served").fill("2026-06-24 10:10")
    send(form)
    done(desk, "Notice: served by 当面 at 2026-06-24 10:10.")
    look(desk, "petition-en")
    desk.get_by_role("link", name="Paper to print").last.click()
    expect(desk.locator(".lc-paper")).to_contain_text("Notice of acceptance")
    look(desk, "paper-en")
    desk.go_back()

    unit = open_context("phone").new_page()
    town.speak(unit, "en")
    town.log_in(unit, JUSTICE)
    unit.goto(f"{town.address}/cases/{number}")
    look(unit, "petition-unit-en")
    send(step(unit, "SignFor"))
    form = step(unit, "GiveFeedback")
    form.get_by_label("Outcome").select_option("supported")
    send(form)
    form = step(unit, "IssueOpinion")
    form.get_by_label("Outcome").select_option("supported")
    form.get_by_label("How it was served").fill("直接送达")
    form.get_by_label("Document").fill("支持诉求")
    send(form)
    done(unit, "Written opinion: Supported, served by 直接送达.")

    desk.reload()
    form = step(desk, "Close")
    form.get_by_label("Outcome").select_option("supported")
    send(form)
    expect(desk.locator(".lc-stage")).to_have_text("Closed")


@FAR_CORNERS
def test_cases_of_every_track_and_the_forms_of_every_step_are_accessible(
    town: Town, page: Page, language: str, look: Look
) -> None:
    town.speak(page, language)
    town.log_in(page, DESK)
    page.goto(f"{town.address}/register")
    look(page, f"register-{language}")
    for track in ("emergency", "hotline", "petition", "dispute"):
        page.goto(f"{town.address}/ledgers/cases?track={track}&sort=-received_at")
        page.locator("td.c-number a").first.click()
        look(page, f"{track}-{language}")
        for fold in page.locator("details").all():
            fold.evaluate("fold => fold.open = true")
        look(page, f"{track}-unfolded-{language}")


@pytest.mark.parametrize("screen", list(SCREENS))
def test_an_auditor_reads_without_forms(town: Town, page: Page, look: Look) -> None:
    town.log_in(page, AUDITOR)
    page.goto(f"{town.address}/ledgers/cases?sort=-received_at")
    page.locator("td.c-number a").first.click()
    expect(page.locator("form.lc-step")).to_have_count(0)
    look(page, "auditor-zh")


def test_two_at_one_case_the_second_is_told_and_loses_nothing_typed(
    town: Town, open_context: OpenContext, look: Look
) -> None:
    first, second = (open_context("desktop").new_page() for _ in range(2))
    town.log_in(first, DESK)
    town.log_in(second, COLLEAGUE)
    number = register(first, town)
    for page in (first, second):
        page.goto(f"{town.address}/cases/{number}")
    for page, reason in ((first, "误派"), (second, "改派，已电话说明")):
        form = step(page, "Recall")
        form.get_by_label("原因", exact=False).first.fill(reason)
        send(form)
    expect(second.get_by_role("alert")).to_contain_text("已不在该单位手上")
    expect(second.locator("#news")).to_contain_text("您打开页面以后又有 1 条新记录")
    expect(step(second, "Recall").get_by_label("原因").first).to_have_value("改派，已电话说明")
    expect(second.locator(".tl")).to_contain_text("误派")
    look(second, "case-second-zh")


def test_everything_on_a_case_works_without_script_and_by_keyboard(
    town: Town, open_context: OpenContext
) -> None:
    page = open_context("desktop", java_script_enabled=False).new_page()
    town.log_in(page, DESK)
    number = register(page, town)
    page.goto(f"{town.address}/cases/{number}?step=Note")
    page.locator("#do-Note-label").focus()
    page.keyboard.type("电话核实")
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"#e3$"))
    done(page, "电话核实")


@pytest.mark.parametrize("screen", list(SCREENS))
def test_papers_and_the_case_itself_print(town: Town, page: Page, look: Look) -> None:
    town.log_in(page, DESK)
    page.goto(f"{town.address}/ledgers/cases?track=hotline&stage=closed")
    page.locator("td.c-number a").first.click()
    page.emulate_media(media="print")
    expect(page.locator(".tl li").first).to_be_visible()
    expect(page.get_by_role("navigation").first).to_be_hidden()
    expect(page.locator(".lc-steps")).to_be_hidden()
    page.emulate_media(media="screen")
    page.get_by_role("link", name="打印文书").last.click()
    expect(page.locator(".lc-paper")).to_contain_text("答复")
    look(page, "paper-zh")
    page.emulate_media(media="print")
    expect(page.get_by_role("link", name="返回事项")).to_be_hidden()


def test_the_slip_prints_on_its_own(town: Town, page: Page) -> None:
    town.log_in(page, DESK)
    register(page, town)
    page.emulate_media(media="print")
    expect(page.locator(".lc-slip")).to_be_visible()
    expect(page.get_by_role("link", name="打开事项")).to_be_hidden()
    expect(page.get_by_role("navigation").first).to_be_hidden()
