"""Texts to telephones by a gateway that speaks HTTP; the operator's settings say what it wants."""

from typing import Any
from urllib.parse import urlencode

import msgspec

from application.messages.compose import Message
from application.messages.problems import Failed
from application.messages.reaching import Target
from application.messages.ways.posting import post
from application.messages.ways.webhook import IDEMPOTENCY
from application.settings import Settings


class Sms:
    """The gateway of the settings."""

    def __init__(self, settings: Settings) -> None:
        """The operator vouches for the gateway's address, so it may be on this host."""
        self._settings = settings

    def send(self, message: Message, target: Target) -> None:
        """Errors: `Failed`."""
        said = self._settings
        if not said.sms_url:
            raise Failed("no-server", stalls=True)
        values = {"phone": target.address, "text": message.text, "id": message.id}
        given = _filled(msgspec.json.decode(said.sms_body), values)
        own = msgspec.json.decode(said.sms_headers or "{}", type=dict[str, str])
        body, media = _written(given, said.sms_type)
        headers = {"Content-Type": media, IDEMPOTENCY: message.id, **own}
        answer = post(said.sms_url, body, headers, local=True)
        if said.sms_ok and said.sms_ok not in answer.body.decode(errors="replace"):
            raise Failed("answer")

    def close(self) -> None:
        """Each message has a connection of its own."""


def _filled(given: Any, values: dict[str, str]) -> Any:
    """The shape with its placeholders filled in, however deep they stand."""
    if isinstance(given, dict):
        return {name: _filled(one, values) for name, one in given.items()}
    if isinstance(given, list):
        return [_filled(one, values) for one in given]
    if isinstance(given, str):
        for name, value in values.items():
            given = given.replace("{" + name + "}", value)
    return given


def _written(given: Any, kind: str) -> tuple[bytes, str]:
    if kind == "json":
        return msgspec.json.encode(given), "application/json"
    return urlencode(given).encode(), "application/x-www-form-urlencoded"
