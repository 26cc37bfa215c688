"""Open cases that may be the same matter as one being registered: same place and kind, like words.

Only cases the viewer may see are looked at, only the latest of a few days, and nothing of whoever
brought them: place, category and title are all there is to compare.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Final

from sqlalchemy import Connection, RowMapping, select

from projections.queries.filters import ms, sayable
from projections.queries.viewer import Viewer, of_open_cases
from projections.tables import cases
from projections.words import words

LOOKED_BACK: Final = timedelta(days=7)
SAME_DAY: Final = timedelta(hours=24)
LATEST: Final = 400
"""So many of the latest open cases are compared."""
MOST_SHOWN: Final = 5

# How much of two titles is alike, from 0 to 1, before they are shown: alone, or beside something
# else that is the same.
ALIKE: Final = 0.5
ALIKE_THERE: Final = 0.2
ALIKE_KIND: Final = 0.35

_SHOWN = (
    cases.c.number,
    cases.c.title,
    cases.c.track,
    cases.c.category,
    cases.c.place,
    cases.c.stage,
    cases.c.received_at,
)


@dataclass(frozen=True, slots=True)
class Draft:
    """What is known so far of the matter being registered; "" for what is not."""

    title: str = ""
    place: str = ""
    category: str = ""
    number: str = ""  # of the case itself, where it is on record already


@dataclass(frozen=True, slots=True)
class Alike:
    """One case that may be the same matter; `strong`: same place, same category, same day."""

    row: RowMapping
    likeness: float
    strong: bool


def alike(connection: Connection, draft: Draft, now: datetime, *, viewer: Viewer) -> list[Alike]:
    """The likeliest first; nothing while there is nothing to compare."""
    if not (draft.place or words(draft.title)):
        return []
    found = [_compared(row, draft, now) for row in _latest(connection, draft, now, viewer)]
    near = [one for one in found if one is not None]
    near.sort(key=lambda one: (one.strong, one.likeness, one.row["received_at"]), reverse=True)
    return near[:MOST_SHOWN]


def _latest(
    connection: Connection, draft: Draft, now: datetime, viewer: Viewer
) -> Iterable[RowMapping]:
    since = cases.c.received_at >= ms(now - LOOKED_BACK)
    # What is at the place comes first, however many others there are.
    place = sayable(draft.place).replace("\0", "")
    there = (cases.c.place == place).desc()
    latest = (
        select(*_SHOWN)
        .where(*of_open_cases(viewer), since, cases.c.number != draft.number)
        .order_by(there, cases.c.received_at.desc())
        .limit(LATEST)
    )
    return connection.execute(latest).mappings()


def _compared(row: RowMapping, draft: Draft, now: datetime) -> Alike | None:
    there = bool(draft.place) and _bare(row["place"]) == _bare(draft.place)
    same_kind = bool(draft.category) and row["category"] == draft.category
    title = title_likeness(draft.title, row["title"])
    fits = (
        title >= ALIKE
        or (there and (same_kind or title >= ALIKE_THERE))
        or (same_kind and title >= ALIKE_KIND)
    )
    if not fits:
        return None
    strong = there and same_kind and row["received_at"] >= ms(now - SAME_DAY)
    return Alike(row, title + there + same_kind, strong)


def title_likeness(one: str, other: str) -> float:
    """How many pairs of neighbouring words two titles share, of all they have; 0 to 1."""
    here, there = _pairs(one), _pairs(other)
    return 2 * len(here & there) / (len(here) + len(there)) if here and there else 0.0


def _pairs(title: str) -> set[tuple[str, str]]:
    found = words(title)
    return set(pairwise(found)) or {(word, "") for word in found}


def _bare(place: str) -> str:
    return "".join(words(place))
