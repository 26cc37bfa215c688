"""删除与保全: who asked that personal data be erased, who decided, and what must not be erased."""

from domain.case.events.base import Fact


class ErasureAsked(Fact, frozen=True, kw_only=True):
    """提出删除: somebody asks that one person's data, or all of the case, be erased.

    `basis` is the code of a legal basis, `rules` the version of the retention rules it stands in.
    """

    person: str  # "reporter", "matter", "party-1" …; "all": everybody's
    basis: str
    reason: str
    identity: str = ""  # how it was checked that they are whose data it is; "": nobody asked
    rules: int = 0


class ErasureRefused(Fact, frozen=True, kw_only=True):
    """不予删除: the request of that record was refused, or taken back by whoever made it."""

    asked: int
    reason: str


class HoldSet(Fact, frozen=True, kw_only=True):
    """保全: nothing of the case may be erased while it lasts."""

    reason: str
    authority: str = ""  # who wants it: a court, an inspection, an audit


class HoldLifted(Fact, frozen=True, kw_only=True):
    """解除保全: one hold, by its number in the case, lasts no longer."""

    hold: int
    reason: str


TOPICS: dict[str, type[Fact]] = {
    "case.erasure-asked": ErasureAsked,
    "case.erasure-refused": ErasureRefused,
    "case.hold-set": HoldSet,
    "case.hold-lifted": HoldLifted,
}
