"""Which cases were kept long enough, by the retention rules: what a person may propose to erase."""

from datetime import datetime
from typing import NamedTuple

from application.clock import from_ms, to_ms
from domain.privacy.state import Register
from domain.retention.keeping import KindOf, class_of, over_from
from domain.retention.model import KeepingClass, RetentionRules
from domain.retention.view import Retention
from projections.bootstrap import Service
from projections.queries.overtime import settled_before
from projections.queries.viewer import Viewer


class Over(NamedTuple):
    """One case whose period is over; `state`: "", or "asked", "held"."""

    case_id: str
    number: str
    title: str
    of: KeepingClass
    settled: datetime
    until: datetime
    state: str


class Portion(NamedTuple):
    """What one look found, and where the next begins; 0: everything was looked at."""

    found: list[Over]
    next: int


def overtime(service: Service, viewer: Viewer, after: int) -> Portion:
    """Looks at the next portion of cases. Those erased already are left out."""
    view, now = service.desk.retention.view(), service.desk.clock()
    shortest = _shortest(view.rules)
    if view.rules is None or shortest is None:
        return Portion([], 0)
    moment = now.astimezone(view.zone)
    before = moment.replace(year=moment.year - shortest, month=1, day=1, hour=0, minute=0, second=0)
    with service.read() as connection:
        rows, last = settled_before(connection, viewer, to_ms(before), after)
    register = service.desk.register.now()
    gone = {one.case for one in register.erased.values()}
    found = (_over(row, view, register) for row in rows if row["case_id"] not in gone)
    return Portion([one for one in found if one is not None and one.until <= now], last)


def _shortest(rules: RetentionRules | None) -> int | None:
    years = [one.years for one in rules.classes if one.years] if rules is not None else []
    return min(years, default=None)


def _over(row: object, view: Retention, register: Register) -> Over | None:
    cells = dict(row)  # type: ignore[call-overload]
    assert view.rules is not None  # noqa: S101 - for the type; asked before
    of = class_of(view.rules, _kind(cells))
    if not of.years:
        return None
    settled = from_ms(cells["settled_at"]).astimezone(view.zone)
    return Over(
        cells["case_id"],
        cells["number"],
        cells["title"],
        of,
        settled,
        over_from(of.years, settled),
        _state(cells["case_id"], register),
    )


def _kind(cells: dict[str, str]) -> KindOf:
    return KindOf(
        cells["track"],
        cells["kind"],
        cells["level"],
        cells["grade"],
        cells["dispute_class"],
        bool(cells["ended_as"]),
    )


def _state(case_id: str, register: Register) -> str:
    if any(place.case == case_id for place in register.holds):
        return "held"
    return "asked" if any(place.case == case_id for place in register.waiting) else ""
