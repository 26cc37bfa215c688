"""One HTTP request to a receiver nobody vouches for: short, followed nowhere, to no own address."""

import socket
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from functools import lru_cache
from http.client import HTTPConnection, HTTPException, IncompleteRead
from typing import Final, NamedTuple
from urllib.parse import SplitResult

from application.lines import in_time
from application.messages.problems import ChannelWrong, Failed
from application.messages.reaching import check_url, is_local

CONNECT_SECONDS: Final = 5
ANSWER_SECONDS: Final = 10  # for the whole of it, however slowly it drips
ANSWER_MOST: Final = 64 * 1024  # bytes of an answer that are read
TRY_AGAIN: Final = frozenset({408, 425, 429})


class Answer(NamedTuple):
    """What a receiver that took it said."""

    status: int
    body: bytes


def post(url: str, body: bytes, headers: Mapping[str, str], *, local: bool) -> Answer:
    """The receiver's answer. `local`: this host's own addresses may be receivers.

    Errors: `Failed`, unless the answer is a 2xx.
    """
    try:
        parts = check_url(url, local=local)
    except ChannelWrong as wrong:
        code = "address-local" if wrong.code == "url-local" else "url-wrong"
        raise Failed(code, permanent=True) from None
    with _failing(), _connected(parts, local=local) as connection:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, {**headers, "User-Agent": "linkage-center"})
        with closing(connection.getresponse()) as answer:
            found = Answer(answer.status, answer.read(ANSWER_MOST))
            if answer.length and len(found.body) < ANSWER_MOST:  # it said there would be more
                raise IncompleteRead(found.body)
    return _taken(found)


def _taken(answer: Answer) -> Answer:
    status = answer.status
    if 200 <= status < 300:  # noqa: PLR2004 - classes of HTTP
        return answer
    if 300 <= status < 400:  # noqa: PLR2004
        raise Failed("redirected", permanent=True)
    if status in TRY_AGAIN:
        raise Failed(f"busy:{status}", stalls=True)
    if status >= 500:  # noqa: PLR2004
        raise Failed(f"server:{status}")
    raise Failed(f"refused:{status}", permanent=True)


@contextmanager
def _failing() -> Iterator[None]:
    """What the network says, as a reason."""
    try:
        yield
    except TimeoutError:
        raise Failed("timeout", stalls=True) from None
    except ssl.SSLCertVerificationError:
        raise Failed("certificate", stalls=True) from None
    except socket.gaierror:
        raise Failed("host-unknown", stalls=True) from None
    except (HTTPException, ConnectionResetError, BrokenPipeError):
        raise Failed("cut", stalls=True) from None
    except OSError:
        raise Failed("unreachable", stalls=True) from None


@contextmanager
def _connected(parts: SplitResult, *, local: bool) -> Iterator[HTTPConnection]:
    """To an address that was looked at: a name can't lead elsewhere between look and call."""
    host, port = parts.hostname or "", parts.port or (443 if parts.scheme == "https" else 80)
    address = _looked_up(host, port, local=local)
    line = socket.create_connection((address, port), CONNECT_SECONDS)
    line.settimeout(ANSWER_SECONDS)
    with in_time(ANSWER_SECONDS) as lines:
        lines.add(line)
        try:
            if parts.scheme == "https":
                line = _context().wrap_socket(
                    line, server_hostname=host, do_handshake_on_connect=False
                )
                lines.add(line)
                line.do_handshake()
            connection = HTTPConnection(host, parts.port)
            connection.sock = line
            yield connection
        except (OSError, HTTPException):
            if not lines.late:
                raise
        finally:
            line.close()
        if lines.late:  # what looks like the end of an answer is the end of our patience
            raise TimeoutError


def _looked_up(host: str, port: int, *, local: bool) -> str:
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(one[4][0]) for one in found]
    if not local and any(is_local(one) for one in addresses):
        raise Failed("address-local", permanent=True)
    return addresses[0]


@lru_cache(maxsize=1)
def _context() -> ssl.SSLContext:
    """With the certificates this host trusts; reading them takes a while."""
    return ssl.create_default_context()
