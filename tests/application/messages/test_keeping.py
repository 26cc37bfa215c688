"""The outbox in backups, under doctor's eyes, and in a place that is older than messages."""

from contextlib import closing
from pathlib import Path

import msgspec
import pytest

from application.backup import back_up, restore
from application.messages import Outbox, Target, looking
from application.messages.tables import DEAD, messages, position
from application.migrate import migrate
from application.settings import Settings, SettingsError, load
from domain.case.dispatch import Dispatch, Recall
from projections.bootstrap import Service, open_service
from projections.rebuild import ensure
from tests.application.messages.conftest import SECRET, MovableClock, Receiver, Town
from tests.conftest import Place

BOTH = pytest.mark.parametrize("database", ["sqlite", "postgresql"])


@pytest.fixture
def elsewhere(settings: Settings, new_database_url: object, tmp_path: Path) -> Settings:
    """An empty place with the same key."""
    place = Place(tmp_path / "elsewhere", new_database_url() if settings.database_url else "")  # type: ignore[operator]
    place.data_dir.mkdir()
    (place.data_dir / "kek").write_bytes((settings.data / "kek").read_bytes())
    (place.data_dir / "kek").chmod(0o600)
    return msgspec.structs.replace(settings, data=place.data_dir, database_url=place.database_url)


@BOTH
def test_what_waits_goes_out_of_a_restored_place_and_what_came_is_not_told_again(
    town: Town,
    outbox: Outbox,
    settings: Settings,
    elsewhere: Settings,
    receiver: Receiver,
    clock: MovableClock,
    tmp_path: Path,
) -> None:
    town.set("unit:pcs", "webhook", receiver.address, SECRET)
    number = town.receive()
    town.do(number, Dispatch(unit="pcs", zone="seat"))
    outbox.fill()
    town.do(number, Recall(dispatch=1, reason="派错"))  # not filled in yet
    back_up(settings, tmp_path / "copy")

    restore(elsewhere, tmp_path / "copy")

    ensure(elsewhere)
    with closing(open_service(elsewhere, clock)) as service:
        restored = service.messages
        assert restored.inbox.unread("wang") == 1
        assert restored.send_due(30) == 1
        assert receiver.came[0].said["kind"] == "dispatched"
        assert restored.fill() == 2
        assert restored.fill() == 0
        assert {one.kind for one in restored.inbox.letters("wang", limit=9)} == {
            "dispatched",
            "recalled",
        }


def test_a_place_older_than_messages_gets_them_with_the_next_migration(
    settings: Settings, town: Town, service: Service, clock: MovableClock
) -> None:
    number = town.receive()
    town.do(number, Dispatch(unit="pcs", zone="seat"))
    service.close()
    for path in settings.data.glob("messages.db*"):
        path.unlink()
    assert [one.check for one in looking.examine(settings)] == ["messages-missing"]

    migrate(settings, clock)
    migrate(settings, clock)

    with closing(open_service(settings, clock)) as later:
        assert later.messages.fill() == 0
        again = Town(later)
        again.do(number, Recall(dispatch=1, reason="派错"))
        assert later.messages.fill() == 1


# --- doctor ---


def looks(settings: Settings, clock: MovableClock) -> dict[str, str]:
    return {one.check: str(one.level) for one in looking.examine(settings, clock)}


@BOTH
def test_nothing_is_amiss_where_messages_go_out(settings: Settings, clock: MovableClock) -> None:
    assert looks(settings, clock) == {"messages": "ok"}


def test_what_stands_still_is_said(
    settings: Settings, town: Town, outbox: Outbox, clock: MovableClock
) -> None:
    town.set("unit:pcs", "webhook", "http://127.0.0.1:1/", SECRET)
    town.do(town.receive(), Dispatch(unit="pcs", zone="seat"))
    outbox.fill()
    clock.forward(hours=2)
    assert looks(settings, clock)["messages-stuck"] == "warning"

    with outbox._engine.begin() as connection:
        connection.execute(messages.update().values(state=DEAD))
    assert looks(settings, clock) == {"messages-dead": "warning"}

    with outbox._engine.begin() as connection:
        connection.execute(position.update().values(seq=-5000))
    assert looks(settings, clock)["messages-behind"] == "warning"


@pytest.mark.parametrize("said", [{"public_url": ""}])
def test_channels_that_the_settings_have_nothing_for_are_said(
    settings: Settings, town: Town, clock: MovableClock
) -> None:
    town.set("person:wang", "email", "wang@example.gov.cn")
    found = {one.check: one.data for one in looking.examine(settings, clock)}
    assert found["messages-server"] == {"names": ["email"]}
    assert found["messages-link"] == {"base": "http://127.0.0.1:8000"}


# --- settings ---


@pytest.mark.parametrize(
    ("environ", "named"),
    [
        ({"LINKAGE_PUBLIC_URL": "ld.example.gov.cn"}, "LINKAGE_PUBLIC_URL"),
        ({"LINKAGE_SMTP_HOST": "mail"}, "LINKAGE_SMTP_FROM"),
        ({"LINKAGE_SMS_URL": "https://sms.example.com"}, "LINKAGE_SMS_BODY"),
        (
            {"LINKAGE_SMS_URL": "https://sms.example.com", "LINKAGE_SMS_BODY": '{"to": "{phone}"}'},
            "LINKAGE_SMS_BODY",
        ),
        ({"LINKAGE_SMS_HEADERS": "Bearer x"}, "LINKAGE_SMS_HEADERS"),
        ({"LINKAGE_SMTP_TLS": "maybe"}, "smtp_tls"),
    ],
)
def test_settings_that_nothing_could_be_sent_with_are_refused(
    environ: dict[str, str], named: str
) -> None:
    with pytest.raises(SettingsError, match=named):
        load(environ)


def test_a_secret_moved_to_another_key_is_said_to_be_closed(
    town: Town, outbox: Outbox, settings: Settings, service: Service, clock: MovableClock
) -> None:
    town.set("unit:pcs", "webhook", "http://127.0.0.1:1/", SECRET)
    town.do(town.receive(), Dispatch(unit="pcs", zone="seat"))
    outbox.fill()
    other = msgspec.structs.replace(settings, kek="A" * 43 + "=")
    with closing(open_service(other, clock)) as strange:
        strange.messages.send_due(30)
    (one,) = outbox.deliveries.waiting(9)
    assert one.why == "sealed"
    assert Target("x").masked == "***x"
