"""What a quarter came to (考核结果): written the same, byte by byte, wherever it is computed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Final

import msgspec
from msgspec import Struct

from domain.assessment.model import ScoringRules, Subject
from domain.assessment.score import Account, Failed, Line, Scored, score

FORMAT: Final = "linkage-score/1"


class Exclusion(Struct, frozen=True):
    """剔除: a matter that does not count for an indicator, or with "" for none of them.

    In place of an indicator it may name a kind of failing, which is then struck for that matter.
    `approved` is the version of the event in the quarter's own history that allowed it.
    """

    number: str
    indicator: str = ""
    approved: int = 0


class Rules(Struct, frozen=True):
    """The rule set that was used: name and version, and the SHA-256 of its text."""

    ref: str
    sha256: str
    subject: Subject


class UnitResult(Struct, frozen=True):
    """One unit's score with all it is made of."""

    scored: Scored
    failings: tuple[Failed, ...] = ()


class Part(Struct, frozen=True):
    """The units, or the centre itself, under one rule set."""

    rules: Rules
    units: tuple[UnitResult, ...]
    exclusions: tuple[Exclusion, ...] = ()

    def unit(self, code: str) -> UnitResult | None:
        """That unit's, if anything was due from it."""
        return next((one for one in self.units if one.scored.unit == code), None)


class Result(Struct, frozen=True):
    """A quarter as of a position of the log; `as_of` is when that event was recorded.

    What fell due later than `as_of` does not count in it yet.
    """

    quarter: str
    since: datetime
    until: datetime
    seq: int
    as_of: datetime
    parts: tuple[Part, ...]
    format: str = FORMAT

    def part(self, subject: Subject) -> Part | None:
        """Of the units, or of the centre."""
        return next((one for one in self.parts if one.rules.subject == subject), None)


class Pinned(Struct, frozen=True):
    """A rule set with the SHA-256 of the text it was read from."""

    rules: ScoringRules
    sha256: str


def part(pinned: Pinned, accounts: Sequence[Account], exclusions: Sequence[Exclusion]) -> Part:
    """The scores of these accounts under a rule set."""
    rules = Rules(pinned.rules.ref, pinned.sha256, pinned.rules.subject)
    failed = {one.unit: tuple(sorted(one.failings, key=_order)) for one in accounts}
    scored = score(pinned.rules, accounts)
    return Part(
        rules,
        tuple(UnitResult(one, failed[one.unit]) for one in scored),
        tuple(sorted(exclusions, key=lambda one: (one.number, one.indicator))),
    )


def _order(one: Failed) -> tuple[str, str, tuple[int, ...]]:
    return one.number, one.failing, one.proof


def canonical(result: Result) -> bytes:
    """The result's file: JSON with its fields in one order, points as text, ending in a newline."""
    return msgspec.json.format(msgspec.json.encode(result), indent=1) + b"\n"


def digest(result: Result) -> str:
    """SHA-256 of the file, hex: what is signed and published."""
    return sha256(canonical(result)).hexdigest()


def read(file: bytes) -> Result:
    """A result from its file. Errors: `msgspec.DecodeError`."""
    return msgspec.json.decode(file, type=Result)


class LineDifference(Struct, frozen=True):
    """An indicator that came to something else; None where one side does not have it."""

    indicator: str
    before: Line | None
    after: Line | None


class UnitDifference(Struct, frozen=True):
    """What is different about one unit; failings are those only one side counts."""

    unit: str
    before: Decimal | None
    after: Decimal | None
    rank_before: int | None
    rank_after: int | None
    lines: tuple[LineDifference, ...]
    failings_gone: tuple[Failed, ...]
    failings_new: tuple[Failed, ...]


def difference(before: Part, after: Part) -> list[UnitDifference]:
    """Units that differ, by code; nothing where the two come to the same."""
    old = {one.scored.unit: one for one in before.units}
    new = {one.scored.unit: one for one in after.units}
    found = [_unit(code, old.get(code), new.get(code)) for code in sorted(old | new)]
    return [one for one in found if _differs(one)]


def _unit(code: str, old: UnitResult | None, new: UnitResult | None) -> UnitDifference:
    was, now = _scored(old), _scored(new)
    failed, fails = _failings(old), _failings(new)
    return UnitDifference(
        code,
        was.total,
        now.total,
        was.rank,
        now.rank,
        tuple(_lines(was.lines, now.lines)),
        tuple(one for one in failed if one not in set(fails)),
        tuple(one for one in fails if one not in set(failed)),
    )


def _differs(one: UnitDifference) -> bool:
    return (
        one.before != one.after
        or one.rank_before != one.rank_after
        or bool(one.lines or one.failings_gone or one.failings_new)
    )


def _scored(one: UnitResult | None) -> Scored:
    return one.scored if one is not None else NOTHING


def _failings(one: UnitResult | None) -> tuple[Failed, ...]:
    return one.failings if one is not None else ()


def _lines(old: Sequence[Line], new: Sequence[Line]) -> Iterator[LineDifference]:
    was, now = _by_indicator(old), _by_indicator(new)
    for name in dict.fromkeys([*was, *now]):
        if was.get(name) != now.get(name):
            yield LineDifference(name, was.get(name), now.get(name))


def _by_indicator(lines: Sequence[Line]) -> Mapping[str, Line]:
    return {line.indicator: line for line in lines}


NOTHING: Final = Scored("", "", (), (), None, None, "", enough=False)
