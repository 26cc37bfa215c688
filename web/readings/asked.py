"""Which readings an address asks for; what can't be read is said, and what was typed is kept."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final, NamedTuple

from application.readings import Wanted
from domain.errors import CaseUnknown
from web import times
from web.service import service
from web.wording import _

DAY: Final = timedelta(days=1)
LONGEST: Final = 100
NAMES: Final = ("user", "unit", "case", "since", "until", "unusual")
POSITION: Final = len("100000000000")

Problem = tuple[str, str]  # id of the field, and the sentence


class Asked(NamedTuple):
    """An address, read; `before` is the position up to which is looked, 0: all."""

    wanted: Wanted
    before: int
    typed: Mapping[str, str]
    problems: list[Problem]

    @property
    def unusual(self) -> bool:
        """Only what is marked."""
        return self.typed["unusual"] == "yes"

    def address(self, **changes: object) -> dict[str, Any]:
        """The same question with some of it changed, as arguments of an address."""
        said = {**self.typed, **changes}
        return {name: value for name, value in said.items() if value}


def read(args: Mapping[str, str]) -> Asked:
    """Errors are among the problems."""
    typed = {name: args.get(name, "").strip()[:LONGEST] for name in NAMES}
    problems: list[Problem] = []
    since, until = _day("since", typed, problems), _day("until", typed, problems)
    if since is not None and until is not None and until < since:
        problems.append(("until", _("The first day lies after the last.")))
    wanted = Wanted(
        user=typed["user"],
        unit=typed["unit"],
        stream=_stream(typed["case"], problems),
        since=since,
        until=None if until is None else until + DAY,
    )
    return Asked(wanted, _position(args.get("before", "")), typed, problems)


def _stream(number: str, problems: list[Problem]) -> str:
    """The case's id; whether it exists for who asks is found out with each reading."""
    if not number:
        return ""
    try:
        return service().desk.find(number)
    except CaseUnknown:
        problems.append(("case", _("There is no case of that number. Check it and try again.")))
        return ""


def _position(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= POSITION else 0


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
