"""Which sealed texts of a case open for the viewer, and which of its events a unit is not shown."""

from collections.abc import Callable
from typing import Any, Final

from application.keys import ACTIVE, DESTROYED, SealBroken
from domain.case import events as e
from domain.case.command import Context, is_accused, lineage
from domain.case.failings import OF_REPORTERS, Failing
from domain.case.readings import FILES, Place
from domain.case.rights import involved
from domain.case.sealing import destroyed
from domain.case.state import Case
from domain.case.words import Role
from domain.sealed import Sealed
from domain.units import CENTRE
from web.desk.opened import Opened
from web.desk.standing import Standing, accuses_viewer
from web.service import service
from web.wording import _

MASK: Final = "***"
OPENING: Final = frozenset({Role.OPERATOR, Role.LEADER, Role.SUPERVISOR})
READING_ALL: Final = frozenset({Role.SUPERVISOR, Role.AUDITOR})

# What the reporter answers goes to the centre and not to the units; so do complaints about them,
# and attempts to bring a matter before those it accuses.
NOT_FOR_UNITS: Final = (
    e.Barred,
    e.Visited,
    e.Answered,
    e.VisitAttempted,
    e.DissatisfactionRuled,
    e.Complained,
    e.ComplaintRuled,
)
# Held against one unit, or said of that.
OF_FAILINGS: Final = (
    e.UnregisteredFound,
    e.FalseEntryFound,
    e.FailingContested,
    e.FailingContestWithdrawn,
    e.FailingRuled,
)
# What a unit needs of the receipt to do its work.
NEEDED_OF_RECEIPT: Final = frozenset({"narrative", "address", "phone", FILES})
ADDRESSED: Final[dict[type[e.Fact], Callable[[Any], str]]] = {
    e.Dispatched: lambda event: event.unit,
    e.HandlerAppointed: lambda event: event.unit,
    e.Directed: lambda event: event.holder,
    e.Proposed: lambda event: event.unit,
}
OF_MEDIATION: Final = (
    e.PartyJoined,
    e.MediatorChallenged,
    e.FactsEstablished,
    e.SessionHeld,
    e.AgreementReached,
    e.PerformanceRecorded,
    e.AgreementBreached,
)


