"""A unit's people on a phone: by thumb from signing to feedback, on a bad line, and by a link."""

import re
import time
from collections.abc import Iterator
from datetime import timedelta
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import BrowserContext, Dialog, FilePayload, Page, Route, expect

from application.desk import Act
from application.numbers import new_case_id
from application.sealing import build
from domain.case.dispatch import Dispatch, SignFor
from domain.case.events import Actor, Fact
from domain.case.intake import Receive
from domain.units import CENTRE
from projections.bootstrap import open_service
from tests.system.conftest import SCREENS, Look, OpenContext
from tests.system.serving import NOW, Town, served, settle
from web.app import create_app

pytestmark = pytest.mark.browser

DESK = Actor("zhoumin", CENTRE, "operator")
UNIT = Actor("panlei", "xfz", "responder")
NEXT = ".un-bar .un-big"
THUMB = 44  # pixels a target needs to be hit


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """The sample town, with a clock that goes on from its moment."""
    settings, password = settle(tmp_path_factory.mktemp("town") / "data")
    begun = time.monotonic()

    def clock() -> object:
        return NOW + timedelta(milliseconds=int((time.monotonic() - begun) * 1000))

    service = open_service(settings, clock)  # type: ignore[arg-type]
    with served(create_app(settings, service)) as address:
        yield Town(address, password, service)
    service.close()


@pytest.fixture
def look(look: Look) -> Look:
    """Pictures of the units' pages."""
    return lambda page, name: look(page, f"unit-{name}")


@pytest.fixture
def sent(town: Town) -> str:
    """A fire the unit was just sent to; its number."""
    return send_to(town, UNIT.unit)


def send_to(town: Town, unit: str) -> str:
    desk, case_id = town.service.desk, new_case_id()
    told = {
        "number": "",
        "track": "emergency",
        "channel": "phone",
        "category": "A03",
        "place": "东街社区",
        "title": "老街电动车起火，楼上有老人",
        "narrative": "楼下电动车烧起来了，旁边停着四五辆车，楼上有老人。",
        "phone": "13800138000",
        "name": "陈小明",
    }
    command = build(desk.keys, Receive, case_id, told)
    assert isinstance(command, Receive)
    number = desk.receive(command, Act(by=DESK), case_id).number
    desk.execute(case_id, Dispatch(unit=unit, zone="seat"), Act(by=DESK))
    return number


def history(town: Town, number: str) -> list[Fact]:
    return town.service.desk.load(town.service.desk.find(number)).history


def kinds(town: Town, number: str) -> list[str]:
    """What was done; that somebody read it is no step."""
    names = (type(event).__name__ for event in history(town, number))
    return [name for name in names if name != "DataRead"]


def come(town: Town, context: BrowserContext, number: str, language: str = "zh") -> Page:
    """Somebody of the unit, with the page of the dispatch open."""
    page = context.new_page()
    town.speak(page, language)
    town.log_in(page, UNIT.user)
    page.goto(f"{town.address}/unit/dispatch/{number}/1")
    return page


def fold(page: Page, step: str) -> None:
    page.locator(f"details#do-{step}-1 > summary").tap()


def press(page: Page, step: str) -> None:
    page.locator(f"form[action$='/do/{step}'] button.lc-do").tap()


def wait_for(town: Town, number: str, kind: str) -> None:
    """Until it is recorded."""
    until = time.monotonic() + 30
    while kind not in kinds(town, number):
        assert time.monotonic() < until, f"{kind} never came: {kinds(town, number)}"
        time.sleep(0.1)


def recorded(town: Town, page: Page, number: str, kind: str) -> None:
    """Until it is recorded, and the page shows all there is."""
    wait_for(town, number, kind)
    expect(page.locator(".tl > li")).to_have_count(len(kinds(town, number)) - 1)


