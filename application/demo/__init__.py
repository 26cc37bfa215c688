"""A believable small town with two quarters of cases, made by commands and nothing else."""

from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from application import messages
from application.clock import system_clock, to_ms
from application.demo.audits import Audits, Sampler
from application.demo.data import Town, load_book
from application.demo.logins import logins_path, open_accounts
from application.demo.play import MovingClock, Player, Progress
from application.demo.quarters import Assess, Quarters
from application.demo.rounds import Moment, Rounds
from application.demo.schedule import SPAN, all_steps
from application.demo.script import Setting
from application.demo.watch import Watch
from application.desk import Desk
from application.log import Log
from application.logbook import SERVICE, note
from application.migrate import migrate
from application.plans.commands import assign_post
from application.presence import head_of
from application.registry import Units
from application.settings import Settings
from application.units import found_unit
from domain.log.events import DemoTold
from domain.units.events import UnitFounded

SEED = "qingshi"
LATELY = timedelta(days=1)
AT_ONCE = 1000  # events
BEFORE = timedelta(days=14)  # the town and its rules stand before its first case


class StoreNotEmpty(Exception):
    """The store has begun already; demo data is its beginning or nothing."""


class Told(NamedTuple):
    """What the demo put in."""

    cases: int
    steps: int
    password: str


def load(
    settings: Settings,
    now: datetime | None = None,
    seed: str = SEED,
    progress: Progress = lambda _done, _all: None,
    assess: Assess | None = None,
    draw: Sampler | None = None,
) -> Told:
    """Fill an empty place, migrating it first; `now` is when the story ends.

    With `assess`, which counts a quarter, the last whole quarter is assessed and published; with
    `draw`, which draws matters for an audit, it is audited.

    The log never goes back in time, so the story can't be told after anything else.
    Errors: `StoreNotEmpty`, `Unreachable`.
    """
    if head_of(settings):
        raise StoreNotEmpty
    end = now or system_clock()
    clock = MovingClock(end - SPAN - BEFORE)
    migrate(settings, clock)
    desk = Desk(settings, clock)
    try:
        besides = [*_assessed(desk, end, assess), *_audited(desk, end, draw)]
        return _tell(desk, clock, end, seed, progress, besides)
    finally:
        desk.close()


def _assessed(desk: Desk, end: datetime, assess: Assess | None) -> Iterable[Moment]:
    return Quarters(desk, load_book().town, end, assess).moments(end) if assess else ()


def _audited(desk: Desk, end: datetime, draw: Sampler | None) -> Iterable[Moment]:
    return Audits(desk, load_book().town, end, draw).moments() if draw else ()


def _tell(
    desk: Desk,
    clock: MovingClock,
    end: datetime,
    seed: str,
    progress: Progress,
    besides: Iterable[Moment],
) -> Told:
    book = load_book()
    note(desk, DemoTold(at=desk.clock(), by=SERVICE, seed=seed))
    _found_town(desk, book.town)
    setting = Setting(book, desk.calendar, ZoneInfo(desk.settings.timezone))
    steps = all_steps(setting, end, seed)
    ids = Random(f"{seed}:ids")  # noqa: S311 - ids of a story, no secrets
    with ThreadPoolExecutor(1) as aside:  # hashing passwords takes as long as it is meant to
        password = aside.submit(open_accounts, desk.settings, book.town, system_clock)
        watch = Watch(desk, book.town, end)
        rounds = Rounds(desk, book.town, end, besides)
        cases = Player(desk, clock, ids, watch, rounds).play(steps, progress)
    messages.begin_after(desk.settings, _before_today(desk.log, end))
    return Told(cases, len(steps), password.result())


def _before_today(log: Log, end: datetime) -> int:
    """The last position of which nobody in the town waits to be told: inboxes hold one day."""
    seq, day_before = 0, to_ms(end - LATELY)
    while rows := [row for row in log.after(seq, AT_ONCE) if row.recorded <= day_before]:
        seq = rows[-1].seq
    return seq


def _found_town(desk: Desk, town: Town) -> None:
    for line in town.units:
        found_unit(
            desk,
            UnitFounded(
                at=desk.clock(),
                by="luoping",
                code=line.code,
                name=line.name,
                name_en=line.name_en,
                level=line.level,
                parent=line.parent,
                unit_class=line.unit_class,
                places=line.places,
            ),
        )
    for held in town.posts:
        assign_post(desk, held.post, held.units, by="luoping")
    known = Units(desk.log)
    units = {line.code: known[line.code] for line in town.units}
    desk.plans.town = lambda: units


__all__ = ["SEED", "StoreNotEmpty", "Told", "load", "logins_path"]
