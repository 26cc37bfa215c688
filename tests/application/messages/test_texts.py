"""Texts reach a real gateway on this machine: number and link, and nothing else."""

from collections.abc import Mapping
from urllib.parse import parse_qs

import pytest

from application.messages import Outbox
from application.settings import Settings
from domain.case.erasure import AskErasure, EraseData
from domain.case.handling import Reply
from projections.bootstrap import Service, open_service
from tests.application.messages.conftest import (
    MovableClock,
    Receiver,
    Town,
    answering,
)
from tests.application.messages.leaving import ALL, dispatched, on_disk, outside

pytestmark = pytest.mark.usefixtures("impatient")

PHONE = "13800138000"
TAKEN = answering(200, body=b'{"code":0}')


@pytest.fixture
def said(lines_out: Mapping[str, object]) -> Mapping[str, object]:
    """Mails and texts have somewhere to go."""
    return lines_out


def test_the_reporter_gets_number_and_link_and_nothing_else(
    town: Town, outbox: Outbox, receiver: Receiver, settings: Settings
) -> None:
    receiver.behave = TAKEN
    number = town.receive(track="hotline", phone=f"{PHONE}（晚上打）", name="陈小明")
    town.do(number, Reply(how="电话"))
    outbox.fill()
    assert PHONE.encode() not in on_disk(settings)

    assert outbox.send_due(ALL) == 1

    (came,) = receiver.came
    assert came.headers["Authorization"] == "Bearer gateway-token"
    assert came.said["to"] == [PHONE]
    assert came.said["content"] == (
        f"【青石镇联动中心】您反映的事项 {number} 已有答复，请凭查询码查询："
        "https://ld.example.gov.cn/query"
    )
    assert PHONE.encode() not in on_disk(settings)


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
