"""The pages of messages: inbox, what was not delivered, channels, wordings, and a case's own."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from urllib.parse import urlsplit

import msgspec
import pytest
from flask import Flask

from application.messages import Target
from application.settings import Settings
from domain.case.correction import Correct
from domain.case.dispatch import Dispatch, Recall
from domain.case.links import IssueLink
from domain.messages.wording import Wording, WordingWrong, check, fill
from projections.bootstrap import Service
from tests.application.messages.conftest import Receiver, answering
from tests.web.conftest import MONDAY_TEN, Desk, Pages, Visitor

# What is in Chinese on an English page: Chinese wordings, and names of people and units.
NOT_OURS = (
    r'<span lang="zh-CN">.*?</span>',
    r"<textarea.*?</textarea>",
    r"<option.*?</option>",
    r'<span class="text-secondary">.*?</span>',
)
ON_FILES = pytest.mark.parametrize("database", ["sqlite"])  # nothing here asks a database much
LogIn = Callable[[str], Visitor]
SECRET = "sixteen signs or more"
TITLE = "老街路面塌陷"


@pytest.fixture
def settings(settings: Settings) -> Settings:
    """Receivers are on this machine."""
    return msgspec.structs.replace(settings, messages_local=True)


@pytest.fixture
def app(pages: Pages, settings: Settings, service: Service) -> Flask:
    return pages.over(service, settings)


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    found = Receiver()
    yield found
    found.close()


@pytest.fixture
def number(desk: Desk, service: Service) -> str:
    """A case whose dispatch the police station was told of."""
    number = desk.receive(TITLE, category="B03")
    desk.dispatch(number)
    service.messages.fill()
    return number


def unread(text: str) -> str:
    """What the head of a page says."""
    found = re.search(r'class="lc-inbox"[^>]*>收件箱(?: <b>(\d+\+?))?', text)
    assert found is not None
    return found[1] or ""


def letters(text: str) -> list[str]:
    return re.findall(r'action="(/inbox/\d+)"', text)


# --- the inbox ---


def test_every_page_says_how_much_is_unread(logged_in: LogIn, number: str) -> None:
    assert unread(logged_in("wang").get("/unit").text) == "1"
    assert unread(logged_in("wang").get("/inbox?show=unread").text) == "1"
    assert unread(logged_in("zhao").get("/unit").text) == ""


def test_a_letter_says_number_category_and_due_and_leads_on(
    logged_in: LogIn, number: str, service: Service
) -> None:
    wang = logged_in("wang")
    text = wang.get("/inbox").text
    assert number in text
    assert "道路中断与障碍 · 签收" in text  # and which of its time limits
    assert TITLE not in text
    (path,) = letters(text)

    answer = wang.post(path)

    assert (answer.status_code, answer.location) == (303, f"/unit/dispatch/{number}/1")
    assert wang.get(answer.location).status_code == 200
    assert unread(wang.get("/inbox").text) == ""
    assert "没有未读消息" in wang.get("/inbox?show=unread").text


def test_another_ones_letter_leads_nowhere(logged_in: LogIn, number: str, service: Service) -> None:
    (path,) = letters(logged_in("wang").get("/inbox").text)
    answer = logged_in("zhao").post(path)
    assert answer.location == "/inbox"
    assert service.messages.inbox.unread("wang") == 1


def test_all_that_was_shown_is_marked_as_read_and_nothing_newer(
    logged_in: LogIn, number: str, desk: Desk, service: Service
) -> None:
    wang = logged_in("wang")
    shown = re.search(r'name="upto" value="(\d+)"', wang.get("/inbox").text)
    assert shown is not None
    desk.do(number, Recall(dispatch=1, reason="派错"))
    service.messages.fill()

    wang.post("/inbox/read", {"upto": shown[1]})

    assert service.messages.inbox.unread("wang") == 1


def test_of_a_case_closed_to_them_since_nothing_is_shown(
    logged_in: LogIn, desk: Desk, service: Service
) -> None:
    number = desk.receive(
        "反映一事", track="petition", kind="accusation", channel="visit", accused=["sfs"], by="chen"
    )
    desk.do(number, Dispatch(unit="pcs"), by="chen")
    service.messages.fill()
    wang = logged_in("wang")
    assert number in wang.get("/inbox").text

    value = '["sfs","pcs"]'
    fix = Correct(event=1, field="accused", value=value, reason="漏登", approver="陈督察长")
    desk.do(number, fix, by="chen")
    assert number not in wang.get("/inbox").text  # at once
    service.messages.fill()
    assert unread(wang.get("/unit").text) == ""


def test_older_letters_are_on_further_pages(logged_in: LogIn, desk: Desk, service: Service) -> None:
    for _ in range(45):
        desk.dispatch(desk.receive(TITLE))
    service.messages.fill()
    wang = logged_in("wang")
    first = wang.get("/inbox").text
    assert len(letters(first)) == 40
    older = re.search(r'href="(/inbox\?before=\d+)"', first)
    assert older is not None
    rest = letters(wang.get(older[1]).text)
    assert len(rest) == 5
    assert not set(rest) & set(letters(first))


def test_a_page_is_shown_where_the_outbox_is_not_there(logged_in: LogIn, service: Service) -> None:
    wang = logged_in("wang")
    with service.messages._engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE messages")
    assert wang.get("/unit").status_code == 200


# --- on the page of the case ---


def test_the_case_says_to_whom_by_which_way_and_how_it_went(
    logged_in: LogIn, desk: Desk, service: Service, receiver: Receiver
) -> None:
    service.messages.setting("root").set_channel(
        "unit:pcs", "webhook", Target(receiver.address, SECRET)
    )
    number = desk.receive(TITLE)
    desk.dispatch(number)
    service.messages.fill()
    assert "发送中" in logged_in("zhang").get(f"/cases/{number}").text
    service.messages.send_due(30)

    text = logged_in("zhang").get(f"/cases/{number}").text
    part = text[text.index("messages-title") : text.index('class="lc-timeline"')]
    assert "派出所" in part
    assert "Webhook" in part
    assert "10:00 送达" in part
    assert "王建军" in part
    assert "已进收件箱，未读" in part
    assert receiver.address not in text


def test_the_case_as_it_stood_has_the_messages_of_then(
    logged_in: LogIn, number: str, desk: Desk, service: Service
) -> None:
    before = service.desk.log.head()
    desk.do(number, Recall(dispatch=1, reason="派错"))
    service.messages.fill()
    zhang = logged_in("zhang")
    assert "派单撤回" in zhang.get(f"/cases/{number}").text
    then = zhang.get(f"/cases/{number}?at={before}").text
    assert "messages-title" in then
    assert "派单撤回" not in then


# --- what was not delivered ---


@pytest.fixture
def dead(desk: Desk, service: Service, receiver: Receiver) -> str:
    """A case whose message was refused."""
    receiver.behave = answering(404)
    target = Target(receiver.address, SECRET)
    service.messages.setting("root").set_channel("unit:pcs", "webhook", target)
    number = desk.receive(TITLE, category="B03")
    desk.dispatch(number)
    service.messages.fill()
    service.messages.send_due(30)
    return number


@pytest.mark.parametrize("who", ["root", "li"])
def test_what_was_not_delivered_is_listed_with_its_reason_and_sent_again(
    logged_in: LogIn, dead: str, service: Service, receiver: Receiver, who: str
) -> None:
    visitor = logged_in(who)
    text = visitor.get("/admin/messages/").text
    assert dead in text
    assert "道路中断与障碍" in text
    assert "对方拒收（404）" in text
    assert TITLE not in text
    (one,) = re.findall(r'name="message" value="(\d+)"', text)

    receiver.behave = answering(200)
    visitor.post("/admin/messages/again", {"message": one})

    assert service.messages.send_due(30) == 1
    assert dead not in visitor.get("/admin/messages/").text


def test_all_of_them_are_sent_again_at_once(
    logged_in: LogIn, dead: str, service: Service, receiver: Receiver
) -> None:
    receiver.behave = answering(200)
    answer = logged_in("root").post("/admin/messages/again")
    assert answer.status_code == 303
    assert service.messages.send_due(30) == 1
    assert "没有需要重发的消息" in _after(logged_in("root"), "/admin/messages/again")


def _after(visitor: Visitor, path: str) -> str:
    visitor.post(path)
    return visitor.get("/admin/messages/").text


# --- channels ---


def test_a_channel_is_set_tried_and_removed(
    logged_in: LogIn, service: Service, receiver: Receiver
) -> None:
    root = logged_in("root")
    page = "/admin/messages/channels/unit/pcs"

    answer = root.post(
        f"{page}/set", {"channel": "webhook", "address": receiver.address, "secret": SECRET}
    )
    assert answer.status_code == 303
    text = root.get(page).text
    assert "http://127.0.0.1/…" in text
    assert receiver.address not in text
    assert SECRET not in text
    assert "Webhook已设置" in text
    assert "派出所" in root.get("/admin/messages/channels").text

    assert root.post(f"{page}/test", {"channel": "webhook"}).status_code == 303
    (came,) = receiver.came
    assert came.said["kind"] == "test"

    receiver.behave = answering(503)
    answer = root.post(f"{page}/test", {"channel": "webhook"})
    assert answer.status_code == 422
    assert "对方出错（503）" in answer.text

    root.post(f"{page}/remove", {"channel": "webhook"})
    assert service.messages.channels.of("unit:pcs") == {}
    assert "Webhook已停用" in root.get(page).text


@ON_FILES
def test_a_wrong_address_comes_back_with_what_to_do_and_the_secret_does_not(
    logged_in: LogIn,
) -> None:
    form = {"channel": "webhook", "address": "ftp://oa/", "secret": SECRET}
    answer = logged_in("root").post("/admin/messages/channels/unit/pcs/set", form)
    assert answer.status_code == 422
    assert "网址不对" in answer.text
    assert 'href="#webhook-address"' in answer.text
    assert 'value="ftp://oa/"' in answer.text
    assert SECRET not in answer.text


def test_a_person_is_chosen_from_the_list_and_gets_another_language(
    logged_in: LogIn, service: Service
) -> None:
    root = logged_in("root")
    answer = root.get("/admin/messages/channels/of?holder=person:wang")
    assert answer.location == "/admin/messages/channels/person/wang"
    root.post(f"{answer.location}/language", {"language": "en"})
    assert service.messages.channels.language("person:wang") == "en"
    assert root.post(f"{answer.location}/language", {"language": "la"}).status_code == 422


@ON_FILES
def test_nobody_unknown_has_channels(logged_in: LogIn) -> None:
    root = logged_in("root")
    assert root.get("/admin/messages/channels/unit/none").status_code == 404
    assert root.get("/admin/messages/channels/person/none").status_code == 404
    pigeon = {"channel": "pigeon"}
    answer = root.post("/admin/messages/channels/unit/pcs/set", pigeon)
    assert answer.status_code == 404


@ON_FILES
def test_the_link_that_is_sent_opens_the_dispatch(
    visitor: Visitor, desk: Desk, service: Service, receiver: Receiver
) -> None:
    target = Target(receiver.address, SECRET)
    service.messages.setting("root").set_channel("unit:pcs", "webhook", target)
    number = desk.receive(TITLE)
    desk.dispatch(number)
    desk.do(number, IssueLink(dispatch=1, ends=MONDAY_TEN + timedelta(hours=9)))
    service.messages.fill()
    service.messages.send_due(30)

    (said,) = [one.said for one in receiver.came if one.said["kind"] == "link"]
    answer = visitor.get(urlsplit(said["link"]).path)

    assert answer.status_code == 200
    assert number in answer.text


# --- wordings ---


def test_a_wording_is_written_and_read_by_the_next_message(
    logged_in: LogIn, desk: Desk, service: Service, receiver: Receiver
) -> None:
    root = logged_in("root")
    page = "/admin/messages/wordings/dispatched"
    written = {"zh": "请办理{number}[，{due}前]。{link}", "en": "Act on {number}. {link}"}

    assert root.post(page, written).status_code == 303

    target = Target(receiver.address, SECRET)
    service.messages.setting("root").set_channel("unit:pcs", "webhook", target)
    number = desk.receive(TITLE)
    desk.dispatch(number)
    service.messages.fill()
    service.messages.send_due(30)
    assert receiver.came[0].said["text"].startswith(f"请办理{number}，2026-11-23 10:")
    text = root.get(page).text
    assert "管理员" in text
    assert "新派单" in text  # the shipped one, as the first version

    root.post(f"{page}/reset")
    assert service.messages.wordings.of("dispatched").zh.startswith("【{centre}】新派单")


@ON_FILES
@pytest.mark.parametrize(
    ("zh", "said"),
    [
        ("", "请填写内容"),
        ("请看{title}，{number}", "没有占位 {title}"),
        ("请尽快办理{link}", "必须包含编号"),
        ("{number}请做好稳控", "“稳控”"),
        ("{number}，致电13800138000", "个人号码"),
        ("{number}[，{due}", "括号不成对"),
        ("{number}" + "长" * 200, "最多 200 字"),
    ],
)
def test_a_wording_that_cannot_go_out_comes_back_with_the_reason(
    logged_in: LogIn, zh: str, said: str
) -> None:
    page = "/admin/messages/wordings/urged"
    answer = logged_in("root").post(page, {"zh": zh, "en": "Urged: {number}"})
    assert answer.status_code == 422
    assert said in answer.text
    assert 'href="#zh"' in answer.text
    assert zh in answer.text


def test_to_the_reporter_goes_number_and_link_only() -> None:
    check("reply", Wording("{number} {link}", "{number} {link} {centre}"))
    with pytest.raises(WordingWrong) as refused:
        check("reply", Wording("{number} {link}", "{number} {category}"))
    assert (refused.value.code, refused.value.field, refused.value.what) == (
        "unknown",
        "en",
        "category",
    )


def test_a_part_in_brackets_goes_with_what_it_names() -> None:
    assert fill("{number}[, due {due}].", {"number": "1", "due": ""}) == "1."
    assert fill("{number}[, due {due}].", {"number": "1", "due": "noon"}) == "1, due noon."
    assert fill("{number}", {"number": "[{due}]"}) == "[{due}]"


# --- who ---


@ON_FILES
@pytest.mark.parametrize("path", ["channels", "wordings", "channels/unit/pcs"])
def test_only_administrators_set_where_messages_go(logged_in: LogIn, path: str) -> None:
    assert logged_in("li").get(f"/admin/messages/{path}").status_code == 403


@ON_FILES
@pytest.mark.parametrize(
    "path",
    [
        "/admin/messages/",
        "/admin/messages/channels",
        "/admin/messages/channels/unit/pcs",
        "/admin/messages/wordings",
        "/admin/messages/wordings/reply",
        "/inbox",
    ],
)
def test_every_page_is_there_in_english(logged_in: LogIn, dead: str, path: str) -> None:
    root = logged_in("root")
    root.get("/language/en")
    text = root.get(path).text
    main = text[text.index("<main") : text.index("</main>")]
    plain = re.sub("|".join(NOT_OURS), "", main, flags=re.DOTALL)
    assert not re.search(r"[一-鿿]", plain), re.findall(r"[一-鿿]+", plain)[:9]
