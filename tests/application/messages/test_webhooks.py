"""Webhooks reach real servers on this machine: cut, slow, refusing, leading nowhere."""

import hashlib
import hmac
import socket
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler

import pytest

from application.messages import ChannelWrong, Failed, Outbox, Target
from application.messages import sending as pace
from application.messages.ways import posting
from application.messages.ways.webhook import signature
from projections.bootstrap import Service
from tests.application.messages.conftest import (
    SECRET,
    MovableClock,
    Receiver,
    Request,
    Town,
    answering,
    cut,
    cut_in_the_middle,
    slowly,
)
from tests.application.messages.leaving import ALL, dispatched, drip, outside

pytestmark = pytest.mark.usefixtures("impatient")


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
