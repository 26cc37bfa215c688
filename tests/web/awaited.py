"""One matter for each thing that waits for a head, told by commands on any service."""

from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Final

from application.desk import Act, Desk
from application.numbers import new_case_id
from domain.case.closing import Close, Visit
from domain.case.command import Command
from domain.case.contesting import ContestFailing
from domain.case.dispatch import Dispatch, EndHandling, GiveFeedback, ObjectToTransfer, Return
from domain.case.events import Actor, Notice
from domain.case.finding import FindUnregistered
from domain.case.handling import AskExtension, IssueOpinion
from domain.case.intake import Accept, Receive, Screen
from domain.case.supervision import Complain, Direct, RequestReview, Urge
from domain.case.timekeeping import KEEPER, KeepTime
from domain.case.words import (
    Channel,
    Failing,
    Outcome,
    PetitionKind,
    ReviewStage,
    Satisfaction,
    Track,
)

OPERATOR: Final = Actor("zhang", "centre", "operator")
INSPECTOR: Final = Actor("chen", "centre", "supervisor")
CALLER = Actor("sun", "centre", "supervisor")

Steps = list[tuple[Actor, Command]]


class Awaited:
    """Tells the matters; `unit` and `other` are codes of units."""

    def __init__(self, desk: Desk, unit: str, other: str) -> None:
        self._desk, self._unit, self._other = desk, unit, other
        self._staff = Actor("wang", unit, "responder")

    def all(self) -> dict[str, str]:
        """The number of the matter by what of it waits."""
        tell: Mapping[str, Callable[[], str]] = {
            "sign_off": self.sign_off,
            "return": self.second_return,
            "objection": self.objection,
            "extension": self.extension,
            "review": self.review,
            "directive": self.directive,
            "urge": self.urge,
            "raised": self.raised,
            "dissatisfaction": self.dissatisfaction,
            "complaint": self.complaint,
            "contest": self.contest,
        }
        return {kind: how() for kind, how in tell.items()}

    def sign_off(self) -> str:
        return self._told("夜市油烟扰民", Track.HOTLINE, (OPERATOR, Screen(sign_off="duty_leader")))

    def second_return(self) -> str:
        other = Actor("zhao", self._other, "responder")
        return self._told(
            "河道边堆放建筑垃圾",
            Track.HOTLINE,
            (OPERATOR, Screen()),
            (OPERATOR, Dispatch(unit=self._other)),
            (other, Return(dispatch=1, reason="不属本单位职责")),
            (OPERATOR, Dispatch(unit=self._unit)),
            (self._staff, Return(dispatch=2, reason="属水务部门")),
        )

    def objection(self) -> str:
        objects = ObjectToTransfer(dispatch=1, reason="应由上级部门办理")
        return self._told(
            "宅基地审批拖延",
            Track.PETITION,
            (OPERATOR, Dispatch(unit=self._unit)),
            (self._staff, objects),
        )

    def extension(self) -> str:
        ask = AskExtension(kind="opinion", days=10, reason="需现场测绘")
        return self._accepted("征地补偿标准有异议", (self._staff, ask))

    def review(self) -> str:
        opinion = IssueOpinion(outcome=Outcome.EXPLAINED, how="当面送达")
        request = RequestReview(stage=ReviewStage.REVIEW)
        return self._accepted("低保资格核定有异议", (OPERATOR, opinion), (OPERATOR, request))

    def _accepted(self, title: str, *steps: tuple[Actor, Command]) -> str:
        notice = Notice(how="当面送达", served_at=self._desk.clock())
        sent = (OPERATOR, Dispatch(unit=self._unit))
        return self._told(title, Track.PETITION, sent, (OPERATOR, Accept(notice=notice)), *steps)

    def directive(self) -> str:
        due = self._desk.clock() + timedelta(days=1)
        given = Direct(leader="刘镇长", holder=self._unit, due=due)
        return self._emergency("山体滑坡阻断村道", (OPERATOR, given))

    def urge(self) -> str:
        return self._emergency(
            "桥面护栏损坏", (OPERATOR, Urge(unit=self._unit, reason="超期未到场"))
        )

    def dissatisfaction(self) -> str:
        done = Outcome.HANDLED
        unhappy = Visit(solved=True, satisfied=Satisfaction.NOT)
        return self._emergency(
            "井盖缺失",
            (self._staff, EndHandling(dispatch=1, result=done)),
            (self._staff, GiveFeedback(dispatch=1, outcome=done)),
            (OPERATOR, Close(outcome=done)),
            (CALLER, unhappy),  # who took the answer does not rule on it
        )

    def complaint(self) -> str:
        return self._emergency("路灯不亮", (OPERATOR, Complain(unit=self._unit)))

    def contest(self) -> str:
        """The unit had the matter before, it is said, and says it had not."""
        since = self._desk.clock() - timedelta(days=3)
        found = FindUnregistered(unit=self._unit, since=since, reason="群众称已到过该所")
        said = ContestFailing(
            failing=Failing.FOUND_UNREGISTERED, proof=(1, 3), reason="当日无人来访"
        )
        return self._emergency("占道经营", (OPERATOR, found), (self._staff, said))

    def raised(self) -> str:
        """Sent out days ago, kept by a device until now; nobody signed for it."""
        now = self._desk.clock()
        then = Act(by=OPERATOR, at=now - timedelta(days=6), source="device")
        receipt = Receive(
            number="",
            track=Track.HOTLINE,
            channel=Channel.PHONE,
            title="下水道堵塞",
            grade="complex",
        )
        received = self._desk.receive(receipt, then)
        for step in (Screen(), Dispatch(unit=self._unit)):
            self._desk.execute(received.case_id, step, then)
        self._desk.execute(received.case_id, KeepTime(until=now), Act(by=KEEPER))
        return received.number

    def _emergency(self, title: str, *steps: tuple[Actor, Command]) -> str:
        sent = (OPERATOR, Dispatch(unit=self._unit, zone="seat"))
        return self._told(title, Track.EMERGENCY, sent, *steps)

    def _told(self, title: str, track: Track, *steps: tuple[Actor, Command]) -> str:
        case_id = new_case_id()
        kind = PetitionKind.CLAIM if track is Track.PETITION else None
        receipt = Receive(number="", track=track, channel=Channel.PHONE, title=title, kind=kind)
        number = self._desk.receive(receipt, Act(by=OPERATOR), case_id).number
        for by, step in steps:
            self._desk.execute(case_id, step, Act(by=by))
        return number
