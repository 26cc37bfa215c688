"""时限督办: what happened because time passed; done by the timekeeper, each once.

`planned` is the moment at which it was to be done; `at` is when it was, later after an outage.
"""

from datetime import datetime

from domain.case.events.base import Fact


class Reminded(Fact, frozen=True, kw_only=True):
    """到期提醒: the holder of a time limit was reminded before its end."""

    kind: str
    ref: int = 0
    unit: str
    due: datetime
    planned: datetime
    rule: str


class Escalated(Fact, frozen=True, kw_only=True):
    """逐级上报: an overdue time limit was brought before the next above."""

    kind: str
    ref: int = 0
    unit: str
    to: str  # "head" of the unit, "centre", "leader" in charge
    due: datetime
    planned: datetime
    rule: str


class PeriodEnded(Fact, frozen=True, kw_only=True):
    """期满: the period in which somebody could ask for a review has ended."""

    kind: str
    ref: int = 0
    planned: datetime
    rule: str


TOPICS: dict[str, type[Fact]] = {
    "case.reminded": Reminded,
    "case.escalated": Escalated,
    "case.period-ended": PeriodEnded,
}
