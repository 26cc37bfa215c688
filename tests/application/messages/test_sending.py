"""Messages reach real servers on this machine: cut, slow, refusing, and killed in the middle."""

import base64
import hashlib
import hmac
import os
import signal
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from threading import Thread
from urllib.parse import parse_qs, urlsplit

import pytest

from application.clock import system_clock
from application.messages import ChannelWrong, Delivery, Failed, Outbox, Target
from application.messages import sending as pace
from application.messages.ways import posting
from application.messages.ways.webhook import signature
from application.settings import Settings
from domain.case.dispatch import Dispatch
from domain.case.erasure import AskErasure, EraseData
from domain.case.handling import Reply
from domain.case.links import IssueLink, RevokeLink
from projections.bootstrap import Service, open_service
from tests.application.messages.conftest import (
    NOW,
    SECRET,
    MovableClock,
    Post,
    Receiver,
    Request,
    Town,
    answering,
    cut,
    cut_in_the_middle,
    slowly,
)

ALL = 60.0  # seconds: until every lane has come to its end
BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@pytest.fixture(autouse=True)
def _impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers that are slow on purpose need not cost a test ten seconds."""
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr("application.messages.ways.mail.SECONDS", 0.4)


def dispatched(town: Town, times: int = 1, unit: str = "pcs") -> list[str]:
    numbers = [town.receive() for _ in range(times)]
    for number in numbers:
        town.do(number, Dispatch(unit=unit, zone="seat"))
    return numbers


def outside(service: Service, number: str) -> Delivery:
    """The message that leaves the service about a case."""
    found = service.messages.deliveries.of_case(service.desk.find(number), 9)
    (one,) = [one for one in found if one.channel != "inbox"]
    return one


# --- webhooks ---


def test_a_webhook_gets_number_category_due_and_link_signed(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    (number,) = dispatched(town)
    outbox.fill()

    assert outbox.send_due(ALL) == 1

    (came,) = receiver.came
    said, headers = came.said, came.headers
    assert said["number"] == number
    assert said["category"] == {"code": "B03", "name": "道路中断与障碍"}
    assert said["link"] == f"https://ld.example.gov.cn/unit/dispatch/{number}/1"
    assert said["due"].endswith("+08:00")
    assert set(said) == {"id", "kind", "number", "category", "due", "link", "text"}
    assert "塌陷" not in came.body.decode()  # the title
    stamp = headers["Linkage-Timestamp"]
    assert abs(int(stamp) - time.time()) < 60
    expected = hmac.new(SECRET.encode(), f"{stamp}.".encode() + came.body, hashlib.sha256)
    assert headers["Linkage-Signature"] == f"sha256={expected.hexdigest()}"
    assert signature(SECRET, stamp, came.body) == expected.hexdigest()
    assert headers["Idempotency-Key"] == said["id"]
    assert outside(service, number).state == "sent"
    assert outbox.send_due(ALL) == 0


def test_a_failure_of_the_receiver_is_tried_again_later_under_the_same_id(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver, clock: MovableClock
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    receiver.behave = answering(500, 200)
    (number,) = dispatched(town)
    outbox.fill()

    assert outbox.send_due(ALL) == 0
    one = outside(service, number)
    assert (one.state, one.tries, one.why) == ("waiting", 1, "server:500")
    assert outbox.send_due(ALL) == 0  # not at once
    clock.now = one.next
    assert outbox.send_due(ALL) == 1

    assert len(set(receiver.ids)) == 1
    assert len(receiver.came) == 2


@pytest.mark.parametrize(
    ("behave", "why"),
    [
        (answering(400), "refused:400"),
        (answering(404), "refused:404"),
        (answering(302, headers={"Location": "http://127.0.0.1:1/"}), "redirected"),
    ],
)
def test_what_is_refused_is_not_tried_again_until_somebody_says_so(
    town: Town,
    outbox: Outbox,
    service: Service,
    receiver: Receiver,
    clock: MovableClock,
    behave: Callable[[Request, BaseHTTPRequestHandler], None],
    why: str,
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    receiver.behave = behave
    (number,) = dispatched(town)
    outbox.fill()

    outbox.send_due(ALL)

    one = outside(service, number)
    assert (one.state, one.why) == ("dead", why)
    assert [dead.id for dead in outbox.deliveries.dead(9)] == [one.id]
    clock.forward(days=1)
    assert outbox.send_due(ALL) == 0
    assert len(receiver.came) == 1

    receiver.behave = answering(200)
    assert outbox.send_again([one.id], "wu") == 1
    assert outbox.send_due(ALL) == 1
    assert outside(service, number).state == "sent"
    assert outbox.send_again([one.id], "wu") == 0  # it arrived


@pytest.mark.parametrize(
    ("behave", "why"),
    [(cut, "cut"), (cut_in_the_middle, "cut"), (slowly(0.8), "timeout")],
    ids=["cut", "half", "slow"],
)
def test_a_line_that_goes_is_tried_again(
    town: Town,
    outbox: Outbox,
    service: Service,
    receiver: Receiver,
    clock: MovableClock,
    behave: Callable[[Request, BaseHTTPRequestHandler], None],
    why: str,
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    receiver.behave = behave
    (number,) = dispatched(town)
    outbox.fill()

    assert outbox.send_due(ALL) == 0
    one = outside(service, number)
    assert (one.state, one.why) == ("waiting", why)

    receiver.behave = answering(200)
    clock.now = one.next
    assert outbox.send_due(ALL) == 1
    assert len(set(receiver.ids)) == 1


def drip(_: Request, handler: BaseHTTPRequestHandler) -> None:
    """A sign now and then, the end never in time."""
    handler.close_connection = True
    try:
        for sign in b"HTTP/1.1 200 OK\r\n\r\n" + b"." * 100:
            handler.wfile.write(bytes([sign]))
            time.sleep(0.05 if sign == ord(".") else 0)
    except OSError:
        return


def test_an_answer_that_drips_is_no_answer(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    receiver.behave = drip
    (number,) = dispatched(town)
    outbox.fill()

    outbox.send_due(ALL)

    assert outside(service, number).why == "timeout"


@pytest.mark.parametrize(
    ("url", "why"),
    [
        ("http://nobody.invalid/hook", "host-unknown"),
        ("http://127.0.0.1:1/hook", "unreachable"),
    ],
)
def test_a_wrong_host_is_given_up_after_the_stated_number_of_tries(
    town: Town, outbox: Outbox, service: Service, clock: MovableClock, url: str, why: str
) -> None:
    town.set("unit:pcs", "webhook", url, SECRET)
    (number,) = dispatched(town)
    outbox.fill()
    waits, one = [], outside(service, number)

    for _ in range(pace.TRIES):
        assert one.state == "waiting"
        outbox.send_due(ALL)
        one = outside(service, number)
        waits.append((one.next - clock.now).total_seconds())
        clock.now = max(one.next, clock.now)

    assert (one.state, one.why, one.tries) == ("dead", why, pace.TRIES)
    for waited, planned in zip(waits, pace.BACK_OFF, strict=False):
        assert planned * 0.8 <= waited <= planned * 1.2


def test_a_receiver_that_does_not_answer_costs_each_round_one_try(
    town: Town, outbox: Outbox, service: Service
) -> None:
    town.set("unit:pcs", "webhook", "http://127.0.0.1:1/hook", SECRET)
    numbers = dispatched(town, 3)
    outbox.fill()
    outbox.send_due(ALL)
    assert sorted(outside(service, number).tries for number in numbers) == [0, 0, 1]


def test_a_slow_receiver_holds_up_nobody_else(
    town: Town,
    outbox: Outbox,
    service: Service,
    receiver: Receiver,
    other_receiver: Receiver,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 3)
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    town.set("unit:sfs", "webhook", other_receiver.address, SECRET)
    receiver.behave = slowly(1.0)
    dispatched(town, 2, "pcs")
    quick = dispatched(town, 3, "sfs")
    outbox.fill()

    began = time.monotonic()
    assert outbox.send_due(patience=0.5) == 3
    assert time.monotonic() - began < 0.9
    assert {outside(service, number).state for number in quick} == {"sent"}
    # What came meanwhile goes out too, and the slow one is counted when it is done.
    dispatched(town, 1, "sfs")
    outbox.fill()
    assert outbox.send_due(patience=0.3) == 1
    assert outbox.send_due(ALL) == 2


@pytest.mark.parametrize("said", [{"messages_local": False}])
@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8000/",
        "http://localhost/",
        "http://169.254.169.254/latest/meta-data",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://0.0.0.0/",
    ],
)
def test_an_address_of_this_host_is_no_receiver(town: Town, url: str) -> None:
    with pytest.raises(ChannelWrong) as refused:
        town.set("unit:pcs", "webhook", url, SECRET)
    assert (refused.value.code, refused.value.field) == ("url-local", "address")


def test_a_name_that_leads_to_this_host_is_none_either(monkeypatch: pytest.MonkeyPatch) -> None:
    def lead_here(*_: object, **__: object) -> list[tuple[object, ...]]:
        return [(2, 1, 6, "", ("127.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", lead_here)
    with pytest.raises(Failed) as refused:
        posting.post("http://hooks.example.gov.cn/", b"", {}, local=False)
    assert (refused.value.why, refused.value.permanent) == ("address-local", True)


@pytest.mark.parametrize(
    ("channel", "target", "code"),
    [
        ("webhook", Target("ftp://example.gov.cn/", SECRET), "url-wrong"),
        ("webhook", Target("https://user:word@example.gov.cn/", SECRET), "url-wrong"),
        ("webhook", Target("https://example.gov.cn:x/", SECRET), "url-wrong"),
        ("webhook", Target("https://example.gov.cn/", "short"), "secret-short"),
        ("wecom", Target("", ""), "address-missing"),
        ("email", Target("nobody", ""), "email-wrong"),
        ("sms", Target("call me", ""), "phone-wrong"),
        ("pigeon", Target("north", ""), "channel-unknown"),
    ],
)
def test_a_channel_that_can_lead_nowhere_is_refused(
    outbox: Outbox, channel: str, target: Target, code: str
) -> None:
    with pytest.raises(ChannelWrong) as refused:
        outbox.setting("root").set_channel("unit:pcs", channel, target)
    assert refused.value.code == code


@pytest.mark.parametrize("holder", ["unit:none", "person:none", "pcs", "reporter:QS2026-00001"])
def test_only_units_and_people_have_channels(outbox: Outbox, holder: str) -> None:
    with pytest.raises(ChannelWrong) as refused:
        outbox.setting("root").set_channel(holder, "email", Target("a@example.gov.cn"))
    assert refused.value.code == "holder-unknown"


# --- who may still be told, when it is sent ---


def test_who_left_the_unit_meanwhile_gets_nothing(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    town.set("person:wang", "webhook", receiver.address, SECRET)
    (number,) = dispatched(town)
    outbox.fill()
    service.accounts.set_role("wang", "responder", "sfs")

    outbox.send_due(ALL)

    one = outside(service, number)
    assert (one.state, one.why) == ("void", "not-allowed")
    assert receiver.came == []


def test_a_channel_removed_meanwhile_is_not_used(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    (number,) = dispatched(town)
    outbox.fill()
    outbox.setting("root").remove_channel("unit:pcs", "webhook")

    outbox.send_due(ALL)

    assert (outside(service, number).state, receiver.came) == ("void", [])


def test_after_a_day_without_sender_somebody_decides_whether_it_still_goes_out(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver, clock: MovableClock
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    (number,) = dispatched(town)
    outbox.fill()
    clock.forward(hours=25)

    outbox.send_due(ALL)
    one = outside(service, number)
    assert (one.state, one.why, receiver.came) == ("dead", "late", [])

    outbox.send_again([one.id], "wu")
    assert outbox.send_due(ALL) == 1


def test_everybody_gets_their_own_language(
    town: Town, outbox: Outbox, receiver: Receiver, other_receiver: Receiver
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    town.set("person:wang", "webhook", other_receiver.address, SECRET)
    outbox.setting("root").choose_language("person:wang", "en")
    dispatched(town)
    outbox.fill()
    outbox.send_due(ALL)

    assert "新派单" in receiver.came[0].said["text"]
    assert "new dispatch" in other_receiver.came[0].said["text"]


# --- links to dispatches ---


def link_for(town: Town, service: Service, until: datetime) -> str:
    (number,) = dispatched(town)
    town.do(number, IssueLink(dispatch=1, ends=until))
    service.messages.dispatch_links = lambda *says: f"/d/{says[0]}.{says[1]}.{says[2]}"
    return number


def test_a_unit_without_accounts_gets_the_link_and_the_outbox_keeps_none(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver, settings: Settings
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    town.set("person:wang", "webhook", receiver.address, SECRET)
    number = link_for(town, service, NOW + timedelta(hours=9))
    outbox.fill()
    outbox.send_due(ALL)

    (came,) = [one.said for one in receiver.came if one.said["kind"] == "link"]
    case_id = service.desk.find(number)
    assert came["link"] == f"https://ld.example.gov.cn/d/{case_id}.1.1"
    assert "2026-11-23 19:00" in came["text"]
    assert f"/d/{case_id}".encode() not in _files(settings)
    assert not [one for one in outbox.inbox.letters("wang", limit=9) if one.kind == "link"]


def test_a_link_that_was_ended_meanwhile_is_not_sent(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    number = link_for(town, service, NOW + timedelta(hours=9))
    town.do(number, RevokeLink(link=1))
    outbox.fill()
    outbox.send_due(ALL)
    found = outbox.deliveries.of_case(service.desk.find(number), 9)
    assert [(one.state, one.why) for one in found if one.kind == "link"] == [("void", "link-ended")]


# --- robots ---


def test_a_robot_of_wecom_gets_a_text(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    town.set("unit:pcs", "wecom", receiver.address + "?key=k-1")
    receiver.behave = answering(200, body=b'{"errcode":0,"errmsg":"ok"}')
    (number,) = dispatched(town)
    outbox.fill()

    assert outbox.send_due(ALL) == 1

    (came,) = receiver.came
    assert came.path == "/hook?key=k-1"
    assert came.said["msgtype"] == "text"
    assert number in came.said["text"]["content"]
    assert outside(service, number).state == "sent"


def test_a_robot_of_dingtalk_is_spoken_to_with_its_sign(
    town: Town, outbox: Outbox, receiver: Receiver
) -> None:
    town.set("unit:pcs", "dingtalk", receiver.address + "?access_token=t", "SEC0123456789")
    receiver.behave = answering(200, body=b'{"errcode":0,"errmsg":"ok"}')
    dispatched(town)
    outbox.fill()

    assert outbox.send_due(ALL) == 1

    asked = parse_qs(urlsplit(receiver.came[0].path).query)
    (moment,), (sign,) = asked["timestamp"], asked["sign"]
    secret = b"SEC0123456789"
    expected = hmac.new(secret, moment.encode() + b"\n" + secret, hashlib.sha256).digest()
    assert base64.b64decode(sign) == expected
    assert abs(int(moment) / 1000 - time.time()) < 60
    assert asked["access_token"] == ["t"]


@pytest.mark.parametrize(
    ("channel", "body", "expected"),
    [
        ("wecom", b'{"errcode":93000,"errmsg":"invalid webhook url"}', ("dead", "robot:93000")),
        ("wecom", b'{"errcode":45009,"errmsg":"too often"}', ("waiting", "robot:45009")),
        ("dingtalk", b'{"errcode":310000,"errmsg":"sign not match"}', ("dead", "robot:310000")),
        ("dingtalk", b'{"errcode":130101,"errmsg":"too fast"}', ("waiting", "robot:130101")),
        ("wecom", b"<html>portal</html>", ("waiting", "answer")),
    ],
)
def test_a_robot_that_answers_200_may_still_have_refused(
    town: Town,
    outbox: Outbox,
    service: Service,
    receiver: Receiver,
    channel: str,
    body: bytes,
    expected: tuple[str, str],
) -> None:
    town.set("unit:pcs", channel, receiver.address)
    receiver.behave = answering(200, body=body)
    (number,) = dispatched(town)
    outbox.fill()
    outbox.send_due(ALL)
    one = outside(service, number)
    assert (one.state, one.why) == expected


# --- mail ---


@pytest.fixture
def said(post: Post, receiver: Receiver) -> Mapping[str, object]:
    """A mail server and a gateway for texts."""
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": post.port,
        "smtp_tls": "none",
        "smtp_from": "linkage@example.gov.cn",
        "sms_url": receiver.address,
        "sms_headers": '{"Authorization": "Bearer gateway-token"}',
        "sms_body": '{"to": ["{phone}"], "content": "{text}", "seq": "{id}"}',
        "sms_ok": '"code":0',
    }


def test_mails_are_taken_over_one_connection(
    town: Town, outbox: Outbox, post: Post, service: Service
) -> None:
    town.set("person:wang", "email", "wang@example.gov.cn")
    numbers = dispatched(town, 3)
    outbox.fill()

    assert outbox.send_due(ALL) == 3

    assert post.greetings == 1
    assert {mail.recipient for mail in post.mails} == {"wang@example.gov.cn"}
    text = post.mails[0].text
    assert numbers[0] in text
    assert "From: linkage@example.gov.cn" in text
    assert len({mail.text.partition("Message-ID: ")[2][:40] for mail in post.mails}) == 3


@pytest.mark.parametrize(
    ("answers", "state", "why"),
    [
        ({"RCPT TO": "550 no such user"}, "dead", "refused:550"),
        ({"RCPT TO": "451 come again"}, "waiting", "server:451"),
        ({"DATA": "554 no"}, "dead", "refused:554"),
        ({"MAIL FROM": "552 full"}, "dead", "refused:552"),
    ],
)
def test_a_mail_server_says_whether_to_come_again(
    town: Town,
    outbox: Outbox,
    post: Post,
    service: Service,
    answers: dict[str, str],
    state: str,
    why: str,
) -> None:
    town.set("person:wang", "email", "wang@example.gov.cn")
    post.answers = answers
    (number,) = dispatched(town)
    outbox.fill()
    outbox.send_due(ALL)
    one = outside(service, number)
    assert (one.state, one.why) == (state, why)


def test_one_refused_address_keeps_no_other_mail_back(
    town: Town, outbox: Outbox, post: Post, service: Service
) -> None:
    town.set("person:wang", "email", "wang@example.gov.cn")
    town.set("person:zhao", "email", "zhao@example.gov.cn")
    post.answers = {"RCPT TO": "550 no such user"}
    (first,) = dispatched(town, 1, "pcs")
    outbox.fill()
    outbox.send_due(ALL)
    post.answers = {}
    (second,) = dispatched(town, 1, "sfs")
    outbox.fill()
    outbox.send_due(ALL)
    assert (outside(service, first).state, outside(service, second).state) == ("dead", "sent")


@pytest.mark.parametrize(("trouble", "why"), [(("DATA", 0.0), "cut"), (("", 0.8), "timeout")])
def test_a_mail_server_that_is_cut_or_slow_is_asked_again(
    town: Town,
    outbox: Outbox,
    post: Post,
    service: Service,
    clock: MovableClock,
    trouble: tuple[str, float],
    why: str,
) -> None:
    town.set("person:wang", "email", "wang@example.gov.cn")
    post.cuts_at, post.waits = trouble
    (number,) = dispatched(town)
    outbox.fill()
    outbox.send_due(ALL)
    one = outside(service, number)
    assert (one.state, one.why) == ("waiting", why)

    post.cuts_at, post.waits = "", 0
    clock.now = one.next
    assert outbox.send_due(ALL) == 1
    assert len(post.mails) == 1


# --- texts ---

PHONE = "13800138000"
TAKEN = answering(200, body=b'{"code":0}')


def test_the_reporter_gets_number_and_link_and_nothing_else(
    town: Town, outbox: Outbox, receiver: Receiver, settings: Settings
) -> None:
    receiver.behave = TAKEN
    number = town.receive(track="hotline", phone=f"{PHONE}（晚上打）", name="陈小明")
    town.do(number, Reply(how="电话"))
    outbox.fill()
    assert PHONE.encode() not in _files(settings)

    assert outbox.send_due(ALL) == 1

    (came,) = receiver.came
    assert came.headers["Authorization"] == "Bearer gateway-token"
    assert came.said["to"] == [PHONE]
    assert came.said["content"] == (
        f"【青石镇联动中心】您反映的事项 {number} 已有答复，请凭查询码查询："
        "https://ld.example.gov.cn/query"
    )
    assert PHONE.encode() not in _files(settings)


def _files(settings: Settings) -> bytes:
    return b"".join(path.read_bytes() for path in settings.data.rglob("*") if path.is_file())


def test_a_gateway_may_want_a_form(
    town: Town, outbox: Outbox, receiver: Receiver, settings: Settings, clock: MovableClock
) -> None:
    import msgspec  # noqa: PLC0415 - only here

    receiver.behave = TAKEN
    other = msgspec.structs.replace(
        settings, sms_type="form", sms_body='{"m": "{phone}", "c": "{text}"}'
    )
    town.set("person:wang", "sms", "139 0013-9000")
    dispatched(town)
    service = open_service(other, clock)
    service.messages.fill()
    assert service.messages.send_due(ALL) == 1
    service.close()
    assert parse_qs(receiver.came[0].body.decode())["m"] == ["13900139000"]


def test_a_gateway_that_does_not_say_it_took_it_is_asked_again(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver
) -> None:
    receiver.behave = answering(200, body=b'{"code":7,"msg":"no credit"}')
    town.set("person:wang", "sms", "13900139000")
    (number,) = dispatched(town)
    outbox.fill()
    outbox.send_due(ALL)
    one = outside(service, number)
    assert (one.state, one.why) == ("waiting", "answer")


@pytest.mark.parametrize(("phone", "why"), [("没有电话", "no-number"), (PHONE, "erased")])
def test_a_number_that_is_none_or_was_erased_gets_nothing(
    town: Town, outbox: Outbox, service: Service, receiver: Receiver, phone: str, why: str
) -> None:
    number = town.receive(track="hotline", phone=phone)
    town.do(number, Reply(how="电话"))
    outbox.fill()
    case_id = service.desk.find(number)
    if why == "erased":
        town.do(number, AskErasure(person="reporter", basis="consent-withdrawn", reason="本人"))
        asked = service.desk.load(case_id).case.version
        town.do(number, EraseData(asked=asked), by="chen")
    outbox.send_due(ALL)
    (one,) = outbox.deliveries.of_case(case_id, 9)
    assert (one.state, one.why, receiver.came) == ("void", why, [])


# --- several at once, and killed in the middle ---

MANY = 1000


@pytest.fixture
def unbound(service: Service) -> Callable[[Outbox, int], None]:
    """A function that puts many messages into the outbox at once, as many dispatches would."""

    def put(outbox: Outbox, count: int) -> None:
        from application.messages.store import Filled  # noqa: PLC0415 - only here

        head = outbox.position()
        filled = [
            Filled(
                seq=10_000 + n,
                recipient="unit:pcs",
                channel="webhook",
                lane=f"webhook/unit:pcs/{n % 4}",
                kind="dispatched",
                case_id="",
                number=f"QS2026-{n:05}",
                category="B03",
                due=None,
                path="/",
                since=int(time.time() * 1000),
            )
            for n in range(count)
        ]
        assert outbox._store.take(head, head, filled, system_clock()) == count

    return put


def send_all(outbox: Outbox) -> None:
    while outbox.send_due(ALL):
        pass


@BOTH
def test_two_senders_at_once_send_nothing_twice(
    settings: Settings,
    town: Town,
    outbox: Outbox,
    receiver: Receiver,
    clock: MovableClock,
    unbound: Callable[[Outbox, int], None],
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    unbound(outbox, 200)
    clock.now = system_clock()
    other = open_service(settings, clock)
    threads = [Thread(target=send_all, args=(one,)) for one in (outbox, other.messages)]

    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    other.close()
    assert len(receiver.ids) == len(set(receiver.ids)) == 200


SENDER = """
import sys, datetime
from application.settings import load
from application.clock import system_clock
from projections.bootstrap import open_service
ahead = datetime.timedelta(minutes=int(sys.argv[1]))
service = open_service(load(), lambda: system_clock() + ahead)
print("ready", flush=True)
while service.messages.send_due(1.0) or service.messages.deliveries.standing().waiting:
    pass
