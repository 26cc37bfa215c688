"""What is read while tables grow from next to nothing goes on being found by index."""

import psycopg
import pytest

from application.desk import Desk
from application.importing import parse_mapping, run_import
from application.store.postgres import Reader
from tests.application.importing.conftest import MAPPING, Write

CALL = "1,2024-03-01 08:00:00,call,Fire,smoke,1,E1,2024-03-01 08:01:00,,"


@pytest.fixture
def database() -> str:
    """Plans are kept by PostgreSQL."""
    return "postgresql"


def test_statements_prepared_on_a_small_store_look_up_by_index(desk: Desk, export: Write) -> None:
    run_import(desk, export(CALL), parse_mapping(MAPPING))
    with psycopg.connect(desk.settings.database_url, autocommit=True) as connection:
        connection.execute("ANALYZE")
    reader = Reader(desk.settings.database_url)
    for _ in range(20):  # more than PostgreSQL plans anew before it keeps a plan
        reader.key("nobody")
        reader.stream("nobody")
        reader.last_number("QS2024")
        reader.after(0, 10)

    plans = kept_plans(reader)
    reader.close()

    assert len(plans) == 4
    assert not [plan for plan in plans if "Seq Scan" in plan]


def kept_plans(reader: Reader) -> list[str]:
    found = reader._execute("SELECT name, statement FROM pg_prepared_statements", ()).fetchall()
    ours = [(name, text) for name, text in found if "pg_prepared_statements" not in text]
    return [
        "\n".join(row[0] for row in reader._connection.execute(explain(name, text)))
        for name, text in ours
    ]


def explain(name: str, statement: str) -> bytes:
    arguments = "0, 10" if "LIMIT" in statement else "'a'"
    return f'EXPLAIN EXECUTE "{name}" ({arguments})'.encode()
