"""Read models as they stood: the very rows of then, folded once, few at a time."""

import os
import time
from collections.abc import Callable, Iterator

import msgspec
import pytest
from sqlalchemy import select

from application.settings import MEGABYTE
from projections import earlier
from projections import snapshots as made
from projections.cells import Cells
from projections.earlier import Folding
from projections.projector import Projector
from projections.snapshots import Snapshots
from projections.tables import cases, metadata
from tests.projections.town import Town

Rows = dict[str, list[Cells]]
PATIENCE = 20  # seconds


@pytest.fixture
def snapshots(town: Town) -> Iterator[Snapshots]:
    """Those of the town."""
    snapshots = Snapshots(town.settings)
    yield snapshots
    snapshots.close()


def rows(snapshots: Snapshots, seq: int) -> Rows:
    with snapshots.read(seq) as connection:
        return {
            table.name: [
                tuple(row) for row in connection.execute(select(table).order_by(*table.primary_key))
            ]
            for table in metadata.sorted_tables
        }


def test_it_holds_the_very_rows_the_read_model_had_then(
    town: Town, projector: Projector, content: Callable[[], Rows], snapshots: Snapshots
) -> None:
    town.muddle(60)
    projector.catch_up()
    then, stood = town.desk.log.head(), content()
    town.muddle(60)
    projector.catch_up()

    assert snapshots.ask(then) is None

    assert rows(snapshots, then) == stood
    assert content() != stood


def test_a_long_log_is_folded_aside_while_it_is_told_how_far(
    town: Town, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    town.receive()
    head = town.desk.log.head()
    monkeypatch.setattr(earlier, "AT_ONCE", 0)

    first = snapshots.ask(head)

    assert first is not None
    assert first.seq == head
    began = time.monotonic()
    while snapshots.ask(head) is not None:
        assert time.monotonic() - began < PATIENCE
        time.sleep(0.2)
    with snapshots.read(head) as connection:
        assert len(connection.execute(select(cases.c.cid)).all()) == 1


def test_while_another_moment_is_folded_who_asks_is_told_of_that(
    town: Town, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    head, asked = town.desk.log.head(), list[Folding | None]()

    def load(*_: object, **_more: object) -> None:
        asked.append(Snapshots(town.settings).ask(head - 1))

    monkeypatch.setattr(made, "load", load)
    monkeypatch.setattr(Snapshots, "_fold_aside", Snapshots.fold)
    monkeypatch.setattr(earlier, "AT_ONCE", 0)
    snapshots._folder.mkdir()
    snapshots._note(Folding(head, 3, 9))
    snapshots.ask(head)

    assert asked == [Folding(head, 3, 9)]  # and not begun itself


def test_those_nobody_asked_for_longest_make_room(town: Town) -> None:
    head = town.desk.log.head()
    snapshots = Snapshots(town.settings)
    for seq in (head - 2, head - 1):
        snapshots.ask(seq)
    room = sum(path.stat().st_size for path in snapshots._folder.glob("*.db"))
    os.utime(snapshots._path(head - 1), (0, 0))

    snapshots._most = room + 1
    snapshots.fold(head)

    assert not snapshots._path(head - 1).exists()
    assert snapshots._path(head - 2).exists()
    assert snapshots._path(head).exists()
    assert Snapshots(msgspec.structs.replace(town.settings, as_of_mb=7))._most == 7 * MEGABYTE


def test_what_fails_is_told_once_and_leaves_nothing_behind(
    town: Town, snapshots: Snapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    head = town.desk.log.head()

    def broken(*_: object, **_more: object) -> None:
        raise OSError

    with monkeypatch.context() as patched:
        patched.setattr(made, "load", broken)
        failed = snapshots.ask(head)

    assert failed == Folding(head, failed="OSError")
    assert list(snapshots._folder.glob("*.fresh*")) == []
    assert snapshots.ask(head) == failed  # whoever waits for it hears of it, and it is tried again
    assert snapshots.ask(head) is None


def test_what_an_interrupted_one_or_another_version_left_goes(
    town: Town, snapshots: Snapshots
) -> None:
    head = town.desk.log.head()
    snapshots._folder.mkdir()
    left = [snapshots._folder / name for name in ("7.fresh", "1-7.db", "1-7.db-wal")]
    for path in left:
        path.write_bytes(b"")

    snapshots.ask(head)

    assert not any(path.exists() for path in left)
    assert snapshots._path(head).exists()
