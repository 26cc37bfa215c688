"""Which readings an address asks for; what can't be read is said, and what was typed is kept."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from application.readings import Wanted
from web.typed import Problem, account, case_id, days, position

LONGEST: Final = 100
NAMES: Final = ("user", "unit", "case", "since", "until", "unusual")


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
    since, until = days(typed, problems)
    wanted = Wanted(
        user=account(typed["user"]),
        unit=typed["unit"],
        stream=case_id(typed["case"], problems),
        since=since,
        until=until,
    )
    return Asked(wanted, position(args.get("before", "")), typed, problems)
