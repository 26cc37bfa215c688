"""Reads cases one after the other, as they stood at a position of the log."""

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby
from operator import attrgetter
from typing import NamedTuple

from application.codec import decode
from application.log import Log
from application.mining.wanted import Wanted
from application.store.rows import Row
from application.work import begins_a_case
from domain.case.events import Fact
from domain.case.fold import corrected, fold
from domain.case.state import Case

READ = 4_000  # positions at which cases begin that are read at once

Tell = Callable[[int, int], object]


class Matter(NamedTuple):
    """A case as it stood, its rows, and its facts with corrections applied where they point."""

    case: Case
    rows: Sequence[Row]
    facts: Sequence[Fact]


def matters(log: Log, upto: int, wanted: Wanted, tell: Tell) -> Iterator[Matter]:
    """The wanted cases in the order of receipt; `tell` hears how many events were read of all."""
    done = 0
    for after in range(0, upto, READ):
        rows = log.begun(after, min(after + READ, upto), upto)
        for _, stored in groupby(rows, attrgetter("stream")):
            matter = matter_of(list(stored))
            if matter is not None and wanted.takes(matter.case, matter.rows[0].seq):
                yield matter
        done += len(rows)
        tell(done, upto)


def matter_of(rows: Sequence[Row]) -> Matter | None:
    """The case these rows are the history of; None when it is no case."""
    if not begins_a_case(rows[0]):
        return None
    history = [decode(row.topic, row.state) for row in rows]
    return Matter(fold(rows[0].stream, history), rows, list(corrected(history)))
