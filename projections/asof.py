"""What was counted as of an earlier position of the log."""

from collections.abc import Sequence

from sqlalchemy import Connection

from application.settings import Settings
from domain.assessment.model import Subject
from domain.assessment.score import Failed
from projections.queries.measures import Limits
from projections.queries.tallies import (
    NOTHING,
    Period,
    Tallies,
    Wanted,
    Without,
    failings_of,
    tallies,
)
from projections.rebuild import Progress
from projections.scratch import rebuild_as_of

Failings = dict[str, list[Failed]]


def tallies_as_of(  # noqa: PLR0913 - a quarter's question, each part of it by its name
    settings: Settings,
    connection: Connection,  # noqa: ARG001
    wanted: Sequence[Wanted],
    period: Period,
    seq: int,
    *,
    subject: Subject,
    register: Limits,
    without: Without = NOTHING,
    progress: Progress | None = None,
) -> tuple[Tallies, Failings]:
    """Tallies and failings of all events up to a position. Errors: `NotProjected`."""
    with rebuild_as_of(settings, seq, progress) as engine, engine.connect() as then:
        counted = tallies(then, wanted, period, subject=subject, register=register, without=without)
        return counted, failings_of(then, period, subject=subject, without=without)
