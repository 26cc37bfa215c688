"""Rates: kept of due, in the period in which it fell due, to whose account it stands."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Connection

from application.rulebook import load_shipped, parse, shipped
from projections.queries.definitions import DEFINITIONS
from projections.queries.errors import QueryError
from projections.queries.filters import Filters
from projections.queries.rates import GROUPS, RATES, Rated, rates, register_limits
from projections.queries.viewer import THE_SERVICE, viewer_of
from tests.projections.queries.given import (
    DAY,
    HOUR,
    NOW,
    a_case,
    a_closing,
    a_feedback_sent_back,
    a_mediation,
    a_unit,
    an_obligation,
)

MONTH = Filters(since=NOW - 30 * DAY, until=NOW + 30 * DAY)


def rated(model: Connection, **more: Any) -> list[Rated]:
    asked: dict[str, Any] = {"viewer": THE_SERVICE, "now": NOW, "filters": MONTH}
    return rates(model, **(asked | more))


def counted(model: Connection, name: str, **more: Any) -> dict[str, tuple[int, int]]:
    """Numerator and denominator by group."""
    return {
        one.group: (one.value.numerator, one.value.denominator)
        for one in rated(model, **more)
        if one.rate.name == name
    }


def owed(model: Connection, kind: str, due: datetime, **values: Any) -> int:
    number = f"A-{model.info.setdefault('n', 0)}"
    model.info["n"] += 1
    of_case = {key: values.pop(key) for key in ("track", "place") if key in values}
    cid = a_case(model, number, **of_case)
    an_obligation(model, cid, kind, values.pop("holder", "police"), due_at=due, **values)
    return cid


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("arrival", "arrive"),
        ("handling", "handle"),
        ("feedback", "feedback"),
        ("closure", "close"),
    ],
)
def test_on_time_is_what_was_met_by_due_of_what_fell_due(
    model: Connection, name: str, kind: str
) -> None:
    due = NOW - DAY
    owed(model, kind, due, met_at=due)
    owed(model, kind, due, met_at=due - HOUR)
    owed(model, kind, due, met_at=due + timedelta(milliseconds=1))
    owed(model, kind, due)
    owed(model, kind, due, state="lapsed")
    owed(model, kind, due, state="waived")
    owed(model, kind, NOW + DAY, met_at=NOW - HOUR)
    owed(model, kind, NOW + DAY)
    owed(model, kind, NOW - 31 * DAY)
    owed(model, "other", due)

    assert counted(model, name) == {"": (2, 5)}
    assert counted(model, name, now=NOW - 2 * DAY) == {"": (0, 0)}
    assert counted(model, name, now=NOW + 2 * DAY) == {"": (3, 7)}


def test_nothing_due_is_a_rate_of_nothing(model: Connection) -> None:
    found = rated(model, register={("", "emergency"): HOUR})
    assert [one.rate.name for one in found] == [rate.name for rate in RATES]
    assert {(one.group, one.value.denominator, one.value.per_cent) for one in found} == {
        ("", 0, None)
    }


def test_a_petition_has_to_be_closed_by_its_opinion_or_reply(model: Connection) -> None:
    due = NOW - DAY
    owed(model, "opinion", due, track="petition", met_at=due)
    owed(model, "reply", due, track="petition")
    owed(model, "reply", due, track="hotline")
    owed(model, "close", due, track="hotline", met_at=due)

    assert counted(model, "closure", by="track") == {"petition": (1, 2), "hotline": (1, 1)}


def test_rates_stand_to_the_account_of_who_owed(model: Connection) -> None:
    due = NOW - DAY
    owed(model, "arrive", due, met_at=due, place="东街")
    owed(model, "arrive", due, holder="clinic", place="东街")
    owed(model, "arrive", due, holder="clinic", place="西街", met_at=due)

    assert counted(model, "arrival", by="unit") == {"clinic": (1, 2), "police": (1, 1)}
    assert counted(model, "arrival", by="place") == {"东街": (1, 2), "西街": (1, 1)}
    clinic = Filters(since=MONTH.since, unit="clinic")
    assert counted(model, "arrival", filters=clinic) == {"": (1, 2)}


def test_registration_counts_what_was_typed_in_within_the_limit(model: Connection) -> None:
    minutes = timedelta(minutes=15)
    for n, (lag, track, source) in enumerate(
        (
            (minutes, "emergency", ""),
            (2 * minutes, "emergency", ""),
            (2 * minutes, "hotline", ""),
            (2 * minutes, "petition", ""),
            (9 * DAY, "emergency", "import"),
            (9 * DAY, "emergency", "device"),
        )
    ):
        at = NOW - 20 * DAY
        a_case(model, f"A-{n}", received_at=at, recorded_at=at + lag, track=track, source=source)
    limits = {("", "emergency"): minutes, ("", "hotline"): HOUR}

    assert counted(model, "registration", register=limits) == {"": (2, 3)}
    assert counted(model, "registration", register=limits, by="unit") == {"centre": (2, 3)}
    assert counted(model, "registration") == {"": (0, 0)}


def test_limits_for_registering_come_from_the_rule_set() -> None:
    assert register_limits([load_shipped()["national"]]) == {
        ("", "emergency"): timedelta(minutes=15),
        ("", "hotline"): timedelta(minutes=15),
        ("", "petition"): DAY,
        ("", "dispute"): DAY,
    }


def test_sets_that_differ_hold_for_what_is_pinned_to_them(model: Connection) -> None:
    first = parse(shipped("national.toml"))
    text = shipped("national.toml").replace(f"version = {first.version}", "version = 99", 1)
    later = parse(text.replace('span = 15\nunit = "minutes"', 'span = 30\nunit = "minutes"', 1))
    for n, (rules, minutes) in enumerate([(first, 20), (later, 20), (later, 40)]):
        at = NOW - 20 * DAY
        recorded = at + timedelta(minutes=minutes)
        a_case(
            model, f"A-{n}", received_at=at, recorded_at=recorded, track="hotline", rules=rules.ref
        )

    limits = register_limits([first, later])

    assert limits["national@99", "hotline"] != limits[first.ref, "hotline"]
    assert counted(model, "registration", register=limits) == {"": (1, 3)}


def test_disputes_taken_up_are_counted_of_those_registered(model: Connection) -> None:
    dispute = {"track": "dispute", "received_at": NOW - DAY}
    a_case(model, "A-1", taken_up_at=NOW, settled_by="justice", **dispute)
    a_case(model, "A-2", validity="valid", settled_by="justice", **dispute)
    a_case(model, "A-3", validity="duplicate", **dispute)
    a_case(model, "A-4", validity="invalid", **dispute)
    a_case(model, "A-5", taken_up_at=NOW, **(dispute | {"received_at": NOW - 31 * DAY}))
    a_case(model, "A-6", received_at=NOW - DAY)

    assert counted(model, "taken_up") == {"": (1, 2)}
    assert counted(model, "taken_up", by="unit") == {"justice": (1, 2)}


def test_mediation_succeeds_by_agreement_when_it_was_concluded(model: Connection) -> None:
    cid = a_case(model, "A-1")
    a_mediation(model, cid, concluded_at=NOW - 60 * DAY, agreed=True)
    a_mediation(model, cid, concluded_at=NOW - DAY, agreed=True)
    a_mediation(model, a_case(model, "A-2"), concluded_at=NOW - DAY)
    a_mediation(model, a_case(model, "A-3"))

    assert counted(model, "mediation") == {"": (1, 2)}
    assert counted(model, "mediation", by="unit") == {"justice": (1, 2)}


def visited(model: Connection, number: str, at: datetime, satisfied: str = "", **more: Any) -> int:
    """A case the police closed; its return visit was made then, and answered if so told."""
    cid = a_case(model, number, closed_at=NOW - 20 * DAY)
    said = {"said_at": at, "solved": True, "satisfied": satisfied} if satisfied else {}
    made: dict[str, Any] = {"closed_at": NOW - 20 * DAY, "due_at": NOW - HOUR, "visited_at": at}
    a_closing(model, cid, **(made | said | more))
    return cid


def test_solved_and_satisfied_are_of_the_visits_that_were_answered(model: Connection) -> None:
    at = NOW - 2 * DAY
    visited(model, "A-1", at, "satisfied", contacted=True)
    visited(model, "A-2", at, "basically", contacted=False)
    visited(model, "A-3", at, "not")
    visited(model, "A-4", at, "not", solved=False)
    visited(model, "A-5", at)
    visited(model, "A-6", NOW - 40 * DAY, "satisfied", due_at=NOW - 39 * DAY)

    assert counted(model, "solved") == {"": (3, 4)}
    assert counted(model, "satisfied") == {"": (2, 4)}
    assert counted(model, "answering") == {"": (4, 5)}
    assert counted(model, "coverage") == {"": (5, 5)}
    assert counted(model, "solved", by="unit") == {"police": (3, 4)}


def test_each_visit_of_a_case_counts_for_the_unit_that_led_then(model: Connection) -> None:
    cid = visited(model, "A-1", NOW - 5 * DAY, "not", solved=False, reopened=True)
    a_closing(
        model,
        cid,
        "clinic",
        said_at=NOW - 2 * DAY,
        visited_at=NOW - 2 * DAY,
        solved=True,
        satisfied="satisfied",
    )

    assert counted(model, "solved", by="unit") == {"police": (0, 1), "clinic": (1, 1)}
    assert counted(model, "rework", by="unit") == {"police": (1, 1), "clinic": (0, 1)}
    assert counted(model, "answering") == {"": (1, 1)}


def test_a_visit_that_is_open_and_overdue_was_not_made(model: Connection) -> None:
    overdue: dict[str, Any] = {"closed_at": NOW - 20 * DAY, "due_at": NOW - DAY}
    a_closing(model, a_case(model, "A-1"), **overdue)
    a_closing(model, a_case(model, "A-2"), visited_at=NOW - HOUR, **overdue)
    a_closing(model, a_case(model, "A-3"), due_at=None)
    a_closing(model, a_case(model, "A-4"))

    assert counted(model, "coverage") == {"": (0, 2)}
    assert counted(model, "answering") == {"": (0, 2)}


def test_rework_is_what_was_reopened_as_unsolved_and_feedback_sent_back(
    model: Connection,
) -> None:
    at = NOW - 2 * DAY
    kept = visited(model, "A-1", at, "satisfied")
    visited(model, "A-2", at, "not", solved=False, reopened=True)
    visited(model, "A-3", at)
    a_closing(model, a_case(model, "A-4"), closed_at=NOW - 60 * DAY, reopened=True)
    a_feedback_sent_back(model, kept, "police", NOW - DAY)
    a_feedback_sent_back(model, kept, "police", NOW - 40 * DAY)
    a_feedback_sent_back(model, kept, "clinic", NOW - DAY)

    assert counted(model, "rework") == {"": (3, 3)}
    assert counted(model, "rework", by="unit") == {"police": (2, 3)}


def test_a_unit_sees_its_own_rates_only(model: Connection) -> None:
    a_unit(model, "clinic")
    owed(model, "arrive", NOW - DAY)
    owed(model, "arrive", NOW - DAY, holder="clinic", met_at=NOW - 2 * DAY)
    viewer = viewer_of(model, "responder", "clinic")

    assert counted(model, "arrival", viewer=viewer, by="unit") == {"clinic": (1, 1)}


def test_every_rate_has_a_definition_and_every_group_works(model: Connection) -> None:
    owed(model, "arrive", NOW - DAY)
    assert {rate.text for rate in RATES} == set(DEFINITIONS)
    for zh, en in DEFINITIONS.values():
        assert not zh.isascii()
        assert en.isascii()
    for group in GROUPS:
        assert counted(model, "arrival", by=group, register={("", "emergency"): HOUR})


@pytest.mark.parametrize("by", ["title", "accused", "' OR 1", "receiver"])
def test_rates_by_anything_else_are_refused(sqlite_model: Connection, by: str) -> None:
    with pytest.raises(QueryError, match=r"group-unknown.*place"):
        rated(sqlite_model, by=by)


def test_rates_know_no_filter_by_stage(sqlite_model: Connection) -> None:
    with pytest.raises(QueryError, match="filter-unknown"):
        rated(sqlite_model, filters=Filters(stage="closed"))
