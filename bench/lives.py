"""Fills a store with the lives of many cases, copied from some that the domain decided."""

import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import NamedTuple

from eventsourcing.persistence import StoredEvent
from msgspec.structs import replace

from application.calendars import load_calendar
from application.codec import encode, topic_of
from application.presence import head_of
from application.registry import unit_stream
from application.rulebook import load_shipped
from application.settings import Settings
from application.store.rows import Extras, NewRow, new_rows
from domain.case import closing, dispatch, intake
from domain.case.command import Command, Context
from domain.case.decide import decide
from domain.case.events import Actor, Closed, Fact, Received
from domain.case.fold import evolve
from domain.case.state import Case
from domain.case.words import Channel, Outcome, Satisfaction, Track
from domain.rules.calendar import Calendar
from domain.rules.model import RuleSet
from domain.sealed import Sealed
from domain.units import Unit
from domain.units.events import UnitFounded

START = datetime(2026, 1, 5, 0, 30, tzinfo=UTC)
UNITS = {f"S{n:02}": f"{name}派出所" for n, name in enumerate("城东城西河口石桥北坪南岭", start=1)}
CENTRE = Actor("wang", "centre", "operator")
VISITOR = Actor("zhao", "centre", "operator")
DAY = 24 * 60  # minutes
PLACES = ("城关镇东街社区", "河口乡石桥村三组", "北坪村", "南岭工业园", "新华路社区", "青石镇老街")
WHAT = (
    "夜间施工噪声",
    "路灯不亮",
    "井盖破损",
    "车辆追尾",
    "占道经营",
    "宅基地边界",
    "欠薪",
    "漏水",
)
HOW = ("请求处理", "群众反映多次", "影响通行", "双方各执一词", "需现场查看", "有人受伤")
NARRATIVE = Sealed("reporter.1", bytes(range(160)))
EVENTS_PER_CASE = 8
AT_WORK = 6  # events of a case the unit is at work on
TOGETHER = 40  # cases that go on side by side, as at a desk
MODELS = 2_000  # so many that each unit has matters of every hour

Event = tuple[str, bytes]


class Town(NamedTuple):
    """Whose lives: the units, over how many minutes, and of how many in a hundred is a visit.

    All of it is recorded from one moment on, as if brought in from elsewhere.
    """

    units: Mapping[str, str] = UNITS
    minutes: int = 100_000
    models: int = MODELS
    visited: int = 0
    recorded: datetime = START

    def founded(self) -> list[UnitFounded]:
        """The units of the models."""
        return [
            UnitFounded(at=START, by="system", code=code, name=name, level="town")
            for code, name in self.units.items()
        ]


ORDINARY = Town()


def life(chance: random.Random, number: str, town: Town = ORDINARY) -> list[Fact]:
    """The eight events of one emergency and its return visit, each decided by the domain."""
    unit = chance.choice(list(town.units))
    minute = chance.randrange(town.minutes)
    steps: tuple[Command, ...] = (
        intake.Receive(
            number=number,
            track=Track.EMERGENCY,
            channel=Channel.PHONE,
            title=f"{chance.choice(PLACES)[:3]}{chance.choice(WHAT)}，{chance.choice(HOW)}",
            category=f"{chance.choice('ABCD')}0{chance.randint(1, 4)}",
            place=chance.choice(PLACES),
            narrative=NARRATIVE,
        ),
        intake.Screen(level="ordinary"),
        dispatch.Dispatch(unit=unit, zone="town"),
        dispatch.SignFor(dispatch=1),
        dispatch.Arrive(dispatch=1),
        dispatch.EndHandling(dispatch=1, result=Outcome.HANDLED),
        dispatch.GiveFeedback(dispatch=1, outcome=Outcome.HANDLED, measures=NARRATIVE),
        closing.Close(outcome=Outcome.HANDLED),
    )
    case, history = Case(""), list[Fact]()
    for step in steps:
        minute += chance.randint(1, 15)
        _go_on(case, step, _context(minute, history, town), history)
    if chance.randrange(100) < town.visited:
        minute += chance.randint(1, 60) * DAY
        said = closing.Visit(
            solved=True,
            satisfied=chance.choice(list(Satisfaction)),
            contacted=chance.choice((True, False, None)),
        )
        _go_on(case, said, _context(minute, history, town), history)
    return history


