"""The read model a figure is taken from: the live one, or one folded up to an earlier event."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any, NamedTuple

from application.asof import just_after, position_at
from projections.bootstrap import Service
from projections.scratch import rebuild_as_of
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import MomentOrSeq
from web.cli.output import bar
from web.cli.spoken import option

FOLDING = Text("Folding up to there", "正在折算")
NOTHING_YET = Text("Nothing was recorded by then.", "那时还没有任何记录。")
BEYOND = Text(
    "There are {head} records so far. Give a position up to there.",
    "目前共 {head} 条记录，请给出不超过它的序号。",
)
TO_COME = Text(
    "That is still to come. Give a time that has passed.", "该时间尚未到来，请给出已过去的时间。"
)

as_of = option(
    "--at",
    type=MomentOrSeq(),
    en="As it stood then: a time of recording, or a position in the log.",
    zh="按当时的情况：入库时间或记录序号。",
)


class Asked(NamedTuple):
    """A connection, and the moment that counts as now."""

    connection: Any
    now: datetime


def position(service: Service, at: datetime | int | None) -> int:
    """Of the last event by then. Errors: `Failure` when there was nothing yet, or is to come."""
    log = service.desk.log
    if at is None:
        return log.head()
    require_past(service, at)
    seq = at if isinstance(at, int) else position_at(log, at)
    if seq < 1:
        raise Failure(NOTHING_YET())
    return seq


def require_past(service: Service, at: datetime | int) -> None:
    """Figures of a time to come would count as failed what is not due yet. Errors: `Failure`."""
    if isinstance(at, int) and at > (head := service.desk.log.head()):
        raise Failure(BEYOND(head=head))
    if not isinstance(at, int) and at > service.desk.clock():
        raise Failure(TO_COME())


@contextmanager
def reading(service: Service, at: datetime | int | None) -> Iterator[Asked]:
    """The same queries on either. Errors: `Failure` when there was nothing yet."""
    if at is None:
        with service.read() as connection:
            yield Asked(connection, service.desk.clock())
        return
    seq = position(service, at)
    now = just_after(service.desk.log, seq) if isinstance(at, int) else at
    with (
        bar(str(FOLDING)) as tell,
        rebuild_as_of(service.settings, seq, tell) as engine,
        engine.connect() as connection,
    ):
        yield Asked(connection, now)
