"""The live read model held against its log: what is told, and what is not."""

from collections.abc import Callable

import pytest
from sqlalchemy import text

from application.settings import Settings
from projections.compare import Difference, compare
from projections.compare import part as comparing_part
from projections.folding_pool import Part
from projections.projector import Projector
from projections.reading import read_engine
from tests.projections.town import Town

Told = set[tuple[str, tuple[object, ...]]]


def told(settings: Settings) -> Told:
    return {(difference.table, difference.key) for difference in compare(settings)}


def alter(projector: Projector, *statements: str) -> None:
    writer = projector._writer()
    with writer.turn() as turn:
        turn.write([(statement, ()) for statement in statements])
        turn.commit(turn.position)


def numbers(settings: Settings) -> list[int]:
    engine = read_engine(settings)
    with engine.connect() as connection:
        found = list(connection.execute(text("SELECT cid FROM cases ORDER BY cid")).scalars())
    engine.dispose()
    return found


@pytest.fixture
def several(monkeypatch: pytest.MonkeyPatch) -> None:
    """Processes of their own for every few events."""
    monkeypatch.setattr("projections.folding_pool.WORTH_IT", 0)
    monkeypatch.setattr("projections.folding_pool.TASK", 40)


@pytest.mark.usefixtures("several")
def test_processes_of_their_own_tell_the_same(town: Town, projector: Projector) -> None:
    town.muddle(150)
    projector.catch_up()
    assert told(town.settings) == set()
    cids = numbers(town.settings)
    alter(
        projector,
        f"UPDATE cases SET place = 'elsewhere' WHERE cid = {cids[0]}",
        f"DELETE FROM obligations WHERE cid = {cids[-1]} AND n = 0",
    )
    assert told(town.settings) == {("cases", (cids[0],)), ("obligations", (cids[-1], 0))}


def test_rows_under_a_number_among_the_log_that_no_case_has_are_told(
    town: Town, projector: Projector
) -> None:
    town.receive()
    projector.catch_up()
    (cid,) = numbers(town.settings)
    alter(projector, f"UPDATE obligations SET cid = {cid - 1} WHERE cid = {cid} AND n = 0")
    assert told(town.settings) == {("obligations", (cid - 1, 0)), ("obligations", (cid, 0))}


def test_words_that_two_cases_changed_between_them_are_told(
    town: Town, projector: Projector
) -> None:
    town.receive("井盖破损")
    town.receive("路灯不亮")
    projector.catch_up()
    first, second = numbers(town.settings)
    lines = dict(_lines(town))
    writer = projector._writer()
    with writer.turn() as turn:
        turn.write(writer.sql.search(first, lines[first], lines[second]))
        turn.write(writer.sql.search(second, lines[second], lines[first]))
        turn.commit(turn.position)
    assert told(town.settings) == {("search", (first,)), ("search", (second,))}


def test_words_under_a_number_among_the_log_that_no_case_has_are_told(
    town: Town, projector: Projector
) -> None:
    town.receive()
    projector.catch_up()
    (cid,) = numbers(town.settings)
    writer = projector._writer()
    with writer.turn() as turn:
        turn.write(writer.sql.search(cid - 1, None, "井 盖"))
        turn.commit(turn.position)
    assert list(compare(town.settings)) == [Difference("search", (cid - 1,), (cid - 1,), None)]


def test_what_is_followed_meanwhile_is_no_difference(
    town: Town, projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A case goes on, and a new one comes, after the moment that is compared."""
    town.muddle(60)
    projector.catch_up()
    cid = numbers(town.settings)[0]
    alter(projector, f"UPDATE cases SET title = 'x' WHERE cid = {cid}")

    def do() -> None:
        town.muddle(60)
        projector.catch_up()

    go_on = _once(do)

    class Late(comparing_part.Comparing):
        def __call__(self, part: Part) -> comparing_part.Compared:
            go_on()
            return super().__call__(part)

    monkeypatch.setattr("projections.compare.whole.Comparing", Late)
    assert told(town.settings) == {("cases", (cid,))}


def _once(do: Callable[[], object]) -> Callable[[], None]:
    left = [do]

    def done() -> None:
        if left:
            left.pop()()

    return done


def _lines(town: Town) -> list[tuple[int, str]]:
    head = town.desk.log.head()
    return list(comparing_part.lines(Part(town.desk.log.begun(0, head, head))))
