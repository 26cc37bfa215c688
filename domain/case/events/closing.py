"""办结与回访: closing, the return visit, reopening, the archive."""

from domain.case.events.base import Fact, Paper
from domain.case.words import Outcome, Satisfaction
from domain.rules.clocks import Clock
from domain.sealed import Sealed


class Closed(Fact, frozen=True, kw_only=True):
    """办结: the track's steps are done; the return visit falls due."""

    outcome: Outcome
    responsibility: str = ""  # 三不放过, for cases with an appointed handler
    measures: Sealed | None = None
    result: Sealed | None = None
    clocks: tuple[Clock, ...] = ()


class VisitAttempted(Fact, frozen=True, kw_only=True):
    """回访未接通: an attempt at a return visit reached nobody."""

    attempt: int
    enough: bool = False  # the number of attempts that counts as made is reached


class Visited(Fact, frozen=True, kw_only=True):
    """回访: what the reporter says: solved or not, satisfied or not, in their own words."""

    answered: bool
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    words: Sealed | None = None
    contacted: bool | None = None  # whether the handling unit got in touch with them


class Answered(Fact, frozen=True, kw_only=True):
    """评价: the reporters say it on their own page, and whether to take it up again."""

    solved: bool
    satisfied: Satisfaction
    reopen: bool = False
    words: Sealed | None = None
    contacted: bool | None = None


class DissatisfactionRuled(Fact, frozen=True, kw_only=True):
    """不满意认定: the supervisor decides whether an unhappy answer reopens the case."""

    reopen: bool
    reason: str


class Reopened(Fact, frozen=True, kw_only=True):
    """重新办理: work begins again, and everything before stays."""

    reason: str
    trigger: str  # "unsolved", "dissatisfied", "reporter", "breach", "overturned", "unit", "centre"
    clocks: tuple[Clock, ...] = ()


class Archived(Fact, frozen=True, kw_only=True):
    """归档: the file is complete, each document by its hash."""

    manifest: tuple[Paper, ...] = ()


TOPICS: dict[str, type[Fact]] = {
    "case.closed": Closed,
    "case.visit-attempted": VisitAttempted,
    "case.visited": Visited,
    "case.answered": Answered,
    "case.dissatisfaction-ruled": DissatisfactionRuled,
    "case.reopened": Reopened,
    "case.archived": Archived,
}
