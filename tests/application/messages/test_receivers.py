"""Whom a message still reaches when it is sent, and links of units that have no accounts."""

from datetime import datetime, timedelta

import pytest

from application.messages import Outbox
from application.settings import Settings
from domain.case.links import IssueLink, RevokeLink
from projections.bootstrap import Service
from tests.application.messages.conftest import (
    NOW,
    SECRET,
    MovableClock,
    Receiver,
    Town,
)
from tests.application.messages.leaving import ALL, dispatched, on_disk, outside

pytestmark = pytest.mark.usefixtures("impatient")


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
    assert f"/d/{case_id}".encode() not in on_disk(settings)
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
