"""Group robots of WeCom and DingTalk: a text into a group; their answers say whether it went in."""

import hmac
import time
from base64 import b64encode
from hashlib import sha256
from typing import Any, Final
from urllib.parse import quote_plus

import msgspec

from application.messages.compose import Message
from application.messages.problems import Failed
from application.messages.reaching import Target
from application.messages.ways.posting import Answer, post

# Codes of "too many" and "busy": the same message is taken a while later.
WECOM_LATER: Final = frozenset({-1, 45009, 45033})
DINGTALK_LATER: Final = frozenset({-1, 90018, 130101, 410100})
JSON: Final = {"Content-Type": "application/json; charset=utf-8"}


class WeCom:
    """企业微信群机器人."""

    def __init__(self, *, local: bool) -> None:
        """`local`: this host's own addresses may be receivers."""
        self._local = local

    def send(self, message: Message, target: Target) -> None:
        """Errors: `Failed`."""
        answer = post(target.address, _text(message), JSON, local=self._local)
        _check(answer, WECOM_LATER)

    def close(self) -> None:
        """Each message has a connection of its own."""


class DingTalk:
    """钉钉群机器人, with the sign of its time where it has a secret."""

    def __init__(self, *, local: bool) -> None:
        """`local`: this host's own addresses may be receivers."""
        self._local = local

    def send(self, message: Message, target: Target) -> None:
        """Errors: `Failed`."""
        url = target.address + (_sign(target.secret) if target.secret else "")
        _check(post(url, _text(message), JSON, local=self._local), DINGTALK_LATER)

    def close(self) -> None:
        """Each message has a connection of its own."""


def _text(message: Message) -> bytes:
    return msgspec.json.encode({"msgtype": "text", "text": {"content": message.text}})


def _sign(secret: str) -> str:
    moment = str(round(time.time() * 1000))
    mark = hmac.digest(secret.encode(), f"{moment}\n{secret}".encode(), sha256)
    return f"&timestamp={moment}&sign={quote_plus(b64encode(mark))}"


def _check(answer: Answer, later: frozenset[int]) -> None:
    try:
        said: dict[str, Any] = msgspec.json.decode(answer.body, type=dict[str, Any])
        code = int(said.get("errcode", 0))
    except (msgspec.DecodeError, msgspec.ValidationError, TypeError, ValueError):
        raise Failed("answer") from None
    if code:
        busy = code in later
        raise Failed(f"robot:{code}", permanent=not busy, stalls=busy)
