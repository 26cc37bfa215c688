"""Rule sets in people's hands: one issues, another puts in force, running cases keep theirs."""

import re
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from application import migrate as migrating
from application.clock import Clock
from application.desk import Act, Desk
from application.migrate import SYSTEM, migrate
from application.registry import rules_stream
from application.rulebook import load_shipped, shipped
from application.rulesets import activate_rules, issue_rules
from application.settings import Settings
from application.units import found_unit
from domain.case.dispatch import Dispatch
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, PetitionKind, Track
from domain.errors import IssuerActivates, RulesExist, RulesUnknown
from domain.rules.events import RulesActivated, RulesIssued
from domain.rules.model import RuleError
from domain.units.events import UnitFounded

BY = Actor("zhang", "centre", "operator")
MORNING = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NEXT = load_shipped()["national"].version + 1
MANY = 1000
POLICE = UnitFounded(
    at=MORNING, by="wu", code="police", name="派出所", level="town", parent="centre"
)
RECEIVED: dict[Track, dict[str, Any]] = {
    Track.EMERGENCY: {"channel": Channel.PHONE},
    Track.HOTLINE: {"channel": Channel.PHONE, "grade": "complex"},
    Track.PETITION: {"channel": Channel.LETTER, "kind": PetitionKind.CLAIM},
    Track.DISPUTE: {"channel": Channel.VISIT},
}


def national(version: int, **other: str) -> str:
    """The shipped national set under another number, with other values at its head."""
    text = re.sub(r"(?m)^version = \d+", f"version = {version}", shipped("national.toml"), count=1)
    for field, value in other.items():
        text = re.sub(rf"(?m)^{field} = .*$", f'{field} = "{value}"', text, count=1)
    return text


def twice_as_long(version: int) -> str:
    """The same with every span doubled, by day and by night."""
    return re.sub(
        r"(?m)^(span|night) = (\d+)",
        lambda found: f"{found[1]} = {int(found[2]) * 2}",
        national(version),
    )


class Ticking:
    """Half an hour passes between any two looks at the clock: cases start at every time of day."""

    def __init__(self) -> None:
        self.now = MORNING

    def __call__(self) -> datetime:
        self.now += timedelta(minutes=31)
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Ticking()


@pytest.fixture
def desk(settings: Settings, clock: Clock) -> Iterator[Desk]:
    """The desk of a migrated centre, on each database."""
    with closing(Desk(settings, clock)) as desk:
        yield desk


def receive(desk: Desk, track: Track) -> str:
    """Register a matter of that track; gives its id."""
    command = Receive(number="", track=track, title="测试事项", **RECEIVED[track])
    return desk.receive(command, Act(by=BY)).case_id


def due_times(desk: Desk, case_id: str) -> list[tuple[str, datetime]]:
    """Every time limit of a case and when it ends."""
    return [(one.kind, one.due) for one in desk.load(case_id).case.obligations]


def test_a_version_of_ones_own_holds_for_new_cases_once_another_puts_it_in_force(
    desk: Desk,
) -> None:
    issue_rules(desk, national(NEXT), "root")
    before = receive(desk, Track.HOTLINE)
    with pytest.raises(IssuerActivates):
        activate_rules(desk, "national", NEXT, "root")
    activate_rules(desk, "national", NEXT, "li")
    after = receive(desk, Track.HOTLINE)
    assert desk.load(before).case.rules == f"national@{NEXT - 1}"
    assert desk.load(after).case.rules == f"national@{NEXT}"


def test_every_process_sees_it_at_once(desk: Desk, settings: Settings) -> None:
    with closing(Desk(settings)) as other:
        assert other.rules.active("national").version == NEXT - 1
        issue_rules(desk, national(NEXT), "root")
        activate_rules(desk, "national", NEXT, "li")
        assert other.rules.active("national").version == NEXT


