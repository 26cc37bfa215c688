"""How a round and a report of it read on a page."""

from typing import Any, Final, NamedTuple

from flask import abort

from application.clock import to_ms
from application.roundbook import history
from domain.case.words import Role
from domain.rounds.events import FindingReported, RoundOpened
from domain.rounds.reporting import REPORTERS
from domain.rounds.round import Report, Round, fold
from domain.units import CENTRE
from web import deadlines, times, words
from web.asking import viewer
from web.auth.who import actor
from web.deadlines import Mark
from web.i18n import language
from web.service import service
from web.wording import _

COLOURS: Final = {"late": "orange", "missed": "red", "met": "green", "waived": "grey"}


class Known(NamedTuple):
    """A round the viewer may see: how it stands, what happened in it, which reports they see."""

    state: Round
    history: list[Any]
    seen: list[Report]

    @property
    def opened(self) -> RoundOpened:
        """How it was opened."""
        return self.state.known()

    @property
    def own(self) -> Report | None:
        """The report the viewer's own unit owes, where they are of those who give it."""
        by = actor()
        return self.state.reports.get(by.unit) if by.role in REPORTERS else None

    @property
    def numbers(self) -> frozenset[str]:
        """The file numbers of all that was ever found in it."""
        return frozenset(one.number for one in self.history if isinstance(one, FindingReported))


def known(code: str) -> Known:
    """The round of that code; 404 where there is none for the viewer."""
    happened = history(service().desk.log, code)
    state = fold(happened)
    found = Known(state, happened, _seen(state))
    return found if found.seen or (happened and not viewer().of_unit) else abort(404)


def _seen(state: Round) -> list[Report]:
    """The reports the viewer may see: of a unit its own, of a leader those of units below too."""
    part = viewer().part if viewer().of_unit else state.reports
    return [one for one in state.reports.values() if one.unit in part]


def require_own(code: str) -> Known:
    """The same, and the viewer's unit owes a report of it; else 404."""
    found = known(code)
    return found if found.own is not None else abort(404)


def title(one: Any) -> str:
    """What a round or a plan is called; English where it has a name in it."""
    english: str = one["title_en"] if hasattr(one, "keys") else one.title_en
    chinese: str = one["title"] if hasattr(one, "keys") else one.title
    return english if language() == "en" and english else chinese


def stand_of(known: Known, report: Report) -> str:
    """open, met, late, missed or waived."""
    late = report.met_at is not None and report.met_at > known.opened.due
    return "late" if late else known.state.state(report)


def mark(stand: str, due: Any) -> Mark:
    """A report as word, shape and colour; one still to come says how long there is."""
    if stand != "open":
        return Mark(COLOURS[stand], words.word(words.ROUND_REPORT, stand))
    moment = due if isinstance(due, int) else to_ms(due)
    counted = {"due_at": moment, "due_kind": "", "due_holder": ""}
    found = deadlines.mark(counted, times.now())
    assert found is not None  # noqa: S101 - it is due sometime
    return found._replace(about=_("Report due %(time)s", time=times.stamp(due)))


def at_the_desk() -> bool:
    """Whether the viewer opens rounds by hand."""
    by = actor()
    return by.unit == CENTRE and by.role in (Role.OPERATOR, Role.LEADER)


def leads_the_centre() -> bool:
    """Whether the viewer may call a round off, and keeps its plans."""
    by = actor()
    return by.unit == CENTRE and by.role == Role.LEADER
