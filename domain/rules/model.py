"""The shape of a rule set: everything its file may say, and nothing else."""

from datetime import time
from typing import Annotated, Literal

from msgspec import Meta, Struct

Track = Literal["emergency", "hotline", "petition", "dispute"]
Unit = Literal[
    "minutes", "hours", "days", "working_days", "months", "working_minutes", "working_hours"
]
Role = Literal["operator", "responder", "leader", "supervisor"]
Reason = Literal["hearing", "waiting_for_reporter"]
Kind = Literal[
    "register",
    "screen",
    "dispatch",
    "sign",
    "arrive",
    "handle",
    "feedback",
    "transfer",
    "notice",
    "object",
    "opinion",
    "reply",
    "close",
    "mediation",
    "confirmation",
    "visit",
    "review_request",
    "review",
    "rereview",
    "directive",
    "urge",
    "urge_answer",
    "report_first",
    "report_further",
    "report_final",
    "after_action",
    "supervise",
    "contest",
]

# What the ladder speaks about besides: limits that a step's own date sets, not a rule.
LadderKind = Literal[Kind, "follow_up", "performance", "proposal"]
Above = Literal["head", "centre", "leader"]

CODE = r"^[a-z0-9][a-z0-9._-]*$"
NOT_EMPTY = r"\S"
Code = Annotated[str, Meta(pattern=CODE)]
Count = Annotated[int, Meta(ge=1)]
NotNegative = Annotated[int, Meta(ge=0)]
LadderUnit = Literal["minutes", "hours", "days", "working_days"]
Text = Annotated[str, Meta(pattern=NOT_EMPTY)]


