"""Robots of WeCom and DingTalk are spoken to in their own way."""

import base64
import hashlib
import hmac
import time
from urllib.parse import parse_qs, urlsplit

import pytest

from application.messages import Outbox
from projections.bootstrap import Service
from tests.application.messages.conftest import (
    Receiver,
    Town,
    answering,
)
from tests.application.messages.leaving import ALL, dispatched, outside

pytestmark = pytest.mark.usefixtures("impatient")


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
