"""What units owe, line by line in the order of the register: never by how much it is."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from flask import url_for

from domain.units import CENTRE
from projections.queries.heads import UnitDue
from web import names, times
from web.wording import _

A_DAY = timedelta(days=1)


class Row(NamedTuple):
    """One unit; each figure leads to the ledger that holds exactly those time limits."""

    unit: str
    overdue: int
    overdue_url: str
    oldest: str
    soon: int
    soon_url: str


def rows(found: Sequence[UnitDue]) -> list[Row]:
    """The centre first, then the units as the register has them."""
    places = {code: n for n, code in enumerate((CENTRE, *names.units()))}
    ordered = sorted(found, key=lambda one: (places.get(one.unit, len(places)), one.unit))
    return [_row(one, times.now()) for one in ordered]


def _row(one: UnitDue, now: datetime) -> Row:
    oldest = "" if one.oldest is None else times.span(now - times.local(one.oldest))
    return Row(
        unit=names.unit(one.unit) if one.unit != CENTRE else _("The centre itself"),
        overdue=one.overdue,
        overdue_url=url_for("ledgers.ledger", name="overdue", unit=one.unit, state="open"),
        oldest=_("%(span)s over", span=oldest) if oldest else "",
        soon=one.soon,
        soon_url=url_for(
            "ledgers.ledger",
            name="obligations",
            unit=one.unit,
            state="open",
            since=_day(now),
            until=_day(now + A_DAY),
            sort="due_at",
        ),
    )


def _day(moment: datetime) -> str:
    return moment.strftime(times.DAY_PATTERN)