service.close()
"""


@BOTH
def test_killed_in_the_middle_of_a_thousand_each_arrives_and_counts_once(
    settings: Settings,
    town: Town,
    outbox: Outbox,
    receiver: Receiver,
    unbound: Callable[[Outbox, int], None],
) -> None:
    """The receiver honours our header: what it took it answers again, and does nothing."""
    counted: Counter[str] = Counter()

    def take_once(request: Request, handler: BaseHTTPRequestHandler) -> None:
        if not counted[request.headers["Idempotency-Key"]]:
            counted[request.headers["Idempotency-Key"]] += 1
        answering(200)(request, handler)

    receiver.behave = take_once
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    unbound(outbox, MANY)
    for limit in (250, 600):
        killed = _start(settings, 0)
        deadline = time.monotonic() + 60
        while len(counted) < limit and time.monotonic() < deadline:
            time.sleep(0.005)
        os.kill(killed.pid, signal.SIGKILL)
        killed.wait()
        assert limit <= len(counted) < MANY

        # What the killed one had in hand is free again when its lease has run out.
        assert outbox.deliveries.standing().waiting > 0

    last = _start(settings, 5)
    assert last.wait(120) == 0

    assert len(counted) == MANY
    assert set(counted.values()) == {1}
    again = len(receiver.came) - MANY
    assert again <= 2 * 4  # at most what was under way in each lane when it was killed
    assert outbox.deliveries.standing()[::2] == (0, 0)


def _start(settings: Settings, ahead: int) -> subprocess.Popen[str]:
    """A sender in a process of its own, whose clock is so many minutes ahead."""
    environ = {
        **os.environ,
        "LINKAGE_DATA": str(settings.data),
        "LINKAGE_DATABASE_URL": settings.database_url,
        "LINKAGE_MESSAGES_LOCAL": "true",
    }
    root = Path(__file__).parents[3]
    started = subprocess.Popen(
        [sys.executable, "-c", SENDER, str(ahead)],
        cwd=root,
        env=environ,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert started.stdout is not None
    assert started.stdout.readline() == "ready\n"
    started.stdout.close()
    return started


# --- where channels lead is kept encrypted ---


def test_no_file_holds_where_a_channel_leads(
    town: Town, outbox: Outbox, settings: Settings, service: Service
) -> None:
    town.set(
        "unit:pcs", "dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=tok77", "SEC88"
    )
    town.set("person:wang", "email", "wang77@example.gov.cn")
    town.set("person:wang", "sms", "13900139077")
    kept = _files(settings)
    for secret in (b"tok77", b"SEC88", b"wang77", b"13900139077"):
        assert secret not in kept
    assert outbox.channels.of("person:wang")["email"].masked == "w***@example.gov.cn"
    assert outbox.channels.of("person:wang")["sms"].masked == "***9077"
    assert outbox.channels.of("unit:pcs")["dingtalk"].masked == "https://oapi.dingtalk.com/…77"


def test_a_channel_moved_to_somebody_else_does_not_open(
    town: Town, outbox: Outbox, service: Service
) -> None:
    from sqlalchemy import update  # noqa: PLC0415 - only here

    from application.keys import SealBroken  # noqa: PLC0415
    from application.messages.tables import channels  # noqa: PLC0415

    town.set("person:wang", "email", "wang@example.gov.cn")
    with outbox._engine.begin() as connection:
        connection.execute(update(channels).values(holder="person:zhao"))
    with pytest.raises(SealBroken):
        outbox.channels.of("person:zhao")


def test_every_change_of_channels_is_in_the_log_without_its_secret(
    town: Town, outbox: Outbox, service: Service
) -> None:
    from application.messages.setting import history, holder_stream  # noqa: PLC0415 - only here

    before = service.desk.log.head()
    setting = outbox.setting("root")
    setting.set_channel("person:wang", "email", Target("wang77@example.gov.cn"))
    setting.set_channel("person:wang", "email", Target("wang77@example.gov.cn"))  # as it was
    setting.choose_language("person:wang", "en")
    setting.remove_channel("person:wang", "email")
    setting.remove_channel("person:wang", "email")

    done = history(service.desk, holder_stream("person:wang"))
    assert [type(one).__name__ for one in done] == [
        "ChannelSet",
        "LanguageChosen",
        "ChannelRemoved",
    ]
    rows = service.desk.log.after(before, 9)
    assert len(rows) == 3
    assert not [row for row in rows if b"wang77" in row.state]
