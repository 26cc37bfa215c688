"""Tallies: what counts of each unit and of the centre, with the rows and events behind it."""

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Connection, insert

from domain.assessment.measures import MEASURES
from domain.assessment.periods import Quarter
from domain.assessment.score import Failed, Tally
from projections.queries.tallies import Period, Wanted, counted, failings_of, percentile, tallies
from projections.queries.viewer import THE_SERVICE, Viewer
from projections.tables import failings
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    a_case,
    a_closing,
    a_dispatch,
    a_feedback_sent_back,
    a_mediation,
    an_obligation,
    ms,
)

SHANGHAI = ZoneInfo("Asia/Shanghai")
MONTH = Period(NOW - 30 * DAY, NOW + 30 * DAY, NOW)
REGISTER = {("", "emergency"): timedelta(minutes=15)}
ARRIVING = Wanted("arriving", "on_time", ("arrive",))


def told(model: Connection, *wanted: Wanted, period: Period = MONTH, **more: Any) -> dict[str, Any]:
    """Kept, due and partly by unit and indicator."""
    asked: dict[str, Any] = {"subject": "units", "register": REGISTER} | more
    found = tallies(model, wanted, period, **asked)
    return {
        unit: {name: (one.kept, one.due, one.partly) for name, one in by.items()}
        for unit, by in found.items()
    }


def a_life(model: Connection, number: str, **closing: Any) -> int:
    """The police were sent, late; the centre was to close it; the reporter was asked."""
    cid = a_case(model, number, lead_unit="police", settled_by="police", closed_at=NOW - DAY)
    a_dispatch(model, cid, "police", arrived_at=NOW - HOUR)
    an_obligation(model, cid, "arrive", "police", due_at=NOW - DAY, met_at=NOW - HOUR)
    an_obligation(model, cid, "handle", "police", due_at=NOW - DAY, met_at=NOW - DAY)
    an_obligation(
        model, cid, "close", "centre", due_at=NOW - DAY, met_at=NOW - DAY, account="police"
    )
    visit = {"visited_at": NOW - HOUR, "said_at": NOW - HOUR, "due_at": NOW - HOUR}
    a_closing(model, cid, **(visit | {"visit_version": 9} | closing))
    return cid


def test_a_unit_answers_for_its_limits_and_for_what_its_reporters_say(model: Connection) -> None:
    a_life(model, "A-1", solved=True, satisfied="satisfied", contacted=True)
    cid = a_life(model, "A-2", solved=False, satisfied="not", contacted=False, reopened=True)
    a_feedback_sent_back(model, cid, "police", NOW - HOUR)
    a_life(model, "A-3", solved=True, satisfied="basically")
    both = Wanted("both", "on_time", ("arrive", "handle"))
    wanted = [Wanted(name, name) for name in MEASURES if name not in ("on_time", "duration")]

    found = told(model, ARRIVING, both, *wanted)

    assert found == {
        "police": {
            "arriving": (0, 3, 0),
            "both": (3, 6, 0),
            "closure": (3, 3, 0),
            "contact": (1, 2, 0),
            "solved": (2, 3, 0),
            "satisfied": (2, 3, 1),
            "answering": (3, 3, 0),
            "coverage": (3, 3, 0),
            "rework": (2, 3, 0),
        }
    }
    assert list(found["police"])[:2] == ["arriving", "both"]


def test_the_centre_answers_for_its_own_limits_and_for_all_return_visits(
    model: Connection,
) -> None:
    a_life(model, "A-1", solved=True, satisfied="satisfied")
    an_obligation(model, a_case(model, "A-2"), "screen", "centre", due_at=NOW - DAY)
    wanted = [
        Wanted("screening", "on_time", ("screen", "arrive")),
        *(Wanted(name, name) for name in ("registration", "closure", "solved", "coverage")),
    ]
    assert told(model, *wanted, subject="centre") == {
        "centre": {
            "screening": (0, 1, 0),
            "registration": (2, 2, 0),
            "closure": (1, 1, 0),
            "solved": (1, 1, 0),
            "coverage": (1, 1, 0),
        }
    }


def test_mediation_stands_to_the_account_of_who_took_it_up(model: Connection) -> None:
    dispute = {"track": "dispute", "received_at": NOW - DAY, "lead_unit": "police"}
    cid = a_case(model, "D-1", taken_up_at=NOW, settled_by="justice", **dispute)
    a_mediation(model, cid, concluded_at=NOW - HOUR, agreed=True, ended_version=9)
    a_case(model, "D-2", settled_by="police", **dispute)

    found = told(model, Wanted("up", "taken_up"), Wanted("agreed", "mediation"))

    assert found == {"justice": {"up": (1, 1, 0), "agreed": (1, 1, 0)}, "police": {"up": (0, 1, 0)}}


def test_what_is_open_counts_as_failed_once_it_is_overdue(model: Connection) -> None:
    an_obligation(model, a_case(model, "A-1"), "arrive", "police", due_at=NOW - HOUR)
    an_obligation(model, a_case(model, "A-2"), "arrive", "police", due_at=NOW)
    an_obligation(model, a_case(model, "A-3"), "arrive", "police", due_at=NOW + HOUR)

    assert told(model, ARRIVING) == {"police": {"arriving": (0, 1, 0)}}
    later = MONTH._replace(now=NOW + DAY)
    assert told(model, ARRIVING, period=later) == {"police": {"arriving": (0, 3, 0)}}


