"""How long every stretch that has a name took, in one pass over cases and one over dispatches."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Final

import msgspec
from sqlalchemy import Connection, Text, cast, func, select

from projections.queries.clock_times import SHOWN, Question, Took
from projections.queries.moments import STRETCHES, Between, between
from projections.queries.stretch_rows import conditions_of, rows_with
from projections.queries.tallies import percentile

_Times = msgspec.json.Decoder(list[int])
_MEASURED: Final = {name: between(one.start, one.end) for name, one in STRETCHES.items()}


def stretch_times(
    connection: Connection, asked: Question, shown: Sequence[int] = SHOWN
) -> list[Took]:
    """Of what was received in the period; `open` came to the first moment only.

    Errors: `QueryError`.
    """
    found: dict[str, Took] = {}
    for of_dispatches in (False, True):
        some = [(n, one) for n, one in _MEASURED.items() if one.of_dispatches == of_dispatches]
        found |= {one.kind: one for one in _pass(connection, some, asked, shown)}
    return [found[name] for name in STRETCHES]


def _pass(
    connection: Connection, some: list[tuple[str, Between]], asked: Question, shown: Sequence[int]
) -> Iterator[Took]:
    """All times of one stretch come as one text: a row for each would take too long."""
    first = some[0][1]
    told = [value for _, one in some for value in _told(one)]
    statement = select(*told).select_from(rows_with(first)).where(*conditions_of(first, asked))
    row = tuple(connection.execute(statement).one())
    for place, (name, _) in enumerate(some):
        yield _took(name, row[2 * place], row[2 * place + 1], shown)


def _told(one: Between) -> Iterable[Any]:
    """The times, and how many came to the first moment."""
    yield func.aggregate_strings(cast(one.end - one.start, Text), ",")
    yield func.count(one.start)


def _took(name: str, told: str | None, begun: int, shown: Sequence[int]) -> Took:
    took = sorted(_Times.decode(f"[{told or ''}]"))
    places = tuple(percentile(took, place) for place in shown) if took else ()
    return Took(name, len(took), begun - len(took), 0, places)
