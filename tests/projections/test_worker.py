"""One worker follows the log, others stand by, and none gives up at an error."""

import logging
import threading
import time
from collections.abc import Callable, Iterator

import psycopg
import pytest
from sqlalchemy import Engine, func, select

from projections import worker as working
from projections.errors import ModelMissing, ProjectionError
from projections.lead import open_lead
from projections.projector import Projector
from projections.tables import cases
from projections.worker import Worker
from tests.projections.town import Town

Start = Callable[[], threading.Event]


@pytest.fixture
def start(town: Town) -> Iterator[Start]:
    """A function that starts a worker and returns what stops it."""
    running: list[tuple[threading.Thread, threading.Event]] = []

    def begin() -> threading.Event:
        stop = threading.Event()
        thread = threading.Thread(target=Worker(town.settings).work, args=(stop,))
        thread.start()
        running.append((thread, stop))
        return stop

    yield begin
    for _, stop in running:
        stop.set()
    for thread, _ in running:
        thread.join()


@pytest.fixture
def position(town: Town) -> Iterator[Callable[[], int]]:
    """A function that tells how far the read model has come; -1 when there is none."""
    projector = Projector(town.settings, town.desk.log)

    def found() -> int:
        try:
            return projector.position()
        except ModelMissing:
            return -1

    yield found
    projector.close()


def until(condition: Callable[[], bool], seconds: float = 20) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.02)


def test_a_worker_builds_the_model_and_follows_what_others_write(
    town: Town, start: Start, position: Callable[[], int], engine: Engine
) -> None:
    town.receive()
    start()
    until(lambda: position() == town.desk.log.head())
    town.receive()
    until(lambda: position() == town.desk.log.head())
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(cases)) == 2


def test_a_step_says_whether_there_was_anything(town: Town) -> None:
    worker = Worker(town.settings)
    assert worker.step()
    assert not worker.step()
    town.receive()
    assert worker.step()
    assert not worker.step()
    worker.close()


def test_another_worker_stands_by_until_the_first_is_gone(town: Town) -> None:
    first, second = Worker(town.settings), Worker(town.settings)
    assert first.step()
    town.receive()
    assert not second.step()
    first.close()
    assert second.step()
    second.close()


def test_only_one_has_the_lead(town: Town) -> None:
    first, second = open_lead(town.settings), open_lead(town.settings)
    assert first.take()
    assert first.take()
    assert not second.take()
    first.give_back()
    assert second.take()
    second.give_back()


def test_after_an_error_a_worker_says_so_and_tries_again(
    town: Town,
    start: Start,
    position: Callable[[], int],
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(working, "POLL", 0.01)
    start()
    until(lambda: position() == town.desk.log.head())
    with monkeypatch.context() as broken, caplog.at_level(logging.ERROR):
        broken.setattr("projections.rows.case_row", lambda *_: 1 / 0)
        town.receive()
        until(lambda: "(error 2 in a row)" in caplog.text)
    assert position() < town.desk.log.head()
    until(lambda: position() == town.desk.log.head())
    assert "case.received" in caplog.text


def test_pauses_grow_with_errors_and_have_an_end(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    worker = Worker(town.settings)
    monkeypatch.setattr(worker, "step", _fails)
    pauses = [worker.turn() for _ in range(12)]
    assert pauses[:3] == [0.2, 0.4, 0.8]
    assert max(pauses) == pauses[-1] == working.LONGEST_PAUSE
    worker.close()


def _fails() -> bool:
    raise ProjectionError("no")


@pytest.mark.parametrize("database", ["postgresql"])
def test_a_worker_whose_connections_are_cut_connects_again(
    town: Town, start: Start, position: Callable[[], int]
) -> None:
    start()
    until(lambda: position() == town.desk.log.head())
    with psycopg.connect(town.settings.database_url, autocommit=True) as connection:
        connection.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND application_name = 'linkage projector'"
        )
    town.receive()
    until(lambda: position() == town.desk.log.head())
