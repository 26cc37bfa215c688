"""A quarter's course as its events left it."""

from collections.abc import Collection
from datetime import datetime
from typing import Literal

from msgspec import Struct

from domain.assessment import result
from domain.assessment.course import events as e
from domain.assessment.model import Subject
from domain.case.events import Actor
from domain.units import CENTRE

Stage = Literal["", "computed", "review", "reviewed", "signed", "published"]


class Exclusion(Struct, frozen=True):
    """剔除: open until it is decided, `approved_in` by which event of the quarter."""

    id: int
    subject: Subject
    number: str
    of: str
    reason: str
    evidence: tuple[int, ...]
    by: Actor
    at: datetime
    objection: int = 0
    approved: bool | None = None
    approved_in: int = 0
    decided_by: Actor | None = None
    decided_at: datetime | None = None
    ruling: str = ""


class Objection(Struct, frozen=True):
    """申诉: open until it is ruled on or withdrawn; `excluded` are numbers of exclusions."""

    id: int
    asked: e.Objected
    state: Literal["open", "withdrawn", "upheld", "rejected"] = "open"
    ended_by: Actor | None = None
    ended_at: datetime | None = None
    ruling: str = ""
    excluded: tuple[int, ...] = ()


class Consequence(Struct, frozen=True):
    """结果运用, until it is revoked."""

    id: int
    recorded: e.ConsequenceRecorded
    revoked: e.ConsequenceRevoked | None = None


class Course(Struct, frozen=True):
    """考核流程 of one quarter; the last of `computed` is what is reviewed, signed, published."""

    ended: e.QuarterEnded | None = None
    computed: tuple[e.Computed, ...] = ()
    review: e.ReviewOpened | None = None
    reviewed: int = 0  # the position the result under review was counted as of
    exclusions: tuple[Exclusion, ...] = ()
    objections: tuple[Objection, ...] = ()
    signed: tuple[e.Signed, ...] = ()
    published: e.Published | None = None
    consequences: tuple[Consequence, ...] = ()
    version: int = 0

    @property
    def latest(self) -> e.Computed | None:
        """What it came to last."""
        return self.computed[-1] if self.computed else None

    @property
    def under_review(self) -> bool:
        """What was computed last is what the units looked at, but for what was excluded since."""
        return self.latest is not None and self.latest.seq == self.reviewed

    @property
    def open_exclusions(self) -> list[Exclusion]:
        """Those nobody decided yet."""
        return [one for one in self.exclusions if one.approved is None]

    @property
    def open_objections(self) -> list[Objection]:
        """Those that wait for a ruling."""
        return [one for one in self.objections if one.state == "open"]

    def stage(self, now: datetime) -> Stage:
        """How far it has got."""
        if self.published is not None:
            return "published"
        if self.signed:
            return "signed"
        if self.latest is None:
            return ""
        if self.review is None or not self.under_review:
            return "computed"
        return "review" if now < self.review.until else "reviewed"

    def counted_out(
        self, subject: Subject, numbers: Collection[int] | None = None
    ) -> list[result.Exclusion]:
        """What does not count for the units, or for the centre: all approved, or those named."""
        return [
            result.Exclusion(one.number, one.of, one.approved_in)
            for one in self.exclusions
            if one.approved and one.subject == subject
            if numbers is None or one.id in numbers
        ]


def subject_of(unit: str) -> Subject:
    """By which score a unit is judged."""
    return "centre" if unit == CENTRE else "units"
