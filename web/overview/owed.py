"""Time limits that run and can still be met this quarter: of what kind, whose, due when."""

from collections.abc import Mapping
from typing import Any, Final, NamedTuple

from flask import url_for

from projections.queries.overview import Owed
from web import asof, names, times, words
from web.deadlines import Mark, mark

MOST: Final = 30  # that are shown of all kinds
MOST_OF_KIND: Final = 200  # of one


class Line(NamedTuple):
    """One time limit."""

    number: str
    title: str
    kind: str
    holder: str
    due: str
    mark: Mark | None


class Kind(NamedTuple):
    """How many of one kind; `url` leads to them."""

    code: str
    label: str
    number: int
    url: str


def lines(found: Owed) -> list[Line]:
    """The first by due."""
    return [_line(row) for row in found.rows]


def kinds(found: Owed) -> list[Kind]:
    """In the order of the list of kinds."""
    return [
        Kind(kind, words.word(words.CLOCK, kind), found.kinds[kind], _url(kind))
        for kind in words.CLOCK
        if kind in found.kinds
    ]


def _line(row: Mapping[Any, Any]) -> Line:
    told = {"due_at": row["due_at"], "due_kind": row["kind"], "due_holder": row["holder"]}
    return Line(
        number=row["number"],
        title=row["title"],
        kind=words.word(words.CLOCK, row["kind"]),
        holder=names.unit(row["holder"]),
        due=times.stamp(row["due_at"]),
        mark=mark(told, asof.now()),
    )


def _url(kind: str) -> str:
    return url_for("overview.overview_page", kind=kind, _anchor="owed")
