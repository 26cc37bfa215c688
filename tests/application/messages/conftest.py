"""A centre with units and people, and real servers on this machine that take its messages."""

import socketserver
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple

import msgspec
import pytest
from argon2 import PasswordHasher

from application.accounts import Account
from application.desk import Act
from application.messages import Outbox, Target
from application.messages.ways import posting
from application.migrate import migrate
from application.numbers import new_case_id
from application.sealing import build
from application.settings import Settings
from application.units import found_unit
from domain.case.command import Command
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Role
from domain.units.events import UnitFounded
from projections.bootstrap import Service, open_service
from tests.furnished import FurnishedPlaces

NOW = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # Monday, 10:00 in Shanghai
SECRET = "sixteen signs or more"
ABOVE = {"pcs": "centre", "post": "pcs", "sfs": "centre"}
PEOPLE = {
    "zhang": Account("zhang", "张敏", Role.OPERATOR, "centre"),
    "sun": Account("sun", "孙岗", Role.OPERATOR, "centre"),
    "li": Account("li", "李国强", Role.LEADER, "centre"),
    "wang": Account("wang", "王建军", Role.RESPONDER, "pcs"),
    "wei": Account("wei", "魏所", Role.LEADER, "pcs"),
    "tian": Account("tian", "田勇", Role.RESPONDER, "post"),
    "zhao": Account("zhao", "赵云", Role.RESPONDER, "sfs"),
    "chen": Account("chen", "陈督", Role.SUPERVISOR, "centre"),
    "zhou": Account("zhou", "周审", Role.AUDITOR, "centre"),
    "root": Account("root", "管理员", Role.ADMIN, "centre"),
}


class MovableClock:
    """A clock that stands until a test moves it."""

    def __init__(self, now: datetime = NOW) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


def furnish(settings: Settings) -> None:
    clock = MovableClock()
    migrate(settings, clock)
    service = open_service(settings, clock)
    service.accounts._hasher = PasswordHasher(time_cost=1, memory_cost=64)
    for code, parent in ABOVE.items():
        founded = UnitFounded(
            at=clock(), by="root", code=code, name=code, level="town", parent=parent
        )
        found_unit(service.desk, founded)
    for one in PEOPLE.values():
        service.accounts.add(one, "long enough 1")
    service.close()


@pytest.fixture(scope="session")
def centres(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> FurnishedPlaces:
    return FurnishedPlaces(tmp_path_factory.mktemp("messages"), request, furnish)


@pytest.fixture
def clock() -> MovableClock:
    return MovableClock()


@pytest.fixture
def database() -> str:
    """Files, unless a test says that it is about both databases."""
    return "sqlite"


@pytest.fixture
def said() -> Mapping[str, Any]:
    """Settings of the test besides those of its place."""
    return {}


@pytest.fixture
def settings(
    centres: FurnishedPlaces, database: str, data_dir: Path, said: Mapping[str, Any]
) -> Iterator[Settings]:
    place = centres.copy(database, data_dir)
    given = {"messages_local": True, "public_url": "https://ld.example.gov.cn", **said}
    yield Settings(data=place.data_dir, database_url=place.database_url, **given)
    centres.remove(place)


@pytest.fixture
def service(settings: Settings, clock: MovableClock) -> Iterator[Service]:
    service = open_service(settings, clock)
    yield service
    service.close()


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Receivers that are slow on purpose need not cost a test ten seconds."""
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.4)
    monkeypatch.setattr("application.messages.ways.mail.SECONDS", 0.4)


@pytest.fixture
def outbox(service: Service) -> Outbox:
    return service.messages


def acting(username: str) -> Actor:
    account = PEOPLE[username]
    return Actor(account.username, account.unit, account.role)


class Town:
    """Cases as tests need them, made by commands."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def receive(self, by: str = "zhang", **values: object) -> str:
        """An emergency by telephone, unless it is said otherwise; gives its number."""
        case_id = new_case_id()
        given = {
            "number": "",
            "track": "emergency",
            "channel": "phone",
            "title": "老街路面塌陷",
            "category": "B03",
            **values,
        }
        command = build(self.service.desk.keys, Receive, case_id, given)
        assert isinstance(command, Receive)
        return self.service.desk.receive(command, Act(by=acting(by)), case_id).number

    def do(self, number: str, *commands: Command, by: str = "zhang") -> None:
        for command in commands:
            case_id = self.service.desk.find(number)
            self.service.desk.execute(case_id, command, Act(by=acting(by)))

    def set(self, holder: str, channel: str, address: str, secret: str = "") -> None:
        self.service.messages.setting("root").set_channel(holder, channel, Target(address, secret))


@pytest.fixture
def town(service: Service) -> Town:
    return Town(service)


# --- a receiver of webhooks, robots' messages and texts ---


class Request(NamedTuple):
    """What came in."""

    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def said(self) -> Any:
        return msgspec.json.decode(self.body)


class Receiver:
    """An HTTP server; `behave` decides what it does with a request, 200 unless said otherwise."""

    def __init__(self, safe: ssl.SSLContext | None = None) -> None:
        """`safe`: it speaks TLS only."""
        self.came: list[Request] = []
        self.behave: Callable[[Request, BaseHTTPRequestHandler], None] = answering(200)
        self._scheme = "https" if safe else "http"
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        self._server.daemon_threads = True
        if safe is not None:
            self._server.socket = safe.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def address(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._server.server_port}/hook"

    @property
    def ids(self) -> list[str]:
        return [one.headers["Idempotency-Key"] for one in self.came]

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        receiver = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                request = Request(self.path, dict(self.headers), self.rfile.read(length))
                receiver.came.append(request)
                receiver.behave(request, self)

            def log_message(self, *_: object) -> None:
                """Nothing to tell."""

        return Handler


def answering(
    *statuses: int, body: bytes = b"{}", headers: Mapping[str, str] | None = None
) -> Callable[[Request, BaseHTTPRequestHandler], None]:
    """One after the other, the last for good."""
    left = list(statuses)

    def behave(_: Request, handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(left.pop(0) if len(left) > 1 else left[0])
        for name, value in (headers or {}).items():
            handler.send_header(name, value)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)

    return behave


def cut(_: Request, handler: BaseHTTPRequestHandler) -> None:
    """The line goes before there is an answer."""
    handler.close_connection = True


def cut_in_the_middle(_: Request, handler: BaseHTTPRequestHandler) -> None:
    """The line goes in the middle of the answer."""
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\nhalf of")
    handler.close_connection = True


def slowly(seconds: float) -> Callable[[Request, BaseHTTPRequestHandler], None]:
    def behave(request: Request, handler: BaseHTTPRequestHandler) -> None:
        time.sleep(seconds)
        try:
            answering(200)(request, handler)
        except OSError:
            handler.close_connection = True  # nobody waits any more

    return behave


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    with _open(Receiver()) as found:
        yield found


@pytest.fixture
def other_receiver() -> Iterator[Receiver]:
    with _open(Receiver()) as found:
        yield found


@contextmanager
def _open(receiver: Any) -> Iterator[Any]:
    try:
        yield receiver
    finally:
        receiver.close()


# --- a mail server ---


class Mail(NamedTuple):
    """What a mail server took."""

    recipient: str
    text: str


class Post:
    """An SMTP server; `answers` are what it says to a command instead of what it would."""

    def __init__(self, safe: ssl.SSLContext | None = None) -> None:
        """`safe`: it can, and wants to, go on in TLS."""
        self.safe = safe
        self.mails: list[Mail] = []
        self.logins: list[str] = []
        self.greetings = 0
        self.answers: dict[str, str] = {}
        self.cuts_at = ""
        self.waits = 0.0
        post = self

        class Handler(socketserver.StreamRequestHandler):
            def handle(self) -> None:
                with suppress(OSError):  # who does not trust us hangs up
                    _Talk(post, self).run()
                self.connection.close()

        socketserver.ThreadingTCPServer.allow_reuse_address = True
        self._server = socketserver.ThreadingTCPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.01,))
        self._thread.start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


