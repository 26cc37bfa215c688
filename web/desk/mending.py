"""A step that was not taken: its form again, with what was typed, what is wrong and what is new."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

import msgspec
from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from domain.case.possible import Step
from domain.errors import DomainError, MovedOn
from web import messages
from web.desk import corrections, planned, schemas, steps
from web.desk.forms import ABOUT, Form, Kind
from web.desk.news import news
from web.desk.standing import Standing
from web.desk.steps import StepForm

Said = dict[str, str]
NEWS: Final = "news"  # where the page lists what is new
_COUNT = re.compile(r"\d{1,6}", re.ASCII)

# Where a form has a refusal's field under another name.
SYNONYMS: Mapping[str, str] = {
    "outcome": "result",
    "parties": "signed_by",
    "kind": "clock",
    "event": "target",
    "field": "target",
    "role": "unit",
    "unit": "supports",
}
# A time that lies before what it depends on is one of the form's own fields in these.
TIMES: Mapping[str, str] = {
    "feedback": "follow_up.due",
    "appointment": "due",
    "supervision": "due",
    "directive": "due",
    "agreement": "perform_by",
}


def again(standing: Standing, form: Form, typed: Mapping[str, Any], said: Said) -> StepForm:
    """The form with what was typed, and what to mend; `standing` is the case as it is by now."""
    ref = count(next((typed[name] for name in ABOUT if name in typed), ""))
    made = steps.make(Step(form.command, ref), standing, typed, said)
    made.open = True
    made.problems = [(made.id_of(field) or field, text) for field, text in said.items()]
    made.news = news(standing, count(typed.get("seen", "")))
    return made


def proposed(standing: Standing, form: Form, sent: MultiDict[str, str]) -> StepForm:
    """The form with what was typed, and the plan that is proposed for it."""
    made = again(standing, form, planned.proposed_anew(form.name, standing, sent), {})
    made.news, made.proposed = [], True
    return made


def count(text: object) -> int:
    """A number a form carries along; 0 when somebody tampered with it."""
    found = _COUNT.fullmatch(str(text))
    return int(found[0]) if found else 0


def of_fields(form: Form, error: ValidationError) -> Said:
    """What is wrong with single fields."""
    limits = _limits(form)
    return {
        name: messages.explain_field(code, steps.label_of(form, name), limits.get(name))
        for name, code in schemas.problems(error).items()
    }


def of_value(error: corrections.Unreadable) -> Said:
    """A right value that doesn't fit the field to be corrected."""
    label = steps.label_of(None, "value")
    return {"value": messages.explain_field(error.code, label, {"known": error.known})}


def of_shape(form: Form, error: msgspec.ValidationError) -> Said:
    """Values that passed the form and still don't fit the command."""
    message = messages.explain_shape(error)
    return {_place(form, message.field): message.text}


def of_rules(standing: Standing, form: Form, refusal: DomainError) -> Said:
    """What the rules say."""
    message = messages.explain(refusal, form.name, standing.rules)
    if isinstance(refusal, MovedOn):
        return {NEWS: message.text}
    field = message.field
    if refusal.code == "occurred-before":
        field = TIMES.get(str(refusal.data["what"]), field)
    return {_place(form, field): message.text}


def _limits(form: Form) -> dict[str, dict[str, object]]:
    number: dict[str, object] = {"least": 0, "most": schemas.NUMBER_MOST}
    return {
        one.name: number if one.kind is Kind.NUMBER else {"most": one.most} for one in form.fields
    }


def _place(form: Form, field: str) -> str:
    """The field of this form that is meant; "" when there is none."""
    names = [one.name for one in form.fields]
    if field in ("at", "late", *names):
        return field
    if SYNONYMS.get(field) in names:
        return SYNONYMS[field]
    return _part(names, field)


def _part(names: Iterable[str], field: str) -> str:
    return next((name for name in names if name.endswith(f".{field}")), "")
