"""Which steps a person can take on a case now: those the decisions themselves would allow.

Each command is tried on the case with a plausible example; nothing is kept of what it decides.
So pages can offer exactly what the rules allow, and no second list of rules can disagree.
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from itertools import pairwise
from typing import NamedTuple

import msgspec

from domain.case import (
    closing,
    contesting,
    correction,
    dispatch,
    finding,
    handling,
    intake,
    links,
    mediation,
    planning,
    record,
    supervision,
)
from domain.case.command import Command, Context
from domain.case.decide import decide
from domain.case.events import Barred, Notice
from domain.case.failings import Found, found
from domain.case.state import Case
from domain.case.words import (
    OUTCOMES,
    DispatchRole,
    Outcome,
    ReportKind,
    ReviewStage,
    Satisfaction,
    Validity,
)
from domain.errors import DomainError
from domain.sealed import Sealed
from domain.units import CENTRE

Example = Callable[[Case, Context], Iterator[Command]]

_ANY = "…"
_NUMBERED = (
    *("dispatch", "directive", "urge", "supervision", "proposal"),
    *("complaint", "link", "contest"),
)
_SEALED = Sealed(_ANY, b"")


class Step(NamedTuple):
    """A step that is possible now. `ref`: the dispatch, directive, … it is about; 0: the case."""

    command: type[Command]
    ref: int = 0


def possible(case: Case, ctx: Context) -> list[Step]:
    """The steps the actor may take on the case, in the order of its life."""
    steps: dict[Step, None] = {}
    for examples in _EXAMPLES:
        for example in examples(case, ctx):
            if _allowed(case, example, ctx):
                steps[Step(type(example), _ref(example))] = None
    return list(steps)


def refusal(case: Case, kind: type[Command], ctx: Context) -> DomainError | None:
    """Why the actor can't take this step now; None when they can."""
    found: DomainError | None = None
    for example in (one for examples in _EXAMPLES for one in examples(case, ctx)):
        if isinstance(example, kind):
            try:
                decide(case, example, ctx)
            except DomainError as problem:
                found = problem
            else:
                return None
    return found


def _allowed(case: Case, example: Command, ctx: Context) -> bool:
    try:
        events = decide(case, example, ctx)
    except DomainError:
        return False
    return bool(events) and not isinstance(events[0], Barred)


def _ref(example: Command) -> int:
    for name in _NUMBERED:
        number = getattr(example, name, None)
        if isinstance(number, int):
            return number
    return 0


def _intake(case: Case, ctx: Context) -> Iterator[Command]:
    served = Notice(how=_ANY, served_at=ctx.at)
    yield intake.Screen(validity=Validity.VALID, plan_override=_ANY)
    yield intake.Accept()
    yield intake.Decline(reason=_ANY, article=_ANY, notice=served)
    yield intake.Redirect(to=_ANY, reason=_ANY, leader=_ANY, notice=served)
    if case.running("notice") is not None:
        yield intake.ServeNotice(notice=served)
    if case.sign_off and case.signed_off != case.sign_off:
        yield intake.SignOff(grade=case.sign_off)
    yield intake.Withdraw()


def _dispatches(case: Case, ctx: Context) -> Iterator[Command]:
    role = DispatchRole.SUPPORT if case.lead is not None else DispatchRole.LEAD
    yield dispatch.Dispatch(unit=_free_unit(case, ctx), role=role)
    outcome = next(iter(OUTCOMES[case.track]))
    for one in case.dispatches:
        number = one.number
        yield dispatch.SignFor(dispatch=number)
        yield dispatch.Arrive(dispatch=number)
        yield dispatch.ReportSituation(dispatch=number)
        yield dispatch.EndHandling(dispatch=number, result=outcome)
        yield dispatch.GiveFeedback(dispatch=number, outcome=outcome)
        yield dispatch.Return(dispatch=number, reason=_ANY)
        yield dispatch.ObjectToTransfer(dispatch=number, reason=_ANY)
        yield dispatch.RuleReturn(dispatch=number, upheld=True, reason=_ANY)
        yield dispatch.DoFollowUp(dispatch=number)
        yield dispatch.SendFeedbackBack(dispatch=number, reason=_ANY)
        yield dispatch.Recall(dispatch=number, reason=_ANY)
        yield links.IssueLink(dispatch=number, ends=ctx.now + timedelta(days=1))
    yield from (links.RevokeLink(link=number) for number in case.links)


