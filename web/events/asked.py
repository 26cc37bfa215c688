"""What an address asks of the log; what can't be read is said, and what was typed is kept."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from application.audit.searching import Wanted
from application.codec import TOPICS
from web.events.texts import of_group
from web.typed import Problem, account, case_id, days, position
from web.wording import _

LONGEST: Final = 100
NAMES: Final = (
    *("actor", "unit", "kind", "case"),
    *("since", "until", "times", "lag", "stated"),
)
MINUTES_MOST: Final = 10_000_000
ALL_OF: Final = "*"  # after the first word of a kind: all of its group


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
    since, until = days(typed, problems)
    wanted = Wanted(
        actor=account(typed["actor"]),
        unit=typed["unit"],
        topics=_topics(typed["kind"], problems),
        since=since,
        until=until,
        times="occurred" if typed["times"] == "occurred" else "recorded",
        lag=_minutes(typed["lag"], problems),
        stated=typed["stated"] == "yes",
        stream=case_id(typed["case"], problems),
    )
    before = args.get("before", "")
    on = args.get("on") == "yes"
    return Asked(wanted, position(before), on, typed, problems)


def _topics(kind: str, problems: list[Problem]) -> list[str]:
    if not kind:
        return []
    found = of_group(kind.removesuffix(ALL_OF)) if kind.endswith(ALL_OF) else [kind]
    if not found or not set(found) <= set(TOPICS):
        problems.append(("kind", _("There is no such kind of record. Choose one from the list.")))
    return found


def _minutes(text: str, problems: list[Problem]) -> int:
    if not text:
        return 0
    if not (text.isascii() and text.isdigit()) or not 0 < int(text) <= MINUTES_MOST:
        problems.append(("lag", _("Write a number of minutes, such as 15 or 1440.")))
        return 0
    return int(text)
