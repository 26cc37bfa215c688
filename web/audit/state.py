"""The state of a case in the reader's words: everything an event can change, thing by thing."""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime
from functools import partial
from typing import Any, Final, NamedTuple

from domain.case.failings import found
from domain.case.state import Case
from web import names, times, words
from web.audit.lines import Line, line
from web.audit.owed import asked_lines, dispatch_lines, limit_lines
from web.audit.settled import closing_lines, mediation_lines
from web.desk import facts, plannames, values
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.desk.texts import terms
from web.wording import LazyString, _, _lp

GROUPS: Final[dict[str, LazyString]] = {
    "matter": _lp("state", "The matter"),
    "course": _lp("state", "How far it has come"),
    "holders": _lp("state", "Who has it in hand"),
    "dispatches": _lp("state", "Dispatches"),
    "limits": _lp("state", "Time limits"),
    "asked": _lp("state", "Asked of units, and whether answered"),
    "mediation": _lp("state", "Mediation"),
    "answers": _lp("state", "Closing and return visit"),
    "failings": _lp("state", "Failings shown"),
}


class Named(NamedTuple):
    """A field of the state that is said as it stands; `owner` has its words."""

    group: str
    name: str
    label: LazyString | None = None
    owner: str = ""


PLAIN: Final = (
    Named("matter", "title"),
    Named("matter", "track"),
    Named("matter", "kind", _lp("state", "Kind of petition")),
    Named("matter", "channel"),
    Named("matter", "category"),
    Named("matter", "place"),
    Named("matter", "people"),
    Named("matter", "received_at", _lp("state", "Received")),
    Named("matter", "received_by"),
    Named("matter", "reference"),
    Named("matter", "source", _lp("state", "Source")),
    Named("matter", "accused"),
    Named("matter", "accused_staff"),
    Named("matter", "anonymous"),
    Named("matter", "rules"),
    Named("course", "screened_at", _lp("state", "Screened")),
    Named("course", "validity", _lp("state", "Validity")),
    Named("course", "level", owner="Screened"),
    Named("course", "grade"),
    Named("course", "dispute_class"),
    Named("course", "duplicate_of"),
    Named("course", "plan"),
    Named("course", "activated", _lp("state", "Plan activated"), "PlanChosen"),
    Named("course", "sign_off", _lp("state", "Sign-off needed from")),
    Named("course", "signed_off", _lp("state", "Signed off by"), "SignedOff"),
    Named("course", "accepted_at", _lp("state", "Accepted")),
    Named("course", "noticed_at", _lp("state", "Notice served")),
    Named("course", "ended_as", _lp("state", "Ended as")),
    Named("course", "ended_at", _lp("state", "Ended")),
    Named("course", "paused_at", _lp("state", "Paused")),
    Named("course", "pause_reason", _lp("state", "Why paused"), "Paused"),
    Named("course", "returns", _lp("state", "Returns of dispatches")),
    Named("course", "at_level", _lp("state", "At the level")),
    Named("course", "representatives", _lp("state", "Representatives named")),
    Named("course", "withdrawn", _lp("state", "Taken back by the reporter")),
    Named("course", "opinion_at", _lp("state", "Written opinion")),
    Named("course", "replied_at", _lp("state", "Reply served")),
    Named("course", "review", _lp("state", "Review under way"), "Reviewed"),
    Named("course", "hearing_at", _lp("state", "Hearing opened")),
    Named("course", "period_over", _lp("state", "Period for review ended")),
    Named("course", "reopened", _lp("state", "Times reopened")),
    Named("course", "archived_at", _lp("state", "Archived")),
    Named("holders", "receiver"),
    Named("holders", "appointed", _lp("state", "Leader in charge"), "HandlerAppointed"),
    Named("holders", "appointed_unit", _lp("state", "Unit in charge")),
    Named("answers", "outcome"),
    Named("answers", "attempts", _lp("state", "Attempts at the return visit")),
    Named("answers", "visited_at", _lp("state", "Return visit made")),
    Named("answers", "visited_by", _lp("state", "Return visit by")),
    Named("answers", "answered"),
    Named("answers", "solved", _lp("state", "Solved")),
    Named("answers", "satisfied"),
    Named("answers", "unhappy", _lp("state", "Unhappy answer to be ruled on")),
    Named("answers", "own_answer", _lp("state", "Answered by the reporter online")),
)
SAID: Final[Mapping[str, Callable[[str], str]]] = {
    "visited_by": values.person,
    "appointed": values.person,
    "appointed_unit": names.unit,
    "activated": plannames.title,
    "validity": partial(words.word, words.VALIDITY),
    "ended_as": partial(words.word, words.ENDED_AS),
    "review": partial(words.word, words.REVIEW_STAGE),
    "pause_reason": partial(words.word, words.PAUSE),
    "signed_off": partial(words.word, terms.SIGNER),
}


