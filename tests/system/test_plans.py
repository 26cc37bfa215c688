"""Response plans in a real browser: from screening to closing, and their own pages."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from application.desk import Act
from application.numbers import new_case_id
from application.sealing import build
from domain.case.dispatch import Arrive, EndHandling, GiveFeedback
from domain.case.events import Actor
from domain.case.intake import Receive, SignOff
from domain.case.state import Case
from domain.case.words import Outcome
from tests.system.conftest import AT_A_DESK, Look, OpenContext
from tests.system.serving import Town

pytestmark = pytest.mark.browser

DESK, ADMIN = "zhoumin", "luoping"
AT_DESK = Actor("zhoumin", "centre", "operator")
HEAD = Actor("head", "centre", "leader")


def flood(town: Town) -> str:
    """A village reports a flood; gives the number."""
    desk, case_id = town.service.desk, new_case_id()
    told = {
        "number": "",
        "track": "emergency",
        "channel": "phone",
        "title": "暴雨后积水进屋",
        "category": "F01",
        "place": "石桥村一组",
        "people": 12,
        "narrative": "水漫进一楼",
    }
    command = build(desk.keys, Receive, case_id, told)
    assert isinstance(command, Receive)
    return desk.receive(command, Act(by=AT_DESK), case_id).number


def case_of(town: Town, number: str) -> Case:
    """The case as it stands."""
    return town.service.desk.load(town.service.desk.find(number)).case


def step(page: Page, name: str) -> Locator:
    """The form of a step, unfolded."""
    form = page.locator(f'form.lc-step[action$="/do/{name}"]').first
    fold = page.locator("details.lc-fold", has=form)
    if fold.count() and not fold.first.get_attribute("open"):
        fold.first.locator("summary").first.click()
    return form


def send(form: Locator) -> None:
    """Press the form's button and wait for what comes."""
    page = form.page
    form.locator("button.lc-do").click()
    page.wait_for_load_state()


def work_off(town: Town, number: str) -> None:
    """Every unit comes, works and gives feedback, and the leader signs."""
    desk, case_id = town.service.desk, town.service.desk.find(number)
    desk.execute(case_id, SignOff(grade="principal_leader"), Act(by=HEAD))
    for sent, people in zip(case_of(town, number).dispatches, (52, 9, 12, 20), strict=True):
        unit = Actor(f"{sent.unit}-1", sent.unit, "responder")
        commands = (
            Arrive(dispatch=sent.number, people=people),
            EndHandling(dispatch=sent.number, result=Outcome.HANDLED),
            GiveFeedback(dispatch=sent.number, outcome=Outcome.HANDLED),
        )
        for command in commands:
            desk.execute(case_id, command, Act(by=unit))


@AT_A_DESK
def test_a_plan_is_proposed_activated_worked_off_reported_and_lifted(
    town: Town, page: Page, language: str, look: Look
) -> None:
    number = flood(town)
    town.speak(page, language)
    town.log_in(page, DESK)
    page.goto(f"{town.address}/cases/{number}?step=Screen")

    form = step(page, "Screen")
    expect(form.locator(".lc-proposal li")).not_to_have_count(0)
    look(page, f"plan-proposed-{language}")
    form.locator('select[name="category"]').select_option("A01")
    form.locator('select[name="level"]').select_option("grave")
    form.locator('button[name="propose"]').click()
    page.wait_for_load_state()
    form = step(page, "Screen")
    assert form.locator('select[name="plan"]').input_value() == "rescue@1"
    look(page, f"plan-proposed-anew-{language}")
    form.locator('select[name="category"]').select_option("F01")
    form.locator('select[name="level"]').select_option("ordinary")
    send(form)
    expect(page.locator("#problems")).to_be_visible()
    look(page, f"plan-refused-{language}")
    form = step(page, "Screen")
    form.locator('select[name="plan"]').select_option("flood@1")
    send(form)
    assert case_of(town, number).plan == "flood@1"

    put_into_force(town, page, number, look, language)
    carry_out(town, page, number, look, language)


