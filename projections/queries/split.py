"""Rates split by what stands above units and categories: their classes, their groups."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from projections.queries.filters import ANY, Filters
from projections.queries.measures import Limits
from projections.queries.proportion import Proportion
from projections.queries.rates import Rated, rates
from projections.queries.viewer import Viewer
from projections.tables import units

ABOVE: Final[Mapping[str, str]] = {"class": "unit", "group": "category"}
SPLITS: Final = ("unit", "class", "category", "group", "channel", "track", "place")


def split(
    connection: Connection,
    *,
    viewer: Viewer,
    now: datetime,
    filters: Filters = ANY,
    by: str = "",
    register: Limits | None = None,
    groups: Mapping[str, str] | None = None,
) -> list[Rated]:
    """As `rates`, `by` one of `SPLITS`; `groups` are the groups of categories, by category.

    Nothing is counted twice: a class is the sum of its units, a group that of its categories; a
    category without group stands for itself. Errors: `QueryError` as `rates`.
    """
    found = rates(
        connection,
        viewer=viewer,
        now=now,
        filters=filters,
        by=ABOVE.get(by, by),
        register=register,
    )
    if by == "class":
        return _summed(found, _classes(connection), other="")
    return _summed(found, groups or {}) if by == "group" else found


def classes(connection: Connection) -> list[str]:
    """The classes units are compared in, by name."""
    return sorted({one for one in _classes(connection).values() if one})


def _classes(connection: Connection) -> dict[str, str]:
    rows = connection.execute(select(units.c.code, units.c.unit_class))
    return {code: unit_class for code, unit_class in rows}  # noqa: C416 - rows are no pairs


def _summed(
    found: Sequence[Rated], above: Mapping[str, str], other: str | None = None
) -> list[Rated]:
    """`other` is the group of what has none, None: each stands for itself."""
    sums: dict[tuple[str, str], list[Rated]] = defaultdict(list)
    for one in found:
        group = above.get(one.group, one.group if other is None else other)
        sums[one.rate.name, group].append(one)
    return [_sum(group, parts) for (_, group), parts in sums.items()]


def _sum(group: str, parts: Sequence[Rated]) -> Rated:
    numerator = sum(one.value.numerator for one in parts)
    denominator = sum(one.value.denominator for one in parts)
    return Rated(parts[0].rate, group, Proportion(numerator, denominator))
