"""Puts on record what is done to the log as a whole, and with which settings the service runs."""

from contextlib import suppress
from importlib.metadata import version
from typing import Any, Final
from uuid import uuid5

import msgspec
from eventsourcing.persistence import IntegrityError

from application.clock import to_ms
from application.codec import Entry, decode, topic_of
from application.desk import Desk
from application.registry import NAMESPACE
from application.settings import Settings
from application.store.rows import Extras
from domain.errors import ClockBehind, ClockJumped
from domain.log.events import LogEvent, Setting, SettingsStated
from domain.messages.events import MessagesEvent

PACKAGE: Final = "linkage-center"
SERVICE: Final = "system"
TRIES = 5
# Of these it is told only that they are set: they hold passwords, keys, or how to use them.
SECRET: Final = frozenset(
    {
        "database_url",
        "owner_url",
        "keys_url",
        "kek",
        "kek_old",
        "secret_key",
        "smtp_user",
        "smtp_password",
        "sms_url",
        "sms_headers",
        "sms_body",
        "checkpoint_places",
        "time_stamp_url",
    }
)
SET: Final = "…"


def stream_of(topic: str) -> str:
    """Each kind has a history of its own."""
    return uuid5(NAMESPACE, topic).hex


def note(desk: Desk, event: LogEvent | MessagesEvent) -> int:
    """Put it on record; its position."""
    stream = stream_of(topic_of(event))
    for attempt in range(TRIES):
        try:
            return _append(desk, stream, event)
        except IntegrityError:
            if attempt == TRIES - 1:
                raise
    raise AssertionError


def _append(desk: Desk, stream: str, event: LogEvent | MessagesEvent) -> int:
    """A backup is made, and told of, under a clock that has fallen behind too."""
    version = len(desk.log.stream(stream))
    try:
        return desk.append(stream, version, [event])
    except ClockBehind:
        entry = Entry(stream, version + 1, event)
        return desk.put_unwatched([entry], Extras(to_ms(desk.clock())))[-1]


def notes(desk: Desk, topic: str) -> list[Any]:
    """All of one kind, the first first."""
    return [decode(row.topic, row.state) for row in desk.log.stream(stream_of(topic))]


def note_settings(desk: Desk, process: str) -> None:
    """With what a process ("serve", "worker") runs from now on, unless that stands already.

    Under a clock that jumped nothing can be put on record; the service answers all the same.
    """
    stated = SettingsStated(
        at=desk.clock(), by=process, version=version(PACKAGE), values=told(desk.settings)
    )
    stood = [one for one in notes(desk, "log.settings-stated") if one.by == process]
    if [(one.version, one.values) for one in stood[-1:]] == [(stated.version, stated.values)]:
        return
    with suppress(ClockJumped):
        note(desk, stated)


def told(settings: Settings) -> tuple[Setting, ...]:
    """What is set otherwise than by default, nothing secret among it."""
    given = (
        (field.name, getattr(settings, field.name), field.default)
        for field in msgspec.structs.fields(Settings)
    )
    return tuple(
        Setting(name, SET if name in SECRET else str(value))
        for name, value, default in given
        if value != default
    )
