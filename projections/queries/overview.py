"""How a quarter goes so far: against the one before, where it slips, what can still be met."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import Connection, RowMapping, func, select

from projections.conditions import running
from projections.queries.filters import ms
from projections.queries.proportion import Proportion
from projections.queries.rates import Rate, Rated
from projections.queries.viewer import Viewer, of_obligations
from projections.tables import cases, obligations

NONE: Final = Proportion(0, 0)
FEWER_IS_BETTER: Final = frozenset({"rework"})


class Change(NamedTuple):
    """A rate now and before, in one group; "" is the whole."""

    rate: Rate
    group: str
    now: Proportion
    before: Proportion

    @property
    def points(self) -> float | None:
        """Per cent more than before; None where either has none."""
        now, before = self.now.per_cent, self.before.per_cent
        return None if now is None or before is None else now - before

    @property
    def enough(self) -> bool:
        """Both stand on enough to be compared."""
        return not (self.now.too_few or self.before.too_few)

    @property
    def worse(self) -> float:
        """By how many points; below 0 it is better."""
        points = self.points or 0.0
        return points if self.rate.name in FEWER_IS_BETTER else -points

    @property
    def sure(self) -> bool:
        """The intervals lie apart, so that it is more than chance brings."""
        now, before = self.now.interval, self.before.interval
        return bool(now and before and (now[1] < before[0] or before[1] < now[0]))


class Owed(NamedTuple):
    """Time limits that run and can still be met: the first by due, and how many of each kind."""

    rows: Sequence[RowMapping]
    kinds: Mapping[str, int]


def whole(found: Iterable[Rated]) -> dict[str, Proportion]:
    """Each rate of all groups together, by its name."""
    sums: dict[str, Proportion] = {}
    for one in found:
        known = sums.get(one.rate.name, NONE)
        sums[one.rate.name] = Proportion(
            known.numerator + one.value.numerator, known.denominator + one.value.denominator
        )
    return sums


def changes(rates: Iterable[Rate], now: Iterable[Rated], before: Iterable[Rated]) -> list[Change]:
    """Each of these rates as a whole, from what was split into groups."""
    this, last = whole(now), whole(before)
    return [
        Change(rate, "", this.get(rate.name, NONE), last.get(rate.name, NONE)) for rate in rates
    ]


def falls(now: Iterable[Rated], before: Iterable[Rated], most: int) -> list[Change]:
    """Where shares got worse, the worst first; nothing that stands on too few is compared."""
    found = sorted(_worse(now, before), key=lambda one: (-one.worse, one.rate.name, one.group))
    return found[:most]


def _worse(now: Iterable[Rated], before: Iterable[Rated]) -> Iterator[Change]:
    known = {(one.rate.name, one.group): one.value for one in before}
    for one in now:
        change = Change(one.rate, one.group, one.value, known.get((one.rate.name, one.group), NONE))
        if change.enough and change.worse > 0:
            yield change


def still_to_meet(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    until: datetime,
    kind: str = "",
    most: int,
) -> Owed:
    """What runs now and is due before `until`, as far as the viewer may see it.

    The rows are of one `kind`, or with "" of all.
    """
    due = obligations.c.due_at
    owed = [running, due > ms(now), due < ms(until), *of_obligations(viewer)]
    own = (obligations.c.kind, obligations.c.holder, due, obligations.c.urged)
    found = select(cases.c.number, cases.c.title, *own)
    found = found.join_from(obligations, cases, cases.c.cid == obligations.c.cid).where(*owed)
    found = found.where(obligations.c.kind == kind) if kind else found
    rows = connection.execute(found.order_by(due, cases.c.number).limit(most)).mappings().all()
    counted = select(obligations.c.kind, func.count()).where(*owed).group_by(obligations.c.kind)
    return Owed(rows, {kind: count for kind, count in connection.execute(counted)})  # noqa: C416
