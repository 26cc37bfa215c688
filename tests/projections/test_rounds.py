"""Rounds in the read model: followed event by event or built anew, the rows are the same."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import Connection, Engine, select

from application import rounds
from domain.case.events import Actor
from domain.case.words import Role
from projections.compare import Difference, compare
from projections.folding import fold_all
from projections.projector import Projector
from projections.rebuild import rebuild
from projections.tables import round_findings, round_reports
from projections.tables import rounds as table
from tests.projections.given_rounds import CODE, ask, live
from tests.projections.town import Town


@pytest.fixture
def asked(town: Town, projector: Projector) -> Town:
    """Three villages, asked by the weekly round, which is followed."""
    projector.catch_up()
    town.follow(projector.catch_up)
    ask(town)
    return town


def test_a_round_followed_event_by_event_is_as_a_rebuild_has_it(
    asked: Town, content: Callable[[], dict[str, list[tuple]]]
) -> None:
    live(asked)
    followed = content()

    assert len(followed["round_reports"]) == 3
    assert list(compare(asked.settings)) == []
    rebuild(asked.settings)
    assert content() == followed


def test_a_round_followed_late_and_in_batches_has_the_same_rows(
    asked: Town, projector: Projector, content: Callable[[], dict[str, list[tuple]]]
) -> None:
    asked.desk.after_write = None
    live(asked)
    for seq in range(projector.position(), asked.desk.log.head(), 2):
        projector.catch_up(until=seq)
    projector.catch_up()

    assert list(compare(asked.settings)) == []


def test_its_rows_say_who_reported_what_and_whose_report_is_missing(
    asked: Town, engine: Engine
) -> None:
    live(asked)
    with engine.connect() as connection:
        states = _by_unit(connection)
        (row,) = connection.execute(select(table)).mappings()
        found = connection.execute(select(round_findings)).mappings().all()

    assert {unit: one["state"] for unit, one in states.items()} == {
        "hekou": "met",
        "lijia": "met",
        "shiqiao": "missed",
    }
    assert (states["hekou"]["findings"], states["hekou"]["zero"]) == (1, False)
    assert (states["lijia"]["findings"], states["lijia"]["zero"]) == (0, True)
    assert (states["hekou"]["withdrawn"], states["lijia"]["withdrawn"]) == (1, 1)
    assert (row["units"], row["met"], row["missed"]) == (3, 2, 1)
    assert (row["zero"], row["findings"]) == (1, 1)
    assert [one["number"] for one in found] == ["QS2026-00001"]


def test_a_late_report_is_met_late_and_keeps_that_it_was_missed(
    asked: Town, engine: Engine
) -> None:
    live(asked)
    asked.clock.now += timedelta(hours=3)
    rounds.report_nothing(asked.desk, CODE, (), Actor("sun", "shiqiao", Role.RESPONDER))
    with engine.connect() as connection:
        late = _by_unit(connection)["shiqiao"]

    assert late["state"] == "met"
    assert late["met_at"] > late["due_at"]
    assert late["missed_at"] is not None


def test_a_row_that_is_not_as_the_log_says_is_told(asked: Town, projector: Projector) -> None:
    live(asked)
    with projector._writer().turn() as turn:
        turn.write([("DELETE FROM round_reports WHERE unit = 'hekou'", ())])
        turn.commit(turn.position)

    (found,) = compare(asked.settings)
    assert isinstance(found, Difference)
    assert (found.table, found.key, found.held) == ("round_reports", (CODE, "hekou"), None)


def test_plans_of_rounds_have_no_rows(asked: Town) -> None:
    rows = asked.desk.log.after(0, 100)
    plans = [row for row in rows if row.topic.startswith("roundplan.")]

    assert plans
    assert fold_all(plans).rounds == []


def _by_unit(connection: Connection) -> dict[str, dict]:
    rows = connection.execute(select(round_reports)).mappings()
    return {row["unit"]: dict(row) for row in rows}
