"""What can happen to plans of rounds and to a round; names and topics are stored, for ever."""

from datetime import datetime

from msgspec import Struct

from domain.case.events import Actor
from domain.rounds.plan import RoundPlan


class PlanEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom, of the plans as a whole."""

    at: datetime
    by: Actor


class PlansShipped(PlanEvent, frozen=True, kw_only=True):
    """方案入库: the plans a centre begins with; those by time wait as drafts."""

    sha256: str
    plans: tuple[RoundPlan, ...]


class PlanDrafted(PlanEvent, frozen=True, kw_only=True):
    """方案拟订: a version of a plan as it is to be; drafted again, it takes its own place."""

    version: int
    plan: RoundPlan


class PlanIssued(PlanEvent, frozen=True, kw_only=True):
    """方案启用: rounds follow this version from now on."""

    plan: str
    version: int


class PlanRetired(PlanEvent, frozen=True, kw_only=True):
    """方案停用: no round follows the plan any more."""

    plan: str


class RoundListed(PlanEvent, frozen=True, kw_only=True):
    """排查列入: a round of this code was opened under a plan."""

    plan: str
    version: int
    code: str


class RoundSettled(PlanEvent, frozen=True, kw_only=True):
    """排查截止: the reports of a round are due, and those that are missing are on record."""

    code: str


class RoundEvent(Struct, frozen=True, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    """When and by whom, of one round."""

    at: datetime
    by: Actor


class RoundOpened(RoundEvent, frozen=True, kw_only=True):
    """排查开启: these units are to look for this and to report by then."""

    code: str
    plan: str
    version: int
    title: str
    title_en: str
    subjects: tuple[str, ...]
    units: tuple[str, ...]
    since: datetime  # when it begins, by its plan
    until: datetime  # the end of its last day
    due: datetime
    remind_at: datetime | None = None
    guidance: str = ""
    points: tuple[str, ...] = ()
    article: str = ""
    unsure: bool = False  # the calendar of a year it counts in was not loaded


class RoundReminded(RoundEvent, frozen=True, kw_only=True):
    """排查提醒: these have not reported yet, and soon it is due."""

    units: tuple[str, ...]


class NothingReported(RoundEvent, frozen=True, kw_only=True):
    """零报告: the unit looked and found nothing; it costs nothing."""

    unit: str
    looked_at: tuple[str, ...] = ()


class FindingReported(RoundEvent, frozen=True, kw_only=True):
    """排查发现: what the unit found is the case of this number."""

    unit: str
    case: str
    number: str


class ReportWithdrawn(RoundEvent, frozen=True, kw_only=True):
    """撤回: a zero report, or with `number` a finding, does not count; the report is owed anew."""

    unit: str
    reason: str
    number: str = ""


class ReportMissed(RoundEvent, frozen=True, kw_only=True):
    """未报: the report of the unit was due and had not come."""

    unit: str


class RoundCalledOff(RoundEvent, frozen=True, kw_only=True):
    """取消排查: nobody owes a report of this round."""

    reason: str


PLAN_TOPICS: dict[str, type[PlanEvent]] = {
    "roundplan.shipped": PlansShipped,
    "roundplan.drafted": PlanDrafted,
    "roundplan.issued": PlanIssued,
    "roundplan.retired": PlanRetired,
    "roundplan.round-listed": RoundListed,
    "roundplan.round-settled": RoundSettled,
}
ROUND_TOPICS: dict[str, type[RoundEvent]] = {
    "round.opened": RoundOpened,
    "round.reminded": RoundReminded,
    "round.nothing-reported": NothingReported,
    "round.finding-reported": FindingReported,
    "round.report-withdrawn": ReportWithdrawn,
    "round.report-missed": ReportMissed,
    "round.called-off": RoundCalledOff,
}
TOPICS: dict[str, type[PlanEvent] | type[RoundEvent]] = {**PLAN_TOPICS, **ROUND_TOPICS}
