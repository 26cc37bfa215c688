"""Takes a step case by case: each is recorded by its own command, or says why it was not."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import msgspec
from marshmallow import ValidationError

from application.desk import Act, Recorded
from application.sealing import build
from domain.case.command import Command
from domain.case.dispatch import Dispatch
from domain.case.possible import refusal
from domain.case.supervision import Supervise, Urge
from domain.errors import DomainError
from web import messages, names, words
from web.auth.who import actor
from web.bulk import chosen
from web.bulk.chosen import Chosen
from web.desk import facts, making, mending
from web.desk.acting import moment
from web.desk.forms import Form
from web.desk.news import expected
from web.desk.standing import Standing, standing
from web.service import service

Given = Mapping[str, Any]
_ANY = "…"


class Listed(NamedTuple):
    """A chosen row before anything is done: what it is, and why it can't be done, if so."""

    row: Chosen
    title: str = ""
    stage: str = ""
    whom: str = ""  # it is about: who is urged over what, else who leads
    version: int = 0
    problem: str = ""


class Done(NamedTuple):
    """What became of a row; `problem` is "" where the step is recorded."""

    row: Chosen
    title: str
    whom: str = ""
    at: str = ""  # which record it is
    repeated: bool = False
    problem: str = ""


def listed(form: Form, rows: Sequence[Chosen]) -> list[Listed]:
    """The rows as they stand, with what the rules would say."""
    return [_listed(form, row) for row in rows]


def _listed(form: Form, row: Chosen) -> Listed:
    try:
        now = standing(row.number)
    except DomainError as unknown:
        return Listed(row, problem=_explained(unknown))
    problem, whom = _possible(form, row, now)
    text = _explained(problem, form, now) if problem is not None else ""
    return Listed(row, now.case.title, facts.stage(now.case), whom, now.case.version, text)


def _possible(form: Form, row: Chosen, now: Standing) -> tuple[DomainError | None, str]:
    """What the rules would say, and whom it is about."""
    lead = now.case.lead
    whom = names.unit(lead.unit) if lead is not None else ""
    if form.command in chosen.BY_ROW:
        try:
            whom = _urged(chosen.urge(row, now, _ANY))
        except DomainError as problem:
            return problem, whom
    return refusal(now.case, form.command, now.ctx), whom


def _urged(urge: Urge) -> str:
    unit = names.unit(urge.unit)
    return f"{unit} · {words.word(words.CLOCK, urge.kind)}" if urge.kind else unit


def do_all(
    form: Form, rows: Sequence[Chosen], given: Given, seen: Mapping[str, int]
) -> Iterator[Done]:
    """Row by row. `seen`: the version of each case that was shown."""
    known = dict(seen)
    for row in rows:
        title = whom = ""
        try:
            now = standing(row.number)
            title = now.case.title
            whom = _possible(form, row, now)[1] if form.command in chosen.BY_ROW else ""
            recorded = _do(form, row, now, given, known.get(row.number, 0))
        except DomainError as problem:
            yield Done(row, title, whom, problem=_explained(problem, form))
        except (ValidationError, msgspec.ValidationError) as problem:
            yield Done(row, title, whom, problem=_unfit(form, problem))
        else:
            known[row.number] = recorded.version
            yield Done(row, title, whom, f"e{recorded.version}", recorded.repeated)


def _do(form: Form, row: Chosen, now: Standing, given: Given, seen: int) -> Recorded:
    by, desk = actor(), service().desk
    key = f"{by.user}/{row.value}/{form.name}/{given['token']}"
    done = desk.repeated(key)
    if done is not None:
        return done
    act = Act(
        by=by,
        at=moment(given.get("at"), now),
        late=given.get("late", ""),
        key=key,
        expected=expected(now, seen),
    )
    return desk.batch(_commands(form, row, now, given), act, now.case.id)


def _commands(form: Form, row: Chosen, now: Standing, given: Given) -> list[Command]:
    if form.command is Dispatch:
        return making.dispatches(now, given)
    if form.command is Urge:
        return [chosen.urge(row, now, given["reason"])]
    if form.command is Supervise:
        return [chosen.supervise(row, now, given["reason"], given["due"])]
    values = {one.name: given[one.name] for one in form.fields if one.name in given}
    return [build(service().desk.keys, form.command, now.case.id, making.named(form, values))]


def _explained(problem: DomainError, form: Form | None = None, now: Standing | None = None) -> str:
    rules = now.rules if now is not None else None
    return messages.explain(problem, form.name if form is not None else "", rules).text


def _unfit(form: Form, problem: ValidationError | msgspec.ValidationError) -> str:
    if isinstance(problem, ValidationError):
        return " ".join(mending.of_fields(form, problem).values())
    return messages.explain_shape(problem).text
