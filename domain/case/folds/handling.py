"""What the facts of this stage change: see `domain.case.events.handling`."""

from domain.case import events as e
from domain.case.folds.steps import on
from domain.case.state import Case
from domain.case.words import ReportKind, ReviewStage
from domain.rules.clocks import Clock

REPORT_CLOCKS = {
    ReportKind.FIRST: "report_first",
    ReportKind.FURTHER: "report_further",
    ReportKind.FINAL: "report_final",
    ReportKind.CONCLUDING: "after_action",
}


@on(e.HandlerAppointed)
def _handler_appointed(case: Case, event: e.HandlerAppointed) -> None:
    case.appointed, case.appointed_unit = event.person, event.unit
    case.handlers.update((event.person, event.leader))
    case.handling_units.add(event.unit)
    case.start(event.clocks, event.at)


@on(e.HandlerChanged)
def _handler_changed(case: Case, event: e.HandlerChanged) -> None:
    case.appointed, case.appointed_unit = event.person, event.unit
    case.handlers.add(event.person)
    case.handling_units.add(event.unit)
    clock = case.running("handle")
    if clock is not None:
        clock.holder = event.unit


@on(e.Transferred)
def _transferred(case: Case, event: e.Transferred) -> None:
    case.at_level = event.to_level


@on(e.ReportedUpward)
def _reported_upward(case: Case, event: e.ReportedUpward) -> None:
    case.reported.add(event.kind.value)
    clock = REPORT_CLOCKS.get(event.kind)
    if clock is not None:
        case.meet(clock, event.at)
    if event.kind is ReportKind.FINAL:
        case.drop("report_further", event.at, "final_report")
    case.start(event.clocks, event.at)


@on(e.PlanChosen)
def _plan_chosen(case: Case, event: e.PlanChosen) -> None:
    case.plan = event.plan
    _asked_to_sign(case, event, event.sign_off)


def _asked_to_sign(case: Case, event: e.Fact, sign_off: str) -> None:
    """A graver signature than the one asked for waits from now on."""
    if sign_off and sign_off != case.sign_off:
        case.since["sign_off"] = event.at
    case.sign_off = sign_off or case.sign_off


@on(e.PlanActivated)
def _plan_activated(case: Case, event: e.PlanActivated) -> None:
    case.activated = event.plan
    _asked_to_sign(case, event, event.sign_off)
    case.checklist = len(event.checklist)
    case.ticked = set()
    case.start(event.clocks, event.at)


@on(e.PlanLifted)
def _plan_lifted(case: Case, event: e.PlanLifted) -> None:
    case.activated = ""
    case.drop("report_further", event.at, "lifted")
    case.start(event.clocks, event.at)


@on(e.RepresentativesNamed)
def _representatives_named(case: Case, event: e.RepresentativesNamed) -> None:
    case.representatives = event.count


@on(e.ChecklistTicked)
def _checklist_ticked(case: Case, event: e.ChecklistTicked) -> None:
    case.ticked.add(event.item)


@on(e.Paused)
def _paused(case: Case, event: e.Paused) -> None:
    case.paused_at, case.pause_reason = event.at, event.reason


@on(e.Resumed)
def _resumed(case: Case, event: e.Resumed) -> None:
    case.paused_at, case.pause_reason = None, ""
    case.start(event.clocks, event.at)


@on(e.ExtensionAsked)
def _extension_asked(case: Case, event: e.ExtensionAsked) -> None:
    case.asked[f"{event.kind}.{event.ref}"] = event.days
    case.since[f"extension.{event.kind}.{event.ref}"] = event.at


@on(e.Extended)
def _extended(case: Case, event: e.Extended) -> None:
    key = f"{event.kind}.{event.ref}"
    case.asked.pop(key, None)
    if not event.approver or (event.notice_owed and not event.told):
        case.prove(event)
    obligation = case.running(event.kind, event.ref)
    if obligation is None:
        return
    case.extended_days[key] = case.extended_days.get(key, 0) + event.days
    case.extensions[key] = case.extensions.get(key, 0) + 1
    obligation.due = event.due
    obligation.overdue = 0


@on(e.ExtensionRefused)
def _extension_refused(case: Case, event: e.ExtensionRefused) -> None:
    case.asked.pop(f"{event.kind}.{event.ref}", None)


@on(e.OpinionIssued)
def _opinion_issued(case: Case, event: e.OpinionIssued) -> None:
    case.opinion_at, case.opinion = event.at, (case.version, event.by.unit)
    if ReviewStage.REREVIEW.value not in case.reviewed:
        case.reviewed = []  # a new opinion can be reviewed anew; after a re-review none can
    case.handlers.add(event.by.user)
    _answered(case, event, event.windows)
    case.meet("opinion", event.at)


@on(e.ReplyServed)
def _reply_served(case: Case, event: e.ReplyServed) -> None:
    case.handlers.add(event.by.user)
    _answered(case, event, event.windows)


def _answered(case: Case, event: e.Fact, windows: tuple[Clock, ...]) -> None:
    case.replied_at = event.at
    case.meet("reply", event.at)
    for window in windows:
        case.windows[window.kind] = window.due
