"""The register as its events left it: what waits, what is done and not yet purged, what is held."""

from collections.abc import Iterable
from typing import NamedTuple

from msgspec import Struct, field

from domain.privacy import events as e


class Place(NamedTuple):
    """A record of a case; of a hold its number."""

    case: str
    record: int


class Register(Struct):
    """What stands in it, the oldest first."""

    waiting: dict[Place, e.AskedListed] = field(default_factory=dict)
    unpurged: dict[Place, e.ErasedListed] = field(default_factory=dict)
    erased: dict[Place, e.ErasedListed] = field(default_factory=dict)
    purged: dict[Place, e.Purged] = field(default_factory=dict)
    holds: dict[Place, e.HoldListed] = field(default_factory=dict)
    version: int = 0

    @property
    def unfinished(self) -> list[e.ErasedListed]:
        """Erasures something of which is still to be removed."""
        return list(self.unpurged.values())


def evolve(register: Register, event: e.RegisterEvent) -> None:
    """Fold one more event in."""
    register.version += 1
    place = Place(event.case, event.record)
    match event:
        case e.AskedListed():
            register.waiting[place] = event
        case e.SettledListed():
            register.waiting.pop(place, None)
        case e.ErasedListed():
            register.erased[place] = register.unpurged[place] = event
        case e.Purged():
            register.purged[place] = event
            if not event.left:
                register.unpurged.pop(place, None)
        case e.HoldListed():
            register.holds[Place(event.case, event.hold)] = event
        case e.HoldEnded():
            register.holds.pop(Place(event.case, event.hold), None)
        case _:
            pass  # nothing else is noted here


def advance(register: Register, events: Iterable[e.RegisterEvent]) -> Register:
    """The register with more events, and the one before as it was."""
    fresh = Register(
        dict(register.waiting),
        dict(register.unpurged),
        dict(register.erased),
        dict(register.purged),
        dict(register.holds),
        register.version,
    )
    for event in events:
        evolve(fresh, event)
    return fresh
