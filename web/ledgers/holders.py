"""Who holds what is overdue now, in the order of the register: never by how much it is."""

from typing import NamedTuple

from domain.units import CENTRE
from projections.queries.overdue import Holder, holders
from web import asof, names, times
from web.asking import viewer
from web.wording import _


class Shown(NamedTuple):
    """One holder; `code` narrows the ledger to what it holds."""

    code: str
    unit: str
    overdue: int
    oldest: str
    never_urged: int
    raised: int


def shown() -> list[Shown]:
    """The centre first, then the units as the register has them."""
    with asof.read() as connection:
        found = holders(connection, viewer=viewer(), now=asof.now())
    places = {code: n for n, code in enumerate((CENTRE, *names.units()))}
    ordered = sorted(found, key=lambda one: (places.get(one.unit, len(places)), one.unit))
    return [_shown(one) for one in ordered]


def _shown(one: Holder) -> Shown:
    return Shown(
        code=one.unit,
        unit=names.unit(one.unit) if one.unit != CENTRE else _("The centre itself"),
        overdue=one.overdue,
        oldest=times.span(asof.now() - times.local(one.oldest)),
        never_urged=one.never_urged,
        raised=one.raised,
    )
