"""Rates and durations as rows of a sheet and as plain data: the same for pages and commands."""

from collections.abc import Mapping
from typing import Any, Final

from projections.queries.clock_times import SHOWN
from projections.queries.ledger import Kind
from projections.queries.proportion import FEWEST_TO_RANK, Proportion
from projections.queries.rates import Rated
from projections.sheet import Head, Value
from web.rates import figures
from web.rates.durations import Span
from web.wording import _, _p

Row = list[Value]
DEFINITION: Final = 6  # its place in a row


def heads() -> list[Head]:
    """Of a sheet of rates."""
    texts = (_("Rate"), _("Group"))
    numbers = (_("Kept"), _("Of"))
    told = (_("Per cent"), _("95 % interval"), _("What it counts"), _p("rates", "Note"))
    return [
        *(Head(text, Kind.TEXT) for text in texts),
        *(Head(text, Kind.NUMBER) for text in numbers),
        *(Head(text, Kind.TEXT) for text in told),
    ]


def row(one: Rated, by: str) -> Row:
    """One rate of one group."""
    value = figures.figure(one.value)
    group = figures.label(by, one.group) if by else ""
    told = [value.shown, value.interval, figures.definition(one.rate), note(one.value)]
    return [figures.heading(one.rate), group, value.numerator, value.denominator, *told]


def note(value: Proportion) -> str:
    """What has to be said beside a number."""
    if not value.denominator:
        return _("nothing fell due")
    return _("too few to rank") if value.too_few else ""


def plain(one: Rated, spans: Mapping[str, Mapping[str, Any]]) -> dict[str, Any]:
    """For programs; `per_cent` is None where nothing fell due."""
    value = one.value
    return {
        "rate": one.rate.name,
        "group": one.group,
        **spans.get(one.group, {}),
        "numerator": value.numerator,
        "denominator": value.denominator,
        "per_cent": value.per_cent,
        "interval": value.interval,
        "too_few": value.too_few,
    }


def duration(one: Span) -> dict[str, Any]:
    """For programs; milliseconds, None where nothing was measured."""
    names = [f"p{place}" for place in SHOWN]
    took: tuple[int | None, ...] = one.took or (None,) * len(SHOWN)
    counts = {"met": one.n, "open": one.missing, "never": one.never}
    return {"clock": one.code, **counts, **dict(zip(names, took, strict=True))}


def duration_heads() -> list[Head]:
    """Of a sheet of durations."""
    texts = (_("What took time"), _("half within"), _("90 % within"), _("95 % within"))
    counts = (_p("took", "met"), _p("took", "still open"), _p("took", "never met"))
    return [
        *(Head(text, Kind.TEXT) for text in texts),
        *(Head(text, Kind.NUMBER) for text in counts),
        Head(_p("rates", "Note"), Kind.TEXT),
    ]


def duration_row(one: Span) -> Row:
    """One kind of time limit, or one stretch."""
    few = _("too few to rank") if 0 < one.n < FEWEST_TO_RANK else ""
    return [one.heading, *one.told, one.n, one.missing, one.never, few]
