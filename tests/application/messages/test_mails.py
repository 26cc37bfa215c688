"""Mails reach a real server on this machine: over one connection, cut, slow, refusing."""

from collections.abc import Mapping

import pytest

from application.messages import Outbox
from projections.bootstrap import Service
from tests.application.messages.conftest import (
    MovableClock,
    Post,
    Town,
)
from tests.application.messages.leaving import ALL, dispatched, outside

pytestmark = pytest.mark.usefixtures("impatient")


@pytest.fixture
def said(lines_out: Mapping[str, object]) -> Mapping[str, object]:
    """Mails and texts have somewhere to go."""
    return lines_out


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
