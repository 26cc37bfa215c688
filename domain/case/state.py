"""What a case's history amounts to: the state that decisions and read models are taken from."""

from datetime import datetime

from msgspec import Struct, field

from domain.case.events.base import Fact
from domain.case.words import (
    Channel,
    DispatchRole,
    Outcome,
    PetitionKind,
    Satisfaction,
    Stage,
    Track,
)
from domain.rules.clocks import Clock

LONG_AGO = datetime.fromisoformat("0001-01-01T00:00:00+00:00")


class Obligation(Struct, gc=False):
    """办理时限: one clock of the case: who owes what until when, and how it ended.

    `opened`, `met`, `waived`, `lapsed` are versions of the events that did it; 0 = not so.
    """

    kind: str
    holder: str
    ref: int
    rule: str
    opened: int
    opened_at: datetime
    due: datetime
    first_due: datetime
    met: int = 0
    met_at: datetime | None = None
    waived: int = 0
    why: str = ""
    lapsed: int = 0
    lapsed_at: datetime | None = None
    urged: int = 0
    urged_at: datetime | None = None  # the last time
    acted: datetime | None = None  # up to which moment the timekeeper did what was planned
    raised_to: str = ""  # the highest it was brought before
    overdue: int = 0  # the first event after its end that puts on record that it is over

    @property
    def running(self) -> bool:
        """Neither met nor waived nor left behind by the closing."""
        return not (self.met or self.waived or self.lapsed)


class Dispatch(Struct):
    """派单 as it stands: one unit charged with the matter."""

    number: int
    unit: str
    role: DispatchRole
    at: datetime
    zone: str = ""
    opened: int = 0
    signed_at: datetime | None = None
    person: str = ""
    arrived_at: datetime | None = None
    ended_at: datetime | None = None
    feedback_at: datetime | None = None
    outcome: Outcome | None = None
    returned_at: datetime | None = None
    recalled_at: datetime | None = None
    ruling_needed: bool = False
    objected: bool = False
    worked: bool = False
    follow_up_due: datetime | None = None
    sent_back: int = 0
    settled: bool = False  # its work ended with a closing; reopening needs a new dispatch

    @property
    def live(self) -> bool:
        """Still the unit's: neither returned nor recalled nor settled by a closing."""
        return self.returned_at is None and self.recalled_at is None and not self.settled


class Link(Struct):
    """外链 as it stands: opens one dispatch until then, unless it has ended before."""

    dispatch: int
    until: datetime
    ended: bool = False


class Mediation(Struct):
    """调解 as it stands."""

    unit: str
    mode: str
    procedure: str
    at: datetime
    mediator: str = ""
    challenged: str = ""
    stepped_down: set[str] = field(default_factory=set)
    consents: set[int] = field(default_factory=set)
    facts: bool = False
    sessions: int = 0
    agreed_at: datetime | None = None
    effective_at: datetime | None = None
    written: bool = False
    performed: bool = False
    confirmation: str = ""
    failed_at: datetime | None = None
    settled: bool = False  # the case was reopened after it; to mediate again, take it up again
    version: int = 0  # of the event that took it up
    ended: int = 0  # of the event that concluded it


class Contest(Struct, gc=False):
    """申辩 as it stands, against one failing: `state` says what came of it."""

    failing: str
    about: str
    proof: tuple[int, ...]
    unit: str
    by: str
    at: datetime
    version: int  # of the event that began it
    state: str = "contested"  # "struck", "upheld", "withdrawn"
    ended: int = 0  # by which event

    @property
    def key(self) -> tuple[str, str, tuple[int, ...]]:
        """Which failing it is about."""
        return self.failing, self.about, self.proof


class SentBack(Struct, gc=False):
    """退回重报: a feedback that was not taken."""

    dispatch: int
    unit: str
    at: datetime
    version: int


class Asked(Struct, gc=False):
    """提出删除 as it stands: whose data, on which basis, and who asked."""

    person: str
    basis: str
    by: str


class Closing(Struct, gc=False):
    """办结 as it stands, with the return visit it brought.

    `unit` led the matter then; `visit` is the version of the event that says how its return visit
    stands, `visited_at` when that was made and `said_at` when the reporter answered.
    """

    version: int
    unit: str
    at: datetime
    visit: int = 0
    visited_at: datetime | None = None
    said_at: datetime | None = None
    own: bool = False  # answered by the reporters themselves, on their own page
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    contacted: bool | None = None
    reopened: bool = False  # as unsolved in the reporter's word


