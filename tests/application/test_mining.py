"""Cases as process mining gets them: objects, links and times; nothing that names a person."""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from application.clock import to_ms
from application.codec import encode, topic_of
from application.exporting.ocel_json import JsonWriter
from application.exporting.ocel_sqlite import SqliteWriter
from application.mining.leaving import EVENT, attributes
from application.mining.objects import TYPES, Change, Event, Thing
from application.mining.pseudonyms import Pseudonyms
from application.mining.reading import Matter, matter_of
from application.mining.telling import Shared, Told
from application.mining.wanted import Wanted
from application.store.rows import Row
from domain.case import events as e
from domain.case.answer import REPORTER
from domain.case.correction import Correct
from domain.case.dispatch import Dispatch, Return, SignFor
from domain.case.intake import Screen
from domain.case.mediation import RecordPerformance
from domain.case.supervision import Complain
from domain.case.timekeeping import KEEPER
from domain.case.words import Track
from domain.rules.clocks import Clock
from tests.domain.scenario import (
    LEADER,
    NUMBER,
    POLICE,
    Story,
    agreed,
    closed,
    emergency,
    handled,
    hotline,
)
from tests.golden.examples import full

KINDS = {"string": str, "integer": int, "boolean": bool, "time": str}


def matter(story: Story) -> Matter:
    """The story as it would be stored, from position 11 on."""
    rows = [
        Row(10 + n, "1" * 32, n, topic_of(fact), encode(fact), to_ms(fact.at))
        for n, fact in enumerate(story.history, start=1)
    ]
    found = matter_of(rows)
    assert found is not None
    return found


def told(story: Story, shared: Shared | None = None) -> Told:
    return (shared or Shared(Pseudonyms(b"key"))).tell(matter(story))


def thing(told: Told, name: str) -> Thing:
    return next(one for one in told.things if one.id == name)


def event(told: Told, kind: str) -> Event:
    return next(one for one in told.events if one.type == kind)


def values(thing: Thing, name: str) -> list[Any]:
    return [one.value for one in thing.changes if one.name == name]


def test_every_event_is_linked_to_its_case_and_to_what_else_it_is_about() -> None:
    found = told(closed())

    assert [one.id for one in found.events] == [f"e{n}" for n in range(11, 11 + len(found.events))]
    assert all(one.links[f"case/{NUMBER}"] == "case" for one in found.events)
    sent = event(found, "dispatched")
    assert sent.links[f"dispatch/{NUMBER}/1"] == "dispatch"
    assert sent.links["unit/centre"] == "done for"
    assert sent.links["unit/police"] == "concerns"
    assert event(found, "received").links[f"rule-set/{closed().case.rules}"] == "under"
    assert {one.id for one in found.things} >= {to for to in sent.links if NUMBER in to}


def test_a_time_limit_says_what_started_met_and_moved_it() -> None:
    found = told(closed())

    arrival = next(
        one
        for one in found.things
        if one.type == "obligation" and values(one, "kind") == ["arrive"]
    )
    assert values(arrival, "state") == ["open", "met"]
    assert event(found, "dispatched").links[arrival.id] == "starts"
    assert event(found, "arrived").links[arrival.id] == "meets"
    assert arrival.links == {f"case/{NUMBER}": "of case", "unit/police": "owed by"}


def test_a_time_limit_of_nobody_makes_no_unit_without_a_code() -> None:
    story, shared = emergency(), Shared(Pseudonyms(b"key"))
    received = story.history[0]
    nobodys = Clock(kind="screen", holder="", due=story.now)
    story.history[0] = replace(received, clocks=(nobodys,))

    found = told(story, shared)

    assert "" not in shared.units
    assert "unit/" not in event(found, "received").links


def test_what_changes_over_time_has_its_times() -> None:
    story = handled(emergency().later(minutes=3)).later(minutes=9)

    found = told(story)

    case, dispatch = thing(found, f"case/{NUMBER}"), thing(found, f"dispatch/{NUMBER}/1")
    assert values(case, "stage") == [
        "received",
        "dispatched",
        "signed",
        "arrived",
        "handled",
        "feedback",
    ]
    assert values(dispatch, "stage") == ["dispatched", "signed", "arrived", "handled", "feedback"]
    since = [one.since for one in case.changes if one.name == "stage"]
    assert since[1] - since[0] == timedelta(minutes=3)


def test_by_their_times_too_the_last_change_is_the_last_recorded() -> None:
    first, second = emergency().now, emergency().later(minutes=5).now
    limit = Thing("obligation/1", "obligation")

    limit.has("state", "open", second)
    limit.has("state", "met", first)

    assert limit.changes == [Change("state", "open", second), Change("state", "met", second)]