def waiting(page: Page, count: int) -> None:
    expect(page.locator("#line h2")).to_have_text(f"等待发送 ({count})")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_dispatch_is_handled_by_thumb(
    town: Town, phone: BrowserContext, sent: str, look: Look, language: str
) -> None:
    page = phone.new_page()
    town.speak(page, language)
    town.log_in(page, UNIT.user)
    expect(page).to_have_url(f"{town.address}/unit")
    look(page, f"mine-{language}")
    page.get_by_role("link", name=sent).tap()
    page.wait_for_url(re.compile(r"/unit/dispatch/"))
    look(page, f"dispatch-{language}")
    expect(page.get_by_text("13800138000")).to_have_count(0)
    page.locator(".lc-open-for button").first.tap()
    expect(page.get_by_role("link", name=re.compile("13800138000"))).to_have_attribute(
        "href", "tel:13800138000"
    )
    look(page, f"dispatch-opened-{language}")
    within_reach(page)
    page.locator(NEXT).tap()  # sign
    recorded(town, page, sent, "SignedFor")
    page.locator("#do-Arrive-1-people").fill("6")
    page.locator(NEXT).tap()  # arrived
    recorded(town, page, sent, "Arrived")
    look(page, f"dispatch-arrived-{language}")
    fold(page, "ReportSituation")
    page.locator("#do-ReportSituation-1-needs").fill("水带两盘")
    press(page, "ReportSituation")
    recorded(town, page, sent, "SituationReported")
    page.locator("label[for=do-EndHandling-1-result-1]").tap()
    press(page, "EndHandling")
    recorded(town, page, sent, "HandlingEnded")
    expect(page.locator("form[action$='/do/GiveFeedback']")).to_be_visible()
    look(page, f"dispatch-feedback-{language}")
    press(page, "GiveFeedback")  # with nothing filled in
    expect(page.get_by_role("alert")).to_be_visible()
    look(page, f"dispatch-refused-{language}")
    page.locator("label[for=do-GiveFeedback-1-outcome-1]").tap()
    page.locator("#do-GiveFeedback-1-measures").fill("用水枪扑灭，疏散三户，无人受伤")
    page.locator("#do-GiveFeedback-1-files").set_input_files(photo())
    press(page, "GiveFeedback")
    wait_for(town, sent, "Attached")
    expect(page.locator(".tl img")).to_be_visible()
    expect(page.locator(NEXT)).to_have_count(0)
    look(page, f"dispatch-done-{language}")
    page.goto(f"{town.address}/unit?show=given")
    look(page, f"given-{language}")
    page.goto(f"{town.address}/unit?show=registered")
    look(page, f"registered-{language}")


def within_reach(page: Page) -> None:
    """The next step lies in the lower half of the screen, and nothing to press is too small."""
    box = page.locator(NEXT).bounding_box()
    assert box is not None
    assert box["y"] > SCREENS["phone"]["height"] / 2
    assert box["y"] + box["height"] <= SCREENS["phone"]["height"]
    for one in page.locator(".un button, .un summary, .un .btn").all():
        found = one.bounding_box()
        assert found is None or found["height"] >= THUMB, one.inner_text()


def photo() -> FilePayload:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "orange").save(picture, "JPEG")
    return FilePayload(name="现场.jpg", mimeType="image/jpeg", buffer=picture.getvalue())


