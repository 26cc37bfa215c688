"""What is typed to narrow a page down: days, the number of a case, a position of the log.

What can't be read becomes a problem beside the field it was typed in, and narrows nothing.
"""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final

from domain.errors import CaseUnknown
from web import times
from web.desk.values import people
from web.service import service
from web.wording import _, _l

DAY: Final = timedelta(days=1)
LONGEST_POSITION: Final = len("100000000000")

NO_DAY: Final = {
    "since": _l("Write the first day as YYYY-MM-DD, for example 2026-03-31."),
    "until": _l("Write the last day as YYYY-MM-DD, for example 2026-03-31."),
}

Problem = tuple[str, str]  # id of the field, and the sentence
Days = tuple[datetime | None, datetime | None]  # `until` not included


def days(typed: Mapping[str, str], problems: list[Problem]) -> Days:
    """From the first day to the end of the last, "since" and "until"."""
    since, until = _day("since", typed, problems), _day("until", typed, problems)
    if since is not None and until is not None and until < since:
        problems.append(("until", _("The first day lies after the last.")))
    return since, None if until is None else until + DAY


def _day(name: str, typed: Mapping[str, str], problems: list[Problem]) -> datetime | None:
    text = typed.get(name, "")
    if not text:
        return None
    try:
        day = times.midnight(times.day(text))
        day + DAY  # the last day there is has none after it
    except (ValueError, OverflowError):
        problems.append((name, str(NO_DAY[name])))
        return None
    return day


def case_id(number: str, problems: list[Problem]) -> str:
    """The id; whether the case exists for who asks is found out with each record of it."""
    if not number:
        return ""
    try:
        return service().desk.find(number)
    except CaseUnknown:
        problems.append(("case", _("There is no case of that number. Check it and try again.")))
        return ""


def account(text: str) -> str:
    """The user name of who is meant; a name only one account has will do."""
    known = people()
    meant = [username for username, name in known.items() if name == text]
    return meant[0] if text not in known and len(meant) == 1 else text


def position(text: str) -> int:
    """0 for what is none."""
    fits = text.isascii() and text.isdecimal() and len(text) <= LONGEST_POSITION
    return int(text) if fits else 0
