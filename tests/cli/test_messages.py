"""`linkage messages`: channels set and tried, messages listed and sent again."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from application.settings import load
from projections.bootstrap import open_service
from tests.application.messages.conftest import Receiver, answering
from tests.cli.conftest import Asked, Linkage

SECRET = "sixteen signs or more"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with closing(Receiver()) as found:
        yield found


@pytest.fixture
def database() -> str:
    """What a database does differently is tried where messages are kept."""
    return "sqlite"


@pytest.fixture
def webhook(
    centre: None, linkage: Linkage, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> Receiver:
    """The police station's system."""
    monkeypatch.setenv("LINKAGE_MESSAGES_LOCAL", "true")
    typed = f"{receiver.address}\n{SECRET}\n"
    said = linkage("messages", "set", "unit:pcs", "webhook", "--stdin", input=typed)
    assert said.exit_code == 0, said.stderr
    return receiver


def test_a_channel_is_set_listed_in_part_tried_and_removed(
    linkage: Linkage, asked: Asked, webhook: Receiver
) -> None:
    (row,) = asked("messages", "channels")
    assert row == {"holder": "unit:pcs", "channel": "webhook", "address": "http://127.0.0.1/…ok"}
    assert linkage("messages", "test", "unit:pcs", "webhook").exit_code == 0
    assert webhook.came[0].said["kind"] == "test"

    webhook.behave = answering(403)
    failed = linkage("messages", "test", "unit:pcs", "webhook")
    assert failed.exit_code == 1
    assert "refused:403" in failed.stderr

    assert linkage("messages", "remove", "unit:pcs", "webhook").exit_code == 0
    assert asked("messages", "channels") == []
    assert linkage("messages", "language", "unit:pcs", "en").exit_code == 0


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (("set", "unit:none", "email", "--address", "a@b.cn"), "no unit:none"),
        (("set", "unit:pcs", "email", "--address", "nobody"), "no mail address"),
        (("set", "unit:pcs", "sms"), "--address"),
        (("set", "unit:pcs", "wecom", "--address", "http://127.0.0.1/"), "this host's own"),
        (("retry",), "--all"),
    ],
)
def test_what_cannot_be_is_said_in_a_sentence(
    centre: None, linkage: Linkage, args: tuple[str, ...], said: str
) -> None:
    result = linkage("messages", *args)
    assert result.exit_code == 1
    assert said in result.stderr


def test_what_did_not_arrive_is_listed_and_sent_again(
    linkage: Linkage, asked: Asked, webhook: Receiver, fire: str
) -> None:
    webhook.behave = answering(404, 200)
    with closing(open_service(load())) as service:
        service.messages.fill()
        assert [one["number"] for one in asked("messages", "list", "--waiting")] == [fire]
        service.messages.send_due(30)
    (dead,) = asked("messages", "list")
    assert (dead["number"], dead["why"], dead["recipient"]) == (fire, "refused:404", "unit:pcs")
    assert fire in linkage("messages", "list").stdout

    assert "1 messages go out again" in linkage("messages", "retry", "--all").stdout
    assert "No message" in linkage("messages", "retry", str(dead["id"])).stdout
    with closing(open_service(load())) as service:
        assert service.messages.send_due(30) == 1