def test_without_line_forms_wait_and_go_later_with_the_time_they_were_pressed(
    town: Town, phone: BrowserContext, sent: str, look: Look
) -> None:
    page = come(town, phone, sent)
    phone.set_offline(True)
    page.locator(NEXT).tap()
    waiting(page, 1)
    page.locator(NEXT).tap()  # on to the arrival, which is next by now
    page.locator("#do-Arrive-1-people").fill("6")
    press(page, "Arrive")
    waiting(page, 2)
    fold(page, "ReportSituation")
    for count, needs in enumerate(("水带", "云梯"), start=3):
        page.locator("#do-ReportSituation-1-needs").fill(needs)
        press(page, "ReportSituation")
        waiting(page, count)
    look(page, "waiting-zh")
    assert len(kinds(town, sent)) == 2
    pressed = town.service.desk.clock()
    time.sleep(1.5)
    phone.set_offline(False)
    wait_for(town, sent, "SituationReported")
    expect(page.locator("#line")).to_be_hidden(timeout=15000)
    found = history(town, sent)[2:]
    assert [type(event).__name__ for event in found] == [
        "SignedFor",
        "Arrived",
        "SituationReported",
        "SituationReported",
    ]
    assert {event.source for event in found} == {"device"}
    assert all(event.at <= pressed for event in found)
    assert sorted(event.at for event in found) == [event.at for event in found]
    expect(page.locator(".tl")).to_contain_text("云梯")
    look(page, "waited-zh")


def test_what_waits_can_not_be_read_on_the_phone(
    town: Town, phone: BrowserContext, sent: str
) -> None:
    page = come(town, phone, sent)
    phone.set_offline(True)
    fold(page, "ReportSituation")
    page.locator("#do-ReportSituation-1-text").fill("NOBODY-MAY-READ-THIS")
    press(page, "ReportSituation")
    waiting(page, 1)
    kept = page.evaluate(
        """async () => {
          const open = indexedDB.open("linkage-unit");
          const db = await new Promise((good) => { open.onsuccess = () => good(open.result); });
          const all = db.transaction("forms").objectStore("forms").getAll();
          const found = await new Promise((good) => { all.onsuccess = () => good(all.result); });
          const text = (one) => new TextDecoder("latin1").decode(one.box);
          return found.map((one) => JSON.stringify(one) + text(one)).join("");
        }"""
    )
    assert "NOBODY" not in kept
    assert '"state":"waiting"' in kept
    stored = page.evaluate("JSON.stringify({...localStorage, ...sessionStorage})")
    assert "NOBODY" not in stored


def test_an_answer_that_never_came_back_makes_no_second_record(
    town: Town, phone: BrowserContext, sent: str
) -> None:
    page = come(town, phone, sent)
    lost: list[str] = []

    def lose(route: Route) -> None:
        lost.append(route.request.url)
        route.fetch()  # the service hears it
        route.abort()  # and the phone does not hear the service

    page.route("**/do/*", lose)
    page.locator(NEXT).tap()
    waiting(page, 1)  # while the test waits for the page, what it routes goes on
    wait_for(town, sent, "SignedFor")
    page.unroute("**/do/*")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("#line")).to_be_hidden(timeout=30000)
    assert lost
    assert kinds(town, sent).count("SignedFor") == 1


def test_a_button_pressed_twice_in_haste_counts_once(
    town: Town, phone: BrowserContext, sent: str
) -> None:
    page = come(town, phone, sent)
    fold(page, "ReportSituation")
    page.locator("#do-ReportSituation-1-needs").fill("水带")
    page.evaluate(
        """() => {
          const button = document.querySelector("form[action$='/do/ReportSituation'] .lc-do");
          button.click();
          button.click();
        }"""
    )
    wait_for(town, sent, "SituationReported")
    expect(page.locator(".tl")).to_contain_text("水带")
    assert kinds(town, sent).count("SituationReported") == 1


def test_a_form_pressed_after_the_session_ended_waits_for_the_log_in(
    town: Town, phone: BrowserContext, sent: str, look: Look
) -> None:
    page = come(town, phone, sent)
    town.service.accounts.end_all(UNIT.user)
    page.locator(NEXT).tap()
    link = page.locator("#line").get_by_role("link", name="登录后发送")
    expect(link).to_be_visible()
    look(page, "log-in-to-send-zh")
    assert "SignedFor" not in kinds(town, sent)
    link.tap()
    page.fill("#username", UNIT.user)
    page.fill("#password", town.password)
    page.press("#password", "Enter")
    wait_for(town, sent, "SignedFor")
    expect(page.locator(".un-head .lc-stage")).to_have_text("已签收")
    assert history(town, sent)[-1].source == "device"


