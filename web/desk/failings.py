"""What the case's own events show to have been failed in, for whoever may see it."""

from typing import NamedTuple

from domain.case.failings import OF_REPORTERS, Failing, Found, found
from domain.units import CENTRE
from web import names, times, words
from web.asking import viewer
from web.desk.sight import Sight
from web.desk.standing import Standing


class Shown(NamedTuple):
    """One failing; `proof` are the records that show it, as far as the viewer sees them."""

    what: str
    unit: str
    about: str
    at: str
    late: str
    proof: list[int]


def shown(standing: Standing, sight: Sight) -> list[Shown]:
    """In the order of time."""
    return [_shown(one, standing, sight) for one in found(standing.case) if _may_see(one, sight)]


def _may_see(one: Found, sight: Sight) -> bool:
    """As the ledger has it: units see their own, and nothing that reporters told of them."""
    if sight.of_unit:
        return one.unit in viewer().part and one.kind not in OF_REPORTERS
    return sight.inspects or (one.kind, one.unit) != (Failing.PRESSURE_UPHELD, CENTRE)


def _shown(one: Found, standing: Standing, sight: Sight) -> Shown:
    history = standing.loaded.history
    return Shown(
        what=words.word(words.FAILING, one.kind),
        unit=names.unit(one.unit),
        about=words.word(words.CLOCK, one.about),
        at=times.stamp(one.at),
        late="" if one.late is None else times.span(one.late - one.at),
        proof=[version for version in one.proof if not sight.hides(history[version - 1])],
    )