def _free_unit(case: Case, ctx: Context) -> str:
    """A unit that could be dispatched: whether there is a better one, the form's list shows."""
    taken = {one.unit for one in case.dispatches if one.live} | set(case.accused)
    return next((code for code in (CENTRE, *ctx.units) if code not in taken), CENTRE)


def _handling(case: Case, ctx: Context) -> Iterator[Command]:
    later = ctx.at + timedelta(days=1)
    if not case.appointed:
        yield handling.AppointHandler(leader=_ANY, unit=CENTRE, person=_ANY, due=later)
    else:
        yield handling.ChangeHandler(unit=CENTRE, person=_ANY, reason=_ANY)
    yield from _plans(case, ctx)
    yield from _transfers(case, ctx)
    yield from _pauses(case, ctx)
    yield from _extensions(case)
    outcome = next(iter(OUTCOMES[case.track]))
    yield handling.IssueOpinion(outcome=outcome, how=_ANY)
    yield handling.Reply(how=_ANY)


def _plans(case: Case, ctx: Context) -> Iterator[Command]:
    plans = ctx.plans.active() if not case.activated else ()
    yield from (planning.ChoosePlan(plan=one.ref, plan_override=_ANY) for one in plans[:2])
    for one in plans[:1]:
        yield planning.ActivatePlan(
            plan=one.ref, scale=_ANY, commander=_ANY, units=(), left_out=_ANY
        )
    for item in range(1, case.checklist + 1):
        yield planning.TickItem(item=item)
    yield planning.LiftPlan(person=_ANY, reason=_ANY)
    yield planning.ReportUpward(kind=ReportKind.FURTHER, to=_ANY)
    if case.people > 1:
        yield planning.NameRepresentatives(count=1)


def _transfers(case: Case, ctx: Context) -> Iterator[Command]:
    levels = [level.code for level in ctx.rules.levels]
    for lower, upper in pairwise(levels):
        if not case.at_level or case.at_level == lower:
            yield handling.Transfer(from_level=lower, to_level=upper, to=_ANY)


def _pauses(case: Case, ctx: Context) -> Iterator[Command]:
    for rule in ctx.rules.pauses:
        if rule.track == case.track and rule.reason != "hearing":
            yield handling.Pause(reason=rule.reason, approver=_ANY)
    yield handling.Resume()


def _extensions(case: Case) -> Iterator[Command]:
    for one in case.obligations:
        if one.running:
            kind, ref = one.kind, one.ref
            yield handling.AskExtension(kind=kind, ref=ref, days=1, reason=_ANY)
            yield handling.Extend(kind=kind, ref=ref, days=1, reason=_ANY, told=True)
            yield handling.RefuseExtension(kind=kind, ref=ref, reason=_ANY)