def _go_on(case: Case, step: Command, context: Context, history: list[Fact]) -> None:
    for event in decide(case, step, context):
        history.append(event)
        evolve(case, event)


@cache
def _rules() -> RuleSet:
    return load_shipped()["national"]


@cache
def _calendar() -> Calendar:
    return load_calendar(assume_weekends=True)


def _context(minute: int, history: Sequence[Fact], town: Town) -> Context:
    at = START + timedelta(minutes=minute)
    return Context(
        by=VISITOR if history and isinstance(history[-1], Closed) else CENTRE,
        at=at,
        now=at,
        rules=_rules(),
        calendar=_calendar(),
        units={code: Unit(code=code, name=name, version=1) for code, name in town.units.items()},
        history=history,
    )


def events(
    cases: int, unfinished: int = 0, seed: int = 1, town: Town = ORDINARY
) -> Iterator[tuple[str, int, Event]]:
    """Stream, version, topic and bytes of the events of so many cases, side by side.

    Of the `unfinished` last ones only the beginning, up to the unit's work.
    """
    chance = random.Random(seed)
    models = [life(chance, "QS", town) for _ in range(town.models)]
    stored = [[(topic_of(event), encode(event)) for event in model] for model in models]
    for first in range(0, cases, TOGETHER):
        chosen = [chance.randrange(len(models)) for _ in range(min(TOGETHER, cases - first))]
        for version in range(EVENTS_PER_CASE + 1):
            for offset, model in enumerate(chosen):
                if version >= len(models[model]):
                    continue
                if first + offset >= cases - unfinished and version > (first + offset) % AT_WORK:
                    continue
                event = stored[model][version]
                if version == 0:
                    event = (event[0], _received(models[model][0], first + offset + 1))
                yield f"{first + offset:032x}", version + 1, event


def _received(model: Fact, running: int) -> bytes:
    """Received some seconds later than the model, so that not hundreds come in at one moment."""
    assert isinstance(model, Received)
    at = model.at + timedelta(seconds=running % 60)
    return encode(replace(model, number=f"QS2026-{running:05}", at=at))


def stored_rows(
    cases: int,
    after: int = 0,
    unfinished: int = 0,
    town: Town = ORDINARY,
    batch: int = 20_000,
) -> Iterator[list[NewRow]]:
    """Rows of the event table behind a position: the units, then the cases."""
    seq, recorded = after, round(town.recorded.timestamp() * 1000)
    waiting = [
        StoredEvent(unit_stream(event.code), 1, topic_of(event), encode(event))
        for event in town.founded()
    ]
    for stream, version, (topic, state) in events(cases, unfinished, town=town):
        waiting.append(StoredEvent(stream, version, topic, state))
        if len(waiting) >= batch:
            yield new_rows(waiting, seq, recorded, Extras(recorded))
            seq, recorded, waiting = seq + len(waiting), recorded + 1000, []
    yield new_rows(waiting, seq, recorded, Extras(recorded))


def fill(settings: Settings, cases: int, unfinished: int = 0, town: Town = ORDINARY) -> None:
    """Write so many cases into a store without any; the last ones may be open."""
    rows = stored_rows(cases, head_of(settings) or 0, unfinished, town)
    if settings.database_url:
        _fill_postgres(settings.database_url, rows)
    else:
        _fill_sqlite(str(settings.events_path), rows)


def _fill_sqlite(path: str, batches: Iterator[list[NewRow]]) -> None:
    from application.store.sqlite import _INSERT, connect, create  # noqa: PLC0415

    create(path)
    connection = connect(path, precious=False)
    for rows in batches:
        connection.execute("BEGIN")
        connection.executemany(_INSERT, rows)
        connection.execute("COMMIT")
    connection.close()


def _fill_postgres(url: str, batches: Iterator[list[NewRow]]) -> None:
    from application.store.owning import create  # noqa: PLC0415
    from application.store.postgres import connect  # noqa: PLC0415

    create(url)
    columns = (
        "notification_id, originator_id, originator_version, topic, state,"
        " recorded_at, state_digest, leaf"
    )
    with connect(url) as connection, connection.cursor() as cursor:
        for rows in batches:
            with cursor.copy(f"COPY stored_events ({columns}) FROM STDIN".encode()) as copy:
                for row in rows:
                    copy.write_row(row)
        connection.execute("ANALYZE stored_events")
