"""The plans of rounds as their events left them, and which rounds were opened under them."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import assert_never, cast

from msgspec import Struct
from msgspec.structs import replace

from domain.rounds import events as e
from domain.rounds.plan import RoundPlan


class Version(Struct, frozen=True):
    """One version of a plan: a draft until it is issued, in force until it is retired."""

    number: int
    plan: RoundPlan
    issued_at: datetime | None = None
    ended_at: datetime | None = None

    @property
    def draft(self) -> bool:
        """It was not issued yet, and may still be changed."""
        return self.issued_at is None

    @property
    def in_force(self) -> bool:
        """Rounds follow it."""
        return self.issued_at is not None and self.ended_at is None


class Plans(Struct, frozen=True):
    """All versions by plan, in order; codes of the rounds opened, and of those not settled."""

    versions: dict[str, tuple[Version, ...]] = {}
    opened: frozenset[str] = frozenset()
    unsettled: tuple[str, ...] = ()
    version: int = 0

    def issued(self) -> Iterator[Version]:
        """Every version that is or was in force."""
        for versions in self.versions.values():
            yield from (one for one in versions if one.issued_at is not None)

    def in_force(self, plan: str) -> Version | None:
        """The version rounds of this plan follow now."""
        return next((one for one in self.versions.get(plan, ()) if one.in_force), None)

    def draft(self, plan: str) -> Version | None:
        """The version that waits to be issued."""
        return next((one for one in self.versions.get(plan, ()) if one.draft), None)


Known = (
    e.PlansShipped | e.PlanDrafted | e.PlanIssued | e.PlanRetired | e.RoundListed | e.RoundSettled
)


def evolve(plans: Plans, event: e.PlanEvent) -> Plans:
    """Fold one more event in; the state before it stays as it was."""
    known = cast("Known", event)
    match known:
        case e.PlansShipped():
            changed = _with(plans, {plan.id: (_first(plan, known),) for plan in known.plans})
        case e.PlanDrafted():
            changed = _with(plans, {known.plan.id: _drafted(plans, known)})
        case e.PlanIssued():
            changed = _with(plans, {known.plan: _issued(plans, known)})
        case e.PlanRetired():
            changed = _with(plans, {known.plan: _ended(plans, known.plan, known.at)})
        case e.RoundListed():
            changed = replace(
                plans,
                opened=plans.opened | {known.code},
                unsettled=(*plans.unsettled, known.code),
            )
        case e.RoundSettled():
            rest = tuple(code for code in plans.unsettled if code != known.code)
            changed = replace(plans, unsettled=rest)
        case _:
            assert_never(known)
    return replace(changed, version=plans.version + 1)


def fold(events: Iterable[e.PlanEvent], plans: Plans | None = None) -> Plans:
    """Fold a whole history, or what came after `plans`."""
    folded = plans or Plans()
    for event in events:
        folded = evolve(folded, event)
    return folded


def _with(plans: Plans, changed: dict[str, tuple[Version, ...]]) -> Plans:
    return replace(plans, versions={**plans.versions, **changed})


def _first(plan: RoundPlan, event: e.PlansShipped) -> Version:
    """What is opened by hand may be used at once; what opens by time waits for the centre."""
    return Version(1, plan, None if plan.by_time else event.at)


def _drafted(plans: Plans, event: e.PlanDrafted) -> tuple[Version, ...]:
    kept = (one for one in plans.versions.get(event.plan.id, ()) if one.number != event.version)
    return (*kept, Version(event.version, event.plan))


def _issued(plans: Plans, event: e.PlanIssued) -> tuple[Version, ...]:
    return tuple(
        replace(one, issued_at=event.at) if one.number == event.version else one
        for one in _ended(plans, event.plan, event.at)
    )


def _ended(plans: Plans, plan: str, at: datetime) -> tuple[Version, ...]:
    return tuple(
        replace(one, ended_at=at) if one.in_force else one for one in plans.versions.get(plan, ())
    )
