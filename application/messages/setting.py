"""What is done to channels and wordings: recorded in the log without any secret, then done.

In this order, so that no message leaves by a way of which the log doesn't know.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import TypedDict
from uuid import uuid5

from eventsourcing.persistence import IntegrityError

from application.accounts import AccountError, Accounts
from application.codec import decode
from application.desk import Desk
from application.messages.channels import ChannelBook
from application.messages.problems import ChannelWrong
from application.messages.reaching import (
    LANGUAGES,
    PERSON,
    UNIT,
    Target,
    checked,
    parted,
)
from application.messages.wordings import STREAM, WordingBook, shipped_wordings
from application.registry import NAMESPACE, Units
from domain.messages import events as e
from domain.messages.wording import Wording, check

TRIES = 5


class _Stamp(TypedDict):
    at: datetime
    by: str


def holder_stream(holder: str) -> str:
    """The aggregate id of a holder's channels."""
    return uuid5(NAMESPACE, f"messages:{holder}").hex


class Setting:
    """Channels and wordings under the hands of somebody: an administrator, or the command line."""

    def __init__(self, desk: Desk, accounts: Accounts, channels: ChannelBook, by: str) -> None:
        """`by` is the user name of who acts."""
        self._desk = desk
        self._accounts = accounts
        self._channels = channels
        self._by = by

    def set_channel(self, holder: str, channel: str, target: Target) -> None:
        """Let messages to the holder go there too; as it was before is no change.

        Errors: `ChannelWrong`.
        """
        self.require_holder(holder)
        sound = checked(channel, target, local=self._desk.settings.messages_local)
        if self._channels.target(holder, channel) == sound:
            return
        event = e.ChannelSet(**self._stamp(), holder=holder, channel=channel)
        self._record(holder_stream(holder), event)
        self._channels.keep(holder, channel, sound)

    def remove_channel(self, holder: str, channel: str) -> None:
        """Let no message go there any more. Errors: `ChannelWrong` holder-unknown."""
        if self._channels.target(holder, channel) is not None:
            event = e.ChannelRemoved(**self._stamp(), holder=holder, channel=channel)
            self._record(holder_stream(holder), event)
            self._channels.drop(holder, channel)

    def choose_language(self, holder: str, language: str) -> None:
        """In which language the holder gets messages. Errors: `ChannelWrong`."""
        self.require_holder(holder)
        if language not in LANGUAGES:
            raise ChannelWrong("language-unknown", "language", language)
        if self._channels.language(holder) != language:
            event = e.LanguageChosen(**self._stamp(), holder=holder, language=language)
            self._record(holder_stream(holder), event)
            self._channels.speak(holder, language)

    def write(self, kind: str, wording: Wording) -> None:
        """How messages of a kind read from now on. Errors: `WordingWrong`, `ChannelWrong`."""
        self._require_kind(kind)
        check(kind, wording)
        if WordingBook(self._desk.log).of(kind) != wording:
            written = e.WordingWritten(**self._stamp(), kind=kind, zh=wording.zh, en=wording.en)
            self._record(STREAM, written)

    def reset(self, kind: str) -> None:
        """Let messages of a kind read as they were shipped. Errors: `ChannelWrong`."""
        self._require_kind(kind)
        if kind in WordingBook(self._desk.log).now().own:
            self._record(STREAM, e.WordingReset(**self._stamp(), kind=kind))

    def require_holder(self, holder: str) -> None:
        """Errors: `ChannelWrong` holder-unknown."""
        sort, name = parted(holder)
        if not (_is_unit(self._desk, name) if sort == UNIT else self._is_person(sort, name)):
            raise ChannelWrong("holder-unknown", "holder", holder)

    def _is_person(self, sort: str, name: str) -> bool:
        try:
            return sort == PERSON and bool(self._accounts.get(name))
        except AccountError:
            return False

    def _require_kind(self, kind: str) -> None:
        if kind not in shipped_wordings():
            raise ChannelWrong("kind-unknown", "kind", kind)

    def _stamp(self) -> _Stamp:
        return {"at": self._desk.clock(), "by": self._by}

    def _record(self, stream: str, event: e.MessagesEvent) -> None:
        """Each of these is true whatever was recorded before it, so it may come later as well."""
        for attempt in range(TRIES):
            try:
                self._desk.append(stream, len(self._desk.log.stream(stream)), [event])
            except IntegrityError:
                if attempt == TRIES - 1:
                    raise
            else:
                return


def history(desk: Desk, stream: str) -> Sequence[e.MessagesEvent]:
    """What was done to a holder's channels, or to the wordings, in order."""
    return [decode(row.topic, row.state) for row in desk.log.stream(stream)]


def _is_unit(desk: Desk, code: str) -> bool:
    return code in Units(desk.log)
