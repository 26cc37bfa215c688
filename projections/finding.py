"""The condition of a search, the same on both databases."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, bindparam, literal_column, select, table, text

from domain.rules.categories import Category
from projections.words import Codes, category_code, query_postgres, query_sqlite, unit_code

SHORTEST_LATIN = 3  # letters of a name that are sought within names


def hits(dialect: str, sought: str, codes: Codes, among: Sequence[str] = ()) -> Select[Any] | None:
    """Select `cid` of the cases found; None when nothing is sought.

    `dialect` is SQLAlchemy's name of the database, `codes` finds categories and units by name,
    `among` are units of which one has to have a part in the case, none for any. Units whose codes
    differ in signs only are taken for one: whose a case is says the table of parts.
    """
    if dialect == "sqlite":
        query, column = query_sqlite(sought, codes, among), "rowid"
        condition = "search MATCH :sought"
    else:
        query, column = query_postgres(sought, codes, among), "cid"
        condition = "words @@ CAST(:sought AS tsquery)"
    if not query:
        return None
    matching = text(condition).bindparams(bindparam("sought", query))
    return select(literal_column(column).label("cid")).select_from(table("search")).where(matching)


def by_name(categories: Iterable[Category], units: Iterable[tuple[str, str, str]]) -> Codes:
    """What a part of a search names; `units` are code, name and English name."""
    names = _categories(tuple(categories)) + [
        (unit_code(code), code.lower(), f"{name}\n{name_en}".lower())
        for code, name, name_en in units
    ]
    return lambda part: [word for word, code, known in names if _names(part.lower(), code, known)]


def _categories(categories: tuple[Category, ...]) -> list[tuple[str, str, str]]:
    """A category goes by its group's name as well."""
    groups = {c.code: f"{c.name}\n{c.name_en}" for c in categories}
    return [
        (
            category_code(c.code),
            c.code.lower(),
            f"{c.name}\n{c.name_en}\n{groups.get(c.parent, '')}".lower(),
        )
        for c in categories
    ]


def _names(part: str, code: str, known: str) -> bool:
    if part == code:
        return True
    return part in known and (not part.isascii() or len(part) >= SHORTEST_LATIN)
