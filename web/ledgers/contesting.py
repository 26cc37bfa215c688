"""What the viewer can do about a failing in its row: contest it, or rule on a contest."""

from typing import Any, NamedTuple

from flask import url_for

from domain.case.contesting import SPEAKING, ContestFailing, RuleFailing
from domain.case.failings import OF_REPORTERS, Failing
from domain.case.rights import INSPECTION
from domain.units import CENTRE
from web.asking import viewer
from web.auth.who import role
from web.desk import contests
from web.desk.steps import anchor
from web.wording import _


class Act(NamedTuple):
    """Where its form is; the rules decide once it is sent."""

    url: str
    label: str


def act(row: Any) -> Act | None:
    """Of a row of the ledger."""
    if row["contest"] == "contested" and role() in INSPECTION:
        return Act(_url(row, RuleFailing.__name__), _("Rule on it"))
    if not row["contest"] and _speaks_for(row["unit"], row["failing"]):
        return Act(_url(row, ContestFailing.__name__), _("Contest it"))
    return None


def _speaks_for(unit: str, failing: str) -> bool:
    """Where reporters' words are in it, the inspection office speaks for the unit."""
    withheld = failing in OF_REPORTERS and (unit != CENTRE or failing == Failing.PRESSURE_UPHELD)
    if withheld or role() in INSPECTION:
        return withheld and role() in INSPECTION
    return role() in SPEAKING and unit in (viewer().part if viewer().of_unit else (CENTRE,))


def _url(row: Any, step: str) -> str:
    query: dict[str, Any] = {
        "step": step,
        contests.ABOUT: contests.value_of(row["failing"], row["clock"], row["proof"]),
    }
    return url_for("desk.case", number=row["number"], **query, _anchor=anchor(step, 0))
