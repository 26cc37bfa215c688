"""The read model follows the log, command by command or in one go, and always to the same rows."""

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Engine, select

from application.units import dissolve_unit, rename_unit
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, Dispatch, SignFor
from domain.case.words import Track
from projections.compare import compare
from projections.errors import ModelMissing, NotProjected
from projections.folding import case_rows
from projections.projector import Projector
from projections.rebuild import rebuild
from projections.tables import SHAPE, cases, dispatches, obligations, units
from tests.projections.town import Town

Content = Callable[[], dict[str, list[tuple]]]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_following_command_by_command_ends_where_a_rebuild_does(
    town: Town, projector: Projector, content: Content
) -> None:
    projector.catch_up()
    town.follow(projector.catch_up)

    town.muddle(400)
    followed = content()

    assert followed["position"] == [(1, town.desk.log.head(), SHAPE)]
    assert list(compare(town.settings)) == []
    rebuild(town.settings)
    assert content() == followed
    assert list(compare(town.settings)) == []


def test_following_late_and_in_batches_ends_where_following_at_once_does(
    town: Town, projector: Projector, content: Content
) -> None:
    town.muddle(400)
    for seq in range(0, town.desk.log.head(), 7):
        assert projector.catch_up(until=seq) >= seq
    assert projector.catch_up() == town.desk.log.head()
    assert list(compare(town.settings)) == []


