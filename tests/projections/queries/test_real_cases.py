"""The answers about cases that went every which way are those the cases' own histories give."""

from collections import Counter
from datetime import timedelta

import numpy as np
import pytest
from sqlalchemy import Connection, Engine

from domain.case.closing import Close, Visit
from domain.case.dispatch import Dispatch, GiveFeedback
from domain.case.events import Actor
from domain.case.state import Case, Obligation
from domain.case.words import Outcome, Satisfaction, Track
from projections.queries import board, ledgers, percentiles, rates, search
from projections.queries.filters import ms
from projections.queries.open_cases import Wanted
from projections.queries.viewer import THE_SERVICE, Viewer, viewer_of
from projections.rebuild import ensure
from tests.projections.town import Town

Owed = list[tuple[Case, Obligation]]


@pytest.fixture
def histories(town: Town) -> list[Case]:
    """Cases after a long muddle, and two that were closed, one of them asked about.

    Folded from their own events; the read model follows them.
    """
    town.muddle(600)
    handled = Outcome.HANDLED
    for _ in range(2):
        steps = (Dispatch(unit="clinic"), GiveFeedback(dispatch=1, outcome=handled))
        town.do(town.receive(), *steps, Close(outcome=handled))
    visit = Visit(solved=True, satisfied=Satisfaction.BASICALLY)
    town.do(town.cases[-1], visit, by=Actor("li", "centre", "operator"))
    ensure(town.settings)
    return [town.desk.load(case_id).case for case_id in town.cases]


def all_rows(connection: Connection, town: Town, name: str, viewer: Viewer = THE_SERVICE) -> list:
    return list(ledgers.everything(connection, name, viewer=viewer, now=town.clock.now))


def owed(histories: list[Case]) -> Owed:
    return [(case, obligation) for case in histories for obligation in case.obligations]


def test_ledgers_hold_what_the_histories_hold(
    town: Town, histories: list[Case], engine: Engine
) -> None:
    now = town.clock.now
    with engine.connect() as connection:
        found = {
            name: Counter(row["number"] for row in all_rows(connection, town, name))
            for name in ledgers.LEDGERS
            if name not in ("units", "rounds")
        }
    late = [
        case.number
        for case, o in owed(histories)
        if o.due < now and (o.running or o.lapsed or (o.met_at is not None and o.met_at > o.due))
    ]
    to_visit = [c.number for c, o in owed(histories) if o.kind == "visit" and o.running]

    assert found["cases"] == Counter(case.number for case in histories)
    assert found["dispatches"] == Counter(c.number for c in histories for _ in c.dispatches)
    assert found["obligations"] == Counter(case.number for case, _ in owed(histories))
    assert found["overdue"] == Counter(late)
    assert found["returnvisits"] == Counter(c.number for c in histories if c.visited_at)
    assert found["callbacks"] == Counter(to_visit)
    assert all(found.values())


def test_who_is_accused_finds_nothing_and_whose_part_it_is_not_neither(
    town: Town, histories: list[Case], engine: Engine
) -> None:
    accused = {case.number for case in histories if case.accused}
    clinic = {
        case.number
        for case in histories
        if "clinic" in case.handling_units or any(o.holder == "clinic" for o in case.obligations)
    }
    with engine.connect() as connection:
        seen = {
            unit: {
                row["number"]
                for row in all_rows(
                    connection, town, "cases", viewer_of(connection, "responder", unit)
                )
            }
            for unit in ("police", "clinic")
        }

    assert accused
    assert seen["police"]
    assert not seen["police"] & accused
    assert seen["clinic"] == clinic


def test_the_board_counts_what_the_histories_count(
    town: Town, histories: list[Case], engine: Engine
) -> None:
    now = town.clock.now
    still = [case for case in histories if case.open]
    due = {
        c.number: min((o.due for o in c.obligations if o.running and not c.paused_at), default=None)
        for c in still
    }
    with engine.connect() as connection:
        everything = Wanted(most=10_000)
        today = now - timedelta(hours=8)
        shown = board.board(connection, viewer=THE_SERVICE, now=now, today=today, wanted=everything)

    assert {row["number"]: row["due_at"] for row in shown.rows} == {
        number: at and ms(at) for number, at in due.items()
    }
    assert shown.tiles.overdue == sum(1 for at in due.values() if at and at < now)
    assert shown.tiles.waiting == sum(1 for c in still if c.stage in ("received", "screened"))
    assert shown.tiles.waiting + shown.tiles.under_way == len(still)
    past = [
        c
        for c in still
        if not c.paused_at
        and any(closes(c, o) and o.running and o.due < now for o in c.obligations)
    ]
    assert past
    assert shown.tiles.due_to_close - shown.tiles.closed == len(past)


def closes(case: Case, owing: Obligation) -> bool:
    return owing.kind in ("close", "opinion") or (
        owing.kind == "reply" and case.track is Track.PETITION
    )


def test_percentiles_are_those_of_the_histories(
    town: Town, histories: list[Case], engine: Engine
) -> None:
    took = [
        (d.feedback_at - d.at).total_seconds()
        for case in histories
        for d in case.dispatches
        if d.feedback_at is not None
    ]
    with engine.connect() as connection:
        found = percentiles.percentiles(connection, "dispatched", "feedback", viewer=THE_SERVICE)

    assert found.n == len(took) > 10
    assert (found.p50, found.p99) == pytest.approx(tuple(np.percentile(took, (50, 99))))


def test_rates_are_those_of_the_histories(
    town: Town, histories: list[Case], engine: Engine
) -> None:
    now = town.clock.now
    with engine.connect() as connection:
        found = {
            (one.rate.name, one.group): (one.value.numerator, one.value.denominator)
            for one in rates.rates(connection, viewer=THE_SERVICE, now=now, by="unit")
        }
    for name, kind in (("arrival", "arrive"), ("feedback", "feedback")):
        due = [o for _, o in owed(histories) if o.kind == kind and o.due < now and not o.waived]
        of = Counter(o.holder for o in due)
        kept = Counter(o.holder for o in due if o.met_at is not None and o.met_at <= o.due)
        assert {g: nd for (n, g), nd in found.items() if n == name} == {
            unit: (kept[unit], count) for unit, count in of.items()
        }
    registered = [
        c for c in histories if c.track == "dispute" and c.validity not in ("invalid", "duplicate")
    ]
    assert sum(d for (n, _), (_, d) in found.items() if n == "taken_up") == len(registered)


def test_every_case_is_found_by_its_number_and_by_its_title(
    town: Town, histories: list[Case], engine: Engine
) -> None:
    with engine.connect() as connection:
        for case in histories[:20]:
            by_number = search.search(connection, case.number, viewer=THE_SERVICE)
            by_title = search.search(connection, case.title, viewer=THE_SERVICE, limit=10_000)
            assert by_number.exact
            assert by_number.rows[0]["number"] == case.number
            assert case.number in {row["number"] for row in by_title.rows}
