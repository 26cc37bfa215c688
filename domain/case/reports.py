"""When reports upward are due: by the plan in force, else by the case's rule set."""

from collections.abc import Sequence

from domain.case.command import Context
from domain.case.events import Fact, PlanActivated, ReportedUpward
from domain.case.state import Case
from domain.case.words import ReportKind
from domain.plans.model import REPORT_CLOCKS, Plan
from domain.plans.model import ReportKind as PlanReport
from domain.rules.clocks import Clock, clock_under
from domain.units import CENTRE

Clocks = tuple[Clock, ...]


def plan_clock(
    case: Case, plan: Plan, kind: str, ctx: Context, holder: str = CENTRE, ref: int = 0
) -> Clocks:
    """The plan's own limit of that kind from `at` on; where it has none, the rule set's."""
    rule = plan.limit(kind)
    if rule is None:
        return ctx.clocks(case, kind, holder=holder, ref=ref)
    return (clock_under(rule, ctx.rules, ctx.calendar, ctx.at, holder=holder, ref=ref),)


def report_clock(case: Case, plan: Plan, kind: PlanReport, ctx: Context) -> Clocks:
    """Until when a report the plan asks for has to be made."""
    return plan_clock(case, plan, REPORT_CLOCKS[kind], ctx) if plan.report(kind) else ()


def further_clock(case: Case, kind: ReportKind, ctx: Context) -> Clocks:
    """The first and each further report start the time to the next, while the plan is in force."""
    plan = ctx.plans.get(case.activated) if case.activated else None
    if plan is None or kind not in (ReportKind.FIRST, ReportKind.FURTHER):
        return ()
    return report_clock(case, plan, "further", ctx)


def lifted_clocks(case: Case, ctx: Context) -> Clocks:
    """What is still to be reported once the plan is lifted."""
    plan = ctx.plans.get(case.activated)
    if plan is None:
        return ()
    made = _reported(ctx.history)
    return tuple(
        clock
        for kind in ("final", "concluding")
        if kind not in made and case.running(REPORT_CLOCKS[kind]) is None
        for clock in report_clock(case, plan, kind, ctx)
    )


def _reported(history: Sequence[Fact]) -> set[str]:
    """Which reports were made since the plan was put into force."""
    made: set[str] = set()
    for event in history:
        if isinstance(event, PlanActivated):
            made = set()
        elif isinstance(event, ReportedUpward):
            made.add(event.kind.value)
    return made
