"""A rule set in words: one table for each of its sections, as people read them."""

from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import Any, NamedTuple, get_args

from domain.rules.model import Kind, RuleSet
from web import words
from web.desk import values
from web.desk.texts.terms import ABOVE
from web.i18n import language
from web.rulebook import written
from web.rulebook.texts import FIELDS, SECTIONS
from web.wording import _

KINDS: tuple[str, ...] = get_args(Kind)


class Cell(NamedTuple):
    """What stands in it; `mark` is a word beside it, `code` is shown as code."""

    text: str
    mark: str = ""
    code: bool = False


class Section(NamedTuple):
    """A table of one section; `anchor` is its name in the file."""

    anchor: str
    title: str
    heads: Sequence[str]
    rows: list[list[Cell]]


def sections(rules: RuleSet) -> list[Section]:
    """Those that say something, time limits first; a version never changes, nor do its words."""
    return _sections(rules, language())


@lru_cache(maxsize=16)
def _sections(rules: RuleSet, _language: str) -> list[Section]:
    made = [
        Section(name, str(SECTIONS[name]), heads(), list(rows(rules)))
        for name, (heads, rows) in _SECTIONS.items()
    ]
    return [one for one in made if one.rows]


def facts(rules: RuleSet) -> list[tuple[str, str]]:
    """What the head of the file says."""
    told = {
        "jurisdiction": rules.jurisdiction,
        "timezone": rules.timezone,
        "day_from": written.moment(rules.day_from),
        "day_to": written.moment(rules.day_to),
        "representatives_max": str(rules.representatives_max),
        **{
            name: str(getattr(part, name))
            for part in (rules.entry, rules.returns, rules.visits)
            for name in part.__struct_fields__
        },
    }
    return [(str(FIELDS[name]), text) for name, text in told.items()]


def _article(rule: Any) -> Cell:
    return Cell(rule.article, _("set by the centre") if rule.local else "")


def _clocks(rules: RuleSet) -> Iterable[list[Cell]]:
    for rule in sorted(rules.clocks, key=lambda rule: KINDS.index(rule.kind)):
        yield [
            Cell(words.word(words.CLOCK, rule.kind)),
            Cell(written.whose(rule, rules)),
            Cell(written.runs(rule.kind)),
            Cell(written.limit(rule)),
            _article(rule),
            Cell(rule.id, code=True),
        ]


def _extensions(rules: RuleSet) -> Iterable[list[Cell]]:
    for rule in rules.extensions:
        yield [
            Cell(words.word(words.TRACK, rule.track)),
            Cell(written.kinds(rule.kinds)),
            Cell(written.span(rule.span, rule.unit)),
            Cell(str(rule.times)),
            Cell(words.word(words.ROLE, rule.approver)),
            Cell(values.yes_no(rule.notice)),
            _article(rule),
        ]


def _pauses(rules: RuleSet) -> Iterable[list[Cell]]:
    for rule in rules.pauses:
        most = written.span(rule.max_days, "days") if rule.max_days else _("no limit")
        yield [
            Cell(words.word(words.TRACK, rule.track)),
            Cell(written.kinds(rule.kinds)),
            Cell(words.word(words.PAUSE, rule.reason)),
            Cell(most),
            _article(rule),
        ]


def _reminders(rules: RuleSet) -> Iterable[list[Cell]]:
    for rule in rules.reminders:
        before = _("%(span)s before it ends", span=written.span(rule.before, rule.unit))
        yield [
            Cell(written.kinds(rule.kinds)),
            Cell(written.tracks(rule.tracks)),
            Cell(before),
            _article(rule),
        ]


def _urges(rules: RuleSet) -> Iterable[list[Cell]]:
    for rule in rules.urges:
        again = written.span(rule.again, rule.unit) if rule.times > 1 else written.NONE
        yield [
            Cell(written.kinds(rule.kinds)),
            Cell(written.tracks(rule.tracks)),
            Cell(_after(rule.after, rule.unit)),
            Cell(again),
            Cell(str(rule.times)),
            Cell(values.yes_no(rule.answer)),
            _article(rule),
        ]


def _escalations(rules: RuleSet) -> Iterable[list[Cell]]:
    for rule in rules.escalations:
        yield [
            Cell(words.word(ABOVE, rule.to)),
            Cell(written.kinds(rule.kinds)),
            Cell(written.tracks(rule.tracks)),
            Cell(_after(rule.after, rule.unit)),
            _article(rule),
        ]


def _after(number: int, unit: str) -> str:
    if not number:
        return _("as soon as it has ended")
    return _("%(span)s after it ended", span=written.span(number, unit))


def _periods(rules: RuleSet) -> Iterable[list[Cell]]:
    return ([Cell(written.kinds(rule.kinds)), _article(rule)] for rule in rules.periods)


def _tracks(rules: RuleSet) -> Iterable[list[Cell]]:
    steps = ("screening", "acceptance", "feedback", "reply", "visit")
    for rule in rules.tracks:
        asked = (Cell(values.yes_no(getattr(rule, step))) for step in steps)
        yield [Cell(words.word(words.TRACK, rule.track)), *asked]


def _hours(rules: RuleSet) -> Iterable[list[Cell]]:
    return (
        [Cell(written.moment(span.opens)), Cell(written.moment(span.closes))]
        for span in rules.hours
    )


def _grades(rules: RuleSet) -> Iterable[list[Cell]]:
    return ([Cell(words.word(words.TRACK, one.track)), *_entry(one)] for one in rules.grades)


def _zones(rules: RuleSet) -> Iterable[list[Cell]]:
    return map(_entry, rules.zones)


def _levels(rules: RuleSet) -> Iterable[list[Cell]]:
    return map(_entry, rules.levels)


def _entry(one: Any) -> list[Cell]:
    return [Cell(written.called(one)), Cell(one.code, code=True)]


def _heads(*names: str) -> Callable[[], list[str]]:
    return lambda: [str(FIELDS[name]) for name in names]


def _heads_of_clocks() -> list[str]:
    told = (FIELDS["kind"], _("for which cases"), _("from → to"), _("how long"))
    return [*map(str, told), str(FIELDS["article"]), str(FIELDS["id"])]


_Rows = Callable[[RuleSet], Iterable[list[Cell]]]
_SECTIONS: dict[str, tuple[Callable[[], Sequence[str]], _Rows]] = {
    "clocks": (_heads_of_clocks, _clocks),
    "extensions": (
        _heads("track", "kinds", "span", "times", "approver", "notice", "article"),
        _extensions,
    ),
    "pauses": (_heads("track", "kinds", "reason", "max_days", "article"), _pauses),
    "reminders": (_heads("kinds", "tracks", "before", "article"), _reminders),
    "urges": (
        _heads("kinds", "tracks", "after", "again", "times", "answer", "article"),
        _urges,
    ),
    "escalations": (_heads("to", "kinds", "tracks", "after", "article"), _escalations),
    "periods": (_heads("kinds", "article"), _periods),
    "tracks": (
        _heads("track", "screening", "acceptance", "feedback", "reply", "visit"),
        _tracks,
    ),
    "hours": (_heads("opens", "closes"), _hours),
    "grades": (_heads("track", "name", "code"), _grades),
    "zones": (_heads("name", "code"), _zones),
    "levels": (_heads("name", "code"), _levels),
}
