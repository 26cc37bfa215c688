"""Scoring rules told to a person: what is counted, how it gives points, what costs how many."""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final, NamedTuple

from domain.assessment.book.state import Span
from domain.assessment.measures import MEASURES
from domain.assessment.model import Band, Deduction, Indicator, ScoringRules
from domain.assessment.periods import EARLIEST, Quarter
from web import words
from web.desk import values
from web.i18n import language
from web.scoring import texts
from web.scoring.points import number, per_cent, turns
from web.wording import _, _n

LOCAL: Final = "local"


class Told(NamedTuple):
    """One indicator in words; `off` are its own deductions."""

    id: str
    title: str
    points: str
    counts: str
    whose: str
    turns: str
    article: str
    off: list["Off"]


class Off(NamedTuple):
    """What one kind of failing costs."""

    failing: str
    points: str
    most: str
    article: str


class Shown(NamedTuple):
    """All of a version."""

    rules: ScoringRules
    title: str
    facts: list[tuple[str, str]]
    indicators: list[Told]
    deductions: list[Off]
    bands: list[tuple[str, str]]
    targets: list[tuple[str, str, str]]


def shown(rules: ScoringRules) -> Shown:
    """In the language of the page."""
    return Shown(
        rules=rules,
        title=called(rules),
        facts=list(_facts(rules)),
        indicators=[_indicator(one) for one in rules.indicators],
        deductions=[_off(one) for one in rules.deductions],
        bands=_bands(rules.bands),
        targets=[
            (
                words.word(texts.MEASURE, one.rate),
                f"≥ {per_cent(one.at_least)}",
                written(one.article),
            )
            for one in rules.targets
        ],
    )


def called(one: ScoringRules | Indicator | Band) -> str:
    """Its title."""
    return one.title_en if language() == "en" else one.title


def written(article: str) -> str:
    """Where it is written."""
    return _("set by the centre itself") if article == LOCAL else article


def quarters(span: Span) -> str:
    """From which quarter on, or from which to which."""
    first = Quarter.of(span.since)
    if span.until is None:
        return (
            _("all quarters") if first.year == EARLIEST else _("from %(one)s on", one=first.label)
        )
    last = Quarter.of(span.until).before
    if first.year == EARLIEST:
        return _("until %(one)s", one=last.label)
    return first.label if first == last else f"{first.label}–{last.label}"


def holds_now(span: Span, today: date) -> bool:
    """Whether the running quarter is one of them."""
    first = Quarter.of(today).first
    return span.since <= first and (span.until is None or first < span.until)


def _facts(rules: ScoringRules) -> Iterator[tuple[str, str]]:
    yield _("Who is scored"), words.word(texts.SUBJECT, rules.subject)
    yield _("Jurisdiction"), written(rules.jurisdiction)
    few = _("under %(number)d: too few to rank", number=rules.minimum)
    yield _("Minimum number of an indicator"), few
    share = per_cent(rules.ranked_share)
    yield (
        _("Ranked within the class"),
        _("where indicators that reach it carry at least %(share)s of all points", share=share),
    )
    days = _n("%(num)d day", "%(num)d days", rules.objection_days)
    yield _("Units may object for"), days


def _indicator(one: Indicator) -> Told:
    measure = MEASURES.get(one.measure)
    return Told(
        id=one.id,
        title=called(one),
        points=number(one.points),
        counts=_counts(one),
        whose=words.word(texts.ACT, measure.act) if measure is not None else "",
        turns=turns(one),
        article=written(one.article),
        off=[_off(each) for each in one.deductions],
    )


def _counts(one: Indicator) -> str:
    measure = MEASURES.get(one.measure)
    if measure is None:
        return _("nothing is counted but proven failings")
    said = measure.en if language() == "en" else measure.zh
    clocks = values.joined(words.word(words.CLOCK, kind) for kind in one.clocks)
    more = words.word(texts.STRETCH, one.stretch) or clocks
    return _("%(what)s: %(field)s", what=said, field=more) if more else said


def _off(one: Deduction) -> Off:
    most = "" if one.most is None else number(one.most)
    return Off(
        words.word(words.FAILING, one.failing), number(one.points), most, written(one.article)
    )


def _bands(bands: Sequence[Band]) -> list[tuple[str, str]]:
    """From the highest down, each as a half-open span."""
    ordered = sorted(bands, key=lambda band: band.at_least, reverse=True)
    ends = ["∞", *(number(band.at_least) for band in ordered)]
    return [
        (called(band), f"[{number(band.at_least)}, {end})")
        for band, end in zip(ordered, ends, strict=False)
    ]