class RuleError(Exception):
    """A rule file says what it can't: `path` points at the place, `message` says what to write."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class Part(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """A part of a rule set; a field its file misspells is refused."""


class ClockRule(Part, frozen=True, kw_only=True):
    """One time limit: which cases it is for, how long, how it is counted and where it is written.

    Empty `tracks`, `grades` or `zones` mean any. `night` is the span in minutes when the start lies
    outside the set's day; `roll_over` moves an end on a rest day to the next day that is none.
    """

    id: Code
    kind: Kind
    tracks: tuple[Track, ...] = ()
    grades: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    span: Count
    unit: Unit
    night: Count | None = None
    roll_over: bool = False
    article: Text
    local: bool = False


class EntryRule(Part, frozen=True, kw_only=True):
    """How late a fact may be recorded before it needs a reason, or a supervisor, or is refused.

    Without `refused_after_days` a supervisor may enter what lies back as far as one likes.
    """

    reason_after_minutes: Count
    supervisor_after_minutes: Count
    refused_after_days: Count | None = None


class ReturnRule(Part, frozen=True, kw_only=True):
    """From which return of a dispatch in one case, across units, a supervisor has to rule.

    `passed_round_from`: at which hand-off without any work between the matter was passed round.
    """

    ruled_from: Count
    passed_round_from: Count = 2


class VisitRule(Part, frozen=True, kw_only=True):
    """How many recorded attempts to reach the reporter count as a return visit made."""

    attempts_that_count: Count


class TrackRule(Part, frozen=True, kw_only=True):
    """Which steps a case of this track needs before closing, and whether it is visited after."""

    track: Track
    screening: bool
    acceptance: bool
    feedback: bool
    reply: bool
    visit: bool


class ExtensionRule(Part, frozen=True, kw_only=True):
    """By how much a clock of a track may be extended at most, in how many steps, and by whom."""

    track: Track
    kinds: tuple[Kind, ...]
    span: Count
    unit: Literal["days", "working_days"]
    roll_over: bool = False
    times: Count
    approver: Role
    notice: bool
    article: Text
    local: bool = False


class PauseRule(Part, frozen=True, kw_only=True):
    """A reason for which clocks of a track may stand still, and for how many days in all."""

    track: Track
    kinds: tuple[Kind, ...]
    reason: Reason
    max_days: Count | None = None
    article: Text
    local: bool = False


class ReminderRule(Part, frozen=True, kw_only=True):
    """提醒: how long before limits of these kinds end their holder is reminded.

    `days` and `working_days` lead to the morning (`day_from`) of that day.
    """

    id: Code
    kinds: tuple[LadderKind, ...]
    tracks: tuple[Track, ...] = ()
    before: Count
    unit: LadderUnit
    article: Text
    local: bool = False


class UrgeRule(Part, frozen=True, kw_only=True):
    """逾期催办: how long after limits of these kinds end their holder is urged, and how often.

    `again`: so long after the first it is urged once more, `times` in all. `answer`: the holder
    has to say where it stands, within the set's limit for that.
    """

    id: Code
    kinds: tuple[LadderKind, ...]
    tracks: tuple[Track, ...] = ()
    after: NotNegative
    again: NotNegative = 0
    times: Count = 1
    unit: LadderUnit
    answer: bool = False
    article: Text
    local: bool = False


class EscalationRule(Part, frozen=True, kw_only=True):
    """逐级上报: to whom an overdue limit goes up, and how long after its end.

    `head` is the head of the unit that owes it, `centre` the linkage centre, `leader` the leader
    in charge.
    """

    id: Code
    kinds: tuple[LadderKind, ...]
    tracks: tuple[Track, ...] = ()
    to: Above
    after: NotNegative
    unit: LadderUnit
    article: Text
    local: bool = False


class PeriodRule(Part, frozen=True, kw_only=True):
    """期满: whose right to ask ends with a period; that it ended is put on record."""

    id: Code
    kinds: tuple[Literal["review_request", "object"], ...]
    article: Text
    local: bool = False


class Grade(Part, frozen=True, kw_only=True):
    """A grade of the cases of one track: urgency of a hotline matter, class of a dispute."""

    track: Track
    code: Code
    name: Text
    name_en: Text


class Zone(Part, frozen=True, kw_only=True):
    """Where a team has to be, as far as its time limit depends on that."""

    code: Code
    name: Text
    name_en: Text


class Level(Part, frozen=True, kw_only=True):
    """One rung of the ladder on which matters are transferred one level at a time."""

    code: Code
    name: Text
    name_en: Text


class Hours(Part, frozen=True, kw_only=True):
    """One span of a working day in which working hours count, from inclusive, to exclusive."""

    opens: time
    closes: time


class RuleSet(Part, frozen=True, kw_only=True, cache_hash=True):
    """One version of the rules of one jurisdiction; a case keeps the one it was received under."""

    id: Code
    version: Count
    jurisdiction: Text
    title: Text
    timezone: str = "Asia/Shanghai"
    day_from: time
    day_to: time
    hours: tuple[Hours, ...] = ()
    representatives_max: Count
    entry: EntryRule
    returns: ReturnRule
    visits: VisitRule
    tracks: tuple[TrackRule, ...]
    levels: tuple[Level, ...]
    grades: tuple[Grade, ...] = ()
    zones: tuple[Zone, ...] = ()
    clocks: tuple[ClockRule, ...]
    extensions: tuple[ExtensionRule, ...] = ()
    pauses: tuple[PauseRule, ...] = ()
    reminders: tuple[ReminderRule, ...] = ()
    urges: tuple[UrgeRule, ...] = ()
    escalations: tuple[EscalationRule, ...] = ()
    periods: tuple[PeriodRule, ...] = ()

    @property
    def ref(self) -> str:
        """Name and version as a case carries it, e.g. "national@1"."""
        return f"{self.id}@{self.version}"

    @property
    def working_hours(self) -> tuple[Hours, ...]:
        """The spans of a working day; the whole day band where the set names none."""
        return self.hours or (Hours(opens=self.day_from, closes=self.day_to),)

    def track(self, track: str) -> TrackRule:
        """What a track asks for; a checked rule set speaks about every track."""
        return next(rule for rule in self.tracks if rule.track == track)

    def clock(self, rule_id: str) -> ClockRule | None:
        """The time limit of that id, as a running clock names it, if the set has it."""
        return next((rule for rule in self.clocks if rule.id == rule_id), None)

    def extension(self, track: str, kind: str) -> ExtensionRule | None:
        """The rule under which a clock of this kind may be extended, if there is one."""
        rules = (rule for rule in self.extensions if rule.track == track)
        return next((rule for rule in rules if kind in rule.kinds), None)

    def pause(self, track: str, kind: str, reason: str) -> PauseRule | None:
        """The rule under which a clock of this kind may stand still for this reason, if any."""
        rules = (rule for rule in self.pauses if rule.track == track and rule.reason == reason)
        return next((rule for rule in rules if kind in rule.kinds), None)
