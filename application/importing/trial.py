"""Decides a record and keeps nothing: to try a mapping, and to tell again what was refused."""

from collections import ChainMap
from collections.abc import Mapping, MutableMapping
from dataclasses import replace
from typing import cast

from application.desk import Act, Desk, Work
from application.keys import Keyring
from application.numbers import new_case_id
from domain.case.command import Context
from domain.sealed import Sealed
from domain.units import Unit


class NoKeys(Keyring):
    """Makes no keys: what it seals is thrown away."""

    def __init__(self) -> None:
        """Connects to nothing."""

    def seal(self, case_id: str, person: str, field: str, text: str) -> Sealed:  # noqa: ARG002
        """An empty box."""
        return Sealed(person, b"")


class Trial(Work):
    """A case that is never saved; `units` are there besides those on record."""

    def __init__(self, desk: Desk, units: Mapping[str, Unit]) -> None:
        """A new case."""
        super().__init__(desk, new_case_id())
        self._besides = units

    def context(self, act: Act) -> Context:
        """As on the desk, with the units of the file."""
        ctx = super().context(act)
        if not self._besides:
            return ctx
        maps = [self._besides, ctx.units]
        return replace(ctx, units=ChainMap(*cast("list[MutableMapping[str, Unit]]", maps)))
