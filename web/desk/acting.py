"""Takes a step: what a form brought becomes commands, and a refusal the form again."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import msgspec
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from application.desk import Act, Recorded
from application.files.keeping import Prepared
from domain.case.command import Command
from domain.case.decide import decide
from domain.case.record import Attach
from domain.errors import DomainError, MovedOn
from web.auth.who import actor
from web.desk import choices, corrections, making, mending, planned, schemas
from web.desk.forms import ABOUT, Form, Kind
from web.desk.news import expected
from web.desk.standing import Standing
from web.desk.standing import standing as visible_case
from web.desk.steps import StepForm
from web.files.taking import FIELD, NOTHING, FilesUnfit, Taken
from web.service import service

A_MINUTE = timedelta(minutes=1)


Stamp = Callable[[Act], Act]


def _as_it_is(act: Act) -> Act:
    return act


class Refused(Exception):
    """The step was not taken; `form` says why and holds what was typed, `standing` is the case."""

    def __init__(self, form: StepForm, standing: Standing) -> None:
        """Keep the form to show again."""
        super().__init__(form.name)
        self.form = form
        self.standing = standing


def take(
    standing: Standing,
    form: Form,
    sent: MultiDict[str, str],
    stamp: Stamp = _as_it_is,
    papers: Taken = NOTHING,
) -> Recorded:
    """Do what the form asks; `stamp` may say otherwise when it happened. Errors: `Refused`."""
    several = frozenset(one.name for one in form.fields if one.kind is Kind.SEVERAL)
    typed = schemas.brought(sent, several)
    try:
        done = service().desk.repeated(_key(standing, form, typed))
        if done is not None:  # what could be chosen then may not be offered any more
            return done
        if form.name == "ActivatePlan":
            planned.look(standing, str(typed.get("plan", "")))
        given = schemas.schema(form, lambda source: _values(source, standing)).load(typed)
        _check_groups(form, given)
        papers.require(some=form.command is Attach)
        return _execute(standing, form, given, stamp, papers)
    except ValidationError as error:
        said = mending.of_fields(form, error)
    except corrections.Unreadable as error:
        said = mending.of_value(error)
    except msgspec.ValidationError as error:
        said = mending.of_shape(form, error)
    except FilesUnfit as unfit:
        said = {FIELD: str(unfit)}
    except DomainError as refusal:
        said = mending.of_rules(standing, form, refusal)
    by_now = visible_case(standing.case.number)
    raise Refused(mending.again(by_now, form, typed, said | papers.said()), by_now)


def _check_groups(form: Form, given: Mapping[str, Any]) -> None:
    """What remains to be done is said in full or not at all."""
    group = given.get("follow_up", {})
    parts = [one.name for one in form.fields if one.part == "follow_up"]
    missing = [name for name in parts if name.rpartition(".")[2] not in group]
    if group and missing:
        raise ValidationError({name: ["field:required"] for name in missing})


def _values(source: str, standing: Standing) -> list[str]:
    return [option.value for option in choices.options(source, standing)]


def _execute(
    standing: Standing, form: Form, given: Mapping[str, Any], stamp: Stamp, papers: Taken
) -> Recorded:
    case_id, by = standing.case.id, actor()
    act = stamp(
        Act(
            by=by,
            at=moment(given.get("at"), standing),
            late=given.get("late", ""),
            key=_key(standing, form, given),
            expected=expected(standing, given.get("seen", 0)),
        )
    )
    asked = making.commands(standing, form, given)
    try:
        return _record(case_id, asked, act, papers.files)
    except MovedOn:
        _check_still_fits(standing.case.number, asked, act)
        raise


def _key(standing: Standing, form: Form, typed: Mapping[str, Any]) -> str:
    """What makes this form the same form when it comes again; "" without a key of its own."""
    ref = mending.count(next((typed[name] for name in ABOUT if name in typed), ""))
    token = schemas.token(typed)
    return f"{actor().user}/{standing.case.number}/{form.name}{ref}/{token}" if token else ""


def _record(
    case_id: str, asked: Sequence[Command], act: Act, files: Sequence[Prepared]
) -> Recorded:
    desk = service().desk
    if len(asked) != 1:
        return desk.batch(asked, act, case_id, files)
    return desk.execute(case_id, asked[0], act, files)


def _check_still_fits(number: str, asked: Sequence[Command], act: Act) -> None:
    """Where the rules would refuse the step by now, they say more than that something is new."""
    by_now = visible_case(number)
    ctx = replace(by_now.ctx, at=act.at or by_now.ctx.now, late=act.late)
    for command in asked[:1]:
        decide(by_now.case, command, ctx)


def moment(typed: datetime | None, standing: Standing) -> datetime | None:
    """When it happened: a typed minute means the moment in it after what happened before in it."""
    if typed is None:
        return None
    end = min(typed + A_MINUTE, standing.ctx.now)
    before = (event.at for event in standing.loaded.history if typed <= event.at < end)
    return max(before, default=typed)
