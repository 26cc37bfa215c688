"""Where the rows behind a figure are; on an issued bulletin, and off the page, nowhere."""

from typing import Any, NamedTuple

from flask import url_for

from domain.bulletins.figures import Count
from domain.bulletins.periods import Period
from web.papers.content import Cell, Share

RATE = "rate."


class Links(NamedTuple):
    """The period of a draft whose figures open; None where they don't."""

    period: Period | None = None

    def rows(self, figure: str, unit: str = "", kept: str = "") -> str:
        """The address of the rows; "" where there is none."""
        if self.period is None:
            return ""
        kind, label = self.period.kind, self.period.label
        asked: dict[str, Any] = {"figure": figure, "unit": unit or None, "kept": kept or None}
        return url_for("bulletins.rows_page", kind=kind, period=label, **asked)

    def number(self, count: Count, unit: str = "") -> Cell:
        """A number that opens to its rows."""
        return Cell(count.kept, self.rows(count.name, unit) if count.kept else "")

    def volume(self, count: Count, unit: str = "") -> Cell:
        """How much of the whole: workload, and no rate."""
        url = self.rows(count.name, unit) if count.kept else ""
        return Cell(Share(count.kept, count.due, rate=False), "", url)

    def share(self, count: Count, of: str = "", unit: str = "", *, told: bool = True) -> Cell:
        """So many of so many, both of which open; `of` is what they are counted of."""
        share = Share(count.kept, count.due, told=told or not Share(count.kept, count.due).few)
        if not count.due or not share.told:
            return Cell(share)
        if count.name.startswith(RATE):
            all_, kept = self.rows(count.name, unit), self.rows(count.name, unit, "yes")
        else:
            all_, kept = self.rows(of, unit), self.rows(count.name, unit)
        return Cell(share, all_, kept if count.kept else "")

    def case(self, number: str) -> str:
        """The address of a matter; "" where it does not open."""
        return url_for("desk.case", number=number) if self.period is not None else ""