def put_into_force(town: Town, page: Page, number: str, look: Look, language: str) -> None:
    """All its units are dispatched in one step."""
    page.goto(f"{town.address}/cases/{number}?step=ActivatePlan")
    form = step(page, "ActivatePlan")
    look(page, f"plan-activation-{language}")
    expect(form.locator('input[name="units"]:checked')).to_have_count(4)
    form.locator('select[name="zone"]').select_option("town_officers")
    send(form)
    expect(page.locator("#plan")).to_be_visible()
    assert [one.unit for one in case_of(town, number).dispatches] == [
        "xfz",
        "shiqiao",
        "gsz",
        "wsy",
    ]
    look(page, f"plan-in-force-{language}")


def carry_out(town: Town, page: Page, number: str, look: Look, language: str) -> None:
    """Checklist, report, arrivals, lifting, closing."""
    page.locator(".lc-tick button").first.click()
    page.wait_for_load_state()
    expect(page.locator(".lc-task-done")).to_have_count(1)
    form = step(page, "ReportUpward")
    form.locator('select[name="kind"]').select_option("first")
    form.locator('input[name="to"]').fill("县应急指挥中心")
    send(form)
    expect(page.locator(".lc-reports li").first.locator(".sla-green")).to_be_visible()

    work_off(town, number)
    page.reload()
    expect(page.locator("#plan .sla-orange")).to_have_count(1)
    look(page, f"plan-worked-{language}")
    form = step(page, "LiftPlan")
    form.locator('input[name="person"]').fill("刘振")
    form.locator('input[name="reason"]').fill("险情解除")
    send(form)
    expect(page.locator("#plan")).to_contain_text("刘振")
    form = step(page, "Close")
    form.locator('select[name="outcome"]').select_option("handled")
    send(form)
    assert case_of(town, number).closed
    look(page, f"plan-lifted-{language}")


def test_the_forms_of_a_plan_work_without_a_script(town: Town, open_context: OpenContext) -> None:
    number = flood(town)
    page = open_context("phone", java_script_enabled=False).new_page()
    town.log_in(page, DESK)
    page.goto(f"{town.address}/cases/{number}?step=ActivatePlan")
    form = page.locator('form[action$="/do/ActivatePlan"]')
    form.locator('select[name="plan"]').select_option("rescue@1")
    form.locator('button[name="propose"]').click()
    form = page.locator('form[action$="/do/ActivatePlan"]')
    expect(form.locator('input[name="scale"]')).to_have_value("Ⅲ级响应")
    form.locator("button.lc-do").click()
    expect(page.locator("#plan")).to_be_visible()
    page.locator(".lc-tick button").first.click()
    expect(page.locator(".lc-task-done")).to_have_count(1)


@AT_A_DESK
def test_a_new_version_is_drafted_compared_and_put_into_force(
    town: Town, page: Page, language: str, look: Look
) -> None:
    code = "visit-20" if language == "zh" else "visit-50"
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/plans/{code}/1/draft")
    page.fill("#f-checklist", "劝返来访群众")
    page.locator(".lc-plan-form button.lc-do").click()
    expect(page.locator("#problems")).to_be_visible()
    look(page, f"plans-draft-refused-{language}")
    page.goto(f"{town.address}/plans/{code}/1/draft")
    page.fill("#f-title", "来访接待预案")
    page.locator(".lc-plan-form button.lc-do").click()
    page.wait_for_url(re.compile(rf"/plans/{code}/2$"))
    look(page, f"plans-draft-{language}")
    page.goto(f"{town.address}/plans/{code}/compare?one=1&other=2")
    expect(page.locator("ins")).to_have_text("来访接待预案")
    look(page, f"plans-compare-{language}")
    page.goto(f"{town.address}/plans/{code}/2")
    page.locator('form[action$="/issue"] button').click()
    page.wait_for_load_state()
    page.goto(f"{town.address}/plans/")
    look(page, f"plans-{language}")
    page.goto(f"{town.address}/plans/write?code={code}&version=2")
    page.locator('button[value="check"]').click()
    expect(page.locator(".lc-note.alert-success")).to_be_visible()
    look(page, f"plans-text-{language}")
    page.fill("#f-text", "[[plans]")
    page.locator('button[value="draft"]').click()
    expect(page.locator("#problems")).to_be_visible()
    look(page, f"plans-text-refused-{language}")