class Case(Struct):
    """事项: one matter, one code; the fold of its events. Changed only by `domain.case.fold`."""

    id: str
    version: int = 0
    number: str = ""
    rules: str = ""
    track: Track = Track.EMERGENCY
    kind: PetitionKind | None = None
    channel: Channel = Channel.PHONE
    title: str = ""
    category: str = ""
    place: str = ""
    people: int = 1
    level: str = ""
    grade: str = ""
    dispute_class: str = ""
    receiver: str = ""
    received_by: str = ""
    reference: str = ""
    source: str = ""
    accused: tuple[str, ...] = ()
    accused_staff: tuple[str, ...] = ()
    anonymous: bool = False
    received_at: datetime = LONG_AGO
    changed_at: datetime = LONG_AGO
    screened_at: datetime | None = None
    validity: str = ""
    duplicate_of: str = ""
    duplicates: list[str] = field(default_factory=list)
    plan: str = ""
    sign_off: str = ""
    signed_off: str = ""
    accepted_at: datetime | None = None
    noticed_at: datetime | None = None
    ended_as: str = ""
    ended_at: datetime | None = None
    dispatches: list[Dispatch] = field(default_factory=list)
    links: dict[int, Link] = field(default_factory=dict)
    obligations: list[Obligation] = field(default_factory=list)
    windows: dict[str, datetime] = field(default_factory=dict)
    period_over: datetime | None = None  # the end of a review's period, once it was put on record
    returns: int = 0
    hand_offs: list[int] = field(default_factory=list)  # one after the other, nothing done between
    handlers: set[str] = field(default_factory=set)
    handling_units: set[str] = field(default_factory=set)
    appointed: str = ""
    appointed_unit: str = ""
    at_level: str = ""
    activated: str = ""
    checklist: int = 0
    representatives: int = 0
    ticked: set[int] = field(default_factory=set)
    paused_at: datetime | None = None
    pause_reason: str = ""
    asked: dict[str, int] = field(default_factory=dict)
    extended_days: dict[str, int] = field(default_factory=dict)
    extensions: dict[str, int] = field(default_factory=dict)
    directives: dict[int, bool] = field(default_factory=dict)
    urges: dict[int, bool] = field(default_factory=dict)
    urged_units: dict[int, str] = field(default_factory=dict)
    # What the timekeeper urged over: done, it needs no other answer.
    urged_over: dict[int, tuple[str, int]] = field(default_factory=dict)
    supervisions: dict[int, bool] = field(default_factory=dict)
    proposals: dict[int, bool] = field(default_factory=dict)
    complaints: dict[int, bool] = field(default_factory=dict)
    complained: dict[int, str] = field(default_factory=dict)  # about which unit
    # When what still waits was asked: "urge.2", "return.1", "extension.reply.0", "complaint.1".
    since: dict[str, datetime] = field(default_factory=dict)
    reported: set[str] = field(default_factory=set)
    parties: set[int] = field(default_factory=set)
    mediation: Mediation | None = None
    mediations: list[Mediation] = field(default_factory=list)  # of which that is the last
    withdrawn: bool = False
    opinion_at: datetime | None = None
    opinion: tuple[int, str] = (0, "")  # the event that issued the last one, and its unit
    replied_at: datetime | None = None
    review: str = ""  # stage under way
    reviewed: list[str] = field(default_factory=list)
    hearing_at: datetime | None = None
    outcome: Outcome | None = None
    closed_at: datetime | None = None
    closed: bool = False
    attempts: int = 0
    attempted_at: datetime | None = None
    visited_at: datetime | None = None
    visited_by: str = ""
    answered: bool | None = None
    solved: bool | None = None
    satisfied: Satisfaction | None = None
    unhappy: bool = False  # an unhappy answer that reopened nothing, to be ruled on
    own_answer: bool = False  # given by the reporters themselves, on their own page
    closings: list[Closing] = field(default_factory=list)
    sent_back: list[SentBack] = field(default_factory=list)
    reopened: int = 0
    archived_at: datetime | None = None
    erased: set[str] = field(default_factory=set)
    erasures: dict[int, Asked] = field(default_factory=dict)  # asked by which record, not decided
    holds: dict[int, bool] = field(default_factory=dict)  # by number; whether it still lasts
    handlers_visits: list[Fact] = field(default_factory=list)  # made by a unit that handled it
    # Events that may show a failing, by version, each with earlier ones that belong to it.
    evidence: dict[int, tuple[Fact, tuple[int, ...]]] = field(default_factory=dict)
    contests: dict[int, Contest] = field(default_factory=dict)
    unregistered: set[str] = field(default_factory=set)  # units that did not register it before
    false_entries: dict[int, str] = field(default_factory=dict)  # records found false, by whom

    # --- what decisions and read models ask ---

    @property
    def stage(self) -> Stage:
        """Where the case stands, as ledgers show it; the lead dispatch speaks for the case."""
        if self.closed:
            return Stage.ARCHIVED if self.archived_at else Stage.CLOSED
        if self.ended_as:
            return Stage.ENDED
        return self._open_stage()

    def _open_stage(self) -> Stage:
        if self.replied_at is not None:
            return Stage.REPLIED
        lead = self.lead
        if lead is not None:
            return dispatch_stage(lead)
        if self.mediation is not None:
            return Stage.MEDIATING
        return Stage.SCREENED if self.screened_at is not None else Stage.RECEIVED

    @property
    def open(self) -> bool:
        """Neither closed nor ended by declining, redirecting or being a duplicate."""
        return not (self.closed or self.ended_as)

    @property
    def lead(self) -> Dispatch | None:
        """The live lead dispatch, if there is one."""
        for dispatch in self.dispatches:
            if dispatch.role is DispatchRole.LEAD and dispatch.live:
                return dispatch
        return None

    def dispatch(self, number: int) -> Dispatch | None:
        """The dispatch with that number."""
        return self.dispatches[number - 1] if 0 < number <= len(self.dispatches) else None

    def running(self, kind: str, ref: int = 0) -> Obligation | None:
        """The running clock of that kind, if there is one."""
        for obligation in self.obligations:
            if obligation.kind == kind and obligation.ref == ref and obligation.running:
                return obligation
        return None

    @property
    def asking_until(self) -> datetime | None:
        """Until when the reporter may ask for a review, as long as that may still come to an end.

        None: nothing to ask about, asked already, final, or the end is on record.
        """
        until = self.windows.get("review_request")
        if until is None or until == self.period_over or self.review:
            return None
        answered = self.opinion_at is not None or self.replied_at is not None
        return until if answered and "rereview" not in self.reviewed else None

    def prove(self, event: Fact, *earlier: int) -> None:
        """The event being folded may show a failing, together with earlier ones."""
        self.evidence[self.version] = (event, earlier)

    # --- how the fold moves clocks ---

    def acted(self, kind: str, ref: int, planned: datetime) -> None:
        """The timekeeper did what was planned for that moment about a running clock."""
        clock = self.running(kind, ref)
        if clock is not None and (clock.acted is None or clock.acted < planned):
            clock.acted = planned

    def start(self, clocks: tuple[Clock, ...], at: datetime) -> None:
        """Start clocks; one of the same kind still running gets the new due time instead."""
        for clock in clocks:
            known = self.running(clock.kind, clock.ref)
            if known is not None:
                known.due = known.first_due = clock.due
                known.overdue = 0
                known.rule, known.holder = clock.rule, clock.holder
                continue
            self.obligations.append(
                Obligation(
                    clock.kind,
                    clock.holder,
                    clock.ref,
                    clock.rule,
                    self.version,
                    at,
                    clock.due,
                    clock.due,
                )
            )

    def meet(self, kind: str, at: datetime, ref: int = 0) -> None:
        """The running clock of that kind is met by the event being folded."""
        for obligation in self.obligations:
            if obligation.kind == kind and obligation.ref == ref and obligation.running:
                obligation.met, obligation.met_at = self.version, at
        if self.urged_over:
            self._answer_urges(kind, at, ref)

    def _answer_urges(self, kind: str, at: datetime, ref: int) -> None:
        for urge, over in list(self.urged_over.items()):
            if over == (kind, ref):
                del self.urged_over[urge]
                self.urges[urge] = True
                self.meet("urge_answer", at, urge)

    def waive(self, kind: str, why: str, ref: int = 0) -> None:
        """The running clock of that kind no longer binds."""
        for obligation in self.obligations:
            if obligation.kind == kind and obligation.ref == ref and obligation.running:
                obligation.waived, obligation.why = self.version, why

    def over(self, kind: str, ref: int, at: datetime) -> None:
        """The event being folded puts on record that a running clock is past its end, if it is."""
        clock = self.running(kind, ref)
        if clock is not None and not clock.overdue and clock.due < at:
            clock.overdue = self.version

    def drop(self, kind: str, at: datetime, why: str) -> None:
        """Nothing more is owed by the running clock of that kind; overdue it lapses as failed."""
        clock = self.running(kind)
        if clock is not None:
            _leave(clock, self.version, at, why)

    def settle(self, at: datetime, why: str, keep: frozenset[str] = frozenset()) -> None:
        """The case ends: clocks not yet due are waived, overdue ones lapse as failed."""
        for obligation in self.obligations:
            if obligation.running and obligation.kind not in keep:
                _leave(obligation, self.version, at, why)


def _leave(obligation: Obligation, version: int, at: datetime, why: str) -> None:
    if obligation.due < at:
        obligation.lapsed, obligation.lapsed_at = version, at
    else:
        obligation.waived, obligation.why = version, why


def dispatch_stage(dispatch: Dispatch) -> Stage:
    """How far a unit has come with its dispatch."""
    if dispatch.feedback_at is not None:
        return Stage.FEEDBACK
    if dispatch.ended_at is not None:
        return Stage.HANDLED
    if dispatch.arrived_at is not None:
        return Stage.ARRIVED
    return Stage.SIGNED if dispatch.signed_at is not None else Stage.DISPATCHED
