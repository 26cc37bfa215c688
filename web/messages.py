"""Turns a refusal into a sentence that says what is the matter and what to do about it."""

from collections.abc import Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from application.accounts import AccountError
from domain.errors import DomainError
from domain.rules.model import RuleSet
from web import names
from web.desk import values
from web.desk.phrases import fill
from web.desk.texts.refusals import FIELD, REFUSALS

UNKNOWN = "refused"

# Under which name a refusal's data is written, where the name alone doesn't say it.
MEANS: dict[str, str] = {
    "how": "ended",
    "what": "earlier",
    "sign-off-needed.grade": "signer",
    "sign-off-not-asked.grade": "signer",
    "one-level-at-a-time.at": "at_level",
    "unknown-level.level": "at_level",
    "pause-not-allowed.reason": "Pause.reason",
}


class Message(NamedTuple):
    """What to say, and the name of the form's field to look at; "" when it is no single one."""

    text: str
    field: str = ""


def explain(refusal: DomainError, step: str = "", rules: RuleSet | None = None) -> Message:
    """The refusal of a command. `step` names the command whose labels the form shows."""
    code = refusal.code if refusal.code in REFUSALS else UNKNOWN
    told = {name: _told(code, name, value, step, rules) for name, value in refusal.data.items()}
    field = str(refusal.data.get("field", "")) or FIELD.get(code, "")
    return Message(fill(str(REFUSALS[code]), told), field)


def explain_account(refusal: AccountError) -> Message:
    """The refusal of something asked of an account."""
    code = f"account:{refusal.code}"
    told = {name: _told(code, name, value) for name, value in refusal.data.items()}
    told["wait"] = told.pop("minutes", "")
    return Message(fill(str(REFUSALS.get(code, REFUSALS[UNKNOWN])), told))


def explain_field(code: str, label: str, limits: Mapping[str, object] | None = None) -> str:
    """What is wrong with one field of a form; `code` is one of the schemas' own."""
    told = {name: str(value) for name, value in (limits or {}).items()}
    known = code if code in REFUSALS else "form:does-not-fit"
    return fill(str(REFUSALS[known]), {**told, "label": label})


def explain_shape(error: msgspec.ValidationError) -> Message:
    """Values that passed the form and still don't fit the command."""
    place = str(error).rpartition("`$.")[2].rstrip("`") if "`$." in str(error) else ""
    return Message(str(REFUSALS["form:does-not-fit"]), place)


def _told(code: str, name: str, value: object, step: str = "", rules: RuleSet | None = None) -> str:
    if name == "minutes" and isinstance(value, int):
        return values.lasting(value)
    if name == "field":
        return values.label(str(value), step)
    if name in ("units", "needed"):
        return _list(name, str(value))
    if name == "at" and not isinstance(value, datetime):
        return values.write("at_level", value, "", rules)
    means = MEANS.get(f"{code}.{name}") or MEANS.get(name, name)
    return values.write(means, value, "", rules)


def _list(name: str, several: str) -> str:
    parts = several.split(", ")
    if name == "units":
        return values.joined(names.unit(part) for part in parts)
    return values.joined(values.write("role", part) for part in parts)
