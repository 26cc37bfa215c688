"""The ways out of the service: each takes a message to where a channel leads, or says why not."""

from collections.abc import Callable

from application.messages.ways.mail import Mail
from application.messages.ways.robots import DingTalk, WeCom
from application.messages.ways.sms import Sms
from application.messages.ways.way import Way
from application.messages.ways.webhook import Webhook
from application.settings import Settings


def open_way(channel: str, settings: Settings) -> Way:
    """The way messages of a channel take; closed by whoever opened it."""
    if channel == "email":
        return Mail(settings)
    if channel == "sms":
        return Sms(settings)
    kinds: dict[str, Callable[..., Way]] = {
        "webhook": Webhook,
        "wecom": WeCom,
        "dingtalk": DingTalk,
    }
    return kinds[channel](local=settings.messages_local)


__all__ = ["Way", "open_way"]