def test_what_is_refused_later_is_kept_with_what_was_typed(
    town: Town, phone: BrowserContext, sent: str, look: Look
) -> None:
    page = come(town, phone, sent)
    phone.set_offline(True)
    fold(page, "Return")
    page.locator("#do-Return-1-reason").fill("车坏了，出不去")
    page.locator(NEXT).tap()
    waiting(page, 1)
    press(page, "Return")
    waiting(page, 2)
    case_id = town.service.desk.find(sent)
    town.service.desk.execute(case_id, SignFor(dispatch=1), Act(by=DESK))
    phone.set_offline(False)
    expect(page.locator("#line .un-wrong")).to_have_count(1)
    expect(page.locator("#line .un-wrong")).to_contain_text("已经签收")
    assert kinds(town, sent)[-1] == "Returned"
    look(page, "refused-later-zh")
    page.on("dialog", lambda dialog: dialog.accept())
    page.locator("#line").get_by_role("button", name="丢弃").tap()
    expect(page.locator("#line")).to_be_hidden()


def test_what_was_refused_later_is_mended_and_goes(
    town: Town, phone: BrowserContext, sent: str, look: Look
) -> None:
    page = come(town, phone, sent)
    phone.set_offline(True)
    fold(page, "Arrive")
    page.locator("#do-Arrive-1-people").fill("六个")
    press(page, "Arrive")
    waiting(page, 1)
    phone.set_offline(False)
    expect(page.locator("#line .un-wrong")).to_contain_text("六个")
    page.locator("#line").get_by_role("link", name="修改").tap()
    field = page.locator("#do-Arrive-1-people")
    expect(field).to_have_value("六个")
    look(page, "mend-zh")
    field.fill("6")
    press(page, "Arrive")
    wait_for(town, sent, "Arrived")
    assert history(town, sent)[-1].source == "device"
    expect(page.locator("#line")).to_be_hidden(timeout=15000)


def test_a_photo_waits_too(town: Town, phone: BrowserContext, sent: str) -> None:
    page = come(town, phone, sent)
    phone.set_offline(True)
    fold(page, "Arrive")
    page.locator("#do-Arrive-1-files").set_input_files(photo())
    press(page, "Arrive")
    waiting(page, 1)
    phone.set_offline(False)
    wait_for(town, sent, "Attached")
    assert "Arrived" in kinds(town, sent)


def test_a_page_that_can_not_be_loaded_says_what_waits(
    town: Town, phone: BrowserContext, sent: str, look: Look
) -> None:
    page = come(town, phone, sent)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    phone.set_offline(True)
    page.locator(NEXT).tap()
    waiting(page, 1)
    page.reload()
    expect(page.get_by_role("heading", name="没有信号")).to_be_visible()
    expect(page.locator("#waiting-count")).to_contain_text("1")
    expect(page.locator("body")).not_to_contain_text("老街")
    look(page, "offline-zh")
    kept = page.evaluate(
        """async () => {
          const names = await caches.keys();
          const stores = await Promise.all(names.map((name) => caches.open(name)));
          const lists = await Promise.all(stores.map((store) => store.keys()));
          return lists.flat().map((one) => new URL(one.url).pathname);
        }"""
    )
    assert kept
    assert all(re.match(r"/(static|bootstrap/static)/|/unit/offline$", path) for path in kept)
    phone.set_offline(False)  # the page loads itself again
    expect(page.locator("body")).to_contain_text("老街")
    wait_for(town, sent, "SignedFor")


def test_a_page_that_is_not_told_of_the_line_finds_out(
    town: Town, phone: BrowserContext, sent: str
) -> None:
    deaf = "addEventListener('online', (event) => event.stopImmediatePropagation(), true)"
    phone.add_init_script(deaf)
    page = come(town, phone, sent)
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")
    page.reload()
    phone.set_offline(True)
    page.reload()
    expect(page.get_by_role("heading", name="没有信号")).to_be_visible()
    phone.set_offline(False)
    expect(page.locator("body")).to_contain_text("老街")


