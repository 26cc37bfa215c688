"""Draws matters for an audit sheet as of the read model's position, and draws them again later.

The read model of a position is the same whenever it is folded, so the matters to draw from are the
same, and with the recorded seed the sample.
"""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, select

from application.asof import recorded_at
from application.log import Log
from application.proofs import digest, leaf
from domain.audit.events import Sampled
from domain.audit.keeping import Draw, check_frame
from domain.audit.sampling import Frame, Sample, draw
from domain.audit.words import Risk
from domain.case.events import Actor
from projections.bootstrap import Service
from projections.queries.populations import Population, Then, Within, population
from projections.queries.viewer import viewer_of
from projections.rebuild import Progress
from projections.scratch import rebuild_as_of
from projections.tables import position

A_DAY = timedelta(days=1)
CORRECTED = "case.corrected"


class Again(NamedTuple):
    """A sample on record, and what drawing again comes to."""

    recorded: Sampled
    sample: Sample

    @property
    def same(self) -> bool:
        """It is the one on record."""
        return (self.recorded.strata, self.recorded.drawn) == self.sample


def draw_sample(service: Service, frame: Frame, seed: str, by: Actor) -> Draw:
    """As of the last event the read model has; without a seed its leaf is one nobody chose.

    Errors: as `check_frame`.
    """
    check_frame(frame)
    log = service.desk.log
    with service.read() as connection:
        seq = int(connection.execute(select(position.c.seq)).scalar_one())
        found = _population(service, connection, frame, seq, by)
    seed = seed or seed_of(log, seq)
    return Draw(frame, seed, seq, draw(found, frame.size, seed))


def draw_again(service: Service, recorded: Sampled, tell: Progress | None = None) -> Again:
    """From a read model folded up to the position of the sample."""
    frame, seq = recorded.frame, recorded.seq
    with (
        rebuild_as_of(service.settings, seq, tell) as engine,
        engine.connect() as connection,
    ):
        found = _population(service, connection, frame, seq, recorded.by)
    return Again(recorded, draw(found, frame.size, recorded.seed))


def seed_of(log: Log, seq: int) -> str:
    """The leaf of the event at a position, in hex, as the proof of the log has it."""
    (row,) = log.after(seq - 1, 1)
    of_bytes = digest(row.state)
    return leaf(row.seq, row.stream, row.version, row.topic, row.recorded, of_bytes).hex()


def _population(
    service: Service, connection: Connection, frame: Frame, seq: int, by: Actor
) -> Population:
    log = service.desk.log
    corrected = _corrected(log, seq) if Risk.CORRECTED in frame.risks else frozenset()
    then = Then(recorded_at(log, seq), corrected)
    viewer = viewer_of(connection, by.role, by.unit, by.user)
    within = _within(frame, ZoneInfo(service.settings.timezone))
    return population(connection, frame, within, then, viewer=viewer)


def _corrected(log: Log, seq: int) -> frozenset[str]:
    """The ids of the cases in which something was put right by then."""
    return frozenset(row.stream for row in log.reader.of_topic(CORRECTED) if row.seq <= seq)


def _within(frame: Frame, zone: ZoneInfo) -> Within:
    def begins(day: date) -> datetime:
        return datetime.combine(day, time(), zone)

    return Within(
        None if frame.since is None else begins(frame.since),
        None if frame.until is None else begins(frame.until + A_DAY),
    )
