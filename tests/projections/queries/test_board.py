"""The board: what waits, what is under way, what is late, and what has to be done first."""

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from projections.queries.board import Board, Tiles, board
from projections.queries.open_cases import Wanted
from projections.queries.viewer import THE_SERVICE, viewer_of
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    TODAY,
    a_case,
    a_dispatch,
    a_unit,
    an_obligation,
    ms,
)

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
    assert found.total == 4


def test_all_open_cases_are_reached_page_by_page(model: Connection) -> None:
    for number in range(7):
        a_case(model, f"A-{number}", due_at=NOW + number * HOUR if number < 4 else None)

    pages = [shown(model, wanted=Wanted(skip=skip, most=3)) for skip in (0, 3, 6, 9)]

    assert [[row["number"] for row in page.rows] for page in pages] == [
        ["A-0", "A-1", "A-2"],
        ["A-3", "A-6", "A-5"],
        ["A-4"],
        [],
    ]
    assert {page.total for page in pages} == {7}


@pytest.mark.parametrize(
    ("cases_there", "expected"), [(0, []), (2, ["A-0", "A-1"]), (3, ["A-2"]), (4, ["A-2", "A-3"])]
)
def test_past_the_end_the_last_page_is_shown_where_it_is_asked_for(
    model: Connection, cases_there: int, expected: list[str]
) -> None:
    for number in range(cases_there):
        a_case(model, f"A-{number}", due_at=NOW + number * HOUR)

    found = shown(model, wanted=Wanted(skip=10, most=2, last=True))

    assert [row["number"] for row in found.rows] == expected


def test_what_is_wanted_narrows_the_rows_and_not_the_tiles(model: Connection) -> None:
    a_case(model, "MINE-1", track="hotline", receiver="zhang", due_at=NOW - HOUR)
    sent = a_case(model, "SENT-2", stage="signed", lead_unit="pcs", due_at=NOW + MINUTE)
    a_dispatch(model, sent, "pcs", person="wang")
    a_dispatch(model, sent, "clinic")
    back = a_case(model, "BACK-3", track="petition", level="grave")
    a_dispatch(model, back, "clinic", returned_at=NOW)

    def numbers(**wanted: Any) -> list[str]:
        found = shown(model, wanted=Wanted(**wanted))
        assert found.total == len(found.rows)
        assert found.tiles.waiting == 2
        return [row["number"] for row in found.rows]

    assert numbers(track="petition") == ["BACK-3"]
    assert numbers(unit="clinic") == ["SENT-2"]
    assert numbers(mine="zhang") == ["MINE-1"]
    assert numbers(mine="wang") == ["SENT-2"]
    assert numbers(show="waiting") == ["MINE-1", "BACK-3"]
    assert numbers(show="under_way") == ["SENT-2"]
    assert numbers(show="overdue") == ["MINE-1"]
    assert numbers(show="soon") == ["SENT-2"]
    assert numbers(show="urgent") == ["SENT-2", "BACK-3"]


def test_the_latest_urgent_cases_are_told_wherever_they_stand(model: Connection) -> None:
    a_case(model, "FIRE-1", due_at=NOW)
    a_case(model, "CALL-2", track="hotline")
    a_case(model, "GRAVE-3", track="dispute", level="grave", category="B02")
    a_case(model, "DONE-4", closed_at=NOW)

    assert list(shown(model).urgent) == [
        ("GRAVE-3", "B02", "dispute"),
        ("FIRE-1", "A01", "emergency"),
    ]


def test_a_unit_follows_its_own_limits(model: Connection) -> None:
    a_unit(model, "pcs")
    viewer = viewer_of(model, "responder", "pcs")
    for number, own, paused in (
        ("LATE-1", -HOUR, None),
        ("STILL-2", -HOUR, NOW),
        ("NONE-3", None, None),
    ):
        cid = a_case(
            model, number, due_at=NOW + DAY, due_kind="reply", due_holder="centre", paused_at=paused
        )
        a_dispatch(model, cid, "pcs")
        if own is not None:
            an_obligation(model, cid, "arrive", "pcs", due_at=NOW + own)
            an_obligation(model, cid, "handle", "pcs", due_at=NOW + HOUR)

    found = board(model, viewer=viewer, now=NOW, today=TODAY)

    assert [(row["number"], row["due_kind"]) for row in found.rows] == [
        ("LATE-1", "arrive"),
        ("NONE-3", "reply"),
        ("STILL-2", "arrive"),
    ]
    assert found.rows[0]["due_holder"] == "pcs"
    assert (found.tiles.overdue, found.tiles.due_soon) == (1, 0)


def test_a_screen_in_a_room_shows_no_accusation_to_anybody(model: Connection) -> None:
    a_case(model, "AGAINST-1", track="petition", accused=",pcs,", level="grave")
    a_case(model, "OTHER-2", track="hotline")

    found = shown(model, wanted=Wanted(public=True))

    assert [row["number"] for row in found.rows] == ["OTHER-2"]
    assert (found.tiles.waiting, found.tiles.urgent, found.total) == (1, 0, 1)
    assert not found.urgent


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

    assert (tiles.waiting, tiles.under_way, tiles.unsigned) == (2, 7, 1)


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
    assert shown(model) == Board(tiles=Tiles(**nothing), rows=[], total=0, urgent=[])
