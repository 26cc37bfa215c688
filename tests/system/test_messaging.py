"""Messages in a real browser: a unit's inbox on a phone, an administrator's channels at a desk."""

from collections.abc import Iterator
from contextlib import closing

import msgspec
import pytest
from playwright.sync_api import Page, expect

from application.desk import Act
from application.messages import Target
from application.numbers import new_case_id
from application.sealing import build
from domain.case.dispatch import Dispatch
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.units import CENTRE
from projections.bootstrap import open_service
from tests.application.messages.conftest import Receiver, answering
from tests.system.conftest import AT_A_DESK, FAR_CORNERS, Look
from tests.system.serving import NOW, Town

pytestmark = pytest.mark.browser

ADMIN, UNIT_OFFICER = "luoping", "panlei"
DESK = Actor("zhoumin", CENTRE, "operator")
THUMB = 44  # pixels a target needs to be hit
SECRET = "sixteen signs or more"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with closing(Receiver()) as found:
        yield found


def send(town: Town) -> str:
    """A fire the station was just sent to, and told of; its number."""
    desk, case_id = town.service.desk, new_case_id()
    told = {"number": "", "track": "emergency", "channel": "phone", "title": "老街电动车起火"}
    command = build(desk.keys, Receive, case_id, {**told, "category": "A03"})
    assert isinstance(command, Receive)
    number = desk.receive(command, Act(by=DESK), case_id).number
    desk.execute(case_id, Dispatch(unit="xfz", zone="seat"), Act(by=DESK))
    town.service.messages.fill()
    return number


@FAR_CORNERS
def test_a_letter_is_seen_opened_and_read(
    town: Town, page: Page, screen: str, language: str, look: Look
) -> None:
    number = send(town)
    town.speak(page, language)
    town.log_in(page, UNIT_OFFICER)
    count = page.locator(".lc-inbox b")
    before = int(count.inner_text().split()[0])
    page.click(".lc-inbox")
    look(page, f"inbox-{language}")
    letter = page.locator(".lc-letter", has_text=number)
    if screen == "phone":
        box = letter.bounding_box()
        assert box is not None
        assert box["height"] >= THUMB

    letter.click()

    page.wait_for_url(f"**/unit/dispatch/{number}/1")
    page.goto(f"{town.address}/inbox")
    expect(page.locator(".lc-unread", has_text=number)).to_have_count(0)
    left = int(count.inner_text().split()[0]) if count.count() else 0
    assert left == before - 1


def test_without_a_script_a_letter_opens_too(town: Town, page: Page) -> None:
    number = send(town)
    town.log_in(page, UNIT_OFFICER)
    page.goto(f"{town.address}/inbox")
    page.keyboard.press("Tab")
    page.locator(".lc-letter", has_text=number).focus()
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/unit/dispatch/{number}/1")


@FAR_CORNERS
def test_the_page_of_a_case_unfolds_what_went_out_about_it(
    town: Town, page: Page, language: str, look: Look
) -> None:
    number = send(town)
    town.speak(page, language)
    town.log_in(page, DESK.user)
    page.goto(f"{town.address}/cases/{number}")
    page.locator(".lc-messages summary").click()
    row = page.locator(".lc-messages tbody tr")
    expect(row).to_have_count(1)
    expect(row).to_contain_text("潘磊")
    look(page, f"case-messages-{language}")

    page.context.clear_cookies()
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/messages/wordings")
    look(page, f"wordings-{language}")


@AT_A_DESK
def test_an_administrator_sets_a_channel_and_mends_what_is_wrong(
    town: Town, page: Page, language: str, look: Look, receiver: Receiver
) -> None:
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/messages/channels")
    look(page, f"channels-{language}")
    page.select_option("#holder", "unit:xfz")
    page.locator(".lc-filters button").click()

    page.fill("#webhook-address", receiver.address)  # of this host, which the settings don't allow
    page.fill("#webhook-secret", SECRET)
    page.locator("form:has(#webhook-address) button").click()
    expect(page.locator("#problems a")).to_have_attribute("href", "#webhook-address")
    expect(page.locator("#webhook-address")).to_have_value(receiver.address)
    look(page, f"channel-refused-{language}")

    page.fill("#email-address", "duty@example.gov.cn")
    page.locator("form:has(#email-address) button").click()
    expect(page.locator("main")).to_contain_text("d***@example.gov.cn")
    look(page, f"channel-set-{language}")
    town.service.messages.setting("cli").remove_channel("unit:xfz", "email")


@AT_A_DESK
def test_a_wording_is_mended_and_what_did_not_arrive_is_sent_again(
    town: Town, page: Page, language: str, look: Look, receiver: Receiver
) -> None:
    town.speak(page, language)
    town.log_in(page, ADMIN)
    page.goto(f"{town.address}/admin/messages/wordings/urged")
    page.fill("#en", "Urged: {who}")
    page.locator("form.lc-form button").click()
    expect(page.locator("#problems")).to_contain_text("{who}")
    look(page, f"wording-refused-{language}")

    number = _refused(town, receiver)
    page.goto(f"{town.address}/admin/messages/")
    look(page, f"undelivered-{language}")
    page.locator("tr", has_text=number).locator("button").click()
    expect(page.locator("tr", has_text=number)).to_have_count(0)


def _refused(town: Town, receiver: Receiver) -> str:
    """A case of which a receiver on this machine, let in for once, did not want to hear."""
    receiver.behave = answering(404)
    settings = msgspec.structs.replace(town.service.settings, messages_local=True)
    with closing(open_service(settings, lambda: NOW)) as service:
        setting = service.messages.setting("cli")
        setting.set_channel("unit:xfz", "webhook", Target(receiver.address, SECRET))
        number = send(town)
        service.messages.send_due(30)
        setting.remove_channel("unit:xfz", "webhook")
    assert receiver.came
    return number
