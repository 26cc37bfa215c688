"""The service's own rights: it adds to the log and never changes it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from itertools import product
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from msgspec.structs import replace
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import InsufficientPrivilege

from application.desk import Act, Desk
from application.migrate import migrate
from application.settings import Settings
from application.store.looking import append_only
from application.store.owning import create
from application.store.rows import APPEND_ONLY
from domain.case.record import Note
from projections.rebuild import ensure
from tests.contract.conftest import found_units
from tests.contract.records import DESK, handle, receive, received

TABLES = tuple(APPEND_ONLY)


def as_role(url: str, role: str) -> str:
    """The same database for somebody else."""
    given = conninfo_to_dict(url)
    return "postgresql:///?" + "&".join(
        f"{name}={value}" for name, value in {**given, "user": role, "password": "x"}.items()
    )


@pytest.fixture
def humble(data_dir: Path, new_postgresql_url: Callable[[], str]) -> Iterator[Settings]:
    """A place whose service may only insert and select."""
    url, role = new_postgresql_url(), f"app_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'".encode())
    settings = Settings(data=data_dir, database_url=as_role(url, role))
    migrate(replace(settings, owner_url=url))
    with closing(Desk(settings)) as desk:
        found_units(desk)
    yield settings
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def test_with_insert_and_select_alone_a_case_is_led_from_receipt_to_feedback(
    humble: Settings,
) -> None:
    with closing(Desk(humble)) as desk:
        case_id = received(desk)
        handle(desk, case_id)
        assert receive(desk, key="form-1").case_id == receive(desk, key="form-1").case_id
        assert desk.execute(case_id, Note(label="x"), Act(by=DESK)).version == 7


CHANGES = (
    "UPDATE {} SET {column}={column}",
    "DELETE FROM {}",
    "TRUNCATE {}",
    "DROP TABLE {}",
    "ALTER TABLE {} DISABLE TRIGGER ALL",
    "DROP TRIGGER {}_append_only ON {}",
)


def test_what_was_written_is_neither_changed_nor_removed(humble: Settings) -> None:
    with psycopg.connect(humble.database_url, autocommit=True) as connection:
        for table, statement in product(TABLES, CHANGES):
            change = statement.format(table, table, column=APPEND_ONLY[table][0])
            with pytest.raises(InsufficientPrivilege):
                connection.execute(change.encode())


def test_the_owner_of_the_tables_is_refused_by_them_too(humble: Settings) -> None:
    owner = str(make_conninfo(humble.database_url, user="postgres"))
    with psycopg.connect(owner, autocommit=True) as connection:
        for table in TABLES:
            with pytest.raises(InsufficientPrivilege, match="only added to"):
                connection.execute(f"DELETE FROM {table}".encode())


def test_the_service_migrates_and_rebuilds_what_is_its_own(humble: Settings) -> None:
    migrate(humble)
    ensure(humble)

    assert append_only(humble) == ([], [])


def test_a_log_the_service_made_becomes_its_owners(
    data_dir: Path, new_postgresql_url: Callable[[], str]
) -> None:
    url, role = new_postgresql_url(), f"app_{uuid4().hex}"
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'".encode())
        owner.execute(f"GRANT CREATE ON SCHEMA public TO {role}".encode())
    settings = Settings(data=data_dir, database_url=as_role(url, role))
    create(settings.database_url)
    assert append_only(settings) == ([], sorted(TABLES))

    create(settings.database_url, url)

    assert append_only(settings) == ([], [])
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"DROP OWNED BY {role}; DROP ROLE {role}".encode())


def test_a_url_may_name_its_parts_as_parameters(humble: Settings) -> None:
    assert "user=app_" in make_conninfo(humble.database_url)