class _Talk:
    """One connection of a client, as RFC 5321 has it."""

    def __init__(self, post: Post, handler: socketserver.StreamRequestHandler) -> None:
        self._post, self._handler = post, handler
        self._recipient, self._plain = "", post.safe is not None

    def _secure(self, safe: ssl.SSLContext) -> None:
        handler = self._handler
        handler.connection = safe.wrap_socket(handler.connection, server_side=True)
        handler.rfile = handler.connection.makefile("rb")
        handler.wfile = handler.connection.makefile("wb", buffering=0)
        self._plain = False

    def run(self) -> None:
        self._post.greetings += 1
        time.sleep(self._post.waits)
        self._say("220 ready")
        while line := self._handler.rfile.readline():
            verb = line.decode().split(":")[0].strip().upper()
            if verb == self._post.cuts_at or not self._answer(verb, line.decode()):
                return

    def _answer(self, verb: str, line: str) -> bool:
        if verb.startswith("EHLO"):
            self._say(f"250-hello\r\n250-AUTH PLAIN\r\n250 {'STARTTLS' if self._plain else 'OK'}")
        elif verb == "STARTTLS" and self._post.safe is not None:
            self._say("220 go on")
            self._secure(self._post.safe)
        elif verb.startswith("AUTH PLAIN"):
            self._post.logins.append(line.split()[2])
            self._say("235 welcome")
        elif verb in self._post.answers:
            self._say(self._post.answers[verb])
        elif verb == "RCPT TO":
            self._recipient = line.partition("<")[2].partition(">")[0]
            self._say("250 ok")
        elif verb == "DATA":
            self._take()
        else:
            self._say("221 bye" if verb == "QUIT" else "250 ok")
        return verb != "QUIT"

    def _take(self) -> None:
        self._say("354 go on")
        lines = []
        for line in self._handler.rfile:
            if line == b".\r\n":
                break
            lines.append(line.decode())
        self._post.mails.append(Mail(self._recipient, "".join(lines)))
        self._say("250 taken")

    def _say(self, text: str) -> None:
        self._handler.wfile.write(text.encode() + b"\r\n")


@pytest.fixture
def post() -> Iterator[Post]:
    with _open(Post()) as found:
        yield found


@pytest.fixture
def lines_out(post: Post, receiver: Receiver) -> Mapping[str, object]:
    """A mail server and a gateway for texts."""
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": post.port,
        "smtp_tls": "none",
        "smtp_from": "linkage@example.gov.cn",
        "sms_url": receiver.address,
        "sms_headers": '{"Authorization": "Bearer gateway-token"}',
        "sms_body": '{"to": ["{phone}"], "content": "{text}", "seq": "{id}"}',
        "sms_ok": '"code":0',
    }
