"""Which cases are meant: those received in a period, of a unit, a track, a category."""

from datetime import datetime

import msgspec

from domain.case.rights import involved
from domain.case.state import Case


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Codes, "" for any; `until` is not included. `without`: cases by the position of their first.

    Those are the cases that do not exist for whoever asks.
    """

    since: datetime | None = None
    until: datetime | None = None
    unit: str = ""
    category: str = ""
    track: str = ""
    without: frozenset[int] = frozenset()

    def takes(self, case: Case, cid: int) -> bool:
        """Whether this case, as it stands, is one of them."""
        return cid not in self.without and self._is_of(case) and self._is_within(case.received_at)

    def _is_of(self, case: Case) -> bool:
        same = ((self.category, case.category), (self.track, case.track))
        return all(not asked or asked == found for asked, found in same) and (
            not self.unit or self.unit in involved(case)
        )

    def _is_within(self, received: datetime) -> bool:
        begun = self.since is None or received >= self.since
        return begun and (self.until is None or received < self.until)

    def told(self) -> tuple[str, ...]:
        """What was narrowed, as it goes on record: "track=petition"."""
        moments = {"since": self.since, "until": self.until}
        given = {name: at.isoformat() for name, at in moments.items() if at is not None}
        codes = {"unit": self.unit, "category": self.category, "track": self.track}
        given |= {name: code for name, code in codes.items() if code}
        return tuple(f"{name}={value}" for name, value in given.items())
