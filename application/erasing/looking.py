"""What there is of people in a case, how long it is kept, and what stands against erasing it."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from application.desk import Desk
from domain.case.events import Attached, DataExported, Fact, HoldSet
from domain.case.sealing import boxes, living, person_of
from domain.case.state import Asked, Case
from domain.retention.keeping import class_of, ended_at, kind_of, over_from
from domain.retention.model import KeepingClass
from domain.retention.view import Retention


class Held(NamedTuple):
    """What is sealed of one person: so many texts, and files among them; `erased`: none opens."""

    person: str
    texts: int
    files: int
    erased: bool


class Hold(NamedTuple):
    """A hold that lasts: by its number, and what its record says."""

    number: int
    event: HoldSet


class Left(NamedTuple):
    """Something that left the service: by which record."""

    record: int
    event: DataExported


class Kept(NamedTuple):
    """How long: the class, and when its period is over; None: never, or the matter is open."""

    of: KeepingClass
    until: datetime | None
    over: bool


class Look(NamedTuple):
    """All of it."""

    people: list[Held]
    kept: Kept | None
    asked: dict[int, Asked]
    holds: list[Hold]
    left: list[Left]


def look(desk: Desk, case: Case, history: Sequence[Fact]) -> Look:
    """As the case stands."""
    return Look(
        people=_people(history),
        kept=kept(desk.retention.view(), case, desk.clock()),
        asked=dict(case.erasures),
        holds=_holds(case, history),
        left=[
            Left(record, event)
            for record, event in enumerate(history, start=1)
            if isinstance(event, DataExported)
        ],
    )


def _people(history: Sequence[Fact]) -> list[Held]:
    texts: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for event in history:
        for box in boxes(event):
            counted = files if isinstance(event, Attached) else texts
            counted[person_of(box.key)] += 1
    there = living(history)
    return [Held(one, texts[one], files[one], one not in there) for one in sorted({*texts, *files})]


def _holds(case: Case, history: Sequence[Fact]) -> list[Hold]:
    events = [event for event in history if isinstance(event, HoldSet)]
    return [Hold(number, events[number - 1]) for number, lasts in case.holds.items() if lasts]


def kept(view: Retention, case: Case, now: datetime) -> Kept | None:
    """By the rules that count, or the proposal nobody has confirmed yet."""
    if view.rules is None:
        return None
    of, ended = class_of(view.rules, kind_of(case)), ended_at(case)
    if ended is None or not of.years:
        return Kept(of, None, over=False)
    until = over_from(of.years, ended.astimezone(view.zone))
    return Kept(of, until, over=until <= now)
