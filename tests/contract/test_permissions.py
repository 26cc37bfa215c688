"""The service's own rights: it adds to the log and never changes it."""

from collections.abc import Callable, Iterator
from contextlib import closing
from uuid import uuid4

import psycopg
import pytest
from msgspec.structs import replace
from psycopg.conninfo import conninfo_to_dict, make_conninfo
from psycopg.errors import InsufficientPrivilege

from application.desk import Act, Desk
from application.migrate import migrate
from application.settings import Settings
from domain.case.record import Note
from tests.contract.conftest import found_units
from tests.contract.records import DESK, handle, receive, received

TABLES = ("stored_events", "idempotency_keys", "file_numbers")


def as_role(url: str, role: str) -> str:
    """The same database for somebody else."""
    given = conninfo_to_dict(url)
    return "postgresql:///?" + "&".join(
        f"{name}={value}" for name, value in {**given, "user": role, "password": "x"}.items()
    )


@pytest.fixture
def humble(data_dir: object, new_postgresql_url: Callable[[], str]) -> Iterator[Settings]:
    """A place whose service may only insert and select."""
    url, role = new_postgresql_url(), f"app_{uuid4().hex}"
    settings = Settings(data=data_dir, database_url=url)  # type: ignore[arg-type]
    migrate(settings)
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute(f"CREATE ROLE {role} LOGIN PASSWORD 'x'".encode())
        for table in TABLES:
            owner.execute(f"GRANT INSERT, SELECT ON {table} TO {role}".encode())
    with closing(Desk(settings)) as desk:
        found_units(desk)
    yield replace(settings, database_url=as_role(url, role))
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


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET stream=stream", "DELETE FROM {}", "TRUNCATE {}", "DROP TABLE {}"]
)
def test_what_was_written_is_neither_changed_nor_removed(
    humble: Settings, table: str, statement: str
) -> None:
    change = statement.format(table)
    if table == "stored_events":
        change = change.replace("stream", "topic")
    with (
        psycopg.connect(humble.database_url, autocommit=True) as connection,
        pytest.raises(InsufficientPrivilege),
    ):
        connection.execute(change.encode())


def test_a_url_may_name_its_parts_as_parameters(humble: Settings) -> None:
    assert "user=app_" in make_conninfo(humble.database_url)
