"""Where auditors begin: what there is to replay, to prove and to look into."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from flask import current_app, url_for

from web.auth.gate import allowed
from web.auth.who import visitor
from web.wording import LazyString, _lp


class Tile(NamedTuple):
    """One way on from the home; left out where there is no such page, or not for this person."""

    endpoint: str
    title: LazyString
    sentence: LazyString


TILES: Final[tuple[Tile, ...]] = (
    Tile(
        "proofs.page",
        _lp("audit", "Checkpoints and witnesses"),
        _lp(
            "audit",
            "How far the log is signed for, who outside looked on, and whether it still fits.",
        ),
    ),
    Tile(
        "verifying.page",
        _lp("audit", "Verify"),
        _lp("audit", "The whole log held against its proofs, and ledgers against the log."),
    ),
    Tile(
        "events.page",
        _lp("audit", "Search the records"),
        _lp("audit", "Every record by whom, of which unit and kind, when, and how late."),
    ),
    Tile(
        "sheets.sheets",
        _lp("audit", "Audit sheets"),
        _lp(
            "audit",
            "Samples drawn by a recorded seed, findings, units' answers, and what came of them.",
        ),
    ),
    Tile(
        "sheets.findings",
        _lp("audit", "Audit findings"),
        _lp("audit", "What auditors found, what the units answer, and what came of it."),
    ),
    Tile(
        "readings.register",
        _lp("audit", "Who read what"),
        _lp("audit", "Who opened what is kept encrypted, when and what for; the unusual marked."),
    ),
    Tile(
        "privacy.page",
        _lp("audit", "Erasures and holds"),
        _lp("audit", "Personal data asked to be erased, held and erased, and who keeps the key."),
    ),
    Tile(
        "privacy.retention",
        _lp("audit", "Retention"),
        _lp("audit", "How long things are kept, by which rules, and what was kept long enough."),
    ),
    Tile(
        "flow.page",
        _lp("audit", "Flow"),
        _lp("audit", "Which ways cases really took, how long they waited, what was left out."),
    ),
    Tile(
        "ledgers.index",
        _lp("audit", "Ledgers as they stood"),
        _lp("audit", "Any ledger as of any record of the log, folded by the same code."),
    ),
    Tile(
        "rates.rates_page",
        _lp("audit", "Rates as they stood"),
        _lp("audit", "Any rate or percentile as of any record, down to the rows it counts."),
    ),
    Tile(
        "assessment.quarters",
        _lp("audit", "Scores as they stood"),
        _lp("audit", "What a quarter came to as of any record, by the rules in force then."),
    ),
)


class Way(NamedTuple):
    """A tile as the page shows it."""

    url: str
    title: str
    sentence: str


def ways() -> Iterator[Way]:
    """The tiles whose page there is, and which this person may open."""
    for tile in TILES:
        if tile.endpoint in current_app.view_functions and allowed(tile.endpoint, visitor()):
            yield Way(url_for(tile.endpoint), str(tile.title), str(tile.sentence))