def test_what_was_written_is_not_read_again(
    town: Town, projector: Projector, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector.catch_up()
    town.follow(projector.catch_up)
    monkeypatch.setattr(town.desk.log, "after", lambda *_: pytest.fail("read the log"))
    town.receive()
    assert projector.position() == town.desk.log.head()


def test_a_case_written_by_a_clock_that_is_behind_has_the_time_the_store_gave_it(
    town: Town, projector: Projector
) -> None:
    projector.catch_up()
    town.follow(projector.catch_up)
    town.receive("井盖破损")
    town.clock.now -= timedelta(seconds=5)
    case_id = town.receive("路灯不亮")
    town.do(case_id, Dispatch(unit="police", zone="town"))
    assert list(compare(town.settings)) == []


def test_what_others_wrote_in_between_is_read_from_the_log(
    town: Town, projector: Projector, engine: Engine
) -> None:
    first = town.receive("井盖破损")
    town.follow(projector.catch_up)
    second = town.receive("路灯不亮")
    with engine.connect() as connection:
        known = connection.scalars(select(cases.c.case_id).order_by(cases.c.cid)).all()
    assert known == [first, second]


def test_a_case_nobody_screened_yet_is_due_for_screening(
    town: Town, projector: Projector, engine: Engine
) -> None:
    town.receive("河口村宅基地边界纠纷", place="河口村", category="D03")
    projector.catch_up()
    with engine.connect() as connection:
        row = connection.execute(select(cases)).one()
        owed = connection.execute(select(obligations)).all()
    assert (row.stage, row.open, row.lead_unit, row.version) == ("received", True, "", 1)
    assert (row.due_kind, row.due_holder) == ("screen", "centre")
    assert row.due_at == min(o.due_at for o in owed)
    assert {o.state for o in owed} == {"open"}
    assert row.recorded_at == row.received_at == town.clock.now.timestamp() * 1000


def test_a_unit_stands_as_its_last_event_left_it(
    town: Town, projector: Projector, engine: Engine
) -> None:
    projector.catch_up()
    rename_unit(town.desk, "police", "东城派出所", "East", "wu")
    dissolve_unit(town.desk, "post", "并入派出所", "wu")
    projector.catch_up()
    with engine.connect() as connection:
        found = {row.code: row for row in connection.execute(select(units))}
    assert (found["police"].name, found["police"].version) == ("东城派出所", 2)
    assert found["post"].dissolved
    assert set(found) == {"centre", "police", "clinic", "justice", "post"}


def test_several_threads_following_at_once_lose_nothing_and_double_nothing(
    town: Town, projector: Projector
) -> None:
    town.muddle(300)
    others = [Projector(town.settings, town.desk.log) for _ in range(2)]
    threads = [
        threading.Thread(target=one.catch_up) for one in [projector, *others] for _ in range(2)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for other in others:
        other.close()
    assert projector.position() == town.desk.log.head()
    assert list(compare(town.settings)) == []


def test_an_event_that_cannot_be_folded_is_named_and_what_came_before_stays(
    town: Town,
    projector: Projector,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    town.receive("井盖破损")
    projector.catch_up()
    before = content()
    broken = town.receive("路灯不亮")
    monkeypatch.setattr("projections.rows.case_row", _fails)

    with pytest.raises(NotProjected) as error:
        projector.catch_up()

    seq = town.desk.log.head()
    assert str(error.value).startswith(f"event {seq} (case.received, version 1 of {broken})")
    assert content() == before
    monkeypatch.undo()
    assert projector.catch_up() == seq
    assert list(compare(town.settings)) == []


def test_an_event_just_written_that_cannot_be_folded_is_named(
    town: Town, projector: Projector, content: Content, monkeypatch: pytest.MonkeyPatch
) -> None:
    projector.catch_up()
    before = content()
    town.follow(projector.catch_up)
    monkeypatch.setattr("projections.rows.case_row", _fails)
    with pytest.raises(NotProjected, match=r"\(case\.received"):
        town.receive("路灯不亮")
    assert content() == before


def _fails(*_: object) -> tuple:
    raise ZeroDivisionError


def test_an_error_between_two_statements_leaves_rows_and_position_as_they_were(
    town: Town,
    projector: Projector,
    content: Content,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    projector.catch_up()
    before = content()
    town.receive("井盖破损")
    monkeypatch.setattr("projections.changes.search_line", _fails)
    with pytest.raises(ZeroDivisionError):
        projector.catch_up()
    assert content() == before
    monkeypatch.undo()
    projector.catch_up()
    assert list(compare(town.settings)) == []


def test_without_a_read_model_the_error_says_how_to_build_one(town: Town) -> None:
    projector = Projector(town.settings, town.desk.log)
    with pytest.raises(ModelMissing, match="linkage rebuild"):
        projector.catch_up()
    projector.close()


def test_a_read_model_of_another_version_is_not_followed(
    town: Town, projector: Projector, monkeypatch: pytest.MonkeyPatch, database: str
) -> None:
    projector.catch_up()
    module = "projections.writer_sqlite" if database == "sqlite" else "projections.writer_postgres"
    monkeypatch.setattr(f"{module}.SHAPE", 2)
    with pytest.raises(ModelMissing, match="another version"):
        projector.catch_up()


def test_a_correction_that_takes_time_limits_away_takes_their_rows_away(
    town: Town, projector: Projector, engine: Engine
) -> None:
    projector.catch_up()
    town.follow(projector.catch_up)
    case_id = town.receive("路灯不亮", Track.HOTLINE)
    town.do(
        case_id,
        Correct(event=1, field="track", value='"emergency"', reason="误选", approver="chen"),
    )
    assert list(compare(town.settings)) == []
    with engine.connect() as connection:
        assert connection.scalar(select(cases.c.track)) == "emergency"
        assert connection.execute(select(obligations.c.kind).order_by(obligations.c.n)).all() == [
            ("screen",),
            ("dispatch",),
            ("close",),
        ]


def test_rows_of_a_dispatch_say_how_far_the_unit_has_come(
    town: Town, projector: Projector, engine: Engine
) -> None:
    case_id = town.receive()
    town.do(
        case_id,
        Dispatch(unit="police", zone="town"),
        SignFor(dispatch=1, person="wang"),
        Arrive(dispatch=1),
    )
    projector.catch_up()
    with engine.connect() as connection:
        row = connection.execute(select(dispatches)).one()
        case = connection.execute(select(cases)).one()
    assert (row.unit, row.role, row.stage, row.person) == ("police", "lead", "arrived", "wang")
    assert (case.lead_unit, case.stage, case.supports) == ("police", "arrived", 0)
    assert case.arrived_at == row.arrived_at == case.changed_at
    assert row.signed_at - row.dispatched_at == 60_000


def test_folding_the_same_history_gives_the_same_rows(town: Town) -> None:
    case_id = town.receive()
    history = town.desk.log.stream(case_id)
    assert case_rows(history) == case_rows(history)
