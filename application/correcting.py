"""Seals the right text of a field as the field itself is sealed: under its name, for its person."""

from application.keys import Keyring
from application.sealing import BY_REPORTER, MATTER, REPORTER
from domain.case.events import Fact
from domain.sealed import Sealed


def seal_right(keys: Keyring, case_id: str, event: Fact, field: str, text: str) -> Sealed:
    """So that it opens where the field is shown, and is erased with whom it is about."""
    return keys.seal(case_id, _person(event, field), field, text)


def _person(event: Fact, field: str) -> str:
    wrong: Sealed | None = getattr(event, field)
    if wrong is not None:
        return wrong.key.rpartition(".")[0]
    party: int | None = getattr(event, "party", None)
    if party is not None:
        return f"party-{party}"
    return REPORTER if field in BY_REPORTER else MATTER
