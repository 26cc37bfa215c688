"""A read model is built beside the live one and takes its place while others read and write."""

import threading
from collections.abc import Callable
from typing import Any

import psycopg
import pytest
from sqlalchemy import Engine, func, select

from application.settings import Settings
from domain.case.dispatch import Dispatch, GiveFeedback, SendFeedbackBack
from domain.case.mediation import TakeUp
from domain.case.words import Outcome, Track
from projections import rebuild as rebuilding
from projections.compare import Difference, compare
from projections.errors import NotProjected
from projections.files import Files
from projections.folding_pool import folded_log
from projections.loader_sqlite import pack
from projections.projector import Projector
from projections.reading import read_engine
from projections.rebuild import ensure, rebuild
from projections.scratch import rebuild_as_of
from projections.tables import cases, metadata
from tests.projections.conftest import all_rows
from tests.projections.given_rounds import ask, live
from tests.projections.town import Town

Content = Callable[[], dict[str, list[tuple]]]


def test_processes_of_their_own_fold_the_same(
    town: Town, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.muddle(300)
    rebuild(town.settings)
    here = content()
    monkeypatch.setattr("projections.folding_pool.WORTH_IT", 0)
    monkeypatch.setattr("projections.folding_pool.TASK", 50)

    told: list[tuple[int, int]] = []
    report = rebuild(town.settings, lambda done, of: told.append((done, of)), processes=2)

    assert content() == here
    head = town.desk.log.head()
    assert report.events == head
    assert told[-1] == (head, head)
    assert len(told) > 2
    assert told == sorted(told)


def test_every_event_is_folded_once_however_the_log_is_cut(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.muddle(200)
    head = town.desk.log.head()
    for task in (1, 7, 1000):
        monkeypatch.setattr("projections.folding_pool.TASK", task)
        assert sum(events for events, _ in folded_log(town.settings, head, pack)) == head


def test_an_empty_log_gives_an_empty_read_model(settings: Settings, content: Content) -> None:
    town = Town(settings)
    rebuild(settings)
    town.desk.close()
    assert content()["cases"] == []


def test_an_open_connection_sees_the_fresh_model_at_its_next_use(
    town: Town, projector: Projector, engine: Engine
) -> None:
    town.receive()
    projector.catch_up()
    count = select(func.count()).select_from(cases)
    with engine.connect() as reading:
        assert reading.scalar(count) == 1
        town.receive()
        rebuild(town.settings)
        assert reading.scalar(count) in (1, 2)  # whichever it sees, it is whole
    with engine.connect() as reading:
        assert reading.scalar(count) == 2


def test_readers_never_meet_a_gap_while_models_are_switched(
    town: Town, projector: Projector, engine: Engine
) -> None:
    town.muddle(50)
    projector.catch_up()
    expected = len(town.cases)
    stop = threading.Event()
    seen: set[int | None] = set()
    errors: list[Exception] = []

    def read() -> None:
        while not stop.is_set():
            try:
                with engine.connect() as connection:
                    seen.add(connection.scalar(select(func.count()).select_from(cases)))
            except Exception as error:  # noqa: BLE001 - whatever a reader meets
                errors.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    for _ in range(5):
        rebuild(town.settings)
    stop.set()
    reader.join()
    assert errors == []
    assert seen == {expected}


def test_commands_go_on_during_a_rebuild_and_nothing_is_lost(
    town: Town, projector: Projector
) -> None:
    projector.catch_up()
    town.follow(projector.catch_up)
    done = threading.Event()

    def build() -> None:
        for _ in range(3):
            rebuild(town.settings)
        done.set()

    builder = threading.Thread(target=build)
    builder.start()
    while not done.is_set():
        town.muddle(5)
    builder.join()

    assert projector.position() == town.desk.log.head()
    assert list(compare(town.settings)) == []


def test_what_happened_since_it_began_is_in_it_when_it_is_switched_in(
    town: Town, engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.receive()
    load = rebuilding.load

    def load_slowly(*args: Any, **more: Any) -> int:
        loaded = load(*args, **more)
        town.receive()
        return loaded

    monkeypatch.setattr(rebuilding, "load", load_slowly)
    rebuild(town.settings)
    with engine.connect() as connection:
        assert connection.scalar(select(func.count()).select_from(cases)) == 2


def test_a_rebuild_that_fails_leaves_the_live_model_as_it_was(
    town: Town, projector: Projector, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.muddle(50)
    projector.catch_up()
    before = content()
    with monkeypatch.context() as broken:
        broken.setattr("projections.rows.case_row", lambda *_: 1 / 0)
        with pytest.raises(NotProjected, match=r"event \d+ \(case\.received"):
            rebuild(town.settings)
    assert content() == before
    rebuild(town.settings)
    assert content() == before


def test_what_a_killed_rebuild_left_is_gone_after_the_next(town: Town, database: str) -> None:
    ensure(town.settings)
    leave_half_a_model(town.settings, database)
    rebuild(town.settings)
    if database == "sqlite":
        left = {path.name for path in town.settings.data.glob("read*.db")}
        assert left == {"read.db", "read.2.db"}
    assert list(compare(town.settings)) == []


def leave_half_a_model(settings: Settings, database: str) -> None:
    if database == "sqlite":
        (settings.data / "read.7.db").write_text("half a file")
        return
    with psycopg.connect(settings.database_url, autocommit=True) as connection:
        for schema in ("read_fresh", "read_old"):
            connection.execute(f"CREATE SCHEMA {schema}".encode())
            connection.execute(f"CREATE TABLE {schema}.cases ()".encode())


def test_ensure_builds_what_is_missing_and_leaves_what_is_there(
    town: Town, engine: Engine, content: Content
) -> None:
    town.receive()
    ensure(town.settings)
    before = content()
    assert len(before["cases"]) == 1
    town.receive()
    ensure(town.settings)
    assert content() == before


def test_ensure_by_several_at_once_builds_one(town: Town, monkeypatch: pytest.MonkeyPatch) -> None:
    town.muddle(50)
    built: list[int] = []
    load = rebuilding.load

    def count(*args: Any, **more: Any) -> int:
        built.append(1)
        return load(*args, **more)

    monkeypatch.setattr(rebuilding, "load", count)
    threads = [threading.Thread(target=ensure, args=(town.settings,)) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert built == [1]
    assert list(compare(town.settings)) == []


def test_the_model_as_of_a_position_is_what_it_was_then(
    town: Town, projector: Projector, content: Content
) -> None:
    town.muddle(150)
    projector.catch_up()
    then, position = content(), town.desk.log.head()
    town.muddle(150)
    projector.catch_up()

    with rebuild_as_of(town.settings, position) as scratch:
        assert all_rows(scratch) == then
    assert content() != then


GHOST = """
    INSERT INTO units SELECT 'ghost', name, '', '', '', '', '', dissolved, 1
    FROM units WHERE code = 'clinic'
"""


def test_comparing_tells_each_kind_of_difference(
    town: Town, projector: Projector, database: str
) -> None:
    town.receive("井盖破损")
    town.receive("路灯不亮")
    projector.catch_up()
    first, second = (row[0] for row in all_rows_of(town.settings, "cases"))
    writer = projector._writer()
    with writer.turn() as turn:
        turn.write([(f"UPDATE cases SET title = 'x' WHERE cid = {first}", ())])
        turn.write([(f"DELETE FROM obligations WHERE cid = {second} AND n = 0", ())])
        turn.write([(GHOST, ())])
        turn.write([(f"UPDATE dispatches SET cid = cid + {first}", ())])
        turn.write(writer.sql.search(first, "井 盖 破 损", "x"))
        turn.commit(turn.position)

    found = {(difference.table, difference.key) for difference in compare(town.settings)}

    assert found == {
        ("cases", (first,)),
        ("obligations", (second, 0)),
        ("units", ("ghost",)),
        ("search", (first,)),
    }


def all_rows_of(settings: Settings, table: str) -> list[tuple]:
    engine = read_engine(settings)
    rows = all_rows(engine)[table]
    engine.dispose()
    return rows


def test_a_case_the_log_does_not_have_is_told(town: Town, projector: Projector) -> None:
    town.receive()
    projector.catch_up()
    (row,) = all_rows_of(town.settings, "cases")
    writer = projector._writer()
    with writer.turn() as turn:
        ghost = (9999, row[1], "QS1999-1", *row[3:])
        turn.write([(writer.sql.insert(cases), ghost), *writer.sql.search(9999, None, "ghost")])
        turn.commit(turn.position)
    assert {(d.table, d.key) for d in compare(town.settings)} == {
        ("cases", (9999,)),
        ("search", (9999,)),
    }
    assert Difference("cases", (9999,), (9999,), None) in list(compare(town.settings))


@pytest.mark.parametrize("database", ["sqlite"])
def test_a_copied_folder_with_a_plain_file_is_read_and_then_rebuilt(
    town: Town, projector: Projector, content: Content
) -> None:
    town.receive()
    projector.catch_up()
    projector.close()
    link = town.settings.read_path
    target = link.resolve()
    link.unlink()
    target.rename(link)
    assert Files(link).current() == str(link)
    assert len(content()["cases"]) == 1
    rebuild(town.settings)
    assert link.is_symlink()
    assert len(content()["cases"]) == 1


def test_every_table_is_filled_by_a_rebuild(town: Town, content: Content) -> None:
    ask(town)
    live(town)
    town.muddle(300)
    town.do(
        town.receive(),
        Dispatch(unit="police", zone="seat"),
        GiveFeedback(dispatch=1, outcome=Outcome.HANDLED),
        SendFeedbackBack(dispatch=1, reason="不详"),
    )
    town.do(town.receive(track=Track.DISPUTE), TakeUp(unit="justice"))
    rebuild(town.settings)
    assert [table.name for table in metadata.sorted_tables if not content()[table.name]] == []
