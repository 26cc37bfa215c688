"""Where the channels of units and people lead: encrypted at rest, in clear for the sender only."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

import msgspec
from cryptography.exceptions import InvalidTag
from sqlalchemy import Engine, delete, insert, select, update

from application.keys import Keks, SealBroken
from application.messages.reaching import Target
from application.messages.tables import channels, languages
from application.settings import Settings

DEFAULT_LANGUAGE = "zh"


class ChannelBook:
    """The channels of all holders, and in which language each gets messages."""

    def __init__(self, engine: Engine, settings: Settings) -> None:
        """`engine` reaches the outbox; the key-encryption key is read when it is needed."""
        self._engine = engine
        self._settings = settings

    def target(self, holder: str, channel: str) -> Target | None:
        """Where the holder's channel leads; None where it has none. Errors: `SealBroken`."""
        wanted = select(channels.c.sealed).where(*_is(holder, channel))
        with self._engine.connect() as connection:
            sealed = connection.execute(wanted).scalar()
        return self._opened(holder, channel, sealed) if sealed is not None else None

    def of(self, holder: str) -> dict[str, Target]:
        """All channels of a holder. Errors: `SealBroken`."""
        wanted = select(channels.c.channel, channels.c.sealed).where(channels.c.holder == holder)
        with self._engine.connect() as connection:
            found = connection.execute(wanted.order_by(channels.c.channel)).all()
        return {row.channel: self._opened(holder, row.channel, row.sealed) for row in found}

    def open_ways(self) -> Mapping[str, list[str]]:
        """Which channels each holder has; where they lead is not looked at."""
        wanted = select(channels.c.holder, channels.c.channel).order_by(channels.c.channel)
        ways: dict[str, list[str]] = {}
        with self._engine.connect() as connection:
            for row in connection.execute(wanted):
                ways.setdefault(row.holder, []).append(row.channel)
        return ways

    def language(self, holder: str) -> str:
        """In which language the holder gets messages."""
        wanted = select(languages.c.language).where(languages.c.holder == holder)
        with self._engine.connect() as connection:
            found: str | None = connection.execute(wanted).scalar()
        return found or DEFAULT_LANGUAGE

    def keep(self, holder: str, channel: str, target: Target) -> None:
        """Let the channel lead there, wherever it led before."""
        sealed = self._sealed(holder, channel, target)
        with self._engine.begin() as connection:
            known = update(channels).where(*_is(holder, channel)).values(sealed=sealed)
            if not connection.execute(known).rowcount:
                row = {"holder": holder, "channel": channel, "sealed": sealed}
                connection.execute(insert(channels).values(row))

    def drop(self, holder: str, channel: str) -> None:
        """Forget where it led."""
        with self._engine.begin() as connection:
            connection.execute(delete(channels).where(*_is(holder, channel)))

    def speak(self, holder: str, language: str) -> None:
        """Give the holder messages in that language."""
        with self._engine.begin() as connection:
            connection.execute(delete(languages).where(languages.c.holder == holder))
            connection.execute(insert(languages).values(holder=holder, language=language))

    @cached_property
    def _keks(self) -> Keks:
        return Keks(self._settings)

    def _sealed(self, holder: str, channel: str, target: Target) -> bytes:
        return self._keks.wrap(msgspec.json.encode(target), bound_to(holder, channel))

    def _opened(self, holder: str, channel: str, sealed: bytes) -> Target:
        try:
            text = self._keks.unwrap(sealed, bound_to(holder, channel))
        except InvalidTag:
            msg = f"the {channel} channel of {holder} was altered, or sealed with another key"
            raise SealBroken(msg) from None
        return msgspec.json.decode(text, type=Target)


def _is(holder: str, channel: str) -> tuple[Any, Any]:
    return channels.c.holder == holder, channels.c.channel == channel


def bound_to(holder: str, channel: str) -> bytes:
    return f"message-channel/{holder}/{channel}".encode()
