"""How the channels of units and people are named, and whether an address can be one's."""

import ipaddress
import re
from enum import StrEnum
from typing import Final, NamedTuple
from urllib.parse import SplitResult, urlsplit

from application.messages.problems import ChannelWrong

UNIT, PERSON, REPORTER = "unit", "person", "reporter"
SECRET_LEAST: Final = 16  # characters of what signs a webhook
LANGUAGES: Final = ("zh", "en")

_EMAIL = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63})+", re.ASCII)
_PHONE = re.compile(r"\+?\d{7,15}")


class Channel(StrEnum):
    """渠道: a way out of the service; the in-page inbox is always there and needs no setting."""

    WEBHOOK = "webhook"
    WECOM = "wecom"
    DINGTALK = "dingtalk"
    EMAIL = "email"
    SMS = "sms"


OF_A_SERVER: Final = frozenset({Channel.EMAIL, Channel.SMS})  # one server for everybody
BY_URL: Final = frozenset({Channel.WEBHOOK, Channel.WECOM, Channel.DINGTALK})
SIGNED: Final = frozenset({Channel.WEBHOOK, Channel.DINGTALK})


class Target(NamedTuple):
    """Where a channel leads. `secret` signs what goes to webhooks and DingTalk robots."""

    address: str
    secret: str = ""

    @property
    def masked(self) -> str:
        """As much of it as tells it from another, and no more."""
        if "://" in self.address:
            parts = urlsplit(self.address)
            return f"{parts.scheme}://{parts.hostname}/…{self.address[-2:]}"
        name, at, domain = self.address.partition("@")
        return f"{name[:1]}***{at}{domain}" if at else f"***{self.address[-4:]}"


def unit(code: str) -> str:
    """A unit as a holder of channels."""
    return f"{UNIT}:{code}"


def person(username: str) -> str:
    """Somebody with an account as a holder of channels."""
    return f"{PERSON}:{username}"


def parted(holder: str) -> tuple[str, str]:
    """Of which sort a holder is, and its code or user name."""
    sort, _, name = holder.partition(":")
    return sort, name


def lane(channel: str, holder: str) -> str:
    """Messages of one lane go out one after the other; another lane waits for none of them."""
    return channel if channel in OF_A_SERVER else f"{channel}/{holder}"


def checked(channel: str, target: Target, *, local: bool) -> Target:
    """The target, if messages can go there. `local`: this host's own addresses too.

    Errors: `ChannelWrong`.
    """
    if channel not in set(Channel):
        raise ChannelWrong("channel-unknown", "channel", channel)
    address = "".join(target.address.split())
    if not address:
        raise ChannelWrong("address-missing", "address")
    if channel in BY_URL:
        check_url(address, local=local)
    elif channel == Channel.EMAIL and not _EMAIL.fullmatch(address):
        raise ChannelWrong("email-wrong", "address")
    elif channel == Channel.SMS:
        address = address.replace("-", "")
        if not _PHONE.fullmatch(address):
            raise ChannelWrong("phone-wrong", "address")
    if channel == Channel.WEBHOOK and len(target.secret) < SECRET_LEAST:
        raise ChannelWrong("secret-short", "secret")
    return Target(address, target.secret if channel in SIGNED else "")


def check_url(url: str, *, local: bool) -> SplitResult:
    """The parts of an http address. Errors: `ChannelWrong` url-wrong, url-local."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise ChannelWrong("url-wrong", "address") from None
    sound = url.isascii() and url.isprintable() and not parts.username
    if parts.scheme not in ("http", "https") or not host or not sound:
        raise ChannelWrong("url-wrong", "address")
    if not local and (host == "localhost" or host.endswith(".localhost") or _is_own(host)):
        raise ChannelWrong("url-local", "address")
    return parts


def is_local(address: str) -> bool:
    """This host, or what only its own network card reaches: nothing a message is for."""
    found = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(found, "ipv4_mapped", None) or found
    return (
        mapped.is_loopback or mapped.is_link_local or mapped.is_unspecified or mapped.is_multicast
    )


def _is_own(host: str) -> bool:
    try:
        return is_local(host)
    except ValueError:
        return False  # a name, looked up when something is sent
