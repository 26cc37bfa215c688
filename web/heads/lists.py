"""The lists of the heads' page: which there are, for which role, and what each line leads to."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any, Final, NamedTuple

from flask import url_for

from domain.case.closing import RuleDissatisfaction
from domain.case.command import Command
from domain.case.contesting import RuleFailing
from domain.case.dispatch import RuleReturn
from domain.case.handling import Extend
from domain.case.intake import SignOff
from domain.case.rights import ROLES, WORKING
from domain.case.supervision import AnswerDirective, DecideReview, RuleComplaint, Supervise
from projections.queries.heads import Waiting
from web import deadlines, names, times, words
from web.deadlines import Mark
from web.desk.steps import anchor
from web.desk.texts import terms
from web.heads.own import not_theirs
from web.wording import LazyString, _, _l


class Kind(NamedTuple):
    """One list. `step` is what its acts wait for; `numbered`: the step is about their number."""

    name: str
    title: LazyString
    none: LazyString
    step: type[Command]
    act: LazyString
    numbered: bool = False


KINDS: Final = (
    Kind(
        "sign_off",
        _l("To sign off now"),
        _l("Nothing waits for a signature. What a plan asks you to sign comes here at screening."),
        SignOff,
        _l("Sign or refuse"),
    ),
    Kind(
        "return",
        _l("Second returns to rule on"),
        _l("No return waits for a ruling. From the second return of a case on, they come here."),
        RuleReturn,
        _l("Open the case"),
        numbered=True,
    ),
    Kind(
        "objection",
        _l("Transfer objections to rule on"),
        _l("No unit objects to a transfer. An objection comes here as soon as it is made."),
        RuleReturn,
        _l("Open the case"),
        numbered=True,
    ),
    Kind(
        "extension",
        _l("Extensions to approve"),
        _l("Nobody asks for more time. Who does, comes here with the time limit it is about."),
        Extend,
        _l("Approve or refuse"),
    ),
    Kind(
        "raised",
        _l("Overdue and brought before the heads"),
        _l("Nothing overdue was brought before you. What a unit leaves undone comes here."),
        Supervise,
        _l("Supervise"),
    ),
    Kind(
        "review",
        _l("Reviews to decide"),
        _l("No review is under way. A reporter's request for one comes here."),
        DecideReview,
        _l("Decide"),
    ),
    Kind(
        "directive",
        _l("Directives without result"),
        _l("Every directive has its result. One given today stands here until it is answered."),
        AnswerDirective,
        _l("Enter the result"),
        numbered=True,
    ),
    Kind(
        "urge",
        _l("Urges without answer"),
        _l("Every urge was answered. One sent today stands here until the unit answers."),
        Supervise,
        _l("Supervise"),
    ),
    Kind(
        "dissatisfaction",
        _l("Dissatisfied reporters: reopen or not"),
        _l("No reporter waits for a ruling. Who is not satisfied after closing comes here."),
        RuleDissatisfaction,
        _l("Rule"),
    ),
    Kind(
        "complaint",
        _l("Complaints about pressure or bad treatment"),
        _l("No complaint waits for a ruling. One made on any case comes here, past the unit."),
        RuleComplaint,
        _l("Rule"),
        numbered=True,
    ),
    Kind(
        "contest",
        _l("Contested failings to rule on"),
        _l("No failing is contested. What a unit says against one held to it comes here."),
        RuleFailing,
        _l("Rule"),
        numbered=True,
    ),
)


class Line(NamedTuple):
    """One act that waits; `url` leads to the case with the form of its step open.

    `not_theirs` says why somebody else takes it; "" where the viewer may.
    """

    number: str
    title: str
    unit: str
    about: str
    since: str
    mark: Mark | None
    url: str
    act: str
    ref: int
    not_theirs: str


class Shown(NamedTuple):
    """One list as the page shows it; `all_url` leads to all of it where some are left out."""

    name: str
    title: str
    none: str
    lines: list[Line]
    total: int
    all_url: str


def kinds_for(role: str) -> list[Kind]:
    """The lists a role has: those whose step it may take."""
    return [kind for kind in KINDS if role in ROLES.get(kind.step, WORKING)]


def shown(kinds: Sequence[Kind], found: Sequence[Waiting]) -> Iterator[Shown]:
    """Each list with its lines."""
    whose = not_theirs([row for waiting in found for row in waiting.rows])
    places = count()
    for kind, waiting in zip(kinds, found, strict=True):
        left_out = waiting.total > len(waiting.rows)
        url = url_for("heads.heads_page", show=kind.name) if left_out else ""
        lines = [_line(kind, row, whose.get(next(places), "")) for row in waiting.rows]
        yield Shown(kind.name, str(kind.title), str(kind.none), lines, waiting.total, url)


def _line(kind: Kind, row: Any, others: str) -> Line:
    return Line(
        number=row["number"],
        title=row["title"],
        unit=names.unit(row["unit"]) if row["unit"] else "",
        about=_about(kind.name, row),
        since=times.short(row["since"]),
        mark=deadlines.mark(row, times.now()),
        url=_url(kind, row, opens=not others),
        act=_("Open the case") if others else str(kind.act),
        ref=row["ref"],
        not_theirs=others,
    )


def _url(kind: Kind, row: Any, *, opens: bool) -> str:
    """The case, with the form of the step where it opens to the viewer."""
    if not opens:
        return url_for("desk.case", number=row["number"])
    step = kind.step.__name__
    place = anchor(step, row["ref"] if kind.numbered else 0)
    return url_for("desk.case", number=row["number"], step=step, _anchor=place)


def _about(kind: str, row: Any) -> str:
    if kind == "sign_off":
        return words.word(terms.SIGNER, row["about"])
    if kind == "contest":
        return words.word(words.FAILING, row["about"])
    if kind in ("extension", "review", "raised"):
        return words.word(words.CLOCK, row["about"])
    if kind in ("return", "objection"):
        return _("Dispatch %(n)d", n=row["ref"])
    return _("No. %(n)d", n=row["ref"]) if row["ref"] else ""
