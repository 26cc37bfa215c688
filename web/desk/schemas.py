"""What a form brings, read and checked field by field: marshmallow schemas made from its fields."""

import re
import secrets
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate
from werkzeug.datastructures import MultiDict

from web import times
from web.desk.forms import LINE_MOST, REASON_MOST, Field, Form, Kind

NUMBER_MOST: Final = 999_999
YEARS: Final = range(1900, 2201)
_WHOLE = re.compile(r"[+-]?\d{1,12}")
_TURNING = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_TOKEN = re.compile(r"\A[A-Za-z0-9_-]{16,64}\Z")

REQUIRED = {"required": "field:required", "null": "field:required"}
NO_CHOICE = "field:not-a-choice"

Choices = Callable[[str], list[str]]
Brought = dict[str, Any]
Options = dict[str, Any]


class Text(fields.String):
    """A text without invisible signs, its ends trimmed, its lines parted by a line feed."""

    def _deserialize(self, value: Any, attr: str | None, data: Any, **kwargs: Any) -> str:
        text: str = super()._deserialize(value, attr, data, **kwargs)
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        return "".join(sign for sign in text if not _hidden(sign)).strip()


def _hidden(sign: str) -> bool:
    """Control characters, and marks that turn text around; they come in with what is pasted."""
    if sign in "\n\t":
        return False
    return unicodedata.category(sign) in ("Cc", "Cs") or bool(_TURNING.match(sign))


class Number(fields.Field[int]):
    """A whole number, from nothing to the most a form takes."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> int:
        text = unicodedata.normalize("NFKC", str(value)).strip()
        if not _WHOLE.fullmatch(text):
            raise ValidationError("field:not-a-number")
        if not 0 <= int(text) <= NUMBER_MOST:
            raise ValidationError("field:out-of-range")
        return int(text)


class Moment(fields.Field[datetime]):
    """A time as forms have it, YYYY-MM-DD HH:MM in the centre's zone."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> datetime:
        text = unicodedata.normalize("NFKC", str(value)).strip().replace("T", " ")
        try:
            moment = times.read(text)
        except ValueError:
            raise ValidationError("field:not-a-time") from None
        if moment.year not in YEARS:
            raise ValidationError("field:not-a-time")
        return moment


class YesNo(fields.Field[bool]):
    """Yes or no, said outright."""

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> bool:
        if value not in ("yes", "no"):
            raise ValidationError(NO_CHOICE)
        return bool(value == "yes")


class Lines(fields.Field[list[str]]):
    """A text of which every line that is not empty counts by itself."""

    def __init__(self, most: int, **kwargs: Any) -> None:
        """At most `most` lines."""
        super().__init__(**kwargs)
        self._most = most

    def _deserialize(self, value: Any, *_: Any, **__: Any) -> list[str]:
        text: str = Text().deserialize(value)
        lines = [line.strip() for line in text.split("\n") if line.strip()]
        if len(lines) > self._most:
            raise ValidationError("field:too-many")
        if any(len(line) > LINE_MOST for line in lines):
            raise ValidationError("field:too-long")
        return lines


def new_token() -> str:
    """A key of its own for every form that is shown: sent twice, the form counts once."""
    return secrets.token_urlsafe(16)


def kept(form: MultiDict[str, str]) -> str:
    """The key a refused form came with, so that mending it is no second form."""
    return token(form) or new_token()


def token(form: Mapping[str, Any]) -> str:
    """The key a form came with; "" when it has none, or one that is not of our making."""
    found = str(form.get("token", ""))
    return found if _TOKEN.fullmatch(found) else ""


def schema(form: Form, choices: Choices) -> Schema:
    """The schema of a form; `choices` gives the values a source offers now."""
    asked = {field.name: _field(field, choices) for field in form.fields}
    return Schema.from_dict({**_envelope(), **asked}, name=form.name)(unknown=EXCLUDE)


def _envelope() -> dict[str, fields.Field[Any]]:
    """What comes with every step: the form's own key, when it happened, why it is entered late."""
    return {
        "token": fields.String(
            required=True,
            validate=validate.Regexp(_TOKEN, error="form:token-missing"),
            error_messages={**REQUIRED, "required": "form:token-missing"},
        ),
        "at": Moment(),
        "late": Text(validate=_at_most(REASON_MOST)),
        "seen": Number(),
    }


def _field(field: Field, choices: Choices) -> fields.Field[Any]:
    return _KINDS[field.kind](
        field, choices, {"required": field.required, "error_messages": REQUIRED}
    )


def _written(field: Field, _: Choices, options: Options) -> fields.Field[Any]:
    return Text(validate=_at_most(field.most or LINE_MOST), **options)


def _choice(field: Field, choices: Choices, options: Options) -> fields.Field[Any]:
    return Text(validate=validate.OneOf(choices(field.source), error=NO_CHOICE), **options)


def _several(field: Field, choices: Choices, options: Options) -> fields.Field[Any]:
    one = fields.String(validate=validate.OneOf(choices(field.source), error=NO_CHOICE))
    return fields.List(one, **options)


_KINDS: dict[Kind, Callable[[Field, Choices, Options], fields.Field[Any]]] = {
    Kind.LINE: _written,
    Kind.TEXT: _written,
    Kind.FIXED: _written,
    Kind.LINES: lambda field, _, options: Lines(field.most, **options),
    Kind.NUMBER: lambda _, __, options: Number(**options),
    Kind.TIME: lambda _, __, options: Moment(**options),
    Kind.YES_NO: lambda _, __, options: YesNo(**options),
    Kind.TICK: lambda _, __, options: YesNo(**options),
    Kind.CHOICE: _choice,
    Kind.SEVERAL: _several,
}


def _at_most(most: int) -> validate.Length:
    return validate.Length(max=most, error="field:too-long")


def brought(form: MultiDict[str, str], several: frozenset[str]) -> Brought:
    """What came with a request, as a schema reads it: what was left empty did not come."""
    single = {name: value for name, value in form.items() if name not in several and value.strip()}
    return {**single, **{name: form.getlist(name) for name in several & set(form)}}


def problems(error: ValidationError) -> dict[str, str]:
    """The first thing wrong with each field, as the code of its message."""
    found = error.messages_dict
    return {str(name): _first(messages) for name, messages in found.items()}


def _first(messages: Any) -> str:
    while isinstance(messages, dict):
        messages = next(iter(messages.values()))
    return str(messages[0]) if isinstance(messages, list) else str(messages)
