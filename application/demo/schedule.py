"""When each story of the demo happens: spread over two quarters, or so long before the end."""

from collections import Counter
from contextlib import suppress
from datetime import datetime, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from application.demo.data import Book, Matter, Place, StoryLine
from application.demo.script import Script, Setting, Step, Stopped
from application.demo.stories import (
    dispute,
    emergency,
    emergency_grave,
    hotline,
    hotline_afterwards,
    petition,
    petition_pressed,
)
from domain.case.words import Track

SPAN = timedelta(days=182)
QUIET_END = timedelta(hours=5)  # what is open at the end is told by stories of its own
STORIES = {
    Track.EMERGENCY: {**emergency.STORIES, **emergency_grave.STORIES},
    Track.HOTLINE: {**hotline.STORIES, **hotline_afterwards.STORIES},
    Track.PETITION: {**petition.STORIES, **petition_pressed.STORIES},
    Track.DISPUTE: dispute.STORIES,
}
# How likely a call is in each hour of the day, from midnight on.
EMERGENCY_HOURS = (3, 2, 2, 1, 1, 2, 4, 7, 9, 10, 9, 8, 8, 7, 8, 9, 9, 10, 11, 10, 9, 7, 5, 4)
HOTLINE_HOURS = (0, 0, 0, 0, 0, 0, 1, 3, 9, 12, 11, 8, 5, 6, 9, 10, 9, 7, 5, 4, 3, 2, 0, 0)
OFFICE_HOURS = (0, 0, 0, 0, 0, 0, 0, 0, 0, 9, 11, 7, 0, 0, 7, 8, 5, 0, 0, 0, 0, 0, 0, 0)
HOURS = {
    Track.EMERGENCY: EMERGENCY_HOURS,
    Track.HOTLINE: HOTLINE_HOURS,
    Track.PETITION: OFFICE_HOURS,
    Track.DISPUTE: OFFICE_HOURS,
}


def all_steps(setting: Setting, now: datetime, seed: str) -> list[Step]:
    """Every step of every story that is entered before `now`, in the order of entering."""
    used: Counter[str] = Counter()
    scripts = [
        script
        for line in enumerate(setting.book.stories)
        for script in _tell(line, setting, now, seed, used)
    ]
    steps = [step for script in scripts for step in script.steps if step.recorded < now]
    return sorted(steps, key=lambda step: step.recorded)


def _tell(
    numbered: tuple[int, StoryLine],
    setting: Setting,
    now: datetime,
    seed: str,
    used: Counter[str],
) -> list[Script]:
    index, line = numbered
    told: list[Script] = []
    for n in range(line.count):
        key = f"{line.story}.{index}.{n}"
        chance = Random(f"{seed}:{key}")  # noqa: S311 - a story, no secret
        matter = _matter(line, setting.book, chance, used)
        start = _start(line, n, now, chance, setting)
        place = _place(matter, setting.book, chance)
        script = Script(setting, key, start, matter, place, chance, line.stop)
        with suppress(Stopped):
            STORIES[line.track][line.story.partition(".")[2]](script)
        told += [script, *script.twins]
    return told


def _matter(line: StoryLine, book: Book, chance: Random, used: Counter[str]) -> Matter:
    """One of those the story fits that was told least so far."""
    fitting = [matter for matter in book.matters[line.track] if line.fits(matter)]
    least = min(used[matter.title] for matter in fitting)
    matter = chance.choice([matter for matter in fitting if used[matter.title] == least])
    used[matter.title] += 1
    return matter


def _place(matter: Matter, book: Book, chance: Random) -> Place:
    """Somewhere such a thing happens."""
    return chance.choice([p for p in book.town.places if set(p.kinds) & set(matter.where)])


def _start(line: StoryLine, n: int, now: datetime, chance: Random, setting: Setting) -> datetime:
    if line.hours_ago is not None:
        return _back(now, timedelta(hours=chance.uniform(*line.hours_ago)))
    if line.days_ago is not None:
        days = timedelta(days=chance.uniform(*line.days_ago))
        return _by_hour(line.track, _back(now, days), chance, setting, now)
    share = (n + chance.random()) / line.count
    moment = now - SPAN + share * (SPAN - QUIET_END)
    return _by_hour(line.track, moment, chance, setting, now)


def _back(now: datetime, ago: timedelta) -> datetime:
    return (now - ago).replace(microsecond=0)


def _by_hour(
    track: Track, moment: datetime, chance: Random, setting: Setting, now: datetime
) -> datetime:
    """The day of the moment, at an hour at which such matters are brought; never after `now`."""
    for back in count():
        day = moment - timedelta(days=back)
        found = _that_day(track, day, chance, setting.zone)
        if found < now - QUIET_END and _open(track, found, setting):
            return found
    raise AssertionError


def _open(track: Track, moment: datetime, setting: Setting) -> bool:
    """People call on any day, and visit the office on its working days."""
    by_phone = track in (Track.EMERGENCY, Track.HOTLINE)
    return by_phone or setting.calendar.is_working_day(moment.astimezone(setting.zone).date())


def _that_day(track: Track, day: datetime, chance: Random, zone: ZoneInfo) -> datetime:
    hour = chance.choices(range(24), HOURS[track])[0]
    local = day.astimezone(zone).replace(
        hour=hour, minute=chance.randrange(60), second=chance.randrange(60), microsecond=0
    )
    return local.astimezone(day.tzinfo)
