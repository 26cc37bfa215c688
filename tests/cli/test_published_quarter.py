"""A published quarter comes out again anywhere, and nothing that follows changes it."""

import json
import random
import shutil
from collections.abc import Callable, Iterator
from contextlib import closing
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

import pytest

from application.assessment import compute, open_review, sign
from application.desk import Act
from application.settings import Settings, kek_path
from domain.assessment.periods import Quarter
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, Dispatch
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, Track
from projections.bootstrap import Service, open_service
from projections.courses import as_it_ended, as_to_be_signed
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.contract.conftest import found_units
from tests.furnished import FurnishedPlaces
from tests.independent.lives import Clock, Lives

INSPECTOR = Actor("sun", "centre", "supervisor")
HEAD = Actor("chen", "centre", "leader")
DESK = Actor("zhang", "centre", "operator")
POLICE = Actor("wang", "police", "responder")
REVIEW = timedelta(days=15)  # longer than any shipped set gives the units to object
MATTERS = 5
HOUR = timedelta(hours=1)


class Published(NamedTuple):
    """A quarter that was published, and a matter in it whose unit came an hour late."""

    quarter: str
    seq: int
    digest: str
    number: str
    case_id: str


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def service(place: Place, migrated_places: FurnishedPlaces, clock: Clock) -> Iterator[Service]:
    """A centre with random matters of some months."""
    migrated_places.copy_to(place)
    settings = Settings(data=place.data_dir, database_url=place.database_url)
    with closing(open_service(settings, clock)) as service:
        found_units(service.desk)
        yield service


@pytest.fixture
def published(service: Service, clock: Clock) -> Published:
    """The quarter in which it all began: computed, reviewed, signed by two."""
    case_id, number = come_late(service, clock)
    quarter = Quarter.at(clock.now, ZoneInfo(service.settings.timezone))
    Lives(service.desk, clock, random.Random(5)).live(MATTERS)
    clock.now = max(clock.now, quarter.until(ZoneInfo(service.settings.timezone))) + HOUR
    compute(service.desk, as_it_ended(service, quarter, INSPECTOR), INSPECTOR)
    open_review(service.desk, quarter, INSPECTOR)
    clock.now += REVIEW
    for signer in (INSPECTOR, HEAD):
        course = service.desk.courses.of(quarter)
        sign(service.desk, as_to_be_signed(service, course), signer)
    pinned = service.desk.courses.of(quarter).published
    assert pinned is not None
    assert pinned.signers == (INSPECTOR.user, HEAD.user)
    return Published(quarter.label, pinned.seq, pinned.digest, number, case_id)


def come_late(service: Service, clock: Clock) -> tuple[str, str]:
    """A fire the police came to after two hours."""
    fire = Receive(number="", track=Track.EMERGENCY, channel=Channel.PHONE, title="老街起火")
    received = service.desk.receive(fire, Act(by=DESK))
    service.desk.execute(received.case_id, Dispatch(unit="police", zone="seat"), Act(by=DESK))
    clock.now += 2 * HOUR
    service.desk.execute(received.case_id, Arrive(dispatch=1), Act(by=POLICE))
    return received.case_id, received.number


def scored(linkage: Linkage, published: Published, out: Path) -> bytes:
    """The file of its result, as of the position it was published at."""
    at = ("--at", str(published.seq), "--out", str(out))
    answer = linkage("score", published.quarter, *at)
    assert answer.exit_code == 0, answer.output
    return out.read_bytes()


@pytest.fixture
def elsewhere(
    request: pytest.FixtureRequest, database: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Callable[[], Settings]:
    """A function that moves to another machine, which keeps its records in the other database.

    The server is made before the terminal's language is set, which it may not know.
    """
    url = request.getfixturevalue("new_postgresql_url")() if database == "sqlite" else ""

    def move() -> Settings:
        other = Settings(data=tmp_path / "elsewhere", database_url=url)
        other.data.mkdir()
        monkeypatch.setenv("LINKAGE_DATA", str(other.data))
        monkeypatch.setenv("LINKAGE_DATABASE_URL", other.database_url)
        return other

    return move


def test_a_published_quarter_comes_out_byte_by_byte_on_another_machine_from_a_backup(
    elsewhere: Callable[[], Settings],
    published: Published,
    service: Service,
    linkage: Linkage,
    done: Callable[..., Any],
    tmp_path: Path,
) -> None:
    here = scored(linkage, published, tmp_path / "here.json")
    done("backup", str(tmp_path / "backup"))

    other = elsewhere()
    shutil.copy2(kek_path(service.settings), kek_path(other))
    done("restore", str(tmp_path / "backup"))
    there = scored(linkage, published, tmp_path / "there.json")
    done("rebuild")
    rebuilt = scored(linkage, published, tmp_path / "rebuilt.json")

    assert here == there == rebuilt
    assert sha256(here).hexdigest() == published.digest
    assert published.digest in done("quarter", "show", published.quarter).output


def test_late_records_and_corrections_change_nothing_published_and_show_as_a_difference(
    published: Published,
    service: Service,
    clock: Clock,
    linkage: Linkage,
    asked: Asked,
    done: Callable[..., Any],
    tmp_path: Path,
) -> None:
    before = scored(linkage, published, tmp_path / "before.json")
    assert "Nothing is different" in done("quarter", "difference", published.quarter).output

    history = service.desk.load(published.case_id).history
    sent, came = ((n, one) for n, one in enumerate(history, 1) if hasattr(one, "dispatch"))
    right = Correct(
        event=came[0],
        field="at",
        value=json.dumps((sent[1].at + timedelta(minutes=9)).isoformat()),
        reason="到场时间误填",
        approver="chen",
    )
    service.desk.execute(published.case_id, right, Act(by=INSPECTOR))
    Lives(service.desk, clock, random.Random(6)).live(1)

    assert scored(linkage, published, tmp_path / "after.json") == before
    file = tmp_path / "shown.json"
    shown = done("quarter", "show", published.quarter, "--out", str(file))
    assert published.digest in shown.output
    assert file.read_bytes() == before
    units = asked("quarter", "difference", published.quarter)[0]
    causes = [one for one in units["cases"] if one["number"] == published.number]
    assert {(one["unit"], one["indicator"]) for one in causes} >= {("police", "on_time")}
    assert "on_time" in done("quarter", "difference", published.quarter).output
