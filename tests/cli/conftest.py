"""Gives tests of the command line a terminal in English, and a small centre made by commands."""

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any, NamedTuple, Protocol

import pytest
from click.testing import CliRunner, Result

from application.accounts import Account
from application.clock import system_clock
from application.desk import Act
from application.migrate import migrate
from application.settings import Settings
from application.units import found_unit
from domain.case.dispatch import Dispatch
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, Track
from domain.units import CENTRE
from domain.units.events import UnitFounded
from projections.bootstrap import open_service
from tests.conftest import Place
from tests.furnished import FurnishedPlaces
from web.cli import linkage as command_line

PASSWORD = "long enough 1"
UNITS = {"pcs": "派出所", "sfs": "司法所", "xfz": "消防站"}
PEOPLE = {
    "zhang": ("operator", ""),
    "li": ("leader", ""),
    "wang": ("responder", "pcs"),
    "zhao": ("responder", "sfs"),
    "chen": ("supervisor", ""),
    "zhou": ("auditor", ""),
    "root": ("admin", ""),
}


class Linkage(Protocol):
    """Runs the command line as a person at a terminal does."""

    def __call__(self, *args: str, input: str | None = None) -> Result: ...  # noqa: A002


def make_small_centre(settings: Settings) -> None:
    """Units and one person of each role."""
    migrate(settings)
    service = open_service(settings)
    for code, name in UNITS.items():
        founded = UnitFounded(
            at=system_clock(), by="root", code=code, name=name, level="town", parent=CENTRE
        )
        found_unit(service.desk, founded)
    for username, (role, unit) in PEOPLE.items():
        service.accounts.add(Account(username, username, role, unit or CENTRE), PASSWORD)
    service.close()


class Asked(NamedTuple):
    """Answers of the command line as JSON."""

    run: Linkage

    def __call__(self, *args: str) -> Any:
        result = self.run(*args, "--json")
        assert result.exit_code == 0, result.output
        return json.loads(result.stdout)


@pytest.fixture
def place(new_place: Callable[[], Place]) -> Place:
    """Where this test's centre keeps its records."""
    return new_place()


@pytest.fixture
def linkage(place: Place, monkeypatch: pytest.MonkeyPatch) -> Linkage:
    """A function that runs one command there."""
    monkeypatch.setenv("LINKAGE_DATA", str(place.data_dir))
    monkeypatch.setenv("LINKAGE_DATABASE_URL", place.database_url)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "en_US.UTF-8")

    def run(*args: str, input: str | None = None) -> Result:  # noqa: A002
        return CliRunner().invoke(command_line, args, input=input)

    return run


@pytest.fixture
def done(linkage: Linkage) -> Callable[..., Result]:
    """A function that runs one command that must succeed."""

    def run(*args: str, input: str | None = None) -> Result:  # noqa: A002
        result = linkage(*args, input=input)
        assert result.exit_code == 0, result.output
        return result

    return run


@pytest.fixture
def asked(linkage: Linkage) -> Asked:
    """A function that gives a command's JSON."""
    return Asked(linkage)


@pytest.fixture(scope="session")
def small_centres(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> FurnishedPlaces:
    """Migrated centres with units and one person of each role, made once and copied."""
    return FurnishedPlaces(tmp_path_factory.mktemp("centres"), request, make_small_centre)


@pytest.fixture
def centre(place: Place, linkage: Linkage, small_centres: FurnishedPlaces) -> None:
    """A migrated centre with units and one person of each role."""
    small_centres.copy_to(place)


@pytest.fixture
def forgotten(centre: None, place: Place) -> str:
    """The id of a case: the police were sent to a fire hours ago, and nothing was heard of them."""
    then = system_clock() - timedelta(hours=5)
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    service = open_service(settings, lambda: then)
    act = Act(by=Actor("zhang", "centre", "operator"))
    fire = Receive(number="", track=Track.EMERGENCY, channel=Channel.PHONE, title="老街起火")
    case_id = service.desk.receive(fire, act).case_id
    service.desk.execute(case_id, Dispatch(unit="pcs", zone="seat"), act)
    service.close()
    return case_id


@pytest.fixture
def fire(centre: None, asked: Asked) -> str:
    """The number of a case: a fire the police were sent to."""
    fields = ["track=emergency", "title=老街电动车起火", "place=青石大街", "category=A03"]
    sealed = ["narrative=楼道里有烟", "name=陈某", "phone=13800138000"]
    number: str = asked("case", "new", "--as", "zhang", *fields, *sealed)["number"]
    asked("case", "do", number, "Dispatch", "--as", "zhang", "unit=pcs", "zone=seat")
    return number
