"""Scoring rules: their texts read and checked, and the book of them as the log has it."""

import threading
from collections.abc import Iterator
from datetime import date
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from importlib.resources import files
from typing import Any, Final
from uuid import uuid5

import msgspec

from application.codec import decode
from application.log import Log
from application.registry import NAMESPACE
from application.rulebook import digest, shaped, toml
from application.tomltext import lines
from domain import errors
from domain.assessment import model
from domain.assessment.book.decisions import Written
from domain.assessment.book.state import Book, Version, fold
from domain.assessment.checks import validate
from domain.assessment.lawful import unlawful
from domain.assessment.model import ScoringRules, Subject
from domain.case.failings import Failing
from domain.rules.model import Kind, RuleError

STREAM: Final = uuid5(NAMESPACE, "scoring-rules").hex
FOLDER: Final = "assessment"
FIRST: Final = frozenset({"unit-default", "centre"})  # in force until the centre chooses others
WORDS: Final = {
    "subject": Subject,
    "way": model.Way,
    "clocks": Kind,
    "percentile": (50, 90, 95),
    "failing": tuple(one.value for one in Failing),
}
SAID_ALWAYS: Final = ("subject", "minimum", "ranked_share")
_PARTS: Final = (
    model.ScoringRules,
    model.Indicator,
    model.Deduction,
    model.Step,
    model.Band,
    model.Target,
)
FIELDS: Final = frozenset(name for part in _PARTS for name in part.__struct_fields__)


def parse_scoring(text: str) -> ScoringRules:
    """The scoring rules a TOML text describes.

    Errors: `RuleError` with the place and what to write, or the reason why it may not be scored.
    """
    return read_scoring(toml(text, _number))


def read_scoring(raw: dict[str, Any]) -> ScoringRules:
    """The scoring rules that were said, as a text would. Errors: as `parse_scoring`."""
    for path, message in unlawful(raw, FIELDS):
        raise RuleError(path, message)
    return validate(shaped(raw, ScoringRules, WORDS))


def write_scoring(rules: ScoringRules) -> str:
    """The rules as TOML text; read again they are the same."""
    return "\n".join((*lines(said_of(rules)), ""))


def said_of(rules: ScoringRules) -> dict[str, Any]:
    """What the file of these rules says, with what else would go without saying.

    `read_scoring` reads it.
    """
    said = msgspec.to_builtins(rules, builtin_types=(Decimal,))
    return {**said, **{name: getattr(rules, name) for name in SAID_ALWAYS}}


def written(text: str) -> Written:
    """The rules with the text they stand in. Errors: as `parse_scoring`."""
    return Written(parse_scoring(text), text, digest(text))


def _number(text: str) -> Decimal:
    """Read to the last digit: 0.1 is a tenth."""
    try:
        return Decimal(text)
    except InvalidOperation:
        raise RuleError("", f"this is no TOML: {text} is no number") from None


@lru_cache(maxsize=64)
def known_rules(text: str) -> ScoringRules:
    """Rules whose text is on record: they were checked when they were put there."""
    return shaped(toml(text, _number), ScoringRules)


def shipped_scoring() -> Iterator[Written]:
    """The sets that come with the software, by name. Errors: `RuleError`."""
    found = files("rules").joinpath(FOLDER).iterdir()
    for file in sorted(found, key=lambda one: one.name):
        if file.name.endswith(".toml"):
            yield written(file.read_text(encoding="utf-8"))


class ScoringBook:
    """Scoring rules as they stand; one per process, which reads only what came since last time."""

    def __init__(self, log: Log) -> None:
        """Reads when first asked."""
        self._log = log
        self._turn = threading.Lock()
        self._known = Book()

    def now(self) -> Book:
        """Every version, and what was put in force."""
        with self._turn:
            rows = self._log.newer(STREAM, self._known.version)
            self._known = fold((decode(row.topic, row.state) for row in rows), self._known)
            return self._known

    def in_force(self, subject: Subject, on: date) -> ScoringRules:
        """The rules by which a quarter that begins on this day is scored.

        Errors: `ScoringUnknown` where none was put in force by then.
        """
        return self.get(self.now().in_force(subject, on))

    def get(self, ref: str) -> ScoringRules:
        """The version of that name, "unit-default@1"; a draft too. Errors: `ScoringUnknown`."""
        return known_rules(self.text(ref))

    def text(self, ref: str) -> str:
        """The TOML text it was issued with. Errors: `ScoringUnknown`."""
        return self._version(ref).text

    def sha256(self, ref: str) -> str:
        """What its text is recognised by, hex. Errors: `ScoringUnknown`."""
        return self._version(ref).sha256

    def refs(self) -> list[str]:
        """Every version that was issued, set by set."""
        book = self.now()
        found = (one for name in book.ids() for one in book.of(name))
        return [one.ref for one in found if one.state != "draft"]

    def _version(self, ref: str) -> Version:
        found = self.now().versions.get(ref)
        if found is None:
            raise errors.ScoringUnknown(rules=ref)
        return found
