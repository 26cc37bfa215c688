"""The response plans as the log has them, and the town they are for."""

import threading
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from uuid import uuid5

from application.categorybook import CategoryBook
from application.codec import decode
from application.log import Log
from application.plans.texts import known_plan
from application.registry import NAMESPACE
from domain.plans.model import Plan
from domain.plans.state import Plans, fold
from domain.units.state import Unit

STREAM = uuid5(NAMESPACE, "plans").hex


class PlanBook:
    """Plans and posts; one per process, which reads only what came since last time.

    `town` gives every unit by its code. The log finds a unit by its code only, so whoever has a
    list of them (the read model) says which there are.
    """

    def __init__(
        self,
        log: Log,
        categories: CategoryBook,
        town: Callable[[], Mapping[str, Unit]] = dict,
    ) -> None:
        """Reads when first asked."""
        self._log = log
        self._categories = categories
        self._turn = threading.Lock()
        self._known = Plans()
        self.town = town

    def now(self) -> Plans:
        """Every version as it stands; not to be changed."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            if rows:
                self._known = fold(decode(row.topic, row.state) for row in self._log.stream(STREAM))
            return self._known

    def get(self, ref: str) -> Plan | None:
        """The version a case is pinned to, by "flood@1"."""
        found = self._known.versions.get(ref)
        if found is None or found.state == "draft":
            found = self.now().versions.get(ref)
        return known_plan(found.text) if found is not None else None

    def active(self) -> list[Plan]:
        """The plans in force."""
        return [known_plan(one.text) for one in self.now().active()]

    def posts(self) -> Mapping[str, Sequence[str]]:
        """Which units hold which post."""
        return self.now().posts

    def units(self) -> Mapping[str, Unit]:
        """Every unit of the town, by code."""
        return self.town()

    def group(self, category: str) -> str:
        """The group of a category; "" for one nobody knows."""
        found = self._categories.now().known.get(category)
        return found.parent if found is not None else ""

    def view(self) -> "PlanView":
        """The book for one decision or one page, which asks the same many times."""
        return PlanView(self)


class PlanView:
    """The plans as they stood when they were first asked for."""

    def __init__(self, book: PlanBook) -> None:
        """Nothing is read before it is asked for."""
        self._book = book

    def get(self, ref: str) -> Plan | None:
        """A version by "flood@1"."""
        return self._book.get(ref)

    def active(self) -> list[Plan]:
        """The plans in force."""
        return self._active

    def posts(self) -> Mapping[str, Sequence[str]]:
        """Which units hold which post."""
        return self._posts

    def units(self) -> Mapping[str, Unit]:
        """Every unit of the town, by code."""
        return self._units

    def group(self, category: str) -> str:
        """The group of a category; "" for one nobody knows."""
        return self._book.group(category)

    @cached_property
    def _active(self) -> list[Plan]:
        return self._book.active()

    @cached_property
    def _posts(self) -> Mapping[str, Sequence[str]]:
        return self._book.posts()

    @cached_property
    def _units(self) -> Mapping[str, Unit]:
        return self._book.units()