def test_of_a_thousand_running_cases_not_one_due_time_moves(desk: Desk) -> None:
    found_unit(desk, POLICE)
    tracks = list(RECEIVED)
    running = [receive(desk, tracks[n % len(tracks)]) for n in range(MANY)]
    for case_id in running[::3]:
        desk.execute(case_id, Dispatch(unit="police", zone="seat"), Act(by=BY))
    before = {case_id: due_times(desk, case_id) for case_id in running}
    issue_rules(desk, twice_as_long(NEXT), "root")
    activate_rules(desk, "national", NEXT, "li")
    assert {case_id: due_times(desk, case_id) for case_id in running} == before
    assert all(before.values())


@pytest.mark.parametrize("track", RECEIVED)
def test_a_case_received_after_it_has_the_spans_of_the_new_version(
    desk: Desk, track: Track
) -> None:
    first = receive(desk, track)
    issue_rules(desk, twice_as_long(NEXT), "root")
    activate_rules(desk, "national", NEXT, "li")
    then = receive(desk, track)
    old, new = desk.load(first).case, desk.load(then).case
    for was, now in zip(old.obligations, new.obligations, strict=True):
        assert was.kind == now.kind
        assert now.due - new.received_at > (was.due - old.received_at) * 3 / 2


def test_a_set_of_the_centres_own_is_listed_beside_the_shipped_ones(desk: Desk) -> None:
    shipped_ones = desk.rules.names()
    issue_rules(desk, national(1, id="qingshi"), "root")
    issue_rules(desk, national(2, id="qingshi"), "root")
    assert desk.rules.names() == [*shipped_ones, "qingshi"]
    assert sorted(desk.rules.versions("qingshi").issued) == [1, 2]
    with pytest.raises(RulesUnknown):
        desk.rules.active("qingshi")


def test_a_file_with_a_mistake_is_refused_with_its_place(desk: Desk) -> None:
    head = desk.log.head()
    with pytest.raises(RuleError) as refusal:
        issue_rules(desk, national(NEXT).replace('unit = "hours"', 'unit = "weeks"', 1), "root")
    assert refusal.value.path.startswith("clocks[")
    assert desk.log.head() == head


def test_a_version_on_record_keeps_its_text(desk: Desk) -> None:
    issue_rules(desk, national(NEXT), "root")
    head = desk.log.head()
    issue_rules(desk, national(NEXT), "li")  # the same again: nothing
    assert desk.log.head() == head
    with pytest.raises(RulesExist):
        issue_rules(desk, national(NEXT, title="别的"), "root")


def test_a_version_on_record_serves_its_cases_though_it_could_not_be_issued_today(
    desk: Desk,
) -> None:
    text = national(1, id="old").replace("自受理之日起60日内办结", "60日内办结并稳控", 1)
    with pytest.raises(RuleError):
        issue_rules(desk, text, "root")
    issued = RulesIssued(
        at=MORNING, by="root", id="old", version=1, jurisdiction="x", sha256="0", text=text
    )
    desk.append(rules_stream("old"), 0, [issued, RulesActivated(at=MORNING, by="li", version=1)])
    assert desk.rules.active("old").clock("petition.opinion") is not None


def test_an_update_puts_its_version_in_force_only_where_nobody_chose_one(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    activate_own = national(NEXT)
    issue_rules(desk, activate_own, "root")
    activate_rules(desk, "national", NEXT, "li")
    update = {f"national@{NEXT + 1}": national(NEXT + 1)}
    monkeypatch.setattr(migrating, "shipped_texts", lambda: update)
    migrate(settings, desk.clock)
    versions = desk.rules.versions("national")
    assert versions.issued[NEXT + 1].by == SYSTEM
    assert versions.active == NEXT


def test_an_update_leaves_a_version_of_ones_own_under_the_same_number(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    issue_rules(desk, national(NEXT, title="我们的"), "root")
    update = {f"national@{NEXT}": national(NEXT)}
    monkeypatch.setattr(migrating, "shipped_texts", lambda: update)
    migrate(settings)
    assert desk.rules.get(f"national@{NEXT}").title == "我们的"
