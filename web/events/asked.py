"""What an address asks of the log; what can't be read is said, and what was typed is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from application.audit.searching import Wanted
from application.codec import TOPICS
from domain.errors import CaseUnknown
from web import times
from web.events.texts import of_group
from web.service import service
from web.wording import _

LONGEST: Final = 100
NAMES: Final = (
    *("actor", "unit", "kind", "case"),
    *("since", "until", "times", "lag", "stated"),
)
DAY: Final = timedelta(days=1)
MINUTES_MOST: Final = 10_000_000
ALL_OF: Final = "*"  # after the first word of a kind: all of its group

Problem = tuple[str, str]  # id of the field, and the sentence


class Asked(NamedTuple):
    """An address, read; `before` is the position up to which is looked, 0: all."""

    wanted: Wanted
    before: int
    on: bool
    typed: Mapping[str, str]
    problems: list[Problem]

    def address(self, **changes: object) -> dict[str, Any]:
        """The same question with some of it changed, as arguments of an address."""
        asked = {name: value for name, value in self.typed.items() if value}
        return {**asked, **{name: value for name, value in changes.items() if value}}


def read(args: Mapping[str, str]) -> Asked:
    """Errors are among the problems."""
    typed = {name: args.get(name, "").strip()[:LONGEST] for name in NAMES}
    problems: list[Problem] = []
    since, until = _day("since", typed, problems), _day("until", typed, problems)
    if since is not None and until is not None and until < since:
        problems.append(("until", _("The first day lies after the last.")))
    wanted = Wanted(
        actor=typed["actor"],
        unit=typed["unit"],
        topics=_topics(typed["kind"], problems),
        since=since,
        until=None if until is None else until + DAY,
        times="occurred" if typed["times"] == "occurred" else "recorded",
        lag=_minutes(typed["lag"], problems),
        stated=typed["stated"] == "yes",
        stream=_stream(typed["case"], problems),
    )
    before = args.get("before", "")
    on = args.get("on") == "yes"
    return Asked(wanted, _position(before), on, typed, problems)


def _topics(kind: str, problems: list[Problem]) -> list[str]:
    if not kind:
        return []
    found = of_group(kind.removesuffix(ALL_OF)) if kind.endswith(ALL_OF) else [kind]
    if not found or not set(found) <= set(TOPICS):
        problems.append(("kind", _("There is no such kind of record. Choose one from the list.")))
    return found


def _stream(number: str, problems: list[Problem]) -> str:
    """The case's id; whether it exists for who asks is found out with each record."""
    if not number:
        return ""
    try:
        return service().desk.find(number)
    except CaseUnknown:
        problems.append(("case", _("There is no case of that number. Check it and try again.")))
        return ""


def _minutes(text: str, problems: list[Problem]) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= MINUTES_MOST:
        problems.append(("lag", _("Write a number of minutes, such as 15 or 1440.")))
        return 0
    return int(text)


def _position(text: str) -> int:
    fits = text.isascii() and text.isdigit() and len(text) < len("1000000000000")
    return int(text) if fits else 0


def _day(name: str, typed: Mapping[str, str], problems: list[Problem]) -> datetime | None:
    if not typed[name]:
        return None
    try:
        day = times.midnight(times.day(typed[name]))
        day + DAY  # the last day there is has none after it
    except (ValueError, OverflowError):
        problems.append((name, _("Write the day as YYYY-MM-DD, for example 2026-03-31.")))
        return None
    return day
