"""The links to dispatches: what one says, signed so that nobody can make or change one."""

import hmac
import struct
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, datetime
from hashlib import sha256
from typing import Final, NamedTuple
from uuid import UUID

from flask import current_app

from application.settings import Settings
from web.secret import secret_key

SAYS: Final = struct.Struct(">16sIIQ")
MARK: Final = 16  # bytes of the signature
PURPOSE: Final = b"link to a dispatch"


class Link(NamedTuple):
    """Which case, dispatch and link of that case, and until when, to the second."""

    case_id: str
    dispatch: int
    number: int
    until: datetime


def write(link: Link, secret: str = "") -> str:
    """The link as it stands in an address; outside of a request with the secret that signs it."""
    until = int(link.until.timestamp())
    says = SAYS.pack(UUID(link.case_id).bytes, link.dispatch, link.number, until)
    return _written(says + _mark(says, secret))


def paths(settings: Settings) -> Callable[[str, int, int, datetime], str]:
    """Where links lead that are sent with a message: from case, dispatch, number and end."""
    secret = secret_key(settings)
    return lambda *says: f"/d/{write(Link(*says), secret)}"


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


def _mark(says: bytes, secret: str = "") -> bytes:
    return sign(PURPOSE, says, secret)[:MARK]


def sign(purpose: bytes, says: bytes, secret: str = "") -> bytes:
    """A signature that stands for one purpose and for no other."""
    known = secret or str(current_app.config["SECRET_KEY"])
    key = hmac.digest(known.encode(), purpose, sha256)
    return hmac.digest(key, says, sha256)
