"""Turns what a form brings into a command: texts that are personal are sealed on the way."""

from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import Any, get_args, get_type_hints

import msgspec

from application.keys import Keyring
from domain.case.command import Command, require_lawful
from domain.case.correction import Correct
from domain.case.events import Fact, PartyJoined
from domain.case.fold import corrected
from domain.case.mediation import AddParty
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

    Which party is known from the case only: see `build`.
    """
    if kind is AddParty or "party" in kind.__struct_fields__:
        return party(values.get("party", 0))
    return REPORTER if field in BY_REPORTER else MATTER


def party(number: object) -> str:
    """A party as the keys know it."""
    return f"party-{number}"


def build(
    keys: Keyring,
    kind: type[Command],
    case_id: str,
    values: Mapping[str, Any],
    history: Sequence[Fact] = (),
) -> Command:
    """A command from plain values; texts for sealed fields are sealed, empty ones left out.

    `history` is the case's so far: a party that joins gets the next number, and what is corrected
    is sealed as it was. Errors: `msgspec.ValidationError` naming the field that doesn't fit;
    `ForbiddenTask`.
    """
    sealed = sealed_fields(kind)
    require_lawful(str(values.get("scheme", "")))  # the last moment at which anybody can read it
    plain = {name: value for name, value in values.items() if name not in sealed}
    command: Command = msgspec.convert(plain, kind, strict=False)
    boxes = {
        name: keys.seal(case_id, *_place(command, name, history), str(values[name]))
        for name in sealed
        if values.get(name)
    }
    return msgspec.structs.replace(command, **boxes)


def _place(command: Command, field: str, history: Sequence[Fact]) -> tuple[str, str]:
    """For which person, and under which field's name, a text is sealed."""
    if isinstance(command, Correct):
        return _person_of_right(command, history), command.field
    if isinstance(command, AddParty):
        return party(1 + sum(isinstance(event, PartyJoined) for event in history)), field
    number = getattr(command, "party", None)
    person = person_of(type(command), field, {"party": number})
    return (_person_of_party(number, history) or person), field


def _person_of_party(number: int | None, history: Sequence[Fact]) -> str:
    """As the party's name is sealed: two that joined at the same moment may have changed places."""
    joined = (one for one in history if isinstance(one, PartyJoined) and one.party == number)
    return next((person_in(box) for one in joined for box in (one.name, one.contact) if box), "")


def person_in(sealed: Sealed) -> str:
    """Whose data a sealed text is."""
    return sealed.key.rpartition(".")[0]


def _person_of_right(command: Correct, history: Sequence[Fact]) -> str:
    """Whose the wrong text was, so that the right one opens and is erased as that."""
    wrong = list(corrected(history))[command.event - 1 : command.event]
    event = wrong[0] if wrong and command.event > 0 else None
    known = getattr(event, command.field, None)
    if isinstance(known, Sealed):
        return person_in(known)
    number = getattr(event, "party", None)
    if number is not None:
        return _person_of_party(number, history) or party(number)
    return REPORTER if command.field in BY_REPORTER else MATTER
