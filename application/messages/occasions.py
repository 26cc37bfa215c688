"""Which events lead to a message, to whom and about what: one row for each kind of event."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final, NamedTuple

from domain.audit.events import Answered, FindingNoted, FollowedUp
from domain.audit.state import Sheet
from domain.audit.words import INSPECTION as INSPECTING
from domain.case import events as e
from domain.case.failings import OF_REPORTERS
from domain.case.state import Case
from domain.rounds.events import ReportMissed, RoundOpened
from domain.units import CENTRE

# Whom a message is for; who that is just then, `application.messages.people` finds out.
HEAD: Final = "head:"
UNIT: Final = "unit:"
DESK: Final = UNIT + CENTRE
AUDITORS: Final = "auditors:"  # these of them; where none of these is left, all there are
GROUP: Final = "group:"  # only what a unit has besides its people: a robot, a telephone
LEADER: Final = "leader"
INSPECTION: Final = "inspection"
REPORTER: Final = "reporter"
LINK: Final = "link:"  # how a path begins that is no page, but a link to a dispatch


class Subject(NamedTuple):
    """All a message says of what it is about: number, category, due, and where to look."""

    number: str
    category: str
    due: datetime | None
    path: str


Due = Callable[[Case, Any], datetime | None]
Path = Callable[[Case, Any], str]


class Occasion(NamedTuple):
    """What one kind of event leads to: kind of message, addressees, subject.

    Both functions get the case and the event; for an event that is of no case, the audit sheet it
    is of stands for the case, or what its aggregate began with.
    """

    kind: str
    to: Callable[[Any, Any], tuple[str, ...]]
    about: Callable[[Any, Any], Subject]


def _of_case(due: Due = lambda _, __: None, path: Path = lambda case, _: page(case)) -> Any:
    """A subject that is a case; `path` is where the recipient looks."""
    return lambda case, event: Subject(
        case.number, case.category, due(case, event), path(case, event)
    )


def page(case: Case) -> str:
    """The page of the case."""
    return f"/cases/{case.number}"


# --- whom ---


def _unit(_: Case, event: Any) -> tuple[str, ...]:
    return (UNIT + event.unit,)


def _group_of_dispatch(case: Case, event: Any) -> tuple[str, ...]:
    """A link is for a unit whose people have no accounts."""
    sent = case.dispatch(event.dispatch)
    return (GROUP + sent.unit,) if sent is not None else ()


def _holder(_: Case, event: e.Directed) -> tuple[str, ...]:
    return (UNIT + event.holder,)


def _unit_and_head(_: Case, event: Any) -> tuple[str, ...]:
    return (UNIT + event.unit, HEAD + event.unit)


def _of_dispatch(case: Case, event: Any) -> tuple[str, ...]:
    sent = case.dispatch(event.dispatch)
    return (UNIT + sent.unit,) if sent is not None else ()


def _next_above(_: Case, event: e.Escalated) -> tuple[str, ...]:
    known = {"head": HEAD + event.unit, "centre": DESK, "leader": LEADER}
    return (known[event.to],) if event.to in known else ()


def _of_limit(case: Case, event: Any) -> tuple[str, ...]:
    """Who holds the time limit that an extension was asked for."""
    held = (one for one in reversed(case.obligations) if (one.kind, one.ref) == _limit(event))
    return tuple(UNIT + one.holder for one in held)[:1]


def _had_it(case: Case, _: e.Reopened) -> tuple[str, ...]:
    """The centre dispatches anew; the unit that dealt with it last learns that it is not over."""
    leads = [one.unit for one in case.dispatches if one.recalled_at is None]
    return (DESK, *(UNIT + unit for unit in leads[-1:]))


def _reporter(_: Case, event: e.ReplyServed) -> tuple[str, ...]:
    return () if event.exempt else (REPORTER,)


def _called_out(case: Case, _: e.PlanLifted) -> tuple[str, ...]:
    """Who still works on it."""
    return tuple(UNIT + one.unit for one in case.dispatches if one.live)


def _of_contest(case: Case, event: e.FailingRuled) -> tuple[str, ...]:
    """Whoever it is held against; of what reporters told of a unit that learns nothing."""
    contest = case.contests[event.contest]
    return () if contest.failing in OF_REPORTERS else (UNIT + contest.unit,)


def _of_round(_: RoundOpened, event: Any) -> tuple[str, ...]:
    return tuple(UNIT + unit for unit in event.units)


def _missed(_: RoundOpened, event: ReportMissed) -> tuple[str, ...]:
    return (UNIT + event.unit, HEAD + event.unit)


def _leading(sheet: Sheet, event: Answered) -> tuple[str, ...]:
    """Who opened the sheet, and who noted what was answered now."""
    noted = next(one.noted for one in sheet.findings if one.id == event.finding)
    return (AUDITORS + ",".join(dict.fromkeys((sheet.known.by.user, noted.by.user))),)


def _of_finding(_: Sheet, event: FindingNoted | FollowedUp) -> tuple[str, ...]:
    """Whoever owes an answer, for the first time or anew."""
    if event.due is None:
        return ()
    return (INSPECTION if event.unit == INSPECTING else HEAD + event.unit,)


# --- until when ---


def _own_due(_: Case, event: Any) -> datetime | None:
    due: datetime = event.due
    return due


def _first_clock(_: Case, event: Any) -> datetime | None:
    """The first thing that falls due by what the event starts."""
    return min((clock.due for clock in event.clocks), default=None)


def _of_urge(case: Case, event: e.Urged) -> datetime | None:
    """The limit that is urged; where the matter as a whole is, the answer to the urging."""
    return _limit_due(case, event) or _first_clock(case, event)


def _limit_due(case: Case, event: Any) -> datetime | None:
    limits = (one for one in case.obligations if (one.kind, one.ref) == _limit(event))
    return max((one.due for one in limits), default=None)


def _limit(event: Any) -> tuple[str, int]:
    return event.kind, event.ref


# --- where to look ---


def _dispatch_page(case: Case, event: Any) -> str:
    return f"/unit/dispatch/{case.number}/{event.dispatch}"


def _link(_: Case, event: e.LinkIssued) -> str:
    """Which link; the way in itself is written when the message is sent, and kept nowhere."""
    return f"{LINK}{event.dispatch}.{event.link}"


def _query_page(_: Case, __: Any) -> str:
    return "/query"


def _round(opened: RoundOpened, _: Any) -> Subject:
    """The report a unit owes, under the code of its round."""
    return Subject(opened.code, "", opened.due, f"/rounds/{opened.code}")


def _finding(sheet: Sheet, event: FindingNoted | FollowedUp) -> Subject:
    """The answer a unit owes, under the number of the finding; of the matter nothing."""
    code = sheet.known.code
    path = f"/audit/findings/{code}/{event.finding}"
    return Subject(f"{code}/{event.finding}", "", event.due, path)


def _answer(sheet: Sheet, event: Answered) -> Subject:
    """The finding on the auditors' own sheet, of which the same is said."""
    code = sheet.known.code
    path = f"/audit/sheets/{code}/findings/{event.finding}"
    return Subject(f"{code}/{event.finding}", "", None, path)


