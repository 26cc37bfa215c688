"""The versions of one rule set on record, and which of them new cases are pinned to."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct, field

from domain import errors
from domain.rules.events import RulesActivated, RulesIssued, RulesSetOpened
from domain.rules.model import RuleSet

RulesEvent = RulesIssued | RulesActivated


class Versions(Struct):
    """What was issued, by version, and every putting in force, the last one holds."""

    name: str
    issued: dict[int, RulesIssued] = field(default_factory=dict)
    activated: list[RulesActivated] = field(default_factory=list)
    version: int = 0

    @property
    def active(self) -> int:
        """The version in force; 0 when none ever was."""
        return self.activated[-1].version if self.activated else 0

    @property
    def last(self) -> int:
        """The greatest version on record."""
        return max(self.issued, default=0)

    def ref(self, version: int) -> str:
        """As cases name it."""
        return f"{self.name}@{version}"


def evolve(state: Versions, event: RulesEvent) -> Versions:
    """Fold one more event in."""
    state.version += 1
    if isinstance(event, RulesIssued):
        state.issued[event.version] = event
    else:
        state.activated.append(event)
    return state


def fold(name: str, events: Iterable[RulesEvent]) -> Versions:
    """Fold a whole history."""
    state = Versions(name)
    for event in events:
        evolve(state, event)
    return state


def issue(
    state: Versions, rules: RuleSet, text: str, sha256: str, at: datetime, by: str
) -> list[RulesEvent]:
    """Put a checked version on record; it holds for nobody yet.

    Errors: `RulesExist` where that version says something else, `RulesOutOfOrder` where a later
    one is on record.
    """
    known = state.issued.get(rules.version)
    if known is not None:
        if known.sha256 != sha256:
            raise errors.RulesExist(rules=rules.ref)
        return []
    if rules.version < state.last:
        raise errors.RulesOutOfOrder(rules=rules.ref, last=state.last)
    return [
        RulesIssued(
            at=at,
            by=by,
            id=rules.id,
            version=rules.version,
            jurisdiction=rules.jurisdiction,
            sha256=sha256,
            text=text,
        )
    ]


def activate(state: Versions, version: int, at: datetime, by: str) -> list[RulesEvent]:
    """New cases are pinned to it from now on; running ones keep theirs.

    By another person than the one who issued it. Errors: `RulesUnknown`, `IssuerActivates`.
    """
    issued = state.issued.get(version)
    if issued is None:
        raise errors.RulesUnknown(rules=state.ref(version))
    if version == state.active:
        return []
    if issued.by == by:
        raise errors.IssuerActivates(rules=state.ref(version), person=by)
    return [RulesActivated(at=at, by=by, version=version)]


def follows_shipped(state: Versions, shipper: str) -> bool:
    """Whether a new shipped version holds at once: nobody of the centre chose one themselves."""
    return all(event.by == shipper for event in state.activated)


def set_names(shipped: Sequence[str], opened: Iterable[RulesSetOpened]) -> list[str]:
    """The rule sets on record: those shipped, and those of the centre's own."""
    return list(dict.fromkeys([*shipped, *(event.id for event in opened)]))
