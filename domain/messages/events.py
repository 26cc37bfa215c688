"""What can happen to channels and wordings; names and topics are the storage format, for ever.

Where a channel leads (an address, a key, a telephone number) is kept beside the log and encrypted.
Here stands that somebody opened a way for messages or closed it, and in which words they go out.
"""

from datetime import datetime

from msgspec import Struct


class MessagesEvent(
    Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True
):
    """When and by whom (account name, or what stands for the command line)."""

    at: datetime
    by: str


class ChannelSet(MessagesEvent, frozen=True, kw_only=True):
    """渠道设置: messages to that holder ("unit:pcs", "person:wang") go out by that channel too."""

    holder: str
    channel: str


class ChannelRemoved(MessagesEvent, frozen=True, kw_only=True):
    """渠道停用: they go out by that channel no more."""

    holder: str
    channel: str


class LanguageChosen(MessagesEvent, frozen=True, kw_only=True):
    """消息语言: in which language the holder gets messages."""

    holder: str
    language: str


class WordingWritten(MessagesEvent, frozen=True, kw_only=True):
    """消息模板修订: messages of that kind read so from now on, in both languages."""

    kind: str
    zh: str
    en: str


class WordingReset(MessagesEvent, frozen=True, kw_only=True):
    """恢复默认模板: messages of that kind read as they were shipped."""

    kind: str


class MessagesSentAgain(MessagesEvent, frozen=True, kw_only=True):
    """未送达消息重发: these, by the outbox's own numbers, are tried anew."""

    messages: tuple[int, ...]


TOPICS: dict[str, type[MessagesEvent]] = {
    "messages.channel-set": ChannelSet,
    "messages.channel-removed": ChannelRemoved,
    "messages.language-chosen": LanguageChosen,
    "messages.wording-written": WordingWritten,
    "messages.wording-reset": WordingReset,
    "messages.sent-again": MessagesSentAgain,
}