class Sight:
    """What one viewer sees of one case."""

    def __init__(
        self, standing: Standing, accuses: Callable[[str, e.Actor], bool] = accuses_viewer
    ) -> None:
        """`standing` is the case as it stands now, whatever moment of it is shown.

        `accuses` tells whether the case of a number must not be known to the viewer.
        """
        self._case: Case = standing.case
        self._ctx: Context = standing.ctx
        self._history = standing.loaded.history
        self.opened = Opened(standing)
        self._known = standing.known
        self._accuses = accuses
        self._blind = self._nothing_opens()
        self._destroyed = destroyed(self._history)

    @property
    def of_unit(self) -> bool:
        """The viewer belongs to a unit and sees the unit's part."""
        return self._ctx.by.unit != CENTRE and self._ctx.by.role not in READING_ALL

    @property
    def inspects(self) -> bool:
        """The viewer is of the inspection office, or audits."""
        return self._ctx.by.role in READING_ALL

    @property
    def gives_code(self) -> bool:
        """Who may see the query code: with it one answers in the reporter's place.

        The centre, and the unit whose people registered the matter, whatever was corrected since;
        none that only deals with it, since it would judge itself, and none complained about.
        """
        if not self.of_unit:
            return True
        return self._history[0].by.unit == self._ctx.by.unit and not self._blind

    def hides(self, event: e.Fact) -> bool:
        """The event is not shown to this viewer at all; what hangs on a step no more than it."""
        step = self._step(event)
        if step is not None:
            return self.hides(step)
        if isinstance(event, e.DuplicateLinked):
            return self.bars(event.number)
        if self.of_unit and isinstance(event, NOT_FOR_UNITS):
            return True
        if isinstance(event, (e.DataRead, e.DataExported)):
            return self._read_by_others(event)
        if isinstance(event, OF_FAILINGS):
            return self._not_theirs(event)
        return not self.inspects and self._about(event) == CENTRE

    def _not_theirs(self, event: e.Fact) -> bool:
        """A failing held against a unit is no other unit's; nor what reporters told of it its own.

        Of pressure by the centre only inspection learns.
        """
        contest = self._case.contests.get(getattr(event, "contest", 0))
        unit = contest.unit if contest is not None else str(getattr(event, "unit", ""))
        kind = contest.failing if contest is not None else ""
        if self.of_unit:
            return kind in OF_REPORTERS or not self._of_own(unit)
        return not self.inspects and (kind, unit) == (Failing.PRESSURE_UPHELD, CENTRE)

    def _of_own(self, unit: str) -> bool:
        """The viewer's unit, or for a leader one below it."""
        own, line = self._ctx.by.unit, lineage(self._ctx, unit)
        return own == unit or (self._ctx.by.role == Role.LEADER and own in line)

    def _about(self, event: e.Fact) -> str:
        """Of whom a complaint, or the ruling on one, is; of the centre only inspection learns."""
        if isinstance(event, e.Complained):
            return event.unit
        if not isinstance(event, e.ComplaintRuled):
            return ""
        complaints = (one for one in self._history if isinstance(one, e.Complained))
        return next((one.unit for one in complaints if one.complaint == event.complaint), "")

    def _read_by_others(self, event: e.Fact) -> bool:
        """A unit sees its own readings; what inspection and audit read, and why, is for them."""
        if self.of_unit:
            return event.by.unit != self._ctx.by.unit
        return not self.inspects and event.by.role in READING_ALL

    def opens(self, event: e.Fact, field: str) -> bool:
        """The sealed field of the event opens for this viewer, and stands open now."""
        return self.may_open(event, field) and self.is_open(event, field)

    def is_open(self, event: e.Fact, field: str) -> bool:
        """The viewer said what they read it for, or just typed it themselves."""
        return self.opened.shows(self.opened.place(event, field))

    def closed(self) -> list[Place]:
        """What would open for this viewer, once they said what for."""
        return [place for place in self.openable() if not self.opened.shows(place)]

    def openable(self) -> list[Place]:
        """Whatever may open for this viewer."""
        found = (
            self.opened.place(event, name)
            for event in self._history
            for name in event.__struct_fields__
            if isinstance(getattr(event, name), Sealed)
            and self.may_open(event, name)
            and not self.hides(event)
        )
        return [place for place in found if place is not None]

    def may_open(self, event: e.Fact, field: str) -> bool:
        """The sealed field of the event is the viewer's to read, when they say what for."""
        if self._blind or self._ctx.by.role not in OPENING | {Role.RESPONDER}:
            return False
        return not self.of_unit or self._needed(event, field)

    def is_erased(self, sealed: Sealed) -> bool:
        """It is on record that it is; its key may have a moment left, after a crash."""
        return sealed.key in self._destroyed

    def read(self, event: e.Fact, field: str, sealed: Sealed) -> str:
        """The text in a sealed field, or what stands in its place."""
        if self.is_erased(sealed):
            return _("(erased)")
        if not self.opens(event, field):
            return MASK
        name = event.field if isinstance(event, e.Corrected) else field
        try:
            opened = service().desk.keys.open(self._case.id, name, sealed)
        except SealBroken:
            return _("(can't be opened: altered, or sealed with another key)")
        if opened.state == ACTIVE:
            return opened.text
        return _("(erased)") if opened.state == DESTROYED else _("(key lost)")

    def bars(self, number: str) -> bool:
        """Another case accuses the viewer: this one does not give it away."""
        key = f"accuses viewer {number}"
        if key not in self._known:
            self._known[key] = self._accuses(number, self._ctx.by)
        return bool(self._known[key])

    def _step(self, event: e.Fact) -> e.Fact | None:
        """The step a file belongs to, one that a correction puts right or that was found false."""
        step = event.step if isinstance(event, e.Attached) else 0
        step = event.event if isinstance(event, e.Corrected) else step
        step = event.record if isinstance(event, e.FalseEntryFound) else step
        return self._history[step - 1] if step else None

    def _nothing_opens(self) -> bool:
        """Auditors read no names; a unit complained about learns nothing of who complained."""
        if self._ctx.by.role == Role.AUDITOR:
            return True
        about = {event.unit for event in self._history if isinstance(event, e.Complained)}
        own = self._ctx.by.unit
        return self.of_unit and (own in about or is_accused(self._case, own, self._ctx))

    def _needed(self, event: e.Fact, field: str) -> bool:
        own = self._ctx.by.unit
        if event.by.unit == own:
            return True
        if isinstance(event, e.Corrected):
            return self._needed(self._history[event.event - 1], event.field)
        if isinstance(event, e.Attached):
            step = self._step(event)
            return step is not None and self._needed(step, FILES)
        if isinstance(event, e.Received):
            return field in NEEDED_OF_RECEIPT and own in involved(self._case)
        if isinstance(event, OF_MEDIATION):
            return self._case.mediation is not None and self._case.mediation.unit == own
        addressee = ADDRESSED.get(type(event))
        return addressee is not None and addressee(event) == own
