"""The list as the page shows it, and what it can be narrowed by."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, NamedTuple

from projections.queries.visits import ATTEMPTED, CLASSES, DUE
from web import deadlines, names, times, words
from web.deadlines import Mark
from web.visits.asked import Asked
from web.wording import LazyString, _, _l

CLASS: Final[Mapping[str, LazyString]] = {
    "1": _l("Class 1 (a month)"),
    "2": _l("Class 2 (a quarter)"),
    "3": _l("Class 3 (half a year)"),
    "none": _l("Without class (half a year)"),
}
SPAN: Final[Mapping[str, LazyString]] = {
    "overdue": _l("Overdue"),
    "week": _l("Within a week"),
    "month": _l("Within a month"),
}
TRIED: Final[Mapping[str, LazyString]] = {
    "yes": _l("Tried before"),
    "no": _l("Not tried yet"),
}


class Line(NamedTuple):
    """One visit to make; `tried` says how often and when last."""

    number: str
    title: str
    track: str
    of_class: str
    unit: str
    outcome: str
    closed: str
    tried: str
    mark: Mark | None


class Choice(NamedTuple):
    """A list to narrow by."""

    name: str
    label: str
    options: list[tuple[str, str]]
    chosen: str


def line(row: Any) -> Line:
    """Of the read model's row."""
    return Line(
        number=row["number"],
        title=row["title"],
        track=words.word(words.TRACK, row["track"]),
        of_class=row["dispute_class"],
        unit=names.unit(row["lead_unit"]) if row["lead_unit"] else "",
        outcome=words.word(words.OUTCOME, row["outcome"]),
        closed=times.compact(row["closed_at"]),
        tried=_tried(row["attempts"], row["attempted_at"]),
        mark=deadlines.mark(row, times.now()),
    )


def _tried(attempts: int, last: int | None) -> str:
    if not attempts:
        return ""
    return _("%(num)d not reached, last %(time)s", num=attempts, time=times.short(last))


def choices(asked: Asked) -> list[Choice]:
    """In the order people ask."""
    units = ((one.code, one.shown) for one in names.units().values() if not one.dissolved)
    tracks = ((code, words.word(words.TRACK, code)) for code in words.TRACK)
    return [
        Choice("due", _("Due"), _of(SPAN, DUE), asked.due),
        Choice("of_class", _("Class of the dispute"), _of(CLASS, CLASSES), asked.of_class),
        Choice("attempted", _("Attempts"), _of(TRIED, ATTEMPTED), asked.attempted),
        Choice("track", _("Track"), list(tracks), asked.track),
        Choice("unit", _("Handled by"), list(units), asked.unit),
    ]


def _of(table: Mapping[str, LazyString], values: Iterable[str]) -> list[tuple[str, str]]:
    return [(value, str(table[value])) for value in values]