def lines(shown: Standing, sight: Sight) -> list[Line]:
    """All of it, as far as the viewer sees it."""
    case = shown.case
    return [
        *_stage(case),
        *(one for each in PLAIN for one in _plain(each, shown)),
        *_several(shown, sight),
        *_holders(case),
        *dispatch_lines(case, shown),
        *limit_lines(case),
        *asked_lines(case),
        *mediation_lines(case),
        *closing_lines(case),
        *_failings(case),
    ]


def _stage(case: Case) -> Iterator[Line]:
    yield from line("course", "stage", _("Stage"), [facts.stage(case)])


def _plain(one: Named, shown: Standing) -> Iterator[Line]:
    label = values.label(one.name, one.owner) if one.label is None else str(one.label)
    yield from line(one.group, one.name, label, [_written(one, shown)])


def _written(one: Named, shown: Standing) -> str:
    value: Any = getattr(shown.case, one.name)
    if value is False and one.name not in ("answered", "solved"):
        return ""
    if one.name in SAID and value:
        return SAID[one.name](value)
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value) if value else ""
    return values.write(one.name, value, one.owner, shown.rules)


def _several(shown: Standing, sight: Sight) -> Iterator[Line]:
    """What there may be more than one of."""
    case = shown.case
    linked = (number for number in case.duplicates if not sight.bars(number))
    yield from line("matter", "duplicates", _("Linked duplicates"), linked)
    yield from line("matter", "parties", _("Parties"), map(str, sorted(case.parties)))
    erased = (words.word(values.TABLES["DataErased.person"], who) for who in sorted(case.erased))
    yield from line("matter", "erased", _("Personal data erased"), erased)
    asked = (_erasure(number, one.person) for number, one in case.erasures.items())
    yield from line("matter", "erasures", _("Erasure asked for, not decided yet"), asked)
    lasting = (str(number) for number, lasts in case.holds.items() if lasts)
    yield from line("matter", "holds", _("Legal holds"), lasting)
    reviewed = (words.word(words.REVIEW_STAGE, one) for one in case.reviewed)
    yield from line("course", "reviewed", _("Reviews concluded"), reviewed)
    ticked = [str(number) for number in sorted(case.ticked)]
    yield from line("course", "ticked", _("Tasks of the plan ticked"), ticked)
    reported = (words.word(words.REPORT_KIND, one) for one in sorted(case.reported))
    yield from line("course", "reported", _("Reported upward"), reported)
    windows = (_until(kind, until) for kind, until in sorted(case.windows.items()))
    yield from line("course", "windows", _("Open to the reporter until"), windows)


def _erasure(number: int, person: str) -> str:
    whose = words.word(values.TABLES["DataErased.person"], person)
    return _("%(whose)s (record %(record)d)", whose=whose, record=number)


def _until(kind: str, until: datetime) -> str:
    return f"{words.word(words.CLOCK, kind)} {times.stamp(until)}"


def _holders(case: Case) -> Iterator[Line]:
    """The unit that leads and those that support, and who of them signed for it."""
    lead = case.lead
    if lead is not None:
        who = [names.unit(lead.unit), values.person(lead.person)]
        yield from line("holders", "lead", _("Lead unit"), who)
    support = [one for one in case.dispatches if one is not lead and one.live]
    units = (names.unit(one.unit) for one in support)
    yield from line("holders", "support", _("Supporting units"), units)
    handlers = dict.fromkeys(map(values.person, sorted(case.handlers)))
    yield from line("holders", "handlers", _("Who has worked on it"), handlers)


def _failings(case: Case) -> Iterator[Line]:
    """What the records show to have been failed in, and what became of a contest."""
    for one in found(case):
        label = " · ".join((words.word(words.FAILING, one.kind), names.unit(one.unit)))
        records = ", ".join(map(str, one.proof))
        said = [
            words.word(words.CLOCK, one.about),
            times.stamp(one.at),
            _("shown by record %(records)s", records=records),
            words.word(words.FAILING_STATE, one.state),
        ]
        yield from line(
            "failings", f"failing.{one.kind}.{one.about}.{one.unit}.{records}", label, said
        )