def test_the_rule_of_a_time_limit_changes_when_the_case_is_graded() -> None:
    received = hotline().now

    found = told(hotline().later(hours=1).given(Screen(grade="urgent")))

    limits = [one for one in found.things if values(one, "kind") == ["close"]]
    assert [
        (one.value, one.since - received) for one in limits[0].changes if one.name == "rule"
    ] == [
        ("hotline.close", timedelta()),
        ("hotline.close.urgent", timedelta(hours=1)),
    ]


def test_a_dispatch_handed_back_and_an_agreement_performed_are_told_so() -> None:
    returned = told(
        emergency()
        .given(Dispatch(unit="police"))
        .given(SignFor(dispatch=1), by=POLICE)
        .given(Return(dispatch=1, reason="不属本所"), by=POLICE)
    )
    deal = told(agreed().later(days=2).given(RecordPerformance(complete=True)))

    assert values(thing(returned, f"dispatch/{NUMBER}/1"), "stage")[-1] == "returned"
    agreement = thing(deal, f"agreement/{NUMBER}/1")
    assert values(agreement, "state") == ["reached", "performed"]
    assert agreement.links["unit/justice"] == "mediated by"
    assert event(deal, "performance-recorded").links[agreement.id] == "agreement"


def test_a_corrected_time_counts_as_corrected() -> None:
    story = emergency().later(minutes=5).given(Dispatch(unit="police", zone="seat"))
    right = story.now - timedelta(minutes=2)
    story.later(minutes=1).given(
        Correct(
            event=2,
            field="at",
            value=json.dumps(right.isoformat()),
            reason="录入时间有误",
            approver="sun",
        ),
        by=LEADER,
    )

    assert event(told(story), "dispatched").at == right


def test_nobody_is_named_and_handlers_are_pseudonyms_of_one_export() -> None:
    story = closed()

    first, second = told(story), told(story, Shared(Pseudonyms()))

    handlers = [
        {to for one in each.events for to, how in one.links.items() if how == "done by"}
        for each in (first, second)
    ]
    assert [len(each) for each in handlers] == [2, 2]
    assert handlers[0].isdisjoint(handlers[1])
    assert not any(user in str((first, second)) for user in ("zhang", "wang", "陈某"))
    assert Pseudonyms().of(REPORTER) == Pseudonyms().of(KEEPER) == ""


def test_who_is_complained_about_does_not_leave() -> None:
    story = closed().given(Complain(unit="clinic"))

    complaint = event(told(story), "complained")

    assert "unit/clinic" not in complaint.links
    assert "clinic" not in str(complaint)


def test_an_attempt_of_somebody_accused_says_nothing_of_them() -> None:
    story = closed()
    story.goes_on([e.Barred(at=story.now, by=POLICE, unit="police", attempt="open")])

    barred = event(told(story), "barred")

    assert barred.links == {f"case/{NUMBER}": "case"}
    assert "police" not in str(barred)
    assert "responder" not in str(barred)


@pytest.mark.parametrize("topic", sorted(e.TOPICS))
def test_free_text_stays_inside_whatever_the_event(topic: str) -> None:
    leaving = dict(attributes(full(e.TOPICS[topic])))

    assert not any("甲" in str(value) for value in leaving.values())
    assert leaving.keys() <= EVENT.keys() - {"solved", "satisfied"}
    for name, value in leaving.items():
        assert isinstance(value, KINDS[EVENT[name]]), name


def test_only_the_cases_wanted_are_taken() -> None:
    case, at = matter(closed()).case, closed().history[0].at
    second = timedelta(seconds=1)

    takes = [
        Wanted(track="emergency"),
        Wanted(unit="police"),
        Wanted(since=at, until=at + second),
    ]
    leaves = [
        Wanted(track=Track.PETITION),
        Wanted(unit="clinic"),
        Wanted(category="A01"),
        Wanted(since=at + second),
        Wanted(until=at),
        Wanted(without=frozenset({11})),
    ]

    assert all(wanted.takes(case, 11) for wanted in takes)
    assert not any(wanted.takes(case, 11) for wanted in leaves)
    assert Wanted(since=at, unit="police").told() == (f"since={at.isoformat()}", "unit=police")


# --- the two forms ---


@pytest.fixture
def both(tmp_path: Path) -> Iterator[tuple[dict[str, Any], sqlite3.Connection]]:
    """The same stories in both forms."""
    shared = Shared(Pseudonyms(b"key"))
    found = [shared.tell(matter(closed())), shared.tell(matter(_renumbered(agreed())))]
    for make, name in ((JsonWriter, "log.json"), (SqliteWriter, "log.sqlite")):
        with closing(make(tmp_path / name)) as writer:
            _write(writer, found)
    with closing(sqlite3.connect(tmp_path / "log.sqlite")) as connection:
        yield json.loads((tmp_path / "log.json").read_bytes()), connection


