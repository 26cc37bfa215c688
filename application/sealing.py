"""Turns what a form brings into a command: texts that are personal are sealed on the way."""

import secrets
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, get_args, get_type_hints

import msgspec

from application.keys import Keyring
from domain.case.command import Command, require_lawful
from domain.sealed import Sealed

REPORTER = "reporter"
MATTER = "matter"
BY_REPORTER = frozenset({"narrative", "name", "phone", "address", "words", "request"})


@lru_cache(maxsize=256)
def sealed_fields(kind: type[Command]) -> frozenset[str]:
    """Which fields of a command hold sealed text."""
    hints = get_type_hints(kind)
    return frozenset(
        name for name, hint in hints.items() if hint is Sealed or Sealed in get_args(hint)
    )


def person_of(kind: type[Command], field: str, values: Mapping[str, object]) -> str:
    """Whose data a field is: the reporter's, a party's, or the matter's.

    Parties that join without the caller naming them get a key of their own each.
    """
    name = kind.__name__
    if name == "AddParty":
        return f"party-{secrets.token_hex(4)}"
    if name in ("ChallengeMediator", "RecordBreach"):
        return f"party-{values.get('party', 0)}"
    return REPORTER if field in BY_REPORTER else MATTER


def build(
    keys: Keyring, kind: type[Command], case_id: str, values: Mapping[str, Any], person: str = ""
) -> Command:
    """A command from plain values; texts for sealed fields are sealed, empty ones left out.

    Errors: `msgspec.ValidationError` naming the field that doesn't fit; `ForbiddenTask`.
    """
    sealed = sealed_fields(kind)
    require_lawful(str(values.get("scheme", "")))  # the last moment at which anybody can read it
    plain = {name: value for name, value in values.items() if name not in sealed}
    boxes = {
        name: keys.seal(case_id, person or person_of(kind, name, values), name, str(values[name]))
        for name in sealed
        if values.get(name)
    }
    command: Command = msgspec.convert(plain, kind, strict=False)
    return msgspec.structs.replace(command, **boxes)
