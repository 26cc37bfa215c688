"""What a ledger is: columns with their headings, filters, an order, and whose rows it shows."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from sqlalchemy import Column as SqlColumn
from sqlalchemy import ColumnElement, FromClause, RowMapping

from projections.queries.filters import Condition
from projections.queries.viewer import Conditions, Viewer


class Kind(StrEnum):
    """How a cell is to be read."""

    TEXT = "text"
    NUMBER = "number"
    TIME = "time"  # milliseconds since 1970-01-01 UTC
    DURATION = "duration"  # milliseconds
    CHOICE = "choice"  # a code of the column's vocabulary
    FLAG = "flag"  # True, False, or None for "not known"


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """One column; `key` names it in rows, sorts and exports."""

    key: str
    zh: str
    en: str
    kind: Kind
    value: ColumnElement[object] = field(repr=False)
    vocabulary: str = ""  # track, kind, channel, category, stage, unit, clock, state, …

    def heading(self, language: str) -> str:
        """In Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh


@dataclass(frozen=True, slots=True, eq=False)
class Ledger:
    """One ledger (台账). `case_filters` look into the case beside the row."""

    name: str
    zh: str
    en: str
    table: FromClause  # what is counted
    beside: FromClause  # the same, with the case beside it
    key: tuple[SqlColumn[int] | SqlColumn[str], ...]
    columns: tuple[Column, ...]
    sort: str
    visible: Callable[[Viewer], Conditions] = field(repr=False)
    time: SqlColumn[int] | None = None
    filters: Mapping[str, Condition] = field(default_factory=dict)
    case_filters: Mapping[str, Condition] = field(default_factory=dict)
    always: tuple[ColumnElement[bool], ...] = ()
    with_answers: bool = False  # shows what single reporters answered
    of_one_unit: "Ledger | None" = None  # where the keys of one unit's rows are found faster

    def heading(self, language: str) -> str:
        """In Chinese unless English is asked for."""
        return self.en if language.startswith("en") else self.zh

    def sought(self, viewer: Viewer) -> "Ledger":
        """Where the keys of this viewer's rows are found."""
        alone = viewer.of_unit and len(viewer.part) == 1
        return self.of_one_unit if alone and self.of_one_unit is not None else self

    @property
    def by_key(self) -> Mapping[str, Column]:
        """Its columns by key."""
        return {column.key: column for column in self.columns}

    @property
    def filter_names(self) -> tuple[str, ...]:
        """Which of the filters it knows, `text` with them where cases are found by words."""
        searched = ("text",) if "cid" in self.table.c else ()
        return (*self.filters, *self.case_filters, *searched)


@dataclass(frozen=True, slots=True)
class Page:
    """Rows of one page, by column key; `total` counts all, or is the most that is counted."""

    rows: Sequence[RowMapping]
    total: int
    columns: tuple[Column, ...]
    page: int
    per_page: int
    more: bool = False  # than `total`

    @property
    def pages(self) -> int:
        """How many pages there are, at least one."""
        return max(1, -(-self.total // self.per_page))
