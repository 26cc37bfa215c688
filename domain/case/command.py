"""What a command brings to a decision: what is asked, who asks, when, under which rules."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol, TypedDict, TypeVar

from msgspec import Struct

from domain import errors
from domain.case.events import Actor, Fact
from domain.case.state import Case
from domain.case.words import Role
from domain.plans.shelf import NoPlans, Shelf
from domain.retention.view import NO_RETENTION, Retaining
from domain.rules.calendar import Calendar
from domain.rules.clocks import Clock, start_clock
from domain.rules.model import RuleSet
from domain.rules.tasks import forbidden_task
from domain.units import CENTRE, Unit

TIMEKEEPER = "timekeeper"
NO_PLANS = NoPlans()


class Quarters(Protocol):
    """Which quarters are published."""

    def published(self, at: datetime) -> datetime | None:
        """When the quarter of that moment was published; None: it is not."""


class NoQuarters:
    """None is."""

    def published(self, at: datetime) -> None:
        """Nothing was."""


NO_QUARTERS = NoQuarters()


class Command(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something a person asks of a case, in the imperative; its fields are what a form asks."""


class Stamp(TypedDict):
    """The fields every event has."""

    at: datetime
    by: Actor
    late: str
    source: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Context:
    """Who acts, when it happened (`at`), the service's clock (`now`), and the rules in force."""

    by: Actor
    at: datetime
    now: datetime
    rules: RuleSet
    calendar: Calendar
    units: Mapping[str, Unit]
    late: str = ""
    source: str = ""
    history: Sequence[Fact] = ()
    plans: Shelf = NO_PLANS
    quarters: Quarters = NO_QUARTERS
    retention: Retaining = NO_RETENTION

    def stamp(self) -> Stamp:
        """What goes into every event of this decision."""
        return {"at": self.at, "by": self.by, "late": self.late, "source": self.source}

    def clocks(
        self,
        case: Case,
        *kinds: str,
        holder: str = CENTRE,
        ref: int = 0,
        grade: str = "",
        zone: str = "",
    ) -> tuple[Clock, ...]:
        """The clocks of these kinds that the case's rule set starts at `at`."""
        started = (
            start_clock(
                self.rules,
                self.calendar,
                kind,
                self.at,
                holder=holder,
                track=case.track.value,
                ref=ref,
                grade=grade or case.grade,
                zone=zone,
            )
            for kind in kinds
        )
        return tuple(clock for clock in started if clock is not None)


Decision = list[Fact]
C = TypeVar("C", bound=Command)
Decide = Callable[[Case, C, Context], Decision]

DECISIONS: dict[type[Command], Callable[[Case, Any, Context], Decision]] = {}


def decides(kind: type[C]) -> Callable[[Decide[C]], Decide[C]]:
    """Register the decision for a command."""

    def register(decide: Decide[C]) -> Decide[C]:
        DECISIONS[kind] = decide
        return decide

    return register


# --- guards every stage uses ---


def timely(ctx: Context) -> None:
    """`at` is not in the future, and late entry has its reason and, very late, its supervisor.

    Nobody dates anything back beyond the rule set's limit, and no device does; a record that is
    brought in says by itself that it is older than the log.
    """
    if ctx.at > ctx.now:
        raise errors.OccurredInFuture(at=ctx.at, now=ctx.now)
    if ctx.source == "import":
        return
    lag = ctx.now - ctx.at
    entry = ctx.rules.entry
    if entry.refused_after_days and lag > timedelta(days=entry.refused_after_days):
        raise errors.OccurredTooLongAgo(at=ctx.at, days=entry.refused_after_days)
    if ctx.source != "device":
        _entered_late(ctx, lag)


def _entered_late(ctx: Context, lag: timedelta) -> None:
    entry = ctx.rules.entry
    if lag > timedelta(minutes=entry.reason_after_minutes) and not ctx.late:
        raise errors.LateEntryNeedsReason(minutes=entry.reason_after_minutes)
    if lag > timedelta(minutes=entry.supervisor_after_minutes) and ctx.by.role != Role.SUPERVISOR:
        raise errors.LateEntryNeedsSupervisor(minutes=entry.supervisor_after_minutes)


def require_role(ctx: Context, *roles: Role) -> None:
    """The actor holds one of the roles; imports act as the record says."""
    if ctx.source == "import" or ctx.by.role in roles:
        return
    raise errors.NotYourRole(role=ctx.by.role, needed=", ".join(role.value for role in roles))


def require_reason(reason: str) -> None:
    """A reason is given."""
    if not reason.strip():
        raise errors.ReasonMissing


def require_lawful(*texts: str) -> None:
    """Free rule text asks for nothing against the people who come here."""
    word = forbidden_task(*texts)
    if word:
        raise errors.ForbiddenTask(word=word)


def require_open(case: Case) -> None:
    """Work goes on: the case is there, not ended, not closed."""
    require_known(case)
    if case.ended_as:
        raise errors.CaseEnded(number=case.number, how=case.ended_as)
    if case.closed:
        raise errors.CaseClosed(number=case.number)


def require_known(case: Case) -> None:
    """The case was received."""
    if not case.version:
        raise errors.CaseUnknown(case=case.id)


def require_closed(case: Case) -> None:
    """The case is closed."""
    require_known(case)
    if not case.closed:
        raise errors.CaseNotClosed(number=case.number)


def not_before(ctx: Context, earlier: datetime | None, what: str) -> None:
    """`at` does not lie before what it depends on."""
    if earlier is not None and ctx.at < earlier:
        raise errors.OccurredBefore(at=ctx.at, earliest=earlier, what=what)


def require_unit(ctx: Context, code: str) -> Unit:
    """The unit exists and works."""
    unit = ctx.units.get(code)
    if unit is None or unit.dissolved:
        raise errors.UnitUnknown(unit=code)
    return unit


def require_other(ctx: Context, approver: str) -> None:
    """An approver is named and is not the actor."""
    if not approver.strip() or approver == ctx.by.user:
        raise errors.ApproverNeeded(approver=approver)


def acts_for(ctx: Context, unit: str) -> None:
    """The actor acts for that unit, or for the centre, which logs what units report."""
    if ctx.by.unit not in (unit, CENTRE) and ctx.by.role != Role.SUPERVISOR:
        raise errors.NotYourUnit(unit=unit, own=ctx.by.unit)


def is_accused(case: Case, code: str, ctx: Context) -> bool:
    """The unit, or one above or below it, is accused in this case."""
    if not case.accused:
        return False
    return any(
        accused in lineage(ctx, code) or code in lineage(ctx, accused) for accused in case.accused
    )


def lineage(ctx: Context, code: str) -> list[str]:
    """A unit's code and those above it, the centre left out: everybody stands below the centre."""
    line: list[str] = []
    while code and code not in line:
        line.append(code)
        unit = ctx.units.get(code)
        code = unit.parent if unit is not None and unit.parent != CENTRE else ""
    return line
