"""An audit sheet as its events left it, and the register of all sheets."""

from collections.abc import Iterable
from datetime import datetime
from typing import Literal

from msgspec import Struct

from domain.audit import events as e

State = Literal["open", "answered", "settled", "withdrawn"]


class Finding(Struct, frozen=True):
    """审计发现: open until it is answered, answered until somebody followed it up."""

    noted: e.FindingNoted
    answers: tuple[e.Answered, ...] = ()
    followed: tuple[e.FollowedUp, ...] = ()
    withdrawn: e.FindingWithdrawn | None = None
    state: State = "open"
    due: datetime | None = None  # by when the answer that is open is owed

    @property
    def id(self) -> int:
        """Its number on the sheet."""
        return self.noted.finding

    @property
    def waits(self) -> bool:
        """Something is still to be done about it."""
        return self.state in ("open", "answered")

    def overdue(self, now: datetime) -> bool:
        """The unit owes an answer, and its time is over."""
        return self.state == "open" and self.due is not None and self.due <= now


class Matter(Struct, frozen=True):
    """A matter of the sheet: which samples drew it, why it was added, what was said of it."""

    number: str
    samples: tuple[int, ...] = ()
    strata: tuple[str, ...] = ()
    added: e.MatterAdded | None = None
    examined: e.Examined | None = None


class Sheet(Struct, frozen=True):
    """稽核底稿."""

    opened: e.SheetOpened | None = None
    samples: tuple[e.Sampled, ...] = ()
    matters: dict[str, Matter] = {}
    findings: tuple[Finding, ...] = ()
    closed: e.SheetClosed | None = None
    version: int = 0

    @property
    def known(self) -> e.SheetOpened:
        """How it was opened; only of a sheet that was."""
        assert self.opened is not None  # noqa: S101 - whoever asks has looked
        return self.opened

    @property
    def waiting(self) -> list[Finding]:
        """The findings about which something is to be done."""
        return [one for one in self.findings if one.waits]

    @property
    def unexamined(self) -> list[str]:
        """The matters nobody has gone through; who noted a finding on one has."""
        found = {one.noted.number for one in self.findings}
        every = self.matters.values()
        return [one.number for one in every if one.examined is None and one.number not in found]


class Register(Struct, frozen=True):
    """All sheets, in the order they were opened."""

    codes: tuple[str, ...] = ()
    version: int = 0

    def next_code(self, year: int) -> str:
        """The code of the next one of that year: "2026-003"."""
        of_year = sum(code.startswith(f"{year}-") for code in self.codes)
        return f"{year}-{of_year + 1:03d}"


def listed(register: Register, events: Iterable[e.AuditEvent]) -> Register:
    """The register with what came since."""
    new = tuple(event.code for event in events if isinstance(event, e.SheetListed))
    return Register((*register.codes, *new), register.version + len(new))
