"""How much came in (工作量): volumes by what the matters are; workload, and nobody's rank."""

from collections.abc import Iterable, Mapping, Sequence
from functools import reduce
from typing import Any, Final, NamedTuple, Self

from sqlalchemy import ColumnElement, Connection, and_, case, func, literal_column, or_, select

from domain.case.words import Validity
from domain.rules.categories import Category
from projections.queries.errors import QueryError
from projections.queries.filters import ANY, OF_CASES, Filters, charged, narrow, within
from projections.queries.viewer import Viewer, of_cases
from projections.tables import cases

BY: Final = ("category", "track", "channel", "validity", "outcome", "level")
_KNOWN: Final = {**OF_CASES, "unit": charged}


class Volume(NamedTuple):
    """What came in of one kind, by its code; `people` are those of the matters that are valid.

    An emergency that was sent out at once is valid without having been screened; of `unscreened`
    nothing was said or done yet.
    """

    group: str
    received: int
    valid: int
    invalid: int
    duplicate: int
    unscreened: int
    closed: int
    people: int

    def plus(self, other: Self) -> Self:
        """Both together, under this one's code."""
        return self._replace(
            received=self.received + other.received,
            valid=self.valid + other.valid,
            invalid=self.invalid + other.invalid,
            duplicate=self.duplicate + other.duplicate,
            unscreened=self.unscreened + other.unscreened,
            closed=self.closed + other.closed,
            people=self.people + other.people,
        )


def workload(
    connection: Connection, *, viewer: Viewer, filters: Filters = ANY, by: str = ""
) -> list[Volume]:
    """What was received in the period of `filters`, in the order of codes; the whole with "".

    Errors: `QueryError` group-unknown, filter-unknown, value-unknown.
    """
    if by and by not in BY:
        raise QueryError("group-unknown", group=by, known=list(BY))
    group = cases.c[by] if by else literal_column("''")
    found = select(group.label("grp"), *_VOLUMES).where(
        *within(cases.c.received_at, filters), *of_cases(viewer), *narrow(filters, _KNOWN)
    )
    rows = connection.execute(found.group_by(group) if by else found)
    return sorted(Volume(code, *map(int, counts)) for code, *counts in rows)


def in_groups(volumes: Iterable[Volume], known: Mapping[str, Category]) -> list[Volume]:
    """Volumes by category, put together by the groups the categories are in."""
    found: dict[str, Volume] = {}
    for one in volumes:
        code = known[one.group].parent or one.group if one.group in known else one.group
        held = found.get(code)
        found[code] = one._replace(group=code) if held is None else held.plus(one)
    return [found[code] for code in sorted(found)]


def together(volumes: Sequence[Volume]) -> list[Volume]:
    """All of them as one, under ""; nothing came in where there are none."""
    return [reduce(Volume.plus, volumes)._replace(group="")] if volumes else []


def _how_many(what: ColumnElement[bool]) -> ColumnElement[int]:
    return func.count(case((what, 1)))


_screened_valid = cases.c.validity == Validity.VALID.value
_unscreened = cases.c.validity == ""
_taken: Final = or_(
    _screened_valid,
    and_(_unscreened, or_(cases.c.dispatched_at.is_not(None), cases.c.accepted_at.is_not(None))),
)
_VOLUMES: Final[tuple[ColumnElement[Any], ...]] = (
    func.count(),
    _how_many(_taken),
    _how_many(cases.c.validity == Validity.INVALID.value),
    _how_many(cases.c.validity == Validity.DUPLICATE.value),
    _how_many(and_(_unscreened, cases.c.dispatched_at.is_(None), cases.c.accepted_at.is_(None))),
    _how_many(cases.c.closed_at.is_not(None)),
    func.coalesce(func.sum(case((_taken, cases.c.people))), 0),
)
