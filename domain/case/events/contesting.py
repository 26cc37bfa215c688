"""履责问题: those brought to light by people, and what is said against any of them.

A failing is named by its kind, by the kind of time limit it is about if it is about one, and by the
versions of the events that prove it.
"""

from datetime import datetime

from domain.case.events.base import Fact
from domain.case.words import Failing


class UnregisteredFound(Fact, frozen=True, kw_only=True):
    """应登记未登记: the matter was brought to a unit before, and not registered there."""

    unit: str
    since: datetime  # when it was brought there
    reason: str


class FalseEntryFound(Fact, frozen=True, kw_only=True):
    """倒签、虚假记录: a record states what was not so, and whose doing that is."""

    record: int
    unit: str
    reason: str


class FailingContested(Fact, frozen=True, kw_only=True):
    """申辩: a failing is contested by the unit it is held against; `evidence` are records."""

    contest: int
    failing: Failing
    unit: str
    proof: tuple[int, ...]
    reason: str
    about: str = ""
    evidence: tuple[int, ...] = ()


class FailingContestWithdrawn(Fact, frozen=True, kw_only=True):
    """撤回申辩: whoever contested it does so no more."""

    contest: int


class FailingRuled(Fact, frozen=True, kw_only=True):
    """申辩裁定: the failing is struck and counts nowhere, or upheld."""

    contest: int
    struck: bool
    reason: str


TOPICS: dict[str, type[Fact]] = {
    "case.unregistered-found": UnregisteredFound,
    "case.false-entry-found": FalseEntryFound,
    "case.failing-contested": FailingContested,
    "case.failing-contest-withdrawn": FailingContestWithdrawn,
    "case.failing-ruled": FailingRuled,
}
