"""Sends text to an address and reads the answer, within limits of time and length."""

from collections.abc import Mapping
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from typing import Any
from urllib.error import HTTPError
from urllib.request import (
    HTTPHandler,
    HTTPRedirectHandler,
    HTTPSHandler,
    Request,
    build_opener,
)

from application.lines import Lines, in_time

PATIENCE = 20  # seconds without a byte
AT_MOST = 60  # seconds for all of it, however busily the other side drips
MOST = 64 * 1024  # bytes of an answer that are read


class _Nowhere(HTTPRedirectHandler):
    """What was meant for one address goes to no other."""

    def redirect_request(self, *_: object) -> None:
        """Never."""


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
    return _asked(Request(url, data=data, headers=dict(headers), method="POST"), expected)  # noqa: S310 - http(s)


def fetch(url: str) -> bytes:
    """What is there. Errors: `OSError`."""
    return _asked(Request(url), ())[1]  # noqa: S310 - http(s)


def _asked(request: Request, expected: tuple[int, ...]) -> tuple[int, bytes]:
    """Whatever is wrong with what comes back is an `OSError`: it stops nobody but this asking."""
    with in_time(AT_MOST) as lines:
        opener = build_opener(_Nowhere, _Plain(lines), _Encrypted(lines))
        try:
            with opener.open(request, timeout=PATIENCE) as answer:
                return answer.status, answer.read(MOST)
        except HTTPError as error:
            if error.code in expected:
                return error.code, error.read(MOST)
            raise
        except (HTTPException, ValueError) as error:
            raise OSError(f"{type(error).__name__}: {error}"[:200]) from None


class _Plain(HTTPHandler):
    """Says which lines it opened."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines

    def http_open(self, req: Request) -> Any:
        """As always."""
        return self.do_open(_noted(HTTPConnection, self._lines), req)


class _Encrypted(HTTPSHandler):
    """The same."""

    def __init__(self, lines: Lines) -> None:
        super().__init__()
        self._lines = lines

    def https_open(self, req: Request) -> Any:
        """As always: certificates are checked."""
        return self.do_open(_noted(HTTPSConnection, self._lines), req)


def _noted(kind: type[HTTPConnection], lines: Lines) -> Any:
    class Noted(kind):  # type: ignore[valid-type, misc]  # plain or encrypted
        """A connection whose line can be cut."""

        def connect(self) -> None:
            super().connect()
            lines.add(self.sock)

    return Noted
