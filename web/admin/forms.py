"""Forms of administrators: described by fields, read and checked, shown again as typed."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, NamedTuple

from flask import request
from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from domain.errors import DomainError
from web import messages
from web.desk import schemas
from web.desk.forms import Field, Kind, Option
from web.desk.steps import Input
from web.wording import LazyString, _

UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
# Under which field a refusal is shown, where the refusal itself doesn't say it.
FIELD: Final = {
    "unit-exists": "code",
    "unit-unknown": "parent",
    "unit-in-circle": "parent",
    "centre-stays": "parent",
    "category-exists": "code",
    "category-unknown": "parent",
    "wrong-category-code": "code",
    "forbidden-task": "name",
    "reason-missing": "reason",
    "account:exists": "username",
    "account:username-wrong": "username",
    "account:name-wrong": "name",
    "account:unit-missing": "unit",
    "account:role-unknown": "role",
    "account:yourself": "role",
    "account:last-admin": "role",
}


class Asked(NamedTuple):
    """A field with what it is called and what helps to fill it in."""

    field: Field
    label: LazyString
    hint: LazyString | str = ""


class Refused(Exception):
    """Nothing was recorded; `wrong` are sentences by field, "" for no single one."""

    def __init__(self, wrong: Mapping[str, str]) -> None:
        """Keep what to say."""
        super().__init__(*wrong)
        self.wrong = dict(wrong)


@dataclass(slots=True)
class Shown:
    """A form on its page; `problems` are (id of the field or "", sentence)."""

    inputs: dict[str, Input]
    seen: int = 0
    problems: list[tuple[str, str]] = field(default_factory=list)


Options = Mapping[str, list[Option]]


def read(asked: Iterable[Asked], options: Options) -> dict[str, Any]:
    """What the request's form brings. Errors: `Refused`."""
    known = {one.field.name: one for one in asked}
    several = frozenset(name for name, one in known.items() if one.field.kind is Kind.SEVERAL)
    shape = {name: _checked(one.field, options.get(name, [])) for name, one in known.items()}
    try:
        brought = schemas.brought(request.form, several)
        given: dict[str, Any] = Schema.from_dict(shape)(unknown=EXCLUDE).load(brought)
    except ValidationError as error:
        found = schemas.problems(error).items()
        raise Refused({name: _said(known[name], code) for name, code in found}) from None
    return given


def shown(
    asked: Iterable[Asked],
    options: Options,
    values: Mapping[str, Any],
    *,
    seen: int = 0,
    wrong: Mapping[str, str] | None = None,
) -> Shown:
    """The form: with `values`, or once something is wrong with what was typed."""
    wrong = wrong or {}
    inputs = {
        one.field.name: Input(
            field=one.field,
            id=f"f-{one.field.name}",
            label=str(one.label),
            hint=str(one.hint),
            options=options.get(one.field.name, []),
            typed=_typed(one.field) if wrong else values.get(one.field.name, ""),
            problem=wrong.get(one.field.name, ""),
        )
        for one in asked
    }
    found = [(inputs[name].id if name in inputs else "", text) for name, text in wrong.items()]
    return Shown(inputs, seen, found)


def refused(error: DomainError) -> Refused:
    """A refusal of the domain, at its field."""
    told = messages.explain(error)
    return Refused({FIELD.get(error.code, told.field): told.text})


def require_seen(seen: int) -> None:
    """Nobody changed it since this form was opened. Errors: `Refused`."""
    if request.form.get("seen", "") not in ("", str(seen)):
        text = _(
            "Somebody changed this since you opened the page; below stands what you typed. "
            "Look at the history, and send the form again if it is still right."
        )
        raise Refused({"": text})


def _checked(asked: Field, options: list[Option]) -> fields.Field[Any]:
    said: dict[str, Any] = {"required": asked.required, "error_messages": schemas.REQUIRED}
    values = [option.value for option in options]
    one_of = validate.OneOf(values, error=schemas.NO_CHOICE)
    if asked.kind is Kind.CHOICE:
        return schemas.Text(validate=one_of, **said)
    if asked.kind is Kind.SEVERAL:
        return fields.List(fields.String(validate=one_of), **said)
    if asked.kind is Kind.LINES:
        return schemas.Lines(asked.most, **said)
    return schemas.Text(validate=validate.Length(max=asked.most, error="field:too-long"), **said)


def _said(one: Asked, code: str) -> str:
    return messages.explain_field(code, str(one.label), {"most": one.field.most})


def _typed(asked: Field) -> Any:
    if asked.kind is Kind.SEVERAL:
        return request.form.getlist(asked.name)
    return request.form.get(asked.name, "")
