"""超期台账: what was or is overdue, who owes it, how long, and what was done about it."""

from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    case,
    exists,
    func,
    literal_column,
    select,
)

from projections.queries.columns import (
    choice,
    flag,
    number,
    of_case,
    of_clock,
    overdue,
    overdue_now,
    time,
)
from projections.queries.filters import OF_CASES, equals, ms
from projections.queries.ledger import Ledger
from projections.queries.viewer import Viewer, of_obligations
from projections.tables import cases, obligations, waiting

_orders = obligations.alias("orders")
_directives = obligations.alias("directives")


def _of_same_case(other: Any, kind: str) -> Any:
    return (other.c.cid == obligations.c.cid) & (other.c.kind == literal_column(f"'{kind}'"))


_ordered: Final = exists().where(
    _of_same_case(_orders, "supervise"), _orders.c.holder == obligations.c.holder
)
_directed: Final = exists().where(
    _of_same_case(_directives, "directive"), _directives.c.holder == obligations.c.holder
)
_asked: Final = exists().where(
    _of_same_case(waiting, "extension"),
    waiting.c.about == obligations.c.kind,
    waiting.c.ref == obligations.c.ref,
)
_more_time: Final[ColumnElement[str]] = case(
    (_asked, literal_column("'asked'")),
    (obligations.c.due_at > obligations.c.first_due_at, literal_column("'extended'")),
    else_=literal_column("''"),
)

OVERDUE: Final = Ledger(
    name="overdue",
    zh="超期台账",
    en="Overdue",
    table=obligations,
    beside=obligations.join(cases, cases.c.cid == obligations.c.cid),
    key=(obligations.c.cid, obligations.c.n),
    columns=(
        *of_case("number", "track", "title"),
        *of_clock("clock", "holder", "due_at", "state", "met_at", "late"),
        number("urged", "催办次数", "Urged", obligations.c.urged),
        time("urged_at", "最近催办", "Last urged", obligations.c.urged_at),
        time("acted_at", "系统处置至", "Done by itself up to", obligations.c.acted_at),
        choice("raised_to", "已上报至", "Escalated to", obligations.c.raised_to),
        flag("supervised", "已督办", "Supervision order", _ordered),
        flag("directed", "有批示", "Directive", _directed),
        choice("more_time", "延期", "Extension", _more_time),
        *of_clock("rule"),
    ),
    sort="-due_at",
    visible=of_obligations,
    time=obligations.c.due_at,
    filters={
        "unit": equals(obligations.c.holder),
        "clock": equals(obligations.c.kind),
        "state": equals(obligations.c.state),
    },
    case_filters=OF_CASES,
    always=(overdue,),
)


class Holder(NamedTuple):
    """What one unit has overdue now: since when the oldest, and what nobody did anything about."""

    unit: str
    overdue: int
    oldest: int
    never_urged: int
    raised: int


def holders(connection: Connection, *, viewer: Viewer, now: datetime) -> list[Holder]:
    """Who holds what is overdue now, as far as the viewer may see it."""
    found = connection.execute(_by_holder(viewer), {"now": ms(now)})
    return [Holder(*row) for row in found]


def _by_holder(viewer: Viewer) -> Select[Any]:
    nobody = obligations.c.urged == literal_column("0")
    raised = obligations.c.raised_to != literal_column("''")
    return (
        select(
            obligations.c.holder,
            func.count(),
            func.min(obligations.c.due_at),
            func.count(case((nobody, 1))),
            func.count(case((raised, 1))),
        )
        .where(overdue_now, *of_obligations(viewer))
        .group_by(obligations.c.holder)
    )
