"""Whoever asks, and whatever they ask: each query gives them what they may know of, and no more."""

from collections.abc import Callable
from dataclasses import asdict

import pytest
from sqlalchemy import Connection

from projections.queries import board, ledgers, lookups, percentiles, rates, search
from projections.queries.errors import QueryError
from projections.queries.filters import Filters
from projections.queries.viewer import THE_SERVICE, Viewer, viewer_of
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    TODAY,
    a_case,
    a_dispatch,
    a_unit,
    an_obligation,
)

Numbers = set[str]
Ask = Callable[[Connection, Viewer], Numbers]

EVERYBODY = (
    ("operator", "centre"),
    ("leader", "centre"),
    ("supervisor", "centre"),
    ("auditor", ""),
    ("responder", "police"),
    ("responder", "village"),
    ("responder", "clinic"),
    ("leader", "police"),
    ("admin", "centre"),
)


def _of_ledger(name: str) -> Ask:
    def ask(model: Connection, viewer: Viewer) -> Numbers:
        if name not in {ledger.name for ledger in ledgers.ledgers_for(viewer)}:
            return set()
        page = ledgers.page(model, name, viewer=viewer, now=NOW)
        numbers = [row["number"] for row in page.rows]
        assert page.total == len(numbers)
        whole = ledgers.everything(model, name, viewer=viewer, now=NOW)
        assert [row["number"] for row in whole] == numbers
        return set(numbers)

    return ask


def _of_board(model: Connection, viewer: Viewer) -> Numbers:
    shown = board.board(model, viewer=viewer, now=NOW, today=TODAY)
    assert shown.tiles.waiting + shown.tiles.under_way == len(shown.rows)
    assert shown.tiles.received == len(shown.rows)
    return {row["number"] for row in shown.rows}


def _of_search(model: Connection, viewer: Viewer) -> Numbers:
    return {row["number"] for row in search.search(model, "河口", viewer=viewer).rows}


def _of_number(model: Connection, viewer: Viewer) -> Numbers:
    asked = ("PLAIN-1", "POLICE-2", "CENTRE-3", "TOWN-4")
    found = {n for n in asked if lookups.case_numbered(model, n, viewer=viewer)}
    assert found == {n for n in asked if search.search(model, n, viewer=viewer).exact}
    return found


def _by_category(model: Connection, viewer: Viewer) -> Numbers:
    """Each case has its number for its category and place."""
    used = lookups.categories_in_use(model, viewer=viewer)
    assert lookups.open_cases(model, viewer=viewer) == len(used)
    return set(used)


def _of_rates(model: Connection, viewer: Viewer) -> Numbers:
    found = rates.rates(model, viewer=viewer, now=NOW, by="category")
    return {rated.group for rated in found if rated.rate.name == "arrival"}


def _of_percentiles(model: Connection, viewer: Viewer) -> Numbers:
    categories = ("PLAIN-1", "POLICE-2", "CENTRE-3", "TOWN-4")
    return {
        number
        for number in categories
        if percentiles.percentiles(
            model, "received", "dispatched", viewer=viewer, filters=Filters(category=number)
        ).n
    }


ASKED: dict[str, Ask] = {
    **{f"ledger {name}": _of_ledger(name) for name in ledgers.LEDGERS if name != "units"},
    "board": _of_board,
    "search": _of_search,
    "number": _of_number,
    "categories": _by_category,
    "rates": _of_rates,
    "percentiles": _of_percentiles,
}
OF_SOME = ("returnvisits", "callbacks", "failings", "rounds")
OF_EVERY_CASE = [name for name in ASKED if name.removeprefix("ledger ") not in OF_SOME]


@pytest.fixture
def town(model: Connection) -> Connection:
    """Police, a village post below it, a clinic; an accusation of each of two and of the centre.

    The clinic is charged with every case, and owes an arrival it did not make in time.
    """
    a_unit(model, "town")
    a_unit(model, "police", "town")
    a_unit(model, "village", "police")
    a_unit(model, "clinic")
    accused = {"PLAIN-1": "", "POLICE-2": ",police,", "CENTRE-3": ",centre,", "TOWN-4": ",x,town,"}
    for number, names in accused.items():
        cid = a_case(model, number, accused=names, category=number, lead_unit="clinic")
        a_dispatch(model, cid, "clinic")
        an_obligation(model, cid, "arrive", "clinic", due_at=NOW - HOUR)
    return model


