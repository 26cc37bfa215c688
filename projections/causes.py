"""Which matters count otherwise in one assessment of a quarter than in another, and why."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from sqlalchemy import RowMapping

from application.registry import round_stream
from domain.assessment.model import Subject
from domain.errors import CaseUnknown
from projections.asof import Then
from projections.bootstrap import Service
from projections.queries.measures import Limits
from projections.queries.tallies import Period, Wanted


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
    """A matter that counts otherwise, and its records between the two positions."""

    number: str
    before: Count | None
    after: Count | None
    records: tuple[int, ...]


class Between(NamedTuple):
    """After one position, up to the other; None: to the end of the log."""

    since: int
    until: int | None = None


class Question(NamedTuple):
    """What is counted: the period, and the limits within which matters are registered."""

    period: Period
    register: Limits


def counts_of_figure(then: Then, one: Figure, question: Question) -> Counts:
    """How each matter counts."""
    found: defaultdict[str, Count] = defaultdict(Count)
    rows = then.rows(
        one.wanted,
        question.period,
        one.unit,
        subject=one.subject,
        register=question.register,
        without=one.without,
    )
    for row in rows:
        found[row["number"]] = _plus(found[row["number"]], row)
    return dict(found)


def _plus(count: Count, row: RowMapping) -> Count:
    more = (int(row[name] or 0) for name in Count._fields)
    return Count(*(one + other for one, other in zip(count, more, strict=True)))


def causes(service: Service, was: Counts, comes: Counts, between: Between) -> list[Cause]:
    """What counts otherwise, in the order of file numbers."""
    return [
        Cause(number, was.get(number), comes.get(number), later_records(service, number, between))
        for number in sorted({*was, *comes})
        if was.get(number) != comes.get(number)
    ]


def later_records(service: Service, number: str, between: Between) -> tuple[int, ...]:
    """The records of a matter, or of a round by its code, that came between."""
    rows = service.desk.log.stream(_stream(service, number), between.until)
    return tuple(row.version for row in rows if row.seq > between.since)


def _stream(service: Service, number: str) -> str:
    try:
        return service.desk.find(number)
    except CaseUnknown:
        return round_stream(number)
