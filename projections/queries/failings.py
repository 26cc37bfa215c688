"""履责问题台账: what was failed in, as the cases' own events show it."""

from datetime import datetime
from typing import Final, NamedTuple

from sqlalchemy import ColumnElement, Connection, func, select

from projections.conditions import standing
from projections.queries.columns import choice, duration, of_case, text, time
from projections.queries.filters import OF_CASES, equals, ms
from projections.queries.ledger import Ledger
from projections.queries.viewer import Viewer, of_failings
from projections.tables import cases, failings


class Counted(NamedTuple):
    """How many failings of one kind there are in a period."""

    kind: str
    times: int


def counted(connection: Connection, *, viewer: Viewer, since: datetime) -> list[Counted]:
    """Of the kinds there are any of since an aware time, as far as the viewer may see them.

    What was struck counts nowhere.
    """
    found = (
        select(failings.c.kind, func.count())
        .where(failings.c.at >= ms(since), standing, *of_failings(viewer))
        .group_by(failings.c.kind)
        .order_by(failings.c.kind)
    )
    return [Counted(*row) for row in connection.execute(found)]


def _contested(how: str) -> ColumnElement[bool]:
    """How it stands since somebody contested it; "standing": it counts."""
    return standing if how == "standing" else failings.c.state == how


FAILINGS: Final = Ledger(
    name="failings",
    zh="履责问题台账",
    en="Failings",
    table=failings,
    beside=failings.join(cases, cases.c.cid == failings.c.cid),
    key=(failings.c.cid, failings.c.n),
    columns=(
        *of_case("number", "track", "title"),
        choice("failing", "履责问题", "Failing", failings.c.kind),
        choice("unit", "责任单位", "Unit", failings.c.unit),
        choice("clock", "时限类别", "Time limit", failings.c.about),
        time("at", "发生时间", "Since", failings.c.at),
        duration("late", "超期时长", "Late by", failings.c.late),
        text("proof", "依据记录", "Shown by record", failings.c.proof),
        choice("contest", "申辩", "Contest", failings.c.state),
    ),
    sort="-at",
    visible=of_failings,
    time=failings.c.at,
    filters={
        "unit": equals(failings.c.unit),
        "failing": equals(failings.c.kind),
        "clock": equals(failings.c.about),
        "contest": _contested,
    },
    case_filters=OF_CASES,
)