def test_logging_out_asks_about_what_waits_and_leaves_nothing(
    town: Town, phone: BrowserContext, sent: str
) -> None:
    page = come(town, phone, sent)
    page.route("**/do/*", lambda route: route.abort())
    page.locator(NEXT).tap()
    waiting(page, 1)
    asked: list[str] = []

    def answer(dialog: Dialog) -> None:
        """No at first, then yes."""
        asked.append(dialog.message)
        (dialog.accept if len(asked) > 1 else dialog.dismiss)()

    page.on("dialog", answer)
    with page.expect_event("dialog"):
        page.get_by_role("button", name="退出").tap()
    waiting(page, 1)
    page.get_by_role("button", name="退出").tap()
    page.wait_for_url(re.compile(r"/login"))
    assert len(asked) == 2
    town.log_in(page, UNIT.user)
    page.goto(f"{town.address}/unit")
    expect(page.locator("#line")).to_be_hidden()


def test_everything_works_without_script(town: Town, open_context: OpenContext, sent: str) -> None:
    page = open_context("phone", java_script_enabled=False).new_page()
    town.log_in(page, UNIT.user)
    page.get_by_role("link", name=sent).tap()
    page.locator(NEXT).tap()
    expect(page.get_by_role("status")).to_contain_text("签收")
    fold(page, "GiveFeedback")
    press(page, "GiveFeedback")
    expect(page.get_by_role("alert")).to_be_visible()
    assert kinds(town, sent)[-1] == "SignedFor"


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_unit_without_accounts_handles_its_dispatch_by_a_link(
    town: Town, open_context: OpenContext, sent: str, look: Look, language: str
) -> None:
    desk = open_context("desktop").new_page()
    town.speak(desk, language)
    town.log_in(desk, DESK.user)
    desk.goto(f"{town.address}/cases/{sent}?step=IssueLink")
    desk.locator("form[action$='/do/IssueLink'] button.lc-do").click()
    desk.wait_for_url(re.compile(r"/links/\d+$"))
    look(desk, f"link-{language}")
    address = desk.locator("#address").input_value()
    desk.emulate_media(media="print")
    expect(desk.locator(".un-mark")).to_be_visible()
    expect(desk.locator("[data-copy]")).to_be_hidden()
    desk.emulate_media(media="screen")

    page = open_context("phone").new_page()
    town.speak(page, language)
    page.goto(address)
    look(page, f"by-link-{language}")
    within_reach(page)
    page.locator(NEXT).tap()
    recorded(town, page, sent, "SignedFor")
    page.context.set_offline(True)
    page.locator(NEXT).tap()
    expect(page.locator("#line li")).to_have_count(1)
    page.context.set_offline(False)
    wait_for(town, sent, "Arrived")
    assert history(town, sent)[-1].by.user == "link:1"

    desk.goto(f"{town.address}/cases/{sent}?step=RevokeLink")
    desk.locator("form[action$='/do/RevokeLink'] button.lc-do").click()
    expect(desk.locator(".tl")).to_contain_text({"zh": "停用", "en": "Link ended"}[language])
    page.goto(address)
    look(page, f"shut-{language}")
    page.goto(f"{address[:-4]}AAAA")
    look(page, f"no-link-{language}")
    expect(page.locator("main")).to_contain_text("404")


@pytest.mark.parametrize("language", ["zh", "en"])
def test_at_a_desk_the_pages_are_whole_too(
    town: Town, desktop: BrowserContext, sent: str, look: Look, language: str
) -> None:
    page = come(town, desktop, sent, language)
    look(page, f"desktop-dispatch-{language}")
    page.goto(f"{town.address}/unit")
    look(page, f"desktop-mine-{language}")
