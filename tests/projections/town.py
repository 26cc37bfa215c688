"""A town whose cases go every which way: random commands, as far as the rules let them through."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from application.desk import Act, Desk
from application.migrate import migrate
from application.settings import Settings
from application.units import dissolve_unit, found_unit, rename_unit
from application.written import Written
from domain.case.closing import Archive, Close, RecordAttempt, Reopen, RuleDissatisfaction, Visit
from domain.case.command import Command
from domain.case.correction import Correct
from domain.case.dispatch import (
    Arrive,
    Dispatch,
    EndHandling,
    GiveFeedback,
    ObjectToTransfer,
    Recall,
    Return,
    RuleReturn,
    SendFeedbackBack,
    SignFor,
)
from domain.case.events import Actor, Notice
from domain.case.handling import (
    AskExtension,
    Extend,
    IssueOpinion,
    Pause,
    RefuseExtension,
    Reply,
    Resume,
)
from domain.case.intake import (
    Accept,
    Decline,
    Receive,
    Screen,
    ServeNotice,
    SignOff,
    Withdraw,
)
from domain.case.mediation import (
    AddParty,
    EstablishFacts,
    FailMediation,
    HoldSession,
    NameMediator,
    ReachAgreement,
    RecordBreach,
    RecordConsent,
    RecordPerformance,
    TakeUp,
)
from domain.case.supervision import (
    AnswerDirective,
    AnswerUrge,
    Complain,
    Direct,
    Propose,
    RuleComplaint,
    Supervise,
    Urge,
)
from domain.case.timekeeping import KEEPER, KeepTime
from domain.case.words import (
    Channel,
    DispatchRole,
    Outcome,
    PetitionKind,
    Satisfaction,
    Track,
    Validity,
)
from domain.errors import DomainError
from domain.units.events import UnitFounded

MONDAY = datetime(2026, 3, 2, 1, tzinfo=UTC)
UNITS = {"police": "城关派出所", "clinic": "卫生院", "justice": "司法所", "post": "东街警务室"}
TITLES = ("东街夜间施工噪声扰民", "Loud works at night", "河口村宅基地边界纠纷", "井盖破损", "欠薪")
PLACES = ("城关镇东街", "河口村", "")
CATEGORIES = ("A01", "B02", "D03", "")
DESK = Actor("zhang", "centre", "operator")
LEADER = Actor("chen", "centre", "leader")
INSPECTOR = Actor("sun", "centre", "supervisor")

Make = Callable[[Random, datetime], Command]


class Ticking:
    """A clock that moves when it is told."""

    def __init__(self) -> None:
        self.now = MONDAY

    def __call__(self) -> datetime:
        return self.now


class Town:
    """A desk on a store of its own; `follow` is told of what was written."""

    def __init__(self, settings: Settings, seed: int = 1) -> None:
        self.clock = Ticking()
        self.chance = Random(seed)
        migrate(settings, self.clock)
        self.settings = settings
        self.desk = Desk(settings, self.clock)
        self.cases: list[str] = []
        for code, name in UNITS.items():
            found_unit(
                self.desk, UnitFounded(at=MONDAY, by="wu", code=code, name=name, level="town")
            )

    def follow(self, told: Callable[[Written | None], object]) -> None:
        self.desk.after_write = told

    def receive(self, title: str = "井盖破损", track: Track = Track.EMERGENCY, **more: Any) -> str:
        """A new case; its id."""
        command = Receive(number="", track=track, channel=Channel.PHONE, title=title, **more)
        case_id = self.desk.receive(command, Act(by=DESK)).case_id
        self.cases.append(case_id)
        return case_id

    def do(self, case_id: str, *commands: Command, by: Actor = DESK) -> None:
        """Commands that the rules must let through, a minute apart."""
        for command in commands:
            self.clock.now += timedelta(minutes=1)
            self.desk.execute(case_id, command, Act(by=by))

    def muddle(self, steps: int) -> None:
        """So many tries of anything at all."""
        for _ in range(steps):
            self.clock.now += timedelta(minutes=self.chance.choice((1, 5, 60, 3000)))
            try:
                self._try()
            except DomainError:
                continue

    def _try(self) -> None:
        choice = self.chance.random()
        if choice < 0.04 or not self.cases:
            self._receive_any()
        elif choice < 0.06:
            self._change_unit()
        elif choice < 0.1:
            case_id = self.chance.choice(self.cases[-5:])
            self.desk.execute(case_id, KeepTime(until=self.clock.now), Act(by=KEEPER))
        elif choice < 0.4:
            self._go_on(self.chance.choice(self.cases[-5:]))
        else:
            make = self.chance.choice(ANYTHING)
            by = self.chance.choice((DESK, DESK, LEADER, INSPECTOR))
            command = make(self.chance, self.clock.now)
            self.desk.execute(self.chance.choice(self.cases[-5:]), command, Act(by=by))

    def _go_on(self, case_id: str) -> None:
        """The step nearest the end that the rules let through."""
        outcome = _outcome(self.chance)
        for command in (
            Visit(solved=True, satisfied=Satisfaction.BASICALLY),
            Close(outcome=outcome),
            ReachAgreement(written=False, effective_at=self.clock.now, signed_by=(1, 2)),
            GiveFeedback(dispatch=len(self.desk.load(case_id).case.dispatches), outcome=outcome),
            HoldSession(parties=(1, 2)),
            Dispatch(unit=self.chance.choice(list(UNITS)), zone="town"),
            Accept(article="22", notice=NOTICE),
            Screen(category="A01", level="ordinary"),
        ):
            with suppress(DomainError):
                self.desk.execute(case_id, command, Act(by=DESK))
                return

    def _receive_any(self) -> None:
        chance = self.chance
        track = chance.choice(list(Track))
        kind = chance.choice(list(PetitionKind)) if track is Track.PETITION else None
        self.receive(
            chance.choice(TITLES),
            track,
            kind=kind,
            accused=("police",) if kind is PetitionKind.ACCUSATION else (),
            category=chance.choice(CATEGORIES),
            place=chance.choice(PLACES),
            reference=chance.choice(("", "F-0042", "西1997")),
        )

    def _change_unit(self) -> None:
        code = self.chance.choice(list(UNITS))
        if self.chance.random() < 0.9:
            rename_unit(self.desk, code, f"{UNITS[code]}{self.chance.randint(1, 99)}", "", "wu")
        else:
            dissolve_unit(self.desk, "post", "并入派出所", "wu")


def _n(chance: Random) -> int:
    return chance.choice((1, 1, 1, 2, 3))


def _outcome(chance: Random) -> Outcome:
    return chance.choice(list(Outcome))


NOTICE = Notice(how="当面送达", served_at=MONDAY)
ANYTHING: tuple[Make, ...] = (
    lambda c, _: Screen(category=c.choice(CATEGORIES), level="ordinary"),
    lambda c, _: Screen(validity=c.choice((Validity.VALID, Validity.INVALID))),
    lambda _, __: Screen(validity=Validity.DUPLICATE, duplicate_of="QS2026-00001"),
    lambda _, __: Screen(sign_off="duty_leader"),
    lambda c, _: SignOff(grade="duty_leader", approved=c.random() < 0.5, reason="查明"),
    lambda _, __: Accept(article="22", notice=NOTICE),
    lambda _, __: Decline(reason="不属于", article="22", notice=NOTICE),
    lambda _, __: ServeNotice(notice=NOTICE),
    lambda _, __: Withdraw(),
    *(
        lambda c, _: Dispatch(unit=c.choice(list(UNITS)), zone=c.choice(("", "town")))
        for _ in range(3)
    ),
    lambda c, _: Dispatch(unit=c.choice(list(UNITS)), role=DispatchRole.SUPPORT),
    lambda c, _: Recall(dispatch=_n(c), reason="改派"),
    lambda c, _: SignFor(dispatch=_n(c), person="wang"),
    lambda c, _: Return(dispatch=_n(c), reason="不属本单位"),
    lambda c, _: RuleReturn(dispatch=_n(c), upheld=c.random() < 0.5, reason="查明"),
    lambda c, _: Arrive(dispatch=_n(c), people=2),
    lambda c, _: EndHandling(dispatch=_n(c), result=_outcome(c)),
    *(lambda c, _: GiveFeedback(dispatch=_n(c), outcome=_outcome(c)) for _ in range(3)),
    lambda c, _: SendFeedbackBack(dispatch=_n(c), reason="不详"),
    lambda c, _: ObjectToTransfer(dispatch=_n(c), reason="不属本单位"),
    lambda _, __: Pause(reason="reporter", approver="chen"),
    lambda c, _: AskExtension(kind=c.choice(("close", "reply")), days=5, reason="复杂"),
    lambda c, _: RefuseExtension(kind=c.choice(("close", "reply")), reason="不复杂"),
    lambda _, __: Resume(),
    lambda c, _: Extend(kind=c.choice(("close", "opinion")), days=5, reason="复杂", told=True),
    lambda c, _: IssueOpinion(outcome=_outcome(c), how="邮寄"),
    lambda _, __: Reply(how="电话"),
    lambda _, now: Direct(leader="chen", holder="police", due=now + timedelta(days=3)),
    lambda c, _: Urge(unit="police", reason="超时", kind=c.choice(("feedback", "arrive")), ref=1),
    lambda c, _: AnswerUrge(urge=_n(c)),
    lambda c, _: AnswerDirective(directive=_n(c)),
    lambda c, _: Complain(unit=c.choice(list(UNITS))),
    lambda c, _: RuleComplaint(complaint=_n(c), upheld=c.random() < 0.5, reason="查明"),
    lambda _, now: Supervise(unit="police", reason="久拖", due=now + timedelta(days=9)),
    lambda _, now: Propose(unit="clinic", due=now + timedelta(days=9)),
    lambda _, __: TakeUp(unit="justice"),
    lambda _, __: AddParty(),
    lambda c, _: RecordConsent(party=_n(c)),
    lambda _, __: NameMediator(mediator="ma", unit="justice"),
    lambda _, __: EstablishFacts(),
    lambda _, __: HoldSession(parties=(1, 2)),
    lambda _, now: ReachAgreement(written=True, effective_at=now, signed_by=(1, 2)),
    lambda _, __: RecordPerformance(complete=True),
    lambda _, __: RecordBreach(party=1),
    lambda _, __: FailMediation(routes=("court",)),
    *(lambda c, _: Close(outcome=_outcome(c)) for _ in range(3)),
    lambda _, __: RecordAttempt(),
    lambda c, _: Visit(solved=c.random() < 0.6, satisfied=c.choice(list(Satisfaction))),
    lambda c, _: RuleDissatisfaction(reopen=c.random() < 0.5, reason="查明"),
    lambda _, __: Reopen(reason="漏办"),
    lambda _, __: Archive(),
    lambda c, _: Correct(
        event=1,
        field=c.choice(("title", "place", "category")),
        value='"改正后的内容"',
        reason="笔误",
        approver="chen",
    ),
    lambda _, __: Correct(
        event=1, field="at", value='"2026-03-01T00:00:00Z"', reason="笔误", approver="chen"
    ),
)
