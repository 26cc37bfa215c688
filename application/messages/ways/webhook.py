"""Signed webhooks: JSON, proved by HMAC-SHA256 over time and body, and known again by its id."""

import hmac
import time
from hashlib import sha256
from typing import Final

import msgspec

from application.messages.compose import Message
from application.messages.reaching import Target
from application.messages.ways.posting import post

TIMESTAMP: Final = "Linkage-Timestamp"
SIGNATURE: Final = "Linkage-Signature"
IDEMPOTENCY: Final = "Idempotency-Key"


class Webhook:
    """Another system's address."""

    def __init__(self, *, local: bool) -> None:
        """`local`: this host's own addresses may be receivers."""
        self._local = local

    def send(self, message: Message, target: Target) -> None:
        """Errors: `Failed`."""
        body = msgspec.json.encode(_said(message))
        moment = str(int(time.time()))
        headers = {
            "Content-Type": "application/json",
            IDEMPOTENCY: message.id,
            TIMESTAMP: moment,
            SIGNATURE: f"sha256={signature(target.secret, moment, body)}",
        }
        post(target.address, body, headers, local=self._local)

    def close(self) -> None:
        """Each message has a connection of its own."""


def signature(secret: str, timestamp: str, body: bytes) -> str:
    """What the receiver works out too, as hex: over the time, a dot and the body as it came."""
    return hmac.digest(secret.encode(), timestamp.encode() + b"." + body, sha256).hex()


def _said(message: Message) -> dict[str, object]:
    return {
        "id": message.id,
        "kind": message.kind,
        "number": message.number,
        "category": {"code": message.category, "name": message.category_name},
        "due": message.due or None,
        "link": message.link,
        "text": message.text,
    }
