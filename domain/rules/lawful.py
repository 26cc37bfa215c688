"""The free text of a rule set asks for nothing against the people who come here."""

from collections.abc import Iterator
from typing import Any

import msgspec

from domain.rules.model import RuleSet
from domain.rules.tasks import forbidden_task


def unlawful_texts(rules: RuleSet) -> Iterator[tuple[str, str]]:
    """Each place whose text makes a task of following people, holding them or sending them back."""
    for path, text in _texts("", msgspec.to_builtins(rules)):
        if word := forbidden_task(text):
            yield path, f"{word!r} is no task of a linkage centre"


def _texts(path: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield path, value
    elif isinstance(value, dict):
        for name, below in value.items():
            yield from _texts(f"{path}.{name}" if path else name, below)
    elif isinstance(value, list | tuple):
        for place, below in enumerate(value):
            yield from _texts(f"{path}[{place}]", below)
