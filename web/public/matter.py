"""The one case a reporter looks at, and what of it may be named to them."""

from typing import NamedTuple

from application.desk import Loaded
from application.keys import ACTIVE
from domain.case.state import Case
from domain.rules.model import RuleSet
from domain.sealed import Sealed
from domain.units import CENTRE
from web import names
from web.public.visit import Visit
from web.service import service
from web.wording import _


class Matter(NamedTuple):
    """A case as its reporter sees it. `known`: they gave more than what the slip says."""

    loaded: Loaded
    rules: RuleSet
    known: bool

    @property
    def case(self) -> Case:
        """The state its history was folded to."""
        return self.loaded.case

    @property
    def accuses(self) -> bool:
        """Who deals with an accusation is named to nobody."""
        return bool(self.case.accused)

    def unit(self, code: str) -> str:
        """Who deals with it, as the reporter is told."""
        if self.accuses and code != CENTRE:
            return _("the superior body")
        return names.unit(code)

    def opened(self, field: str, sealed: Sealed | None) -> str:
        """A text that was written to the reporter; "" when there is none, or it was erased."""
        if sealed is None or not self.known:
            return ""
        opened = service().desk.keys.open(self.case.id, field, sealed)
        return opened.text if opened.state == ACTIVE else ""


def matter(visit: Visit) -> Matter:
    """The case of the visit as it stands. Errors: `CaseUnknown`."""
    return _matter(visit.case_id, known=visit.known)


def main_of(duplicate: Matter) -> Matter | None:
    """The matter a duplicate was linked to: its reply is the duplicate's too."""
    number = duplicate.case.duplicate_of
    if not number:
        return None
    return _matter(service().desk.find(number), known=duplicate.known)


def _matter(case_id: str, *, known: bool) -> Matter:
    desk = service().desk
    loaded = desk.load(case_id)
    return Matter(loaded, desk.rules.get(loaded.case.rules), known)
