"""Folds stored rows of whole aggregates to the rows of the read model."""

from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from msgspec import Struct, field
from sqlalchemy import Table

from application.codec import decode
from application.store.rows import Row
from domain.case.events import Fact
from domain.case.fold import fold
from domain.case.state import Case
from domain.rounds.round import fold as fold_round
from domain.units.state import fold as fold_unit
from projections.cells import Cells
from projections.errors import NotProjected
from projections.rounds import RoundRows, round_rows
from projections.rows import CaseRows, before_and_after, cid_of, rows
from projections.search import search_line
from projections.units import unit_row
from projections.words import Line

Fold = Callable[[Sequence[Row]], "Folded"]

CASE = "case."
UNIT = "unit."
ROUND = "round."


class Folded(Struct, gc=False):
    """Rows of many aggregates, under the name of their table."""

    cases: list[Cells] = field(default_factory=list)
    dispatches: list[Cells] = field(default_factory=list)
    obligations: list[Cells] = field(default_factory=list)
    waiting: list[Cells] = field(default_factory=list)
    parts: list[Cells] = field(default_factory=list)
    failings: list[Cells] = field(default_factory=list)
    closings: list[Cells] = field(default_factory=list)
    mediations: list[Cells] = field(default_factory=list)
    sent_back: list[Cells] = field(default_factory=list)
    words: list[Line] = field(default_factory=list)
    units: list[Cells] = field(default_factory=list)
    rounds: list[Cells] = field(default_factory=list)
    round_reports: list[Cells] = field(default_factory=list)
    round_findings: list[Cells] = field(default_factory=list)
    seen: list[int] = field(default_factory=list)  # cases, where not all of them have rows

    def of(self, table: Table) -> list[Cells]:
        """The rows of a table."""
        rows: list[Cells] = getattr(self, table.name)
        return rows


def by_stream(stored: Iterable[Row]) -> Iterable[list[Row]]:
    """Rows that stand together, aggregate by aggregate."""
    return (list(group) for _, group in groupby(stored, attrgetter("stream")))


def fold_all(stored: Sequence[Row]) -> Folded:
    """The rows of whole aggregates, which stand together in order. Errors: `NotProjected`."""
    folded = Folded()
    for history in by_stream(stored):
        if history[0].topic.startswith(CASE):
            _add_case(folded, case_rows(history))
        elif history[0].topic.startswith(UNIT):
            folded.units.append(unit_cells(history))
        elif history[0].topic.startswith(ROUND):
            add_round(folded, round_cells(history))
    return folded


def _add_case(folded: Folded, found: CaseRows) -> None:
    folded.cases.append(found.case)
    folded.dispatches += found.dispatches
    folded.obligations += found.obligations
    folded.waiting += found.waiting
    folded.parts += found.parts
    folded.failings += found.failings
    folded.closings += found.closings
    folded.mediations += found.mediations
    folded.sent_back += found.sent_back
    folded.words.append((cid_of(found.case), search_line(found)))


def add_round(folded: Folded, found: RoundRows) -> None:
    """The rows of one round."""
    folded.rounds += found.rounds
    folded.round_reports += found.reports
    folded.round_findings += found.findings


def case_rows(history: Sequence[Row]) -> CaseRows:
    """The rows of one case. Errors: `NotProjected`."""
    first = history[0]
    try:
        return rows(fold(first.stream, _facts(history)), first.seq, first.recorded)
    except Exception as error:
        raise _named(history, error) from error


def case_of(history: Sequence[Row]) -> Case:
    """One case as it stands at the end of its rows. Errors: `NotProjected`."""
    try:
        return fold(history[0].stream, _facts(history))
    except Exception as error:
        raise _named(history, error) from error


def case_rows_around(history: Sequence[Row], position: int) -> tuple[CaseRows | None, CaseRows]:
    """The rows of one case at a position and after all. Errors: `NotProjected`."""
    first = history[0]
    before = sum(1 for row in history if row.seq <= position)
    try:
        facts = _facts(history)
        return before_and_after(first.stream, first.seq, first.recorded, facts, before)
    except Exception as error:
        raise _named(history, error) from error


def unit_cells(history: Sequence[Row]) -> Cells:
    """The row of one unit. Errors: `NotProjected`."""
    try:
        return unit_row(fold_unit([decode(row.topic, row.state) for row in history]))
    except Exception as error:
        raise _named(history, error) from error


def round_cells(history: Sequence[Row]) -> RoundRows:
    """The rows of one round, none for no history. Errors: `NotProjected`."""
    try:
        return round_rows(fold_round(decode(row.topic, row.state) for row in history))
    except Exception as error:
        raise _named(history, error) from error


def _facts(history: Sequence[Row]) -> list[Fact]:
    return [decode(row.topic, row.state) for row in history]


def _named(history: Sequence[Row], error: Exception) -> NotProjected:
    """The error with the first event at which folding fails."""
    row = next((row for n, row in enumerate(history, 1) if _fails(history[:n])), history[-1])
    return NotProjected(row.seq, row.topic, row.stream, row.version, repr(error))


def _fails(history: Sequence[Row]) -> bool:
    first = history[0]
    try:
        if first.topic.startswith(CASE):
            rows(fold(first.stream, _facts(history)), first.seq, first.recorded)
        elif first.topic.startswith(ROUND):
            round_rows(fold_round(decode(row.topic, row.state) for row in history))
        else:
            fold_unit([decode(row.topic, row.state) for row in history])
    except Exception:  # noqa: BLE001 - whatever it is, this is where it happens
        return True
    return False
