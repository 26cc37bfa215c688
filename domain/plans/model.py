"""The shape of a response plan: everything its file may say, and nothing else."""

from datetime import time
from typing import Literal

from domain.rules.model import ClockRule, Code, Count, Kind, Part, Text, Track, Unit

Sort = Literal["security", "rescue", "ordinary", "joint_visit"]
Post = Literal[
    "police",
    "fire",
    "medical",
    "emergency",
    "justice",
    "reception",
    "enforcement",
    "land",
    "market",
    "farming",
    "labour",
    "civil_affairs",
    "utilities",
    "transport",
    "environment",
    "school",
]
Signer = Literal["duty_leader", "principal_leader"]
Commander = Literal[
    "police_head",
    "county_deputy",
    "team_head",
    "reception_head",
    "leader_in_charge",
    "principal_leader",
]
Level = Literal["ordinary", "grave"]
Channel = Literal[
    "phone", "visit", "web", "letter", "email", "110", "12345", "grid", "assigned", "own"
]
Days = Literal["working", "rest"]
ReportKind = Literal["first", "further", "final", "concluding"]
UnitClock = Literal["sign", "arrive", "handle", "feedback"]
TeamRole = Literal["lead", "support"]

LOCAL = "local"
POST, UNIT = "post:", "unit:"
COERCIVE: frozenset[str] = frozenset({"police"})
"""Posts that come to people who complain on a recorded safety fact only, whatever a plan says."""

REPORT_CLOCKS: dict[ReportKind, Kind] = {
    "first": "report_first",
    "further": "report_further",
    "final": "report_final",
    "concluding": "after_action",
}


class Hours(Part, frozen=True, kw_only=True, rename={"begin": "from", "end": "to"}):
    """A part of the day, the end not counted; one that ends before it begins goes over midnight."""

    begin: time
    end: time

    def holds(self, moment: time) -> bool:
        """Whether the moment lies in it."""
        if self.begin < self.end:
            return self.begin <= moment < self.end
        return moment >= self.begin or moment < self.end


class When(Part, frozen=True, kw_only=True):
    """What a matter must be for the plan to be proposed; what is left out is never asked.

    A group of categories stands for its categories, a unit for the places of all units below it.
    """

    tracks: tuple[Track, ...] = ()
    categories: tuple[Text, ...] = ()
    levels: tuple[Level, ...] = ()
    channels: tuple[Channel, ...] = ()
    people_from: Count | None = None
    people_to: Count | None = None
    places: tuple[Text, ...] = ()
    hours: Hours | None = None
    days: Days | None = None


class Team(Part, frozen=True, kw_only=True):
    """Who comes: `who` is "local", "post:police" or "unit:pcs"; `least` how many people at least.

    `on_safety_fact`: only where a fact about somebody's safety is recorded.
    """

    who: Text
    role: TeamRole = "support"
    least: Count | None = None
    on_safety_fact: bool = False
    article: str = ""
    local: bool = False


class Item(Part, frozen=True, kw_only=True):
    """One task of the checklist."""

    text: Text
    text_en: Text


class Report(Part, frozen=True, kw_only=True):
    """A report upward: to whom, how soon; without a span as soon as the case's rule set says.

    The first counts from the activation, each further one from the report before it, the final and
    the concluding one from the lifting.
    """

    kind: ReportKind
    to: Text
    to_en: Text
    span: Count | None = None
    unit: Unit | None = None
    night: Count | None = None
    roll_over: bool = False
    article: str = ""
    local: bool = False


class PlanClock(Part, frozen=True, kw_only=True):
    """A time limit of the units that are called out, in place of the rule set's."""

    kind: UnitClock
    span: Count
    unit: Unit
    night: Count | None = None
    roll_over: bool = False
    article: Text
    local: bool = False


class Plan(Part, frozen=True, kw_only=True, cache_hash=True):
    """One version of a plan; a version that was ever in force never changes."""

    code: Code
    version: Count
    title: Text
    title_en: Text
    jurisdiction: Text
    sort: Sort
    article: Text
    local: bool = False
    priority: int = 0
    when: When
    sign_off: Signer | None = None
    commander: Commander
    scale: str = ""
    scale_en: str = ""
    period_hours: Count | None = None
    representatives_from: Count | None = None
    teams: tuple[Team, ...]
    checklist: tuple[Item, ...]
    reports: tuple[Report, ...] = ()
    clocks: tuple[PlanClock, ...] = ()

    @property
    def ref(self) -> str:
        """Code and version as a case carries it, e.g. "flood@1"."""
        return f"{self.code}@{self.version}"

    def report(self, kind: str) -> Report | None:
        """What the plan says of the first, further, final or concluding report."""
        return next((one for one in self.reports if one.kind == kind), None)

    def limit(self, kind: str) -> ClockRule | None:
        """The plan's own time limit of that kind, as a rule set would have it."""
        return next((rule for rule in self.limits() if rule.kind == kind), None)

    def limits(self) -> tuple[ClockRule, ...]:
        """All time limits that stand in the plan itself."""
        of_units = tuple(_rule(self, one.kind, one) for one in self.clocks)
        timed = (one for one in self.reports if one.span is not None)
        return (*of_units, *(_rule(self, REPORT_CLOCKS[one.kind], one) for one in timed))


class PlanFile(Part, frozen=True, kw_only=True):
    """A file of plans."""

    plans: tuple[Plan, ...]


def _rule(plan: Plan, kind: Kind, said: PlanClock | Report) -> ClockRule:
    return ClockRule(
        id=f"{plan.ref}/{kind}",
        kind=kind,
        span=said.span or 1,
        unit=said.unit or "minutes",
        night=said.night,
        roll_over=said.roll_over,
        article=said.article or plan.article,
        local=said.local,
    )


def plan_of(rule_id: str) -> str:
    """The plan a time limit comes from, as "flood@1"; "" for one of a rule set."""
    ref, parted, _ = rule_id.partition("/")
    return ref if parted else ""
