"""The shape of the retention rules: classes, which case belongs to which, and legal bases."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Final

from domain.rules.model import Code, Count, NotNegative, Part, RuleError, Text, Track

COUNTED: Final = 500  # readings of one person that are gone through for one mark
LONGEST: Final = timedelta(days=366)  # how far around a reading is looked
PERIOD_OVER: Final = "period-over"  # the basis on which a period's end itself proposes erasing


class KeepingClass(Part, frozen=True, kw_only=True):
    """保管期限档次: kept for so many years; 0: for good."""

    id: Code
    name: Text
    name_en: Text
    years: NotNegative


class Keeping(Part, frozen=True, kw_only=True):
    """Which cases a class is for; what is left out says nothing. The first that fits counts."""

    of: Code
    tracks: tuple[Track, ...] = ()
    kinds: tuple[str, ...] = ()
    levels: tuple[str, ...] = ()
    grades: tuple[str, ...] = ()
    dispute_classes: tuple[str, ...] = ()
    not_handled: bool = False  # ended without being handled: declined, redirected, invalid


class Basis(Part, frozen=True, kw_only=True):
    """法定依据: on what personal data may be erased.

    `while_open`: while the matter is still handled. `early`: before its period is over.
    """

    id: Code
    name: Text
    name_en: Text
    article: Text
    while_open: bool = False
    early: bool = False


class KeyCare(Part, frozen=True, kw_only=True):
    """What is asked of the copies of the key-encryption key."""

    copies: Count
    drill_days: Count


class ReadingRules(Part, frozen=True, kw_only=True):
    """When a reading of sealed data is marked to be looked at first.

    `many` cases of one person `within_minutes`; nothing done by the reader `acted_within_hours`.
    `local`: a default of the software, to be set by each centre.
    """

    many: Count
    within_minutes: Count
    acted_within_hours: Count
    local: bool = False

    @property
    def within(self) -> timedelta:
        """The span in which cases are counted."""
        return timedelta(minutes=self.within_minutes)

    @property
    def acted_within(self) -> timedelta:
        """How long a reader has to do something about it."""
        return timedelta(hours=self.acted_within_hours)


class RetentionRules(Part, frozen=True, kw_only=True):
    """One version of the rules."""

    jurisdiction: Text
    source: Text
    classes: tuple[KeepingClass, ...]
    keeping: tuple[Keeping, ...]
    bases: tuple[Basis, ...]
    key: KeyCare
    readings: ReadingRules | None = None  # None in versions from before there were any

    def basis(self, code: str) -> Basis | None:
        """The basis of that code."""
        return next((one for one in self.bases if one.id == code), None)

    def of(self, code: str) -> KeepingClass:
        """The class of that code, which was looked for when the rules were read."""
        return next(one for one in self.classes if one.id == code)


def check(rules: RetentionRules) -> RetentionRules:
    """Errors: `RuleError` with the place and what to write."""
    known = [one.id for one in rules.classes]
    _once("classes", known)
    _once("bases", [one.id for one in rules.bases])
    for place, one in enumerate(rules.keeping):
        if one.of not in known:
            raise RuleError(f"keeping[{place}].of", f"there is no class {one.of!r}")
    if not rules.keeping or not _fits_all(rules.keeping[-1]):
        raise RuleError("keeping", "the last entry has to fit every case: leave its conditions out")
    if rules.basis(PERIOD_OVER) is None:
        raise RuleError("bases", f"there has to be a basis {PERIOD_OVER!r}")
    if rules.readings is not None:
        _reachable(rules.readings)
    return rules


def _reachable(readings: ReadingRules) -> None:
    """A mark that nothing can get is none. Errors: `RuleError`."""
    most = (
        ("many", readings.many, COUNTED),
        ("within_minutes", readings.within_minutes, LONGEST // timedelta(minutes=1)),
        ("acted_within_hours", readings.acted_within_hours, LONGEST // timedelta(hours=1)),
    )
    for name, value, limit in most:
        if value > limit:
            raise RuleError(f"readings.{name}", f"write {limit} or less: beyond it nothing is seen")


def _once(path: str, codes: Iterable[str]) -> None:
    seen: set[str] = set()
    for code in codes:
        if code in seen:
            raise RuleError(path, f"{code!r} stands twice")
        seen.add(code)


def _fits_all(one: Keeping) -> bool:
    conditions = (one.tracks, one.kinds, one.levels, one.grades, one.dispute_classes)
    return not any(conditions) and not one.not_handled
