"""Takes a step: what a form brought becomes a command, and a refusal the form again."""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

import msgspec
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from application.desk import Act, Recorded
from application.sealing import build
from domain.case import events as e
from domain.case.command import Command
from domain.case.possible import Step
from domain.errors import DomainError
from web import messages
from web.auth.who import actor
from web.desk import choices, corrections, schemas, steps
from web.desk.forms import ABOUT, Form, Kind
from web.desk.standing import Standing
from web.desk.standing import standing as visible_case
from web.desk.steps import StepForm
from web.service import service
from web.wording import _n

A_MINUTE = timedelta(minutes=1)
_COUNT = re.compile(r"\d{1,6}", re.ASCII)

# Where a form has a refusal's field under another name.
SYNONYMS: Mapping[str, str] = {
    "outcome": "result",
    "parties": "signed_by",
    "kind": "clock",
    "event": "target",
    "field": "target",
    "role": "unit",
    "scheme": "checklist",
}
# A time that lies before what it depends on is one of the form's own fields in these.
TIMES: Mapping[str, str] = {
    "feedback": "follow_up.due",
    "appointment": "due",
    "supervision": "due",
    "directive": "due",
    "agreement": "perform_by",
}


class Refused(Exception):
    """The step was not taken; `form` says why and holds what was typed."""

    def __init__(self, form: StepForm) -> None:
        """Keep the form to show again."""
        super().__init__(form.name)
        self.form = form


def take(standing: Standing, form: Form, sent: MultiDict[str, str]) -> Recorded:
    """Do what the form asks. Errors: `Refused`."""
    several = frozenset(one.name for one in form.fields if one.kind is Kind.SEVERAL)
    typed = schemas.brought(sent, several)
    try:
        given = schemas.schema(form, lambda source: _values(source, standing)).load(typed)
        _check_groups(form, given)
        return _execute(standing, form, given)
    except ValidationError as error:
        wrong, limits = schemas.problems(error), _limits(form)
        said = {name: _said(form, name, code, limits) for name, code in wrong.items()}
    except corrections.Unreadable as error:
        said = {"value": _unreadable(error)}
    except msgspec.ValidationError as error:
        message = messages.explain_shape(error)
        said = {_place(form, message.field): message.text}
    except DomainError as refusal:
        said = _refusal(standing, form, refusal)
    raise Refused(_again(standing, form, typed, said))


def _check_groups(form: Form, given: Mapping[str, Any]) -> None:
    """What remains to be done is said in full or not at all."""
    group = given.get("follow_up", {})
    parts = [one.name for one in form.fields if one.part == "follow_up"]
    missing = [name for name in parts if name.rpartition(".")[2] not in group]
    if group and missing:
        raise ValidationError({name: ["field:required"] for name in missing})


def _values(source: str, standing: Standing) -> list[str]:
    return [option.value for option in choices.options(source, standing)]


def _execute(standing: Standing, form: Form, given: Mapping[str, Any]) -> Recorded:
    case_id, by = standing.case.id, actor()
    ref = next((given[name] for name in ABOUT if name in given), "")
    act = Act(
        by=by,
        at=moment(given.get("at"), standing),
        late=given.get("late", ""),
        key=f"{by.user}/{standing.case.number}/{form.name}{ref}/{given['token']}",
    )
    return service().desk.execute(case_id, _command(standing, form, given), act)


def moment(typed: datetime | None, standing: Standing) -> datetime | None:
    """When it happened: a typed minute means the moment in it after what happened before in it."""
    if typed is None:
        return None
    end = min(typed + A_MINUTE, standing.ctx.now)
    before = (event.at for event in standing.loaded.history if typed <= event.at < end)
    return max(before, default=typed)


def _command(standing: Standing, form: Form, given: Mapping[str, Any]) -> Command:
    if form.name == "Correct":
        return corrections.command(standing, given)
    if given.get("duplicate_of"):
        visible_case(given["duplicate_of"])  # a case hidden from the viewer is not to be found here
    values = {**_filled_in(standing, form), **_nested(form, given)}
    person = f"party-{len(standing.case.parties) + 1}" if form.name == "AddParty" else ""
    return build(service().desk.keys, form.command, standing.case.id, values, person)


def _filled_in(standing: Standing, form: Form) -> dict[str, Any]:
    """The file's list of documents is what was attached."""
    if form.name != "Archive":
        return {}
    attached = (one for one in standing.loaded.history if isinstance(one, e.Attached))
    return {"manifest": [e.Paper(sha256=one.sha256, name=one.name) for one in attached]}


def _nested(form: Form, given: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the command has them: a clock as its kind and number, a group as one thing."""
    names = {one.part or one.name for one in form.fields}
    values = {**_empty_groups(form), **{name: given[name] for name in names if name in given}}
    if "clock" in values:
        kind, _, ref = values.pop("clock").rpartition(".")
        values.update(kind=kind, ref=int(ref))
    return values


def _empty_groups(form: Form) -> dict[str, Any]:
    """A group the command can't do without is there even when nothing of it was filled in."""
    required = {one.name for one in msgspec.structs.fields(form.command) if one.required}
    return {one.part: {} for one in form.fields if one.part in required}


# --- what to say when it was not taken ---


def _limits(form: Form) -> dict[str, dict[str, object]]:
    number: dict[str, object] = {"least": 0, "most": schemas.NUMBER_MOST}
    return {
        one.name: number if one.kind is Kind.NUMBER else {"most": one.most} for one in form.fields
    }


def _said(form: Form, name: str, code: str, limits: Mapping[str, Mapping[str, object]]) -> str:
    return messages.explain_field(code, steps.label_of(form, name), limits.get(name))


def _unreadable(error: corrections.Unreadable) -> str:
    return messages.explain_field(error.code, steps.label_of(None, "value"), {"known": error.known})


def _refusal(standing: Standing, form: Form, refusal: DomainError) -> dict[str, str]:
    message = messages.explain(refusal, form.name, standing.rules)
    field = message.field
    if refusal.code == "occurred-before":
        field = TIMES.get(str(refusal.data["what"]), field)
    return {_place(form, field): message.text}


def _place(form: Form, field: str) -> str:
    """The field of this form that is meant; "" when there is none."""
    names = [one.name for one in form.fields]
    if field in ("at", "late", *names):
        return field
    if SYNONYMS.get(field) in names:
        return SYNONYMS[field]
    return next((name for name in names if name.endswith(f".{field}")), "")


def _again(
    standing: Standing, form: Form, typed: Mapping[str, Any], said: Mapping[str, str]
) -> StepForm:
    """The form with what was typed, and what to mend."""
    ref = _count(next((typed[name] for name in ABOUT if name in typed), ""))
    made = steps.make(Step(form.command, ref), standing, typed, said)
    made.open = True
    made.problems = [(made.id_of(field), text) for field, text in said.items()]
    seen = _count(typed.get("seen", ""))
    if 0 < seen < standing.case.version:
        made.problems.append(("timeline", _went_on(standing.case.version - seen)))
    return made


def _went_on(newer: int) -> str:
    return _n(
        "%(num)d new record since you opened the page: look at the timeline first.",
        "%(num)d new records since you opened the page: look at the timeline first.",
        newer,
    )


def _count(text: object) -> int:
    """A number a form carries along; 0 when somebody tampered with it."""
    found = _COUNT.fullmatch(str(text))
    return int(found[0]) if found else 0
