"""The plans of a centre as their events left them."""

from collections.abc import Iterable, Iterator
from typing import Literal, assert_never, cast

from msgspec import Struct, field

from domain.plans import events as e

State = Literal["draft", "active", "retired"]


class Version(Struct):
    """One version: its text, and where it stands."""

    code: str
    number: int
    sha256: str
    text: str
    state: State = "draft"

    @property
    def ref(self) -> str:
        """As a case names it."""
        return f"{self.code}@{self.number}"


class Plans(Struct):
    """Every version of every plan, and who holds which post."""

    versions: dict[str, Version] = field(default_factory=dict)
    posts: dict[str, tuple[str, ...]] = field(default_factory=dict)
    version: int = 0

    def of(self, code: str) -> list[Version]:
        """The versions of one plan, the oldest first."""
        return sorted(
            (one for one in self.versions.values() if one.code == code), key=lambda one: one.number
        )

    def active(self) -> Iterator[Version]:
        """The versions in force, one of each plan at most, in the order of their codes."""
        found = (one for one in self.versions.values() if one.state == "active")
        yield from sorted(found, key=lambda one: one.code)


Known = e.PlanDrafted | e.PlanIssued | e.PlanRetired | e.PostAssigned


def evolve(state: Plans, event: e.PlanEvent) -> Plans:
    """Fold one more event in."""
    state.version += 1
    known = cast("Known", event)
    match known:
        case e.PlanDrafted():
            made = Version(known.code, known.version, known.sha256, known.text)
            state.versions[made.ref] = made
        case e.PlanIssued():
            _issue(state, known)
        case e.PlanRetired():
            state.versions[f"{known.code}@{known.version}"].state = "retired"
        case e.PostAssigned():
            state.posts[known.post] = known.units
        case _:
            assert_never(known)
    return state


def fold(events: Iterable[e.PlanEvent], state: Plans | None = None) -> Plans:
    """Fold a history, or what came since onto a state."""
    state = state or Plans()
    for event in events:
        evolve(state, event)
    return state


def _issue(state: Plans, event: e.PlanIssued) -> None:
    for one in state.of(event.code):
        if one.state == "active":
            one.state = "retired"
    state.versions[f"{event.code}@{event.version}"].state = "active"
