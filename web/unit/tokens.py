"""The links to dispatches: what one says, signed so that nobody can make or change one."""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from flask import current_app

SAYS: Final = struct.Struct(">16sIIQ")
MARK: Final = 16  # bytes of the signature
PURPOSE: Final = b"link to a dispatch"


class Link(NamedTuple):
    """Which case, dispatch and link of that case, and until when, to the second."""

    case_id: str
    dispatch: int
    number: int
    until: datetime


def write(link: Link) -> str:
    """The link as it stands in an address."""
    until = int(link.until.timestamp())
    says = SAYS.pack(UUID(link.case_id).bytes, link.dispatch, link.number, until)
    return urlsafe_b64encode(says + _mark(says)).rstrip(b"=").decode()


def read(token: str) -> Link | None:
    """What a link says; None when it was not made here, or was changed."""
    try:
        kept = urlsafe_b64decode(token.encode("ascii") + b"=" * (-len(token) % 4))
    except ValueError:
        return None
    says, mark = kept[: SAYS.size], kept[SAYS.size :]
    if not hmac.compare_digest(mark, _mark(says)) or token != _written(kept):
        return None
    case_id, dispatch, number, until = SAYS.unpack(says)
    return Link(UUID(bytes=case_id).hex, dispatch, number, datetime.fromtimestamp(until, UTC))


def _written(kept: bytes) -> str:
    """The one way to write it: what differs in bits that say nothing is another's guess."""
    return urlsafe_b64encode(kept).rstrip(b"=").decode()


def _mark(says: bytes) -> bytes:
    return sign(PURPOSE, says)[:MARK]


def sign(purpose: bytes, says: bytes) -> bytes:
    """A signature that stands for one purpose and for no other."""
    secret = str(current_app.config["SECRET_KEY"]).encode()
    key = hmac.digest(secret, purpose, sha256)
    return hmac.digest(key, says, sha256)
