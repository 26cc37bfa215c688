"""Which matters make a figure other than it was at a position, and by which later records.

Only what was recorded on since then is folded again, once as it stood and once as it stands.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final, NamedTuple

from sqlalchemy import Connection, Engine, RowMapping

from application.store.rows import Row
from domain.assessment.model import Subject
from projections.bootstrap import Service
from projections.folding import fold_all
from projections.loader_sqlite import SqliteLoader, pack
from projections.queries.measures import Limits
from projections.queries.tallies import Period, Wanted, counted
from projections.queries.viewer import THE_SERVICE
from projections.reading import file_engine

AT_ONCE: Final = 5000  # events
FOLDED: Final = ("case.", "round.")


class Count(NamedTuple):
    """How a matter counts; `took` in milliseconds, where that is what is counted."""

    kept: int = 0
    due: int = 0
    partly: int = 0
    took: int = 0


Counts = Mapping[str, Count]  # by file number


class Figure(NamedTuple):
    """One indicator of one unit, without these matters."""

    unit: str
    subject: Subject
    wanted: Wanted
    without: Mapping[str, Sequence[str]]


class Cause(NamedTuple):
    """A matter that counts otherwise than before, and by which records."""

    number: str
    before: Count | None
    after: Count | None
    records: tuple[int, ...]


class Question(NamedTuple):
    """What is compared: the period, and the limits within which matters are registered."""

    period: Period
    register: Limits


class Changed(NamedTuple):
    """What was recorded on since a position: its whole history, by stream."""

    seq: int
    histories: Mapping[str, list[Row]]

    def later(self, stream: str) -> tuple[int, ...]:
        """The records of it that came after."""
        return tuple(row.version for row in self.histories[stream] if row.seq > self.seq)


def changed_since(service: Service, seq: int, most: int | None = None) -> Changed | None:
    """Everything that was recorded on after a position; None where that is more than `most`."""
    log, streams, after = service.desk.log, set[str](), seq
    if most is not None and log.head() - seq > most:
        return None
    while rows := log.after(after, AT_ONCE):
        streams |= {row.stream for row in rows if row.topic.startswith(FOLDED)}
        after = rows[-1].seq
    return Changed(seq, {stream: log.stream(stream) for stream in sorted(streams)})


def causes(
    service: Service, changed: Changed, figures: Sequence[Figure], question: Question
) -> dict[tuple[str, str], list[Cause]]:
    """By unit and indicator, in the order of file numbers."""
    rows = [row for history in changed.histories.values() for row in history]
    with ExitStack() as stack:
        then = stack.enter_context(model_of([row for row in rows if row.seq <= changed.seq]))
        now = stack.enter_context(model_of(rows))
        records = records_since(service, changed)
        return {
            (one.unit, one.wanted.id): _causes(then, now, one, question, records) for one in figures
        }


def later_records(service: Service, seq: int, number: str) -> tuple[int, ...]:
    """The records of a matter that came after a position."""
    rows = service.desk.log.stream(service.desk.find(number))
    return tuple(row.version for row in rows if row.seq > seq)


def _causes(
    then: Connection,
    now: Connection,
    one: Figure,
    question: Question,
    records: Mapping[str, tuple[int, ...]],
) -> list[Cause]:
    was, comes = (
        counts_of_figure(then, one, question),
        counts_of_figure(now, one, question),
    )
    return [
        Cause(number, was.get(number), comes.get(number), records.get(number, ()))
        for number in sorted({*was, *comes})
        if was.get(number) != comes.get(number)
    ]


def counts_of_figure(connection: Connection, one: Figure, question: Question) -> Counts:
    """How each matter counts."""
    found: defaultdict[str, Count] = defaultdict(Count)
    page, pages = 1, 1
    while page <= pages:
        some = counted(
            connection,
            one.wanted,
            question.period,
            one.unit,
            subject=one.subject,
            register=question.register,
            viewer=THE_SERVICE,
            page=page,
            without=one.without,
        )
        for row in some.rows:
            found[row["number"]] = _plus(found[row["number"]], row)
        page, pages = page + 1, some.pages
    return dict(found)


def _plus(count: Count, row: RowMapping) -> Count:
    more = (int(row[name] or 0) for name in Count._fields)
    return Count(*(one + other for one, other in zip(count, more, strict=True)))


def records_since(service: Service, changed: Changed) -> dict[str, tuple[int, ...]]:
    """The later records of each matter, by its file number; of a round by its code."""
    found = {}
    for stream, history in changed.histories.items():
        if history[0].topic == "case.received":
            found[service.desk.load(stream).case.number] = changed.later(stream)
    return found


@contextmanager
def model_of(rows: Sequence[Row]) -> Iterator[Connection]:
    """A read model of these histories alone; they stand together by stream."""
    with TemporaryDirectory(prefix="linkage-causes-") as folder:
        loader = SqliteLoader(str(Path(folder) / "read.db"))
        loader.add(pack(fold_all(rows)))
        loader.finish(0)
        engine: Engine = file_engine(loader.path)
        try:
            with engine.connect() as connection:
                yield connection
        finally:
            engine.dispose()