OCCASIONS: Final[dict[str, Occasion]] = {
    "case.dispatched": Occasion("dispatched", _unit, _of_case(_first_clock, _dispatch_page)),
    "case.link-issued": Occasion(
        "link", _group_of_dispatch, _of_case(lambda _, event: event.until, _link)
    ),
    "case.plan-lifted": Occasion("plan_lifted", _called_out, _of_case()),
    "case.recalled": Occasion("recalled", _of_dispatch, _of_case()),
    "case.reminded": Occasion("reminded", _unit, _of_case(_own_due)),
    "case.urged": Occasion("urged", _unit, _of_case(_of_urge)),
    "case.escalated": Occasion("escalated", _next_above, _of_case(_own_due)),
    "case.directed": Occasion("directed", _holder, _of_case(_own_due)),
    "case.supervised": Occasion("supervised", _unit_and_head, _of_case(_own_due)),
    "case.feedback-sent-back": Occasion(
        "feedback_sent_back", _of_dispatch, _of_case(_first_clock, _dispatch_page)
    ),
    "case.extended": Occasion("extended", _of_limit, _of_case(_own_due)),
    "case.extension-refused": Occasion("extension_refused", _of_limit, _of_case(_limit_due)),
    "case.reopened": Occasion("reopened", _had_it, _of_case()),
    "case.return-ruled": Occasion("return_ruled", _of_dispatch, _of_case(path=_dispatch_page)),
    "case.unregistered-found": Occasion("failing_found", _unit, _of_case()),
    "case.false-entry-found": Occasion("failing_found", _unit, _of_case()),
    "case.failing-ruled": Occasion("failing_ruled", _of_contest, _of_case()),
    "case.reply-served": Occasion("reply", _reporter, _of_case(path=_query_page)),
    "audit.finding-noted": Occasion("finding_noted", _of_finding, _finding),
    "audit.followed-up": Occasion("finding_noted", _of_finding, _finding),
    "audit.answered": Occasion("finding_answered", _leading, _answer),
    "round.opened": Occasion("round_opened", _of_round, _round),
    "round.reminded": Occasion("round_reminded", _of_round, _round),
    "round.report-missed": Occasion("round_missed", _missed, _round),
}