def test_a_quarter_begins_and_ends_at_midnight_where_the_centre_is(model: Connection) -> None:
    quarter = Quarter.parse("2026Q1")
    moment = timedelta(milliseconds=1)
    first = datetime(2026, 1, 1, tzinfo=SHANGHAI)
    end = datetime(2026, 4, 1, tzinfo=SHANGHAI)
    for n, due in enumerate((first - moment, first, end - moment, end)):
        cid = a_case(model, f"A-{n}", received_at=due - DAY)
        an_obligation(model, cid, "arrive", f"u{n}", due_at=due, met_at=due)
    period = Period(quarter.since(SHANGHAI), quarter.until(SHANGHAI), NOW)

    assert list(told(model, ARRIVING, period=period)) == ["u1", "u2"]


def test_what_is_excluded_counts_for_no_indicator_or_for_one(model: Connection) -> None:
    for number in ("A-1", "A-2", "A-3"):
        a_life(model, number, solved=True, satisfied="satisfied")
    wanted = (ARRIVING, Wanted("solved", "solved"), Wanted("took", "duration", stretch="arrive"))

    without = {"": ["A-1", "gone"], "solved": ["A-2"], "took": ["A-3"]}

    assert told(model, *wanted, without=without) == {
        "police": {"arriving": (0, 2, 0), "solved": (1, 1, 0), "took": (1, 1, 0)}
    }


def test_a_duration_is_a_percentile_of_what_was_measured(model: Connection) -> None:
    for n, minutes in enumerate((10, 20, 40, 80)):
        cid = a_case(model, f"A-{n}")
        sent = NOW - HOUR
        took = timedelta(minutes=minutes)
        a_dispatch(model, cid, "police", dispatched_at=sent, arrived_at=sent + took)
    a_dispatch(model, a_case(model, "A-9"), "police")
    people = a_case(model, "A-8", track="petition")  # whom nobody is timed on reaching
    a_dispatch(model, people, "police", dispatched_at=NOW - HOUR, arrived_at=NOW)
    wanted = Wanted("took", "duration", stretch="arrive", percentile=50)

    found = tallies(model, [wanted], MONTH, subject="units", register={})

    assert found == {"police": {"took": Tally(4, 4, value=30 * 60_000)}}


@pytest.mark.parametrize(
    ("values", "per_cent", "expected"),
    [
        ([7], 90, 7),
        ([0, 10], 90, 9),
        ([0, 1], 50, 1),
        ([0, 5, 6], 95, 6),
        (list(range(101)), 90, 90),
    ],
)
def test_a_percentile_lies_between_neighbours_in_proportion(
    values: list[int], per_cent: int, expected: int
) -> None:
    assert percentile(values, per_cent) == expected


def test_each_row_behind_a_figure_names_the_events_that_prove_it(model: Connection) -> None:
    a_life(model, "A-1", solved=True, satisfied="basically", version=8)
    asked: dict[str, Any] = {"subject": "units", "register": REGISTER, "viewer": THE_SERVICE}

    def proof(wanted: Wanted) -> tuple[object, ...]:
        (row,) = counted(model, wanted, MONTH, "police", **asked).rows
        return row["number"], row["kept"], row["due"], row["partly"], row["proof"]

    assert proof(Wanted("s", "satisfied")) == ("A-1", 1, 1, 1, "9")
    assert proof(Wanted("c", "coverage")) == ("A-1", 1, 1, 0, "8,9")
    assert proof(ARRIVING) == ("A-1", 0, 1, 0, "1")
    assert counted(model, ARRIVING, MONTH, "clinic", **asked).total == 0
    assert counted(model, ARRIVING, MONTH, "police", kept=True, **asked).total == 0


def test_the_accused_are_shown_no_row_of_it_and_units_no_answer(model: Connection) -> None:
    a_life(model, "A-1", solved=True, satisfied="satisfied")
    accused = a_case(model, "A-2", accused=",police,", accused_staff=",chen,")
    an_obligation(model, accused, "arrive", "police", due_at=NOW - DAY)

    def numbers(wanted: Wanted, viewer: Viewer) -> list[str]:
        asked: dict[str, Any] = {"subject": "units", "register": REGISTER, "viewer": viewer}
        return [row["number"] for row in counted(model, wanted, MONTH, "police", **asked).rows]

    assert numbers(ARRIVING, THE_SERVICE) == ["A-1", "A-2"]
    assert numbers(ARRIVING, Viewer("leader", "police", "li")) == ["A-1"]
    assert numbers(ARRIVING, Viewer("supervisor", "centre", "chen")) == ["A-1"]
    assert numbers(ARRIVING, Viewer("responder", "clinic", "wu")) == []
    assert numbers(Wanted("s", "solved"), Viewer("leader", "police", "li")) == []
    assert told(model, ARRIVING) == {"police": {"arriving": (0, 2, 0)}}


def test_failings_that_stand_are_told_by_unit_with_their_proof(model: Connection) -> None:
    for n, (unit, at, state) in enumerate(
        (
            ("police", NOW - DAY, ""),
            ("police", NOW - DAY, "struck"),
            ("police", NOW + DAY, ""),
            ("clinic", NOW - 31 * DAY, ""),
            ("centre", NOW - DAY, ""),
        )
    ):
        row = {"cid": a_case(model, f"A-{n}"), "n": 0, "kind": "late_entry", "about": "", "ref": 0}
        row |= {"unit": unit, "at": ms(at), "late": None, "proof": "3,7", "state": state}
        model.execute(insert(failings).values(row))

    assert failings_of(model, MONTH, subject="units") == {
        "police": [Failed("late_entry", "A-0", (3, 7))]
    }
    assert list(failings_of(model, MONTH, subject="centre")) == ["centre"]
    assert failings_of(model, MONTH, subject="units", without={"": ["A-0"]}) == {}
