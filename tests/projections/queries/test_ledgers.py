"""Ledgers: every row once, in order, narrowed by what was asked, and nothing asked is ignored."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, event

from projections.queries import ledgers
from projections.queries.errors import QueryError
from projections.queries.filters import ANY, Filters
from projections.queries.ledger import Kind, Page
from projections.queries.viewer import THE_SERVICE, viewer_of
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    a_case,
    a_dispatch,
    a_unit,
    an_obligation,
    ms,
)

HOSTILE = (
    "number;DROP TABLE cases",
    "1",
    "cid",
    "-",
    "--number",
    "number desc",
    "'",
    "\x00",
    "编号",
)


def numbers(model: Connection, name: str, filters: Filters = ANY, sort: str = "") -> list[str]:
    """Of the page and of the whole, which must be the same."""
    page = ledgers.page(model, name, viewer=THE_SERVICE, now=NOW, filters=filters, sort=sort)
    found = [row["number"] for row in page.rows]
    whole = ledgers.everything(model, name, viewer=THE_SERVICE, now=NOW, filters=filters, sort=sort)
    assert [row["number"] for row in whole] == found
    assert page.total == len(found)
    return found


def test_cases_stand_in_their_ledger_the_latest_first(model: Connection) -> None:
    a_case(model, "A-1", received_at=NOW - DAY)
    a_case(model, "A-2", received_at=NOW - HOUR)
    a_case(model, "A-3", received_at=NOW - 2 * DAY)

    assert numbers(model, "cases") == ["A-2", "A-1", "A-3"]
    assert numbers(model, "cases", sort="received_at") == ["A-3", "A-1", "A-2"]
    assert numbers(model, "cases", sort="number") == ["A-1", "A-2", "A-3"]


def test_a_row_holds_every_column_and_what_it_is_about(model: Connection) -> None:
    cid = a_case(model, "A-1", title="=1+1", lead_unit="police", due_at=NOW)

    page = ledgers.page(model, "cases", viewer=THE_SERVICE, now=NOW)
    (row,) = page.rows

    assert {column.key for column in page.columns} | {"cid"} == set(row)
    assert (row["cid"], row["title"], row["lead_unit"]) == (cid, "=1+1", "police")
    assert row["due_at"] == ms(NOW)


NARROWED: tuple[tuple[Filters, list[str]], ...] = (
    (Filters(track="hotline"), ["A-2"]),
    (Filters(channel="110"), ["A-1"]),
    (Filters(category="B02"), ["A-2"]),
    (Filters(place="南岭"), ["A-3"]),
    (Filters(stage="closed"), ["A-3"]),
    (Filters(unit="police"), ["A-1", "A-3"]),
    (Filters(unit="police", stage="closed"), ["A-3"]),
    (Filters(text="路灯"), ["A-2"]),
    (Filters(text="A 3"), ["A-3"]),
    (Filters(text="!?。"), []),
    (Filters(text="  "), ["A-1", "A-2", "A-3"]),
    (Filters(since=NOW - 2 * DAY), ["A-1", "A-2"]),
    (Filters(until=NOW - 2 * DAY), ["A-3"]),
    (Filters(since=NOW - 3 * DAY, until=NOW - DAY), ["A-2", "A-3"]),
    (Filters(unit="nobody"), []),
)


def test_cases_are_narrowed_by_each_filter(model: Connection) -> None:
    first = a_case(model, "A-1", channel="110", received_at=NOW - DAY)
    a_case(model, "A-2", track="hotline", category="B02", title="路灯", received_at=NOW - 2 * DAY)
    third = a_case(model, "A-3", place="南岭", stage="closed", received_at=NOW - 3 * DAY)
    a_dispatch(model, first, "police")
    a_dispatch(model, third, "clinic")
    a_dispatch(model, third, "police")

    for filters, expected in NARROWED:
        assert numbers(model, "cases", filters) == expected, filters


def test_pages_hold_every_row_once_even_when_all_are_alike(model: Connection) -> None:
    expected = {f"A-{n}" for n in range(23)}
    for number in expected:
        a_case(model, number)

    for sort in ("received_at", "-received_at", "title", "-place", "closed_at", "-due_at"):
        pages = [_page(model, n, sort) for n in range(1, 7)]
        seen = [row["number"] for page in pages for row in page.rows]
        assert sorted(seen) == sorted(expected), sort
        assert [len(page.rows) for page in pages] == [5, 5, 5, 5, 3, 0]
        assert {(page.total, page.pages, page.more) for page in pages} == {(23, 5, False)}


def _page(model: Connection, number: int, sort: str) -> Page:
    return ledgers.page(
        model, "cases", viewer=THE_SERVICE, now=NOW, sort=sort, page=number, per_page=5
    )


def test_a_missing_time_comes_last_both_ways(model: Connection) -> None:
    a_case(model, "A-1", due_at=None)
    a_case(model, "A-2", due_at=NOW)
    a_case(model, "A-3", due_at=NOW + DAY)

    assert numbers(model, "cases", sort="due_at") == ["A-2", "A-3", "A-1"]
    assert numbers(model, "cases", sort="-due_at") == ["A-3", "A-2", "A-1"]


def test_text_stands_in_the_same_order_in_both_databases(model: Connection) -> None:
    for number, title in enumerate(("b", "B", "a", "Ä", "井", "_", "1")):
        a_case(model, f"A-{number}", title=title)
    page = ledgers.page(model, "cases", viewer=THE_SERVICE, now=NOW, sort="title")

    assert [row["title"] for row in page.rows] == ["1", "B", "_", "a", "b", "Ä", "井"]


def test_dispatches_say_how_long_the_way_took(model: Connection) -> None:
    cid = a_case(model, "A-1", category="B02")
    a_dispatch(model, cid, "police", dispatched_at=NOW - HOUR, arrived_at=NOW)
    a_dispatch(model, cid, "clinic", dispatched_at=NOW - DAY)
    a_dispatch(model, a_case(model, "A-2"), "police", dispatched_at=NOW - 2 * HOUR)

    page = ledgers.page(model, "dispatches", viewer=THE_SERVICE, now=NOW)

    assert [(row["number"], row["unit"], row["arrival"]) for row in page.rows] == [
        ("A-1", "police", 3_600_000),
        ("A-2", "police", None),
        ("A-1", "clinic", None),
    ]
    assert numbers(model, "dispatches", Filters(unit="clinic")) == ["A-1"]
    assert numbers(model, "dispatches", Filters(category="B02")) == ["A-1", "A-1"]
    assert numbers(model, "dispatches", Filters(text="A-2")) == ["A-2"]
    assert numbers(model, "dispatches", sort="number") == ["A-1", "A-1", "A-2"]


def _owed(model: Connection) -> None:
    """One of each: still time, overdue, met in time, met late, lapsed, waived."""
    due: dict[str, Any] = {"due_at": NOW - HOUR}
    for number, values in {
        "TIME-1": {"due_at": NOW + HOUR},
        "OVERDUE-2": due,
        "MET-3": due | {"met_at": NOW - 2 * HOUR},
        "LATE-4": due | {"met_at": NOW},
        "LAPSED-5": due | {"state": "lapsed"},
        "WAIVED-6": due | {"state": "waived", "why": "recalled"},
    }.items():
        closed = {"closed_at": NOW - HOUR / 2} if number == "LAPSED-5" else {}
        cid = a_case(model, number, track="hotline", **closed)
        an_obligation(model, cid, "arrive", "police", **values)


def test_overdue_is_what_is_open_past_due_was_met_late_or_lapsed(model: Connection) -> None:
    _owed(model)

    page = ledgers.page(model, "overdue", viewer=THE_SERVICE, now=NOW, sort="number")

    assert [(row["number"], row["state"], row["late"] / 60_000) for row in page.rows] == [
        ("LAPSED-5", "lapsed", 30),
        ("LATE-4", "met", 60),
        ("OVERDUE-2", "open", 60),
    ]
    assert numbers(model, "overdue", Filters(state="open")) == ["OVERDUE-2"]
    assert numbers(model, "overdue", Filters(unit="clinic")) == []
    assert numbers(model, "overdue", Filters(track="petition")) == []
    assert len(numbers(model, "overdue", Filters(unit="police", clock="arrive"))) == 3
    assert numbers(model, "overdue", sort="-late")[-1] == "LAPSED-5"


def test_nothing_is_overdue_before_it_is_due(model: Connection) -> None:
    an_obligation(model, a_case(model, "A-1"), "arrive", "police", due_at=NOW)

    def overdue(later: timedelta) -> int:
        return ledgers.page(model, "overdue", viewer=THE_SERVICE, now=NOW + later).total

    assert overdue(timedelta()) == 0
    assert overdue(timedelta(milliseconds=1)) == 1


def test_time_limits_are_all_in_their_ledger_late_or_not(model: Connection) -> None:
    _owed(model)

    page = ledgers.page(model, "obligations", viewer=THE_SERVICE, now=NOW, sort="number")
    late = {row["number"]: row["late"] for row in page.rows}

    assert {number for number, by in late.items() if by} == {"LAPSED-5", "LATE-4", "OVERDUE-2"}
    assert page.total == 6
    assert numbers(model, "obligations", Filters(state="waived")) == ["WAIVED-6"]
    assert numbers(model, "obligations", Filters(since=NOW)) == ["TIME-1"]


def test_return_visits_to_make_stand_in_the_order_they_fall_due(model: Connection) -> None:
    for number, due in (("A-1", NOW + DAY), ("A-2", NOW - DAY)):
        a_case(model, number, closed_at=NOW - DAY, stage="closed", due_at=due, due_kind="visit")
    a_case(model, "A-3", due_at=NOW, due_kind="close")
    visited = {"visited_at": NOW, "answered": True, "solved": True, "satisfied": "basically"}
    a_case(model, "A-4", closed_at=NOW - DAY, stage="closed", **visited)

    page = ledgers.page(model, "callbacks", viewer=THE_SERVICE, now=NOW)
    made = ledgers.page(model, "returnvisits", viewer=THE_SERVICE, now=NOW)

    assert [(row["number"], row["visit_late"]) for row in page.rows] == [
        ("A-2", 86_400_000),
        ("A-1", None),
    ]
    assert [(row["number"], row["solved"], row["satisfied"]) for row in made.rows] == [
        ("A-4", True, "basically")
    ]


def test_units_are_a_ledger_too(model: Connection) -> None:
    a_unit(model, "police")
    a_unit(model, "clinic", dissolved=True)

    page = ledgers.page(model, "units", viewer=THE_SERVICE, now=NOW)

    assert [(row["code"], row["dissolved"]) for row in page.rows] == [
        ("clinic", True),
        ("police", False),
    ]
    one = ledgers.page(model, "units", viewer=THE_SERVICE, now=NOW, filters=Filters(unit="police"))
    assert one.total == 1


@pytest.mark.parametrize("name", list(ledgers.LEDGERS))
def test_every_ledger_sorts_by_every_column_and_narrows_by_every_filter(
    sqlite_model: Connection, name: str
) -> None:
    ledger = ledgers.ledger(name, THE_SERVICE)
    values: dict[str, Any] = {
        "track": "hotline",
        "channel": "web",
        "stage": "closed",
        "state": "open",
        "failing": "passed_round",
        "contest": "standing",
        "report": "missed",
    }
    for key in ledger.by_key:
        assert ledgers.page(sqlite_model, name, viewer=THE_SERVICE, now=NOW, sort=key).total == 0
    for filter_name in ledger.filter_names:
        asked: dict[str, Any] = {filter_name: values.get(filter_name, "x")}
        filters = Filters(**asked)
        page = ledgers.page(sqlite_model, name, viewer=THE_SERVICE, now=NOW, filters=filters)
        assert page.total == 0
    assert {column.heading("zh") for column in ledger.columns}
    assert all(column.vocabulary for column in ledger.columns if column.kind is Kind.CHOICE)
    assert ledger.heading("en").isascii()


@pytest.mark.parametrize("sort", HOSTILE)
def test_a_sort_that_is_no_column_is_refused(sqlite_model: Connection, sort: str) -> None:
    for ask in (ledgers.page, ledgers.everything):
        with pytest.raises(QueryError) as refused:
            ask(sqlite_model, "cases", viewer=THE_SERVICE, now=NOW, sort=sort)
        assert refused.value.code == "sort-unknown"
        assert "received_at" in str(refused.value.data["known"])


@pytest.mark.parametrize(
    ("name", "filters", "code"),
    [
        ("cases", Filters(state="open"), "filter-unknown"),
        ("cases", Filters(clock="arrive"), "filter-unknown"),
        ("overdue", Filters(stage="closed"), "filter-unknown"),
        ("units", Filters(track="hotline"), "filter-unknown"),
        ("units", Filters(text="police"), "filter-unknown"),
        ("cases", Filters(track="emergncy"), "value-unknown"),
        ("cases", Filters(stage="' OR 1=1"), "value-unknown"),
        ("overdue", Filters(state="late"), "value-unknown"),
        ("cases", Filters(unit="\x00"), "value-unknown"),
        ("cases", Filters(place="\ud800"), "value-unknown"),
    ],
)
def test_a_filter_the_ledger_does_not_know_is_refused(
    sqlite_model: Connection, name: str, filters: Filters, code: str
) -> None:
    with pytest.raises(QueryError) as refused:
        ledgers.page(sqlite_model, name, viewer=THE_SERVICE, now=NOW, filters=filters)
    assert refused.value.code == code


def test_no_words_break_the_search_of_a_ledger(model: Connection) -> None:
    a_case(model, "A-1")
    for text in ("\x00", "\ud800", "'; DROP TABLE cases; --", '"', "NEAR(", "*" * 999):
        assert numbers(model, "cases", Filters(text=text)) == []


@pytest.mark.parametrize(("page", "per_page"), [(0, 50), (-1, 50), (1, 0), (1, 501), (10**9, 50)])
def test_a_page_that_can_not_be_is_refused(
    sqlite_model: Connection, page: int, per_page: int
) -> None:
    with pytest.raises(QueryError, match="page-unknown"):
        ledgers.page(
            sqlite_model, "cases", viewer=THE_SERVICE, now=NOW, page=page, per_page=per_page
        )


def test_an_unknown_ledger_is_refused_with_the_known_ones(sqlite_model: Connection) -> None:
    with pytest.raises(QueryError, match=r"ledger-unknown.*callbacks"):
        ledgers.page(sqlite_model, "persons", viewer=THE_SERVICE, now=NOW)


def test_counting_stops_at_a_limit_and_says_so(
    sqlite_model: Connection, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(12):
        a_case(sqlite_model, f"A-{number}")
    monkeypatch.setattr(ledgers, "MOST_COUNTED", 10)

    page = ledgers.page(sqlite_model, "cases", viewer=THE_SERVICE, now=NOW, per_page=5)

    assert (page.total, page.more, page.pages) == (10, True, 2)


def test_a_whole_ledger_is_read_while_it_is_taken(model: Connection) -> None:
    for number in range(30):
        a_case(model, f"A-{number:02}")

    taken = ledgers.everything(model, "cases", viewer=THE_SERVICE, now=NOW, sort="number")

    assert [next(taken)["number"] for _ in range(3)] == ["A-00", "A-01", "A-02"]
    assert len(list(taken)) == 27


@pytest.fixture
def statements(sqlite_model: Connection) -> list[tuple[str, tuple]]:
    """What the database was asked, and with which values."""
    asked: list[tuple[str, tuple]] = []
    engine: Engine = sqlite_model.engine

    @event.listens_for(engine, "before_cursor_execute")
    def note(_c: object, _k: object, statement: str, values: tuple, _x: object, _m: bool) -> None:
        asked.append((statement, values))

    return asked


def whole_tables_read(model: Connection, asked: list[tuple[str, tuple]]) -> list[str]:
    """The steps of the plans that go through a whole table, not through an index."""
    plans = [
        row[3]
        for statement, values in list(asked)
        for row in model.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
    ]
    tables = ("SCAN cases", "SCAN obligations", "SCAN dispatches", "SCAN search")
    return [step for step in plans if step in tables]


@pytest.mark.parametrize("role", ["operator", "responder", "supervisor"])
def test_no_ledger_reads_a_whole_table_for_a_page_in_its_own_order(
    sqlite_model: Connection, statements: list[tuple[str, tuple]], role: str
) -> None:
    a_unit(sqlite_model, "police")
    viewer = viewer_of(sqlite_model, role, "police" if role == "responder" else "centre")
    for ledger in ledgers.ledgers_for(viewer):
        statements.clear()
        ledgers.page(sqlite_model, ledger.name, viewer=viewer, now=NOW)
        assert len(statements) == 2
        assert whole_tables_read(sqlite_model, statements) == [], ledger.name
