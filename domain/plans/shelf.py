"""Where decisions look plans up."""

from collections.abc import Sequence
from typing import Protocol

from domain.plans.model import Plan
from domain.plans.town import Posts, Town


class Shelf(Protocol):
    """The plans of a centre, and the town they are for."""

    def get(self, ref: str) -> Plan | None:
        """A version by "flood@1", in force or not."""

    def active(self) -> Sequence[Plan]:
        """The plans in force."""

    def posts(self) -> Posts:
        """Which units hold which post."""

    def units(self) -> Town:
        """Every unit of the town, by code."""

    def group(self, category: str) -> str:
        """The group of a category; "" for one nobody knows."""


class NoPlans:
    """The shelf of a centre without plans."""

    def get(self, ref: str) -> Plan | None:  # noqa: ARG002 - as a shelf is asked
        """There is none."""
        return None

    def active(self) -> Sequence[Plan]:
        """There is none."""
        return ()

    def posts(self) -> Posts:
        """Nobody holds any."""
        return {}

    def units(self) -> Town:
        """Nobody was asked."""
        return {}

    def group(self, category: str) -> str:  # noqa: ARG002 - as a shelf is asked
        """It has none."""
        return ""
