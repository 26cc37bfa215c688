"""What the form of a report upward says before anybody typed: the report owed next, and to whom."""

from collections.abc import Iterator

from domain.case.state import Case
from domain.case.words import ReportKind
from domain.plans.model import REPORT_CLOCKS, Plan, Report
from web.desk.standing import Standing
from web.service import service


def before(name: str, standing: Standing) -> str:
    """The kind of the report, or the office it goes to as the plan in force names it."""
    case = standing.case
    plan = service().desk.plans.get(case.activated) if case.activated else None
    owed = None if plan is None else next(_owed(plan, case), None)
    if owed is None:
        return ""
    return {"kind": owed.kind, "to": owed.to}.get(name, "")


def _owed(plan: Plan, case: Case) -> Iterator[Report]:
    """Those whose time runs, what is due first before the rest; else the first not made yet."""
    clocks: dict[str, str] = {REPORT_CLOCKS[one.value]: one.value for one in ReportKind}
    running = [one for one in case.obligations if one.running and one.kind in clocks]
    for due in sorted(running, key=lambda one: one.due):
        asked = plan.report(clocks[due.kind])
        if asked is not None:
            yield asked
    yield from (one for one in plan.reports if one.kind not in case.reported)
