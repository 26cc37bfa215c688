"""The board: what waits, what is under way, what is late, and what has to be done first."""

from datetime import timedelta
from typing import Any

from sqlalchemy import Connection

from projections.queries.board import Board, Tiles, board
from projections.queries.viewer import THE_SERVICE
from tests.projections.queries.given import DAY, HOUR, NOW, TODAY, a_case, an_obligation, ms

MINUTE = timedelta(minutes=1)


def shown(model: Connection, **more: Any) -> Board:
    return board(model, viewer=THE_SERVICE, now=NOW, today=TODAY, **more)


def test_open_cases_stand_by_what_is_due_first(model: Connection) -> None:
    a_case(model, "LATER-1", due_at=NOW + DAY)
    a_case(model, "NEVER-2")
    a_case(model, "LATE-3", due_at=NOW - DAY, due_kind="arrive", due_holder="police")
    a_case(model, "CLOSED-4", due_at=NOW, closed_at=NOW)
    a_case(model, "NEVER-5")
    a_case(model, "DECLINED-6", ended_at=NOW)

    found = shown(model)

    rows = [row["number"] for row in found.rows]
    assert rows == ["LATE-3", "LATER-1", "NEVER-5", "NEVER-2"]
    assert found.rows[0]["due_kind"] == "arrive"
    assert not found.more


def test_the_board_shows_no_more_than_it_can(model: Connection) -> None:
    for number in range(5):
        a_case(model, f"A-{number}", due_at=NOW + number * HOUR if number else None)

    assert [row["number"] for row in shown(model, limit=2).rows] == ["A-1", "A-2"]
    assert shown(model, limit=4).more
    assert shown(model, limit=4).rows[-1]["number"] == "A-4"
    assert not shown(model, limit=5).more


def test_tiles_count_today_and_yesterday_by_this_time(model: Connection) -> None:
    for number, at in enumerate(
        (TODAY, NOW, TODAY - MINUTE, NOW - DAY, NOW - DAY + MINUTE, TODAY - DAY)
    ):
        a_case(model, f"A-{number}", received_at=at, closed_at=NOW)

    tiles = shown(model).tiles

    assert (tiles.received, tiles.received_before) == (2, 2)


def test_tiles_tell_waiting_from_under_way(model: Connection) -> None:
    stages = ("received", "screened", "dispatched", "signed", "arrived", "handled", "mediating")
    for number, stage in enumerate((*stages, "feedback", "replied")):
        a_case(model, f"A-{number}", stage=stage)
    a_case(model, "CLOSED-9", stage="closed", closed_at=NOW)

    tiles = shown(model).tiles

    assert (tiles.waiting, tiles.under_way, tiles.on_the_way, tiles.at_work) == (2, 7, 2, 3)


def test_who_waits_longest_is_counted_from_receipt_or_reopening(model: Connection) -> None:
    a_case(model, "DISPATCHED-0", received_at=NOW - 9 * HOUR, stage="dispatched")
    a_case(model, "FRESH-1", received_at=NOW - HOUR)
    a_case(model, "OLD-2", received_at=NOW - 90 * DAY, reopened=1, changed_at=NOW - 2 * HOUR)

    assert shown(model).tiles.waiting_since == ms(NOW - 2 * HOUR)


def test_tiles_warn_before_due_and_count_what_is_past_it(model: Connection) -> None:
    for number, due in enumerate(
        (-HOUR, -MINUTE, 0 * MINUTE, 29 * MINUTE, 30 * MINUTE, 31 * MINUTE)
    ):
        a_case(model, f"A-{number}", due_at=NOW + due)
    a_case(model, "CLOSED-6", due_at=NOW - HOUR, closed_at=NOW)

    tiles = shown(model).tiles

    assert (tiles.due_soon, tiles.overdue) == (3, 2)
    wider = board(model, viewer=THE_SERVICE, now=NOW, today=TODAY, soon=HOUR).tiles
    assert wider.due_soon == 4


def test_the_closing_rate_is_what_was_closed_of_that_and_what_should_have_been(
    model: Connection,
) -> None:
    a_case(model, "CLOSED-1", closed_at=TODAY)
    a_case(model, "CLOSED-2", closed_at=TODAY - MINUTE)
    for number, track, kind, due in (
        ("LATE-3", "emergency", "close", NOW - HOUR),
        ("LATE-4", "petition", "reply", NOW - HOUR),
        ("LATE-5", "petition", "opinion", NOW - HOUR),
        ("REPLY-6", "hotline", "reply", NOW - HOUR),
        ("ARRIVE-7", "emergency", "arrive", NOW - HOUR),
        ("TIME-8", "emergency", "close", NOW + HOUR),
    ):
        cid = a_case(model, number, track=track, due_at=due, due_kind=kind)
        an_obligation(model, cid, kind, "centre", due_at=due)

    tiles = shown(model).tiles

    assert (tiles.closed, tiles.due_to_close) == (1, 4)


def test_an_empty_board_is_a_board(model: Connection) -> None:
    nothing: dict[str, Any] = dict.fromkeys(Tiles.__slots__, 0) | {"waiting_since": None}
    assert shown(model) == Board(Tiles(**nothing), [], more=False)