def _renumbered(story: Story) -> Story:
    """Another case."""
    first = story.history[0]
    story.history[0] = type(first)(
        **{name: getattr(first, name) for name in first.__struct_fields__}
        | {"number": "QS2025-00002"}
    )
    return story


def _write(writer: Any, found: list[Told]) -> None:
    seen: set[str] = set()
    for place, one in enumerate(found):
        for event in one.events:
            writer.event(event._replace(id=f"{place}{event.id}"))
            seen.update(event.links)
        for each in one.things:
            writer.thing(each)
            seen.update(each.links)
    own = {each.id for one in found for each in one.things}
    for name in sorted(seen - own):
        writer.thing(Thing(name, name.partition("/")[0]))
    writer.finish()


def test_the_json_declares_what_it_has_and_points_at_nothing_missing(both: Any) -> None:
    log, _ = both

    assert log.keys() == {"eventTypes", "objectTypes", "events", "objects"}
    objects = {one["id"] for one in log["objects"]}
    assert len(objects) == len(log["objects"])
    assert len({one["id"] for one in log["events"]}) == len(log["events"])
    for of, types in (("events", "eventTypes"), ("objects", "objectTypes")):
        declared = {
            one["name"]: {each["name"]: each["type"] for each in one["attributes"]}
            for one in log[types]
        }
        assert {one["type"] for one in log[of]} == declared.keys()
        for one in log[of]:
            _fits(one, declared[one["type"]], objects)
    assert all(datetime.fromisoformat(one["time"]).tzinfo for one in log["events"])


def _fits(one: dict[str, Any], declared: dict[str, str], objects: set[str]) -> None:
    assert all(link["qualifier"] and link["objectId"] in objects for link in one["relationships"])
    assert len({link["objectId"] for link in one["relationships"]}) == len(one["relationships"])
    for attribute in one["attributes"]:
        assert isinstance(attribute["value"], KINDS[declared[attribute["name"]]]), attribute


def test_the_sqlite_file_has_the_keys_the_format_asks_for(both: Any) -> None:
    _, connection = both
    tables = {
        row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type='table'")
    }
    of_types = {
        f"{of}_{mapped}"
        for of in ("event", "object")
        for (mapped,) in connection.execute(f"SELECT ocel_type_map FROM {of}_map_type")
    }

    assert tables == of_types | {
        "event",
        "object",
        "event_object",
        "object_object",
        "event_map_type",
        "object_map_type",
    }
    assert connection.execute("PRAGMA foreign_key_check").fetchall() == []
    assert connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert _refers(connection, "event") == {("ocel_type", "event_map_type", "ocel_type")}
    assert _refers(connection, "object") == {("ocel_type", "object_map_type", "ocel_type")}
    assert _refers(connection, "event_object") == {
        ("ocel_event_id", "event", "ocel_id"),
        ("ocel_object_id", "object", "ocel_id"),
    }
    assert _refers(connection, "object_object") == {
        ("ocel_source_id", "object", "ocel_id"),
        ("ocel_target_id", "object", "ocel_id"),
    }
    for table in sorted(of_types):
        of = table.partition("_")[0]
        assert _refers(connection, table) == {("ocel_id", of, "ocel_id")}
        columns = {row[1]: row[5] for row in connection.execute(f"PRAGMA table_info({table})")}
        assert {"ocel_id", "ocel_time"} <= columns.keys()
        assert columns["ocel_id"] == (of == "event")
        assert ("ocel_changed_field" in columns) == (of == "object")


def _refers(connection: sqlite3.Connection, table: str) -> set[tuple[str, str, str]]:
    rows = connection.execute(f"PRAGMA foreign_key_list({table})")
    return {(row[3], row[2], row[4]) for row in rows}


def test_both_forms_say_the_same(both: Any) -> None:
    log, connection = both

    def count(table: str) -> int:
        return int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])

    assert count("event") == len(log["events"])
    assert count("object") == len(log["objects"])
    assert count("event_object") == sum(len(one["relationships"]) for one in log["events"])
    assert count("object_object") == sum(len(one["relationships"]) for one in log["objects"])
    for one in log["events"]:
        if one["type"] == "arrived":
            (at,) = connection.execute(
                "SELECT ocel_time FROM event_Arrived WHERE ocel_id=?", (one["id"],)
            ).fetchone()
            assert datetime.fromisoformat(at) == datetime.fromisoformat(one["time"])
    changes = [
        (one["id"], each["name"])
        for one in log["objects"]
        for each in one["attributes"]
        if each["time"] != "1970-01-01T00:00:00Z"
    ]
    changed = [
        row
        for kind in sorted(TYPES.keys() & {one["type"] for one in log["objects"]})
        for row in connection.execute(
            f"SELECT ocel_id, ocel_changed_field FROM object_{kind.title().replace('-', '')}"
            " WHERE ocel_changed_field IS NOT NULL"
        )
    ]
    assert sorted(changed) == sorted(changes)
