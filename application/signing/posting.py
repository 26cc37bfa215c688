"""Sends text to an address and reads the answer, within limits of time and length."""

from collections.abc import Mapping
from urllib.error import HTTPError
from urllib.request import HTTPRedirectHandler, Request, build_opener

PATIENCE = 20  # seconds
MOST = 64 * 1024  # bytes of an answer that are read


class _Nowhere(HTTPRedirectHandler):
    """What was meant for one address goes to no other."""

    def redirect_request(self, *_: object) -> None:
        """Never."""


_OPENER = build_opener(_Nowhere)
TEXT: Mapping[str, str] = {"Content-Type": "text/plain; charset=utf-8"}


def post(
    url: str, text: str | bytes, *expected: int, headers: Mapping[str, str] = TEXT
) -> tuple[int, str]:
    """Status and answer. Errors: `OSError` for any status but 2xx and those expected."""
    status, answer = exchange(url, text, *expected, headers=headers)
    return status, answer.decode(errors="replace")


def exchange(
    url: str, sent: str | bytes, *expected: int, headers: Mapping[str, str] = TEXT
) -> tuple[int, bytes]:
    """The same for an answer that is no text."""
    data = sent.encode() if isinstance(sent, str) else sent
    request = Request(url, data=data, headers=dict(headers), method="POST")  # noqa: S310 - http(s)
    try:
        with _OPENER.open(request, timeout=PATIENCE) as answer:
            return answer.status, answer.read(MOST)
    except HTTPError as error:
        if error.code in expected:
            return error.code, error.read(MOST)
        raise


def fetch(url: str) -> bytes:
    """What is there. Errors: `OSError`."""
    with _OPENER.open(Request(url), timeout=PATIENCE) as answer:  # noqa: S310 - http(s)
        found: bytes = answer.read(MOST)
    return found
