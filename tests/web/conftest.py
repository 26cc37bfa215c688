"""Gives tests of pages a running service, people of each role, and browsers that keep cookies."""

import re
from collections.abc import Callable, Iterator, Mapping
from copy import copy
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from flask import Flask
from werkzeug.test import TestResponse

from application.accounts import Account
from application.desk import Act
from application.migrate import migrate
from application.numbers import new_case_id
from application.sealing import build
from application.settings import Settings
from application.units import found_unit
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, SignFor
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Outcome, Role
from domain.units.events import UnitFounded
from projections.bootstrap import Service, open_service
from tests.furnished import FurnishedPlaces
from web.app import create_app, stand_before
from web.auth.sessions import COOKIE

PASSWORD = "long enough 1"
MONDAY_TEN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)  # 10:00 in Shanghai
UNITS = {
    "pcs": ("派出所", "Police station"),
    "sfs": ("司法所", "Justice office"),
}
PEOPLE = {
    "zhang": Account("zhang", "张敏", Role.OPERATOR, "centre"),
    "li": Account("li", "李国强", Role.LEADER, "centre"),
    "wang": Account("wang", "王建军", Role.RESPONDER, "pcs"),
    "zhao": Account("zhao", "赵云", Role.RESPONDER, "sfs"),
    "chen": Account("chen", "陈督", Role.SUPERVISOR, "centre"),
    "zhou": Account("zhou", "周审", Role.AUDITOR, "centre"),
    "root": Account("root", "管理员", Role.ADMIN, "centre"),
}


class MovableClock:
    """A clock that stands until a test moves it."""

    def __init__(self, now: datetime = MONDAY_TEN) -> None:
        self.now = now

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **span: float) -> None:
        self.now += timedelta(**span)


class Visitor:
    """Somebody at a browser: keeps cookies, and sends each form with the token its page had."""

    def __init__(self, app: Flask) -> None:
        self.client = app.test_client()
        self._tokens: dict[str, str] = {}

    def get(self, path: str) -> TestResponse:
        return self.client.get(path, buffered=True)

    def post(self, path: str, data: Mapping[str, object] | None = None) -> TestResponse:
        return self.client.post(path, data={"csrf_token": self.token(), **(data or {})})

    def opened(self, page: str, purpose: str = "handling") -> TestResponse:
        """The page with all that opens to this person, once it is said what for."""
        self.post(f"{page}/open", {"purpose": purpose})
        return self.get(page)

    def token(self) -> str:
        """What the forms of this session carry."""
        cookie = self.client.get_cookie(COOKIE)
        session = cookie.value if cookie else ""
        if session not in self._tokens:
            self._tokens = {session: self._token_of_a_page()}
        return self._tokens[session]

    def _token_of_a_page(self) -> str:
        """Any page has a form: without log-in the log-in form, with one the way out."""
        text = self.client.get("/account", follow_redirects=True).text
        found = re.search(r'name="csrf_token" value="([^"]+)"', text)
        assert found is not None, text
        return found[1]

    def log_in(self, username: str, password: str = PASSWORD) -> TestResponse:
        return self.post("/login", {"username": username, "password": password})


@pytest.fixture
def clock() -> MovableClock:
    """The service's clock, standing on a Monday morning."""
    return MovableClock()


@pytest.fixture(scope="session")
def towns(
    tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest
) -> FurnishedPlaces:
    """Places with two units and one person of each role."""
    return FurnishedPlaces(tmp_path_factory.mktemp("towns"), request, furnish)


def furnish(settings: Settings) -> None:
    """A migrated place with the units, and people; slow passwords are for thieves."""
    clock = MovableClock()
    migrate(settings, clock)
    service = open_service(settings, clock)
    cheapen(service)
    for code, (name, name_en) in UNITS.items():
        found_unit(
            service.desk,
            UnitFounded(
                at=clock(),
                by="root",
                code=code,
                name=name,
                name_en=name_en,
                level="town",
                parent="centre",
            ),
        )
    for person in PEOPLE.values():
        service.accounts.add(person, PASSWORD)
    service.close()


def cheapen(service: Service) -> None:
    """Let passwords cost next to nothing."""
    service.accounts._hasher = PasswordHasher(time_cost=1, memory_cost=64)


@pytest.fixture
def settings(towns: FurnishedPlaces, database: str, data_dir: Path) -> Iterator[Settings]:
    """Settings of a furnished place of this test's own."""
    place = towns.copy(database, data_dir)
    yield Settings(data=place.data_dir, database_url=place.database_url)
    towns.remove(place)


@pytest.fixture
def service(settings: Settings, clock: MovableClock) -> Iterator[Service]:
    """The service there."""
    service = open_service(settings, clock)
    cheapen(service)
    yield service
    service.close()


class Desk:
    """Cases as tests need them, made by commands."""

    def __init__(self, service: Service) -> None:
        self.service = service

    def receive(self, title: str, *, by: str = "zhang", **values: object) -> str:
        """Register a matter; gives its number. An emergency by telephone unless said otherwise."""
        case_id = new_case_id()
        given = {"number": "", "track": "emergency", "channel": "phone", "title": title, **values}
        command = build(self.service.desk.keys, Receive, case_id, given)
        assert isinstance(command, Receive)
        return self.service.desk.receive(command, Act(by=acting(by)), case_id).number

    def do(self, number: str, *commands: Command, by: str = "zhang") -> None:
        for command in commands:
            case_id = self.service.desk.find(number)
            self.service.desk.execute(case_id, command, Act(by=acting(by)))

    def dispatch(self, number: str, unit: str = "pcs") -> None:
        self.do(number, Dispatch(unit=unit, zone="seat"))

    def close(self, number: str, by: str = "wang") -> None:
        """Let the unit that has the emergency handle it, and close it."""
        handled = Outcome.HANDLED
        self.do(number, SignFor(dispatch=1), Arrive(dispatch=1), by=by)
        self.do(number, EndHandling(dispatch=1, result=handled), by=by)
        self.do(number, GiveFeedback(dispatch=1, outcome=handled), by=by)
        self.do(number, Close(outcome=handled))


def acting(username: str) -> Actor:
    """Somebody of the example, as they act."""
    account = PEOPLE[username]
    return Actor(account.username, account.unit, account.role)


@pytest.fixture
def desk(service: Service) -> Desk:
    """Makes cases."""
    return Desk(service)


class Pages:
    """The pages, put together once in each worker of a test run: addresses take long to learn."""

    def __init__(self) -> None:
        self._made: Flask | None = None

    def over(self, service: Service, settings: Settings) -> Flask:
        """A copy that stands before a service of its own."""
        self._made = self._made or create_app(settings, service)
        app = copy(self._made)
        app.config, app.extensions = copy(app.config), dict(app.extensions)
        stand_before(app, service, settings)
        return app


@pytest.fixture(scope="session")
def pages() -> Pages:
    """The pages, for tests that need no application of their own."""
    return Pages()


@pytest.fixture
def app(pages: Pages, settings: Settings, service: Service) -> Flask:
    """The pages over that service."""
    return pages.over(service, settings)


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """Somebody who is not logged in."""
    return Visitor(app)


@pytest.fixture
def logged_in(app: Flask) -> Callable[[str], Visitor]:
    """A function that gives the browser of somebody who is logged in, by user name."""

    def log_in(username: str) -> Visitor:
        visitor = Visitor(app)
        assert visitor.log_in(username).status_code == 303
        return visitor

    return log_in