BY_PART = (
    *("ledger cases", "ledger dispatches", "ledger obligations", "ledger overdue"),
    *("board", "search", "categories"),
)
ALL = {"PLAIN-1", "POLICE-2", "CENTRE-3", "TOWN-4"}
NOT_OF_CENTRE = ALL - {"CENTRE-3"}


@pytest.mark.parametrize(
    ("role", "unit", "expected"),
    [
        ("operator", "centre", NOT_OF_CENTRE),
        ("leader", "centre", NOT_OF_CENTRE),
        ("supervisor", "centre", ALL),
        ("auditor", "", ALL),
        ("supervisor", "police", {"PLAIN-1", "CENTRE-3"}),
        ("supervisor", "village", {"PLAIN-1", "CENTRE-3"}),
        ("auditor", "police", {"PLAIN-1", "CENTRE-3"}),
        ("responder", "clinic", NOT_OF_CENTRE),
        ("leader", "clinic", NOT_OF_CENTRE),
        ("operator", "clinic", NOT_OF_CENTRE),
        ("responder", "police", set()),
        ("admin", "centre", set()),
        ("admin", "", set()),
        ("nobody", "centre", set()),
    ],
)
def test_each_query_gives_everybody_what_exists_for_them(
    town: Connection, role: str, unit: str, expected: Numbers
) -> None:
    viewer = viewer_of(town, role, unit)

    found = {name: ASKED[name](town, viewer) for name in OF_EVERY_CASE}

    assert found == dict.fromkeys(OF_EVERY_CASE, expected)


@pytest.mark.parametrize("unit", ["police", "village", "town"])
def test_a_unit_never_finds_what_accuses_it_or_those_above_and_below_it(
    town: Connection, unit: str
) -> None:
    for number in (1, 2, 3, 4):
        a_dispatch(town, number * 8, unit)
        an_obligation(town, number * 8, "arrive", unit, due_at=NOW - HOUR)

    viewer = viewer_of(town, "responder", unit)
    found = {name: ASKED[name](town, viewer) for name in OF_EVERY_CASE}

    assert found == {name: {"PLAIN-1"} for name in OF_EVERY_CASE}


def test_a_leader_finds_the_matters_of_the_units_below_and_nobody_else_of_the_unit(
    model: Connection,
) -> None:
    for code, parent in (("county", "centre"), ("police", "county"), ("post", "police")):
        a_unit(model, code, parent)
    for number, unit in (("COUNTY-1", "county"), ("POLICE-2", "police"), ("POST-3", "post")):
        cid = a_case(model, number, category=number)
        a_dispatch(model, cid, unit)
        an_obligation(model, cid, "arrive", unit, due_at=NOW - HOUR)

    found = {
        (role, unit): {name: ASKED[name](model, viewer_of(model, role, unit)) for name in BY_PART}
        for role in ("leader", "operator", "responder")
        for unit in ("county", "police", "post")
    }

    below = {
        "county": {"COUNTY-1", "POLICE-2", "POST-3"},
        "police": {"POLICE-2", "POST-3"},
        "post": {"POST-3"},
    }
    own = {"county": {"COUNTY-1"}, "police": {"POLICE-2"}, "post": {"POST-3"}}
    for (role, unit), numbers in found.items():
        expected = (below if role == "leader" else own)[unit]
        assert numbers == dict.fromkeys(BY_PART, expected), (role, unit)


@pytest.mark.parametrize("role", ["supervisor", "auditor", "leader", "operator"])
def test_staff_named_in_an_accusation_find_nothing_of_it_wherever_they_work(
    model: Connection, role: str
) -> None:
    a_unit(model, "police")
    a_case(model, "NAMED-1", category="NAMED-1", accused=",police,", accused_staff=",sun,li,")
    a_case(model, "PLAIN-2", category="PLAIN-2")

    for user, seen in (("li", {"PLAIN-2"}), ("l", {"PLAIN-2", "NAMED-1"})):
        viewer = viewer_of(model, role, "centre", user)
        for name in ("ledger cases", "board", "search", "categories"):
            assert ASKED[name](model, viewer) == seen, (user, name)


