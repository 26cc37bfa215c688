"""A weekly round of three villages, as tests need it."""

from datetime import UTC, datetime, timedelta

from application import rounds
from application.desk import Act
from application.numbers import new_case_id
from application.units import found_unit
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, Role, Track
from domain.units.events import UnitFounded
from tests.projections.town import Town

LEADER = Actor("li", "centre", Role.LEADER)
VILLAGES = ("hekou", "lijia", "shiqiao")
MONDAY = datetime(2026, 3, 9, 0, 0, tzinfo=UTC)  # 08:00 in Shanghai
FRIDAY = datetime(2026, 3, 13, 10, 0, tzinfo=UTC)  # 18:00
CODE = "village-weekly.20260309"


def ask(town: Town) -> None:
    """Three villages, asked by the weekly round; whatever time it is, it is Monday then."""
    for code in VILLAGES:
        found_unit(
            town.desk,
            UnitFounded(at=MONDAY, by="wu", code=code, name=code, level="village"),
        )
    rounds.issue_plan(town.desk, "village-weekly", 1, LEADER)
    town.clock.now = MONDAY
    assert rounds.open_due_rounds(town.desk, MONDAY) == 1


def report(town: Town, unit: str, number: int = 1) -> str:
    """A unit registers what it found; the case's number."""
    command = Receive(
        number="", track=Track.DISPUTE, channel=Channel.OWN, title=f"水渠堵塞{number}"
    )
    act = Act(by=Actor("wang", unit, Role.RESPONDER))
    return rounds.register_finding(town.desk, CODE, command, act, new_case_id()).number


def live(town: Town) -> None:
    """One finds, one finds nothing and takes it back, one is silent; then time is over."""
    report(town, "hekou")
    second = report(town, "hekou", 2)
    finder = Actor("wang", "hekou", Role.RESPONDER)
    rounds.withdraw_report(town.desk, CODE, second, "重复登记", finder)
    keeper = Actor("zhao", "lijia", Role.RESPONDER)
    rounds.report_nothing(town.desk, CODE, (), keeper)
    rounds.withdraw_report(town.desk, CODE, "", "还有一处要看", keeper)
    rounds.report_nothing(town.desk, CODE, (), keeper)
    town.clock.now = FRIDAY + timedelta(minutes=1)
    assert rounds.settle_missing(town.desk, town.clock.now) == 1
