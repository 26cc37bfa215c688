"""The ledgers there are: whose rows, in which columns and order, narrowed by what."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from projections.conditions import to_visit, visited
from projections.queries.columns import of_case, of_clock, of_dispatch
from projections.queries.failings import FAILINGS
from projections.queries.filters import OF_CASES, charged, equals
from projections.queries.ledger import Ledger
from projections.queries.overdue import OVERDUE
from projections.queries.rounds import ROUNDS
from projections.queries.unit_ledger import UNITS
from projections.queries.viewer import of_cases, of_dispatches, of_obligations, of_parts
from projections.tables import cases, dispatches, obligations, parts

_beside_dispatch = dispatches.join(cases, cases.c.cid == dispatches.c.cid)
_beside_obligation = obligations.join(cases, cases.c.cid == obligations.c.cid)

_OF_LEAD = {**OF_CASES, "unit": charged}
_OF_OBLIGATIONS = {
    "unit": equals(obligations.c.holder),
    "clock": equals(obligations.c.kind),
    "state": equals(obligations.c.state),
}

_ALL_CASES = Ledger(
    name="cases",
    zh="案件台账",
    en="Cases",
    table=cases,
    beside=cases,
    key=(cases.c.cid,),
    columns=(
        *of_case("number", "received_at", "track", "channel", "category", "place", "title"),
        *of_case("people", "received_by", "lead_unit", "stage", "due_at", "due_kind"),
        *of_case("dispatched_at", "arrived_at", "replied_at", "closed_at", "outcome"),
        *of_case("reopened", "reference"),
    ),
    sort="-received_at",
    visible=of_cases,
    time=cases.c.received_at,
    filters={**_OF_LEAD, "stage": equals(cases.c.stage)},
)
# One unit's cases by receipt stand in an index of its parts, where nobody else's come between.
_CASES = replace(
    _ALL_CASES,
    of_one_unit=replace(
        _ALL_CASES,
        table=parts,
        beside=parts.join(cases, cases.c.cid == parts.c.cid),
        key=(parts.c.cid,),
        columns=tuple(
            replace(column, value=parts.c.received_at) if column.key == "received_at" else column
            for column in _ALL_CASES.columns
        ),
        visible=of_parts,
        time=parts.c.received_at,
        filters={},
        case_filters=_ALL_CASES.filters,
    ),
)

_DISPATCHES = Ledger(
    name="dispatches",
    zh="派单台账",
    en="Dispatches",
    table=dispatches,
    beside=_beside_dispatch,
    key=(dispatches.c.cid, dispatches.c.n),
    columns=(
        *of_case("number"),
        *of_dispatch("n", "dispatched_at", "unit", "role"),
        *of_case("track", "category", "place", "title"),
        *of_dispatch("stage", "signed_at", "arrived_at", "arrival", "ended_at", "feedback_at"),
        *of_dispatch("outcome", "person", "sent_back"),
    ),
    sort="-dispatched_at",
    visible=of_dispatches,
    time=dispatches.c.dispatched_at,
    filters={"unit": equals(dispatches.c.unit), "stage": equals(dispatches.c.stage)},
    case_filters=OF_CASES,
)

_OBLIGATIONS = Ledger(
    name="obligations",
    zh="时限台账",
    en="Time limits",
    table=obligations,
    beside=_beside_obligation,
    key=(obligations.c.cid, obligations.c.n),
    columns=(
        *of_case("number", "track", "title"),
        *of_clock("clock", "holder", "opened_at", "due_at", "met_at", "state", "late", "urged"),
        *of_clock("why", "rule"),
    ),
    sort="-due_at",
    visible=of_obligations,
    time=obligations.c.due_at,
    filters=_OF_OBLIGATIONS,
    case_filters=OF_CASES,
)

_RETURN_VISITS = Ledger(
    name="returnvisits",
    zh="回访台账",
    en="Return visits",
    table=cases,
    beside=cases,
    key=(cases.c.cid,),
    columns=(
        *of_case("number", "track", "category", "title", "lead_unit", "closed_at", "visited_at"),
        *of_case("answered", "own_answer", "solved", "satisfied", "unhappy", "reopened"),
    ),
    sort="-visited_at",
    visible=of_cases,
    time=cases.c.visited_at,
    filters={**_OF_LEAD, "stage": equals(cases.c.stage)},
    always=(visited,),
    with_answers=True,
)

_CALLBACKS = Ledger(
    name="callbacks",
    zh="待回访",
    en="Return visits to make",
    table=cases,
    beside=cases,
    key=(cases.c.cid,),
    columns=(
        *of_case("number", "track", "category", "place", "title", "lead_unit", "closed_at"),
        *of_case("outcome", "visit_due", "visit_late", "reopened"),
    ),
    sort="visit_due",
    visible=of_cases,
    time=cases.c.due_at,
    filters=_OF_LEAD,
    always=(to_visit,),
    with_answers=True,
)

LEDGERS: Final[Mapping[str, Ledger]] = {
    ledger.name: ledger
    for ledger in (
        _CASES,
        _DISPATCHES,
        _OBLIGATIONS,
        OVERDUE,
        FAILINGS,
        _RETURN_VISITS,
        _CALLBACKS,
        ROUNDS,
        UNITS,
    )
}
