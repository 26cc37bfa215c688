"""The shape of a rule set: everything its file may say, and nothing else."""

from datetime import time
from typing import Literal

import msgspec

Track = Literal["emergency", "hotline", "petition", "dispute"]
Unit = Literal["minutes", "hours", "days", "working_days", "months"]
Role = Literal["operator", "responder", "leader", "supervisor"]
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
    "report_final",
    "after_action",
    "supervise",
]


class RuleError(Exception):
    """A rule file says what it can't: `path` points at the place, `message` says what to write."""

    def __init__(self, path: str, message: str) -> None:
        super().__init__(f"{path}: {message}" if path else message)
        self.path = path
        self.message = message


class ClockRule(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True
):
    """One time limit: which cases it is for, how long, how it is counted and where it is written.

    Empty `tracks`, `grades` or `zones` mean any; a grade or zone of "" means "none was set".
    """

    id: str
    kind: Kind
    tracks: tuple[Track, ...] = ()
    grades: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    span: int
    unit: Unit
    night: int | None = None
    roll_over: bool = False
    article: str
    local: bool = False


class EntryRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How late a fact may be recorded before it needs a reason, or a supervisor."""

    reason_after_minutes: int
    supervisor_after_minutes: int


class ReturnRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From which return of a dispatch in one case, across units, a supervisor has to rule."""

    ruled_from: int


class VisitRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How many recorded attempts to reach the reporter count as a return visit made."""

    attempts_that_count: int


class TrackRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Which steps a case of this track needs before closing, and whether it is visited after."""

    track: Track
    screening: bool
    acceptance: bool
    feedback: bool
    reply: bool
    visit: bool


class ExtensionRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """By how much a clock of a track may be extended at most, and who approves it."""

    track: Track
    kinds: tuple[Kind, ...]
    span: int
    unit: Unit
    times: int
    approver: Role
    notice: bool
    article: str
    local: bool = False


class PauseRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A reason for which clocks of a track may stand still, and for how many days at most, if so."""

    track: Track
    kinds: tuple[Kind, ...]
    reason: Literal["hearing", "waiting_for_reporter"]
    max_days: int | None = None
    article: str
    local: bool = False


class Level(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rung of the ladder on which matters are transferred one level at a time."""

    code: str
    name: str
    name_en: str


class RuleSet(
    msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, cache_hash=True
):
    """One version of the rules of one jurisdiction; a case keeps the version it was received under."""

    id: str
    version: int
    jurisdiction: str
    title: str
    timezone: str = "Asia/Shanghai"
    day_from: time
    day_to: time
    representatives_max: int
    entry: EntryRule
    returns: ReturnRule
    visits: VisitRule
    tracks: tuple[TrackRule, ...]
    levels: tuple[Level, ...]
    clocks: tuple[ClockRule, ...]
    extensions: tuple[ExtensionRule, ...] = ()
    pauses: tuple[PauseRule, ...] = ()

    @property
    def ref(self) -> str:
        """Name and version as a case carries it, e.g. "national@1"."""
        return f"{self.id}@{self.version}"

    def track(self, track: str) -> TrackRule:
        """What a track asks for; a checked rule set speaks about every track."""
        return next(rule for rule in self.tracks if rule.track == track)

    def extension(self, track: str, kind: str) -> ExtensionRule | None:
        """The rule under which a clock of this kind may be extended, if there is one."""
        return next(
            (rule for rule in self.extensions if rule.track == track and kind in rule.kinds), None
        )

    def pause(self, track: str, kind: str, reason: str) -> PauseRule | None:
        """The rule under which a clock of this kind may stand still for this reason, if any."""
        named = (rule for rule in self.pauses if rule.track == track and rule.reason == reason)
        return next((rule for rule in named if kind in rule.kinds), None)
