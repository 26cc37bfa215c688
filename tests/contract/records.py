"""Looks at what is stored with no code of the service between, and writes usual cases."""

import time
from contextlib import closing
from typing import Any, NamedTuple

import psycopg

from application.desk import Act, Desk, Recorded
from application.migrate import migrate
from application.settings import Settings
from application.store.driver import sqlite3
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, SignFor
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, Outcome, Track

DESK = Actor("zhang", "centre", "operator")
COLLEAGUE = Actor("li", "centre", "operator")
POLICE = Actor("wang", "police", "responder")
COLUMNS = "originator_id, originator_version, topic, state, recorded_at, state_digest, leaf"


class Stored(NamedTuple):
    """A row as it lies in the database."""

    seq: int
    stream: str
    version: int
    topic: str
    state: bytes
    recorded: int
    digest: bytes
    leaf: bytes


def query(settings: Settings, sql: str, params: tuple[object, ...] = ()) -> list[tuple[Any, ...]]:
    """What the database itself answers; question marks stand for parameters."""
    if settings.database_url:
        with psycopg.connect(settings.database_url, autocommit=True) as connection:
            cursor = connection.execute(sql.replace("?", "%s").encode(), params)
            return cursor.fetchall() if cursor.description else []
    with closing(sqlite3.connect(str(settings.events_path), isolation_level=None)) as connection:
        return list(connection.execute(sql, params))


def stored(settings: Settings) -> list[Stored]:
    """All rows in the order of their positions."""
    seq = "notification_id" if settings.database_url else "rowid"
    sql = f"SELECT {seq}, {COLUMNS} FROM stored_events ORDER BY {seq}"
    return [Stored(*row) for row in query(settings, sql)]


def put(settings: Settings, stream: str, version: int, topic: str, state: bytes) -> None:
    """Write a row past the service, as a newer or a hostile one might."""
    head = len(stored(settings))
    seq = "notification_id" if settings.database_url else "rowid"
    query(
        settings,
        f"INSERT INTO stored_events ({seq}, {COLUMNS}) VALUES (?,?,?,?,?,?,?,?)",
        (head + 1, stream, version, topic, state, 1, b"", b""),
    )


def call(**fields: object) -> Receive:
    """The registration of an emergency; the desk gives it its number."""
    usual: dict[str, object] = {
        "number": "",
        "track": Track.EMERGENCY,
        "channel": Channel.PHONE,
        "title": "老街电动车起火",
    }
    return Receive(**{**usual, **fields})  # type: ignore[arg-type]


def receive(desk: Desk, key: str = "", **fields: object) -> Recorded:
    """Register an emergency."""
    return desk.receive(call(**fields), Act(by=DESK, key=key))


def received(desk: Desk) -> str:
    """The id of a case just registered."""
    return receive(desk).case_id


def handle(desk: Desk, case_id: str) -> None:
    """Send the police, who handle it and say so."""
    desk.execute(case_id, Dispatch(unit="police"), Act(by=DESK))
    steps = [
        SignFor(dispatch=1),
        Arrive(dispatch=1),
        EndHandling(dispatch=1, result=Outcome.HANDLED),
        GiveFeedback(dispatch=1, outcome=Outcome.HANDLED),
    ]
    for step in steps:
        desk.execute(case_id, step, Act(by=POLICE))


def start_and_receive(settings: Settings) -> str:
    """What one more process does first: bring the place up to date, open it, register a case."""
    migrate(settings)
    desk = Desk(settings)
    try:
        return receive(desk).number
    finally:
        desk.close()


def receive_many(settings: Settings, count: int) -> list[str]:
    """The numbers of so many cases registered by one process."""
    desk = Desk(settings)
    try:
        return [receive(desk).number for _ in range(count)]
    finally:
        desk.close()


def get_ready(seconds: float) -> None:
    """Import everything, and leave the other tasks to the other processes."""
    time.sleep(seconds)
