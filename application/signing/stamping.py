"""An outside authority's word for when a checkpoint was there: an RFC 3161 token over its note."""

from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from cryptography.x509 import load_pem_x509_certificates

from application.signing.posting import exchange

QUERY = {"Content-Type": "application/timestamp-query"}


class Stamp(NamedTuple):
    """Whose word it is, and the answer as it came (`openssl ts -verify` reads it)."""

    authority: str
    token: bytes


class CannotStamp(Exception):
    """The package that speaks with time stamp authorities is not installed."""


def stamp(url: str, note: str, ca: str = "") -> Stamp:
    """Ask for one; `ca`: a file of certificates one of which has to vouch for who gives it.

    Errors: `OSError` where the authority gives none, or none that holds; `CannotStamp`.
    """
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
    if ca:
        _require_signed(told, note.encode(), Path(ca).read_bytes())
    return Stamp(urlsplit(url).netloc, answer)


def _require_signed(told: Any, data: bytes, certificates: bytes) -> None:
    """Its signature leads to one of the certificates. Errors: `OSError`."""
    from rfc3161_client import VerificationError, VerifierBuilder  # noqa: PLC0415 - as above

    try:
        known = VerifierBuilder(roots=load_pem_x509_certificates(certificates)).build()
        known.verify_message(told, data)
    except (VerificationError, ValueError) as error:
        msg = f"the time stamp is not of the authority: {error}"
        raise OSError(msg) from None


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
