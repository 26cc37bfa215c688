"""The categories as their events left them."""

from collections.abc import Sequence
from typing import assert_never, cast

import msgspec
from msgspec import Struct, field

from domain.categories import events as e
from domain.rules.categories import Category


class Categories(Struct):
    """Every node by its code, in the order in which they came, and which are retired."""

    known: dict[str, Category] = field(default_factory=dict)
    retired: set[str] = field(default_factory=set)
    version: int = 0

    def nodes(self) -> tuple[Category, ...]:
        """Every group followed by its categories, in the order of their codes."""
        groups = sorted((one for one in self.known.values() if not one.parent), key=_code)
        return tuple(node for group in groups for node in (group, *self.leaves(group.code)))

    def leaves(self, group: str) -> list[Category]:
        """The categories of a group."""
        return sorted((one for one in self.known.values() if one.parent == group), key=_code)

    def offered(self, code: str) -> bool:
        """Whether new cases may have it: neither it nor its group is retired."""
        return code not in self.retired and self.known[code].parent not in self.retired


Known = (
    e.CategoriesIssued
    | e.CategoryAdded
    | e.CategoryChanged
    | e.CategoryRetired
    | e.CategoryRestored
)


def evolve(state: Categories, event: e.CategoriesEvent) -> Categories:
    """Fold one more event in."""
    state.version += 1
    known = cast("Known", event)
    match known:
        case e.CategoriesIssued():
            state.known = {node.code: node for node in known.nodes}
        case e.CategoryAdded():
            state.known[known.node.code] = known.node
        case e.CategoryChanged():
            _change(state, known)
        case e.CategoryRetired():
            state.retired.add(known.code)
        case e.CategoryRestored():
            state.retired.discard(known.code)
        case _:
            assert_never(known)
    return state


def fold(events: Sequence[e.CategoriesEvent]) -> Categories:
    """Fold a whole history."""
    state = Categories()
    for event in events:
        evolve(state, event)
    return state


def _change(state: Categories, event: e.CategoryChanged) -> None:
    state.known[event.code] = msgspec.structs.replace(
        state.known[event.code], name=event.name, name_en=event.name_en, tracks=event.tracks
    )


def _code(node: Category) -> str:
    return node.code