def test_a_code_within_another_code_accuses_nobody_else(model: Connection) -> None:
    a_unit(model, "a_b")
    a_unit(model, "axb")
    for unit in ("a_b", "axb"):
        a_dispatch(model, a_case(model, f"ACCUSED-{unit}", accused=",a_b,"), unit)

    found = ASKED["search"](model, viewer_of(model, "responder", "axb"))

    assert found == {"ACCUSED-axb"}


def test_a_large_family_of_units_is_told_apart_too(model: Connection) -> None:
    a_unit(model, "county")
    for n in range(40):
        a_unit(model, f"town{n}", "county")
    a_unit(model, "other")
    own = {"received_by": "county"}
    a_case(model, "CHILD-1", accused=",town33,", **own)
    a_case(model, "CENTRE-2", accused=",centre,", **own)
    a_case(model, "ITSELF-3", accused=",county,", **own)
    a_case(model, "OTHER-4", accused=",other,", **own)

    found = ASKED["ledger cases"](model, viewer_of(model, "responder", "county"))

    assert found == {"OTHER-4"}


def test_a_unit_sees_cases_it_received_was_sent_or_owes_something_in(model: Connection) -> None:
    a_unit(model, "police")
    a_case(model, "STRANGE-1")
    a_case(model, "RECEIVED-2", received_by="police")
    a_dispatch(model, a_case(model, "RETURNED-3"), "police", returned_at=NOW, stage="returned")
    an_obligation(model, a_case(model, "DIRECTED-4"), "directive", "police")
    viewer = viewer_of(model, "responder", "police")

    expected = {"RECEIVED-2", "RETURNED-3", "DIRECTED-4"}

    assert ASKED["ledger cases"](model, viewer) == expected
    assert ASKED["search"](model, viewer) == expected
    assert ASKED["board"](model, viewer) == expected
    assert ASKED["ledger dispatches"](model, viewer) == {"RETURNED-3"}
    assert ASKED["ledger obligations"](model, viewer) == {"DIRECTED-4"}


def test_units_are_not_told_what_single_reporters_answered(model: Connection) -> None:
    a_unit(model, "police")
    cid = a_case(
        model,
        "VISITED-1",
        received_by="police",
        lead_unit="police",
        closed_at=NOW - DAY,
        visited_at=NOW - HOUR,
        answered=True,
        solved=False,
        satisfied="not",
    )
    an_obligation(model, cid, "visit", "centre", due_at=NOW - DAY, met_at=NOW - HOUR)
    unit = viewer_of(model, "responder", "police")

    assert [one.name for one in ledgers.ledgers_for(unit)] == [
        "cases",
        "dispatches",
        "obligations",
        "overdue",
        "failings",
        "rounds",
        "units",
    ]
    assert not {"answered", "solved", "satisfied"} & set(ledgers.ledger("cases", unit).by_key)
    told = {rated.rate.name for rated in rates.rates(model, viewer=unit, now=NOW)}
    assert not told & {"solved", "satisfied", "answering", "rework"}
    for name in ("returnvisits", "callbacks"):
        with pytest.raises(QueryError, match="ledger-closed"):
            ledgers.page(model, name, viewer=unit, now=NOW)


def test_return_visits_of_accusations_are_hidden_from_whom_they_accuse(model: Connection) -> None:
    for number, names in (("PLAIN-1", ""), ("CENTRE-2", ",centre,")):
        a_case(
            model,
            number,
            accused=names,
            closed_at=NOW,
            visited_at=NOW,
            due_at=NOW,
            due_kind="visit",
        )
    for name in ("returnvisits", "callbacks"):
        assert ASKED[f"ledger {name}"](model, Viewer("operator", "centre")) == {"PLAIN-1"}
        assert ASKED[f"ledger {name}"](model, THE_SERVICE) == {"PLAIN-1", "CENTRE-2"}


def test_every_query_can_be_asked_by_everybody_of_an_empty_centre(model: Connection) -> None:
    for role, unit in EVERYBODY:
        viewer = viewer_of(model, role, unit)
        assert {name for name, ask in ASKED.items() if ask(model, viewer)} == set()
        tiles = asdict(board.board(model, viewer=viewer, now=NOW, today=TODAY).tiles)
        assert tiles.pop("waiting_since") is None
        assert set(tiles.values()) == {0}
