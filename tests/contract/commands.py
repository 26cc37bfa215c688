"""Commands somebody might send: plausible ones, and any others a form can be made to hold."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from enum import Enum
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin

import msgspec
from hypothesis import strategies as st

from domain.case import COMMANDS, possible
from domain.case.answer import REPORTER, Answer
from domain.case.command import Command, Context
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.state import Case
from domain.case.timekeeping import KEEPER, KeepTime
from domain.case.words import PetitionKind, Satisfaction, Track
from domain.sealed import Sealed

START = datetime(2025, 6, 10, 2, tzinfo=UTC)
UNITS = ("police", "clinic", "justice", "centre", "nobody")
WORDS = st.sampled_from(("", " ", "理由"))
DAYS = st.integers(-2, 40).map(lambda days: START + timedelta(days=days))
BY_NAME: dict[str, st.SearchStrategy[Any]] = {
    "unit": st.sampled_from(UNITS),
    "holder": st.sampled_from(UNITS),
    "received_by": st.just(""),
    "duplicate_of": st.just(""),
    "sign_off": st.sampled_from(("", "", "duty_leader")),
    "grade": st.sampled_from(("", "duty_leader", "urgent", "complex", "1")),
    "kind": st.sampled_from(("sign", "handle", "reply", "opinion", "close", "mediation")),
    "zone": st.sampled_from(("", "seat", "village")),
    "reason": st.sampled_from(("", "理由", "理由", "waiting_for_reporter")),
    "approver": st.sampled_from(("", "zhang", "chen")),
    "from_level": st.sampled_from(("village", "district", "town", "moon")),
    "to_level": st.sampled_from(("district", "town", "county", "moon")),
    "field": st.sampled_from(("at", "title", "place", "track", "unit", "zone", "label", "due")),
    "value": st.sampled_from(
        ('"新街"', '"hotline"', '"clinic"', '"seat"', '"2025-06-10T01:59:00Z"', "7", "{")
    ),
    "days": st.integers(-1, 40),
    "sha256": st.just("ab" * 32),
    "number": st.just("QS2025-99999"),
    "checklist": st.just(("清点人数",)),
}
BY_TYPE: dict[Any, st.SearchStrategy[Any]] = {
    str: WORDS,
    int: st.integers(0, 3),
    bool: st.booleans(),
    datetime: DAYS,
    Sealed: st.just(Sealed("matter.1", b"box")),
}


def _hint(hint: Any) -> st.SearchStrategy[Any]:
    if get_origin(hint) in (Union, UnionType):
        known = [one for one in get_args(hint) if one is not NoneType]
        return st.none() | st.one_of([_hint(one) for one in known])
    if get_origin(hint) is tuple:
        return st.lists(_hint(get_args(hint)[0]), max_size=2).map(tuple)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return st.sampled_from(list(hint))
    if hint not in BY_TYPE and issubclass(hint, msgspec.Struct):
        return anything(hint)
    return BY_TYPE[hint]


def anything(kind: type[Any]) -> st.SearchStrategy[Any]:
    """Any value of a struct whose fields have the right types."""
    fields = {
        field.name: BY_NAME[field.name]
        if field.name in BY_NAME and field.type is not PetitionKind and _is_plain(field.type)
        else _hint(field.type)
        for field in msgspec.structs.fields(kind)
    }
    return st.builds(kind, **fields)


def _is_plain(hint: Any) -> bool:
    return hint in (str, int) or hint == tuple[str, ...]


def any_command() -> st.SearchStrategy[Command]:
    """Any command but a registration."""
    return st.one_of([anything(kind) for kind in COMMANDS.values() if kind is not Receive])


def receipts() -> st.SearchStrategy[Receive]:
    """Registrations, most of which will be accepted."""
    kinds = st.sampled_from(list(PetitionKind))
    return st.builds(_receipt, st.sampled_from(list(Track)), kinds, st.booleans())


def _receipt(track: Track, kind: PetitionKind, anonymous: bool) -> Receive:
    accused = track is Track.PETITION and kind is PetitionKind.ACCUSATION
    return Receive(
        number="",
        track=track,
        channel=next(iter(_channels())),
        title="老街一事",
        kind=kind if track is Track.PETITION else None,
        accused=("police",) if accused else (),
        anonymous=anonymous,
    )


def _channels() -> Iterator[Any]:
    hints = {field.name: field.type for field in msgspec.structs.fields(Receive)}
    yield from hints["channel"]


def plausible(case: Case, ctx: Context) -> list[Command]:
    """What pages would try on this case: some of it allowed, some not."""
    offered = [example for examples in possible._EXAMPLES for example in examples(case, ctx)]
    answers = [
        Answer(solved=solved, satisfied=satisfied, reopen=not solved)
        for solved in (True, False)
        for satisfied in Satisfaction
    ]
    return [*offered, *answers, KeepTime(until=ctx.now)]


def allowed(case: Case, ctx: Context) -> list[Command]:
    """What pages offer on this case."""
    return [command for command in plausible(case, ctx) if possible._allowed(case, command, ctx)]


# What can be done at any time, or ends a case early, would else be nearly all that is done.
SELDOM = {
    "Note",
    "Complain",
    "Correct",
    "Propose",
    "Direct",
    "Urge",
    "Supervise",
    "ReportUpward",
    "Transfer",
    "AskExtension",
    "AppointHandler",
    "ActivatePlan",
    "Withdraw",
    "Decline",
    "Redirect",
    "Recall",
    "Return",
    "Reopen",
    "FailMediation",
    "FindUnregistered",
    "FindFalse",
    "ContestFailing",
    "WithdrawContest",
}
OFTEN = 6


def choose(commands: list[Command], pick: int) -> Command:
    """One of them, each kind that moves the case on more often than the others."""
    kinds = sorted({type(command).__name__ for command in commands})
    lots = [kind for kind in kinds for _ in range(1 if kind in SELDOM else OFTEN)]
    kind = lots[pick % len(lots)]
    fitting = [command for command in commands if type(command).__name__ == kind]
    return fitting[pick // len(lots) % len(fitting)]


ACTORS = st.sampled_from(
    [
        Actor("zhang", "centre", "operator"),
        Actor("li", "centre", "operator"),
        Actor("chen", "centre", "leader"),
        Actor("sun", "centre", "supervisor"),
        Actor("wang", "police", "responder"),
        Actor("zhao", "clinic", "responder"),
        Actor("zhou", "centre", "auditor"),
        REPORTER,
        KEEPER,
    ]
)
