"""What was failed in lately, by kind; each figure leads to the ledger with exactly that."""

from datetime import timedelta
from typing import Final, NamedTuple

from flask import url_for

from projections.queries.failings import counted
from web import times, words
from web.asking import viewer
from web.service import service

DAYS: Final = 30


class Row(NamedTuple):
    """One kind of failing."""

    what: str
    often: int
    url: str


def shown() -> list[Row]:
    """Of the last days, in the order of the list of kinds."""
    since = times.midnight(times.now().date() - timedelta(days=DAYS))
    with service().read() as connection:
        found = {one.kind: one.times for one in counted(connection, viewer=viewer(), since=since)}
    day = since.strftime(times.DAY_PATTERN)
    kinds = [kind for kind in words.FAILING if kind in found]
    return [Row(words.word(words.FAILING, kind), found[kind], _url(kind, day)) for kind in kinds]


def _url(kind: str, since: str) -> str:
    return url_for("ledgers.ledger", name="failings", failing=kind, since=since, contest="standing")
