"""Which bulletins were issued, as their events left it: numbered by kind and year."""

from collections.abc import Iterable
from datetime import datetime

from msgspec import Struct

from domain.bulletins.events import BulletinListed


class Listed(Struct, frozen=True):
    """One bulletin: what it is about, under which number, whose digest."""

    kind: str
    period: str
    year: int
    number: int
    digest: str
    at: datetime
    by: str

    @property
    def code(self) -> str:
        """How addresses name it."""
        return code(self.kind, self.year, self.number)


class Register(Struct, frozen=True):
    """All of them, in the order in which they were issued."""

    issued: tuple[Listed, ...] = ()
    version: int = 0

    def of(self, kind: str, period: str = "") -> list[Listed]:
        """Of a kind, and with a period of that alone; the latest last."""
        return [one for one in self.issued if one.kind == kind and period in ("", one.period)]

    def next_number(self, kind: str, year: int) -> int:
        """Numbers of a year begin with 1 and leave none out."""
        return 1 + sum(one.kind == kind and one.year == year for one in self.issued)


def code(kind: str, year: int, number: int) -> str:
    """How addresses and streams name a bulletin."""
    return f"{kind}-{year}-{number}"


def fold(events: Iterable[BulletinListed], register: Register | None = None) -> Register:
    """Fold a whole history, or what came after `register`."""
    known = register or Register()
    new = tuple(_listed(event) for event in events)
    return Register((*known.issued, *new), known.version + len(new))


def _listed(event: BulletinListed) -> Listed:
    return Listed(
        event.kind,
        event.period,
        event.year,
        event.number,
        event.digest,
        event.at,
        event.by.user,
    )
