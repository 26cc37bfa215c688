"""An outside authority's word for when a checkpoint was there: an RFC 3161 token over its note."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from application.signing.posting import exchange

QUERY = {"Content-Type": "application/timestamp-query"}


class Stamp(NamedTuple):
    """Whose word it is, and the answer as it came (`openssl ts -verify` reads it)."""

    authority: str
    token: bytes


class CannotStamp(Exception):
    """The package that speaks with time stamp authorities is not installed."""


def stamp(url: str, note: str) -> Stamp:
    """Ask for one. Errors: `OSError` where the authority gives none, `CannotStamp`."""
    try:
        from rfc3161_client import (  # noqa: PLC0415 - only where it is wanted
            TimestampRequestBuilder,
            decode_timestamp_response,
        )
    except ImportError:
        raise CannotStamp from None
    asked = TimestampRequestBuilder().data(note.encode()).build()
    _, answer = exchange(url, asked.as_bytes(), headers=QUERY)
    try:
        told = decode_timestamp_response(answer)
    except ValueError as error:
        raise OSError(str(error)) from None
    if told.status not in GRANTED:
        msg = f"no time stamp was granted (status {told.status})"
        raise OSError(msg)
    _require_of(asked, told.tst_info)
    return Stamp(urlsplit(url).netloc, answer)


def _require_of(asked: Any, stamped: Any) -> None:
    """It answers this question, and is over what was asked. Errors: `OSError`."""
    wanted, found = (
        (one.nonce, one.message_imprint.hash_algorithm, one.message_imprint.message)
        for one in (asked, stamped)
    )
    if wanted != found:
        msg = "the time stamp is of something else"
        raise OSError(msg)


GRANTED = (0, 1)  # also with changes
