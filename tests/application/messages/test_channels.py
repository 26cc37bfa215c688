"""Where channels lead is kept encrypted, and every change of them is on record."""

import pytest

from application.messages import Outbox, Target
from application.settings import Settings
from projections.bootstrap import Service
from tests.application.messages.conftest import (
    Town,
)
from tests.application.messages.leaving import on_disk

pytestmark = pytest.mark.usefixtures("impatient")


def test_no_file_holds_where_a_channel_leads(
    town: Town, outbox: Outbox, settings: Settings, service: Service
) -> None:
    town.set(
        "unit:pcs", "dingtalk", "https://oapi.dingtalk.com/robot/send?access_token=tok77", "SEC88"
    )
    town.set("person:wang", "email", "wang77@example.gov.cn")
    town.set("person:wang", "sms", "13900139077")
    kept = on_disk(settings)
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
