"""What a command costs: load, decide, save, beside one durable insert on the same disk."""

import time
from collections.abc import Callable
from statistics import median
from typing import NamedTuple

from application.desk import Desk
from application.numbers import new_case_id
from application.settings import Settings
from application.store.sqlite import connect
from bench.places import OPERATOR, RESPONDER, act, place, postgresql, registration, service
from bench.report import Figure, Report
from domain.case.command import Command
from domain.case.dispatch import Arrive, Dispatch, EndHandling, GiveFeedback, SignFor
from domain.case.events import Actor
from domain.case.record import Note
from domain.case.words import Outcome
from projections.bootstrap import Service

NOTE = Note(label="现场已清理")
ROUNDS = 30
CASES = 10
STEPS: tuple[tuple[Command, Actor], ...] = (
    (SignFor(dispatch=1), RESPONDER),
    (Arrive(dispatch=1), RESPONDER),
    (EndHandling(dispatch=1, result=Outcome.HANDLED), RESPONDER),
    (GiveFeedback(dispatch=1, outcome=Outcome.HANDLED), RESPONDER),
)


class Costs(NamedTuple):
    """Seconds per commit or command, one value a round."""

    raw: list[float]
    bare: list[float]
    projected: list[float]


def run(report: Report) -> None:
    """Print the ratios that must hold on SQLite, and the plain figures of both databases."""
    with place() as settings, service(settings) as opened:
        costs = measure(opened, settings)
        _report(report, "SQLite", costs)
        report.add(Figure("SQLite", "replay of an 8-event case", replays(opened), "/s", 15_000))
    with postgresql() as url, place(url) as settings, service(settings) as opened:
        report.add(Figure("PostgreSQL", "replay of an 8-event case", replays(opened), "/s", 3_000))
        bare = median(_per_command(opened.desk) for _ in range(3))
        report.add(Figure("PostgreSQL", "command with inline projection", 1000 * bare, "ms", None))


def _report(report: Report, store: str, costs: Costs) -> None:
    raw, bare, projected = (median(values) for values in costs)
    report.add(Figure(store, "one durable insert", 1000 * raw, "ms", None))
    report.add(Figure(store, "load + decide + save", 1000 * bare, "ms", None))
    ratios = [one / other for one, other in zip(costs.raw, costs.bare, strict=True)]
    report.add(Figure(store, "… of a durable insert", median(ratios), "×", 0.45))
    report.add(Figure(store, "with inline projection", 1000 * projected, "ms", None))
    ratios = [one / other for one, other in zip(costs.raw, costs.projected, strict=True)]
    report.add(Figure(store, "… of a durable insert", median(ratios), "×", 0.30))


def measure(opened: Service, settings: Settings) -> Costs:
    """The three costs by turns, so that a machine's moods hit all of them."""
    insert = _raw_insert(settings)
    costs = Costs([], [], [])
    project = opened.desk.after_write
    for _ in range(ROUNDS):
        costs.raw.append(_timed(insert, CASES * len(STEPS)))
        opened.desk.after_write = None
        costs.bare.append(_per_command(opened.desk))
        opened.desk.after_write = project
        opened.projector.catch_up()
        costs.projected.append(_per_command(opened.desk))
    return costs


def _per_command(desk: Desk) -> float:
    """Seconds per command, over the units' four steps of fresh cases."""
    ids = [_dispatched(desk) for _ in range(CASES)]
    start = time.perf_counter()
    for command, actor in STEPS:
        for case_id in ids:
            desk.execute(case_id, command, act(actor))
    return (time.perf_counter() - start) / (CASES * len(STEPS))


def _dispatched(desk: Desk) -> str:
    case_id = new_case_id()
    desk.receive(registration(), act(), case_id)
    desk.execute(case_id, Dispatch(unit="hedong", zone="seat"), act(OPERATOR))
    return case_id


def _raw_insert(settings: Settings) -> Callable[[int], None]:
    """One row of an event's size in one transaction, synced, on the same disk."""
    connection = connect(str(settings.data / "raw.db"))
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("CREATE TABLE raw (id INTEGER PRIMARY KEY, state BLOB NOT NULL)")
    state = b"x" * 180

    def insert(count: int) -> None:
        for _ in range(count):
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("INSERT INTO raw (state) VALUES (?)", (state,))
            connection.execute("COMMIT")

    return insert


def _timed(job: Callable[[int], None], count: int) -> float:
    start = time.perf_counter()
    job(count)
    return (time.perf_counter() - start) / count


def replays(opened: Service, count: int = 2_000) -> float:
    """Cases of eight events read from the store and folded, per second."""
    desk = opened.desk
    ids = [_dispatched(desk) for _ in range(200)]
    for case_id in ids:
        for command, actor in STEPS:
            desk.execute(case_id, command, act(actor))
        desk.execute(case_id, NOTE, act(OPERATOR))
        desk.execute(case_id, NOTE, act(OPERATOR))
    best = 0.0
    for _ in range(3):
        start = time.perf_counter()
        for number in range(count):
            desk.load(ids[number % len(ids)])
        best = max(best, count / (time.perf_counter() - start))
    return best