def _supervision(case: Case, ctx: Context) -> Iterator[Command]:
    later = ctx.at + timedelta(days=1)
    yield supervision.Urge(unit=CENTRE, reason=_ANY)
    yield from (supervision.AnswerUrge(urge=n) for n, done in case.urges.items() if not done)
    yield supervision.Supervise(unit=CENTRE, reason=_ANY, due=later)
    for number in case.supervisions:
        yield supervision.EndSupervision(supervision=number, result=_ANY)
    yield supervision.Direct(leader=_ANY, holder=CENTRE)
    for number in case.directives:
        yield supervision.AnswerDirective(directive=number)
    yield supervision.Propose(unit=CENTRE, due=later)
    for number in case.proposals:
        yield supervision.AnswerProposal(proposal=number, adopted=True)
    yield supervision.Complain(unit=CENTRE)
    for number in case.complaints:
        yield supervision.RuleComplaint(complaint=number, upheld=True, reason=_ANY)
    for stage in ReviewStage:
        yield supervision.RequestReview(stage=stage)
        yield supervision.DecideReview(stage=stage, upheld=True)
    yield supervision.OpenHearing()
    yield supervision.EndHearing()


def _mediation(case: Case, ctx: Context) -> Iterator[Command]:
    yield mediation.TakeUp(unit=CENTRE)
    if case.mediation is None:
        return
    parties = tuple(sorted(case.parties))
    yield mediation.AddParty()
    yield from (mediation.RecordConsent(party=party) for party in parties)
    yield mediation.NameMediator(mediator=_ANY, unit=CENTRE)
    yield mediation.EstablishFacts()
    yield mediation.HoldSession(parties=parties)
    yield mediation.ReachAgreement(written=True, effective_at=ctx.at, signed_by=parties)
    yield from (mediation.ChallengeMediator(party=party) for party in parties)
    yield mediation.RuleChallenge(upheld=True, reason=_ANY)
    yield from (mediation.WithdrawConsent(party=party) for party in parties)
    yield mediation.FailMediation(routes=(_ANY,))
    yield mediation.RecordPerformance(complete=True)
    yield from (mediation.RecordBreach(party=party) for party in parties)
    yield mediation.RequestConfirmation()
    yield mediation.DecideConfirmation(confirmed=True)


def _closing(case: Case, _: Context) -> Iterator[Command]:
    stated = closing.Close(
        outcome=Outcome.HANDLED, responsibility=_ANY, measures=_SEALED, result=_SEALED
    )
    for outcome in OUTCOMES[case.track]:
        yield msgspec.structs.replace(stated, outcome=outcome)
    yield closing.Visit(solved=True, satisfied=Satisfaction.SATISFIED)
    yield closing.RecordAttempt()
    yield closing.RuleDissatisfaction(reopen=False, reason=_ANY)
    yield closing.Archive()
    yield closing.Reopen(reason=_ANY)


def _failings(case: Case, ctx: Context) -> Iterator[Command]:
    if ctx.history:
        earlier = case.received_at - timedelta(days=1)
        units = (one for one in (CENTRE, case.received_by) if one not in case.unregistered)
        yield finding.FindUnregistered(unit=next(units, CENTRE), since=earlier, reason=_ANY)
        version = next((n for n in range(1, case.version + 1) if n not in case.false_entries), 1)
        yield finding.FindFalse(record=version, reason=_ANY)
    yield from (contested(one) for one in found(case) if not one.state)
    for number, contest in case.contests.items():
        if contest.state == "contested":
            yield contesting.WithdrawContest(contest=number)
            yield contesting.RuleFailing(contest=number, struck=True, reason=_ANY)


def contested(one: Found) -> contesting.ContestFailing:
    """The command that contests a failing, with its reason still to be given."""
    return contesting.ContestFailing(
        failing=one.kind, proof=one.proof, reason=_ANY, about=one.about
    )


def _record(case: Case, ctx: Context) -> Iterator[Command]:
    yield record.Note(label=_ANY)
    yield record.Attach(sha256=_ANY, size=0, media_type=_ANY)
    if case.version and ctx.history:
        title = msgspec.json.encode(f"{case.title}{_ANY}").decode()
        yield correction.Correct(event=1, field="title", value=title, reason=_ANY, approver=_ANY)


_EXAMPLES: tuple[Example, ...] = (
    _intake,
    _dispatches,
    _mediation,
    _handling,
    _closing,
    _supervision,
    _failings,
    _record,
)
