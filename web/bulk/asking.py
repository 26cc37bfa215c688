"""The form of a step for many cases: what it asks, and what it brought."""

from collections.abc import Mapping
from typing import Any, Final

from marshmallow import ValidationError
from werkzeug.datastructures import MultiDict

from domain.units import CENTRE
from web import names
from web.desk import mending, schemas, values
from web.desk.forms import Field, Form, Kind, Option
from web.desk.steps import Input
from web.desk.texts.fields import HINTS
from web.service import service, settings

Typed = Mapping[str, Any]
Said = Mapping[str, str]

# One of these has to be filled in.
ONE_OF: Final[Mapping[str, tuple[str, ...]]] = {
    "Dispatch": ("unit", "supports"),
    "Note": ("label", "text"),
}


class Unfit(Exception):
    """The form does not hold what it has to; `said` says what, by field."""

    def __init__(self, said: Said) -> None:
        """Keep what to mend."""
        super().__init__(said)
        self.said = said


def brought(form: Form, sent: MultiDict[str, str]) -> Typed:
    """What was typed, as the form is shown again with it."""
    several = frozenset(one.name for one in form.fields if one.kind is Kind.SEVERAL)
    return schemas.brought(sent, several)


def given(form: Form, typed: Typed) -> Mapping[str, Any]:
    """What was typed, checked. Errors: `Unfit`."""
    try:
        return _loaded(form, typed)
    except ValidationError as error:
        raise Unfit(mending.of_fields(form, error)) from None


def _loaded(form: Form, typed: Typed) -> Mapping[str, Any]:
    schema = schemas.schema(form, lambda source: [one.value for one in options(source)])
    found: Mapping[str, Any] = schema.load(typed)
    either = ONE_OF.get(form.name, ())
    if either and not any(found.get(name) for name in either):
        raise ValidationError({either[0]: ["field:required"]})
    return found


def inputs(form: Form, typed: Typed, said: Said) -> list[Input]:
    """The fields, with what was typed and what is wrong."""
    return [_input(form, one, typed, said.get(one.name, "")) for one in form.fields]


def _input(form: Form, asked: Field, typed: Typed, problem: str) -> Input:
    empty: Any = [] if asked.kind is Kind.SEVERAL else ""
    return Input(
        field=asked,
        id=id_of(asked.name),
        label=values.label(asked.name, form.name),
        hint=str(HINTS.get(f"{form.name}.{asked.name}") or HINTS.get(asked.name, "")),
        options=options(asked.source) if asked.kind in (Kind.CHOICE, Kind.SEVERAL) else [],
        typed=typed.get(asked.name, empty),
        problem=problem,
    )


def id_of(name: str) -> str:
    """The id of a field on the page."""
    return f"bulk-{name}"


def options(source: str) -> list[Option]:
    """What there is to choose from, whatever the case: units that work, zones in force."""
    if source == "zones":
        rules = service().desk.rules.active(settings().rules)
        codes = [one.code for one in rules.zones]
        return [Option(code, values.write("zone", code, "", rules)) for code in codes]
    units = sorted(names.units().values(), key=lambda one: one.code == CENTRE)
    return [Option(one.code, one.shown) for one in units if not one.dissolved]
