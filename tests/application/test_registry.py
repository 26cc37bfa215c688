"""Units and rule sets are found by their code, as the log has them."""

import pytest

from application.clock import system_clock
from application.desk import Act, Desk
from application.registry import RuleBook, Units
from application.settings import Settings
from application.units import (
    classify_unit,
    dissolve_unit,
    found_unit,
    move_unit,
    rename_unit,
)
from domain.case.dispatch import Dispatch
from domain.case.events import Actor
from domain.case.intake import Receive
from domain.case.words import Channel, Track
from domain.errors import RulesUnknown, UnitExists, UnitInCircle, UnitUnknown
from domain.units.events import UnitFounded

DESK = Actor("zhang", "centre", "operator")


def founded(code: str, parent: str = "centre") -> UnitFounded:
    """A unit of the town."""
    return UnitFounded(
        at=system_clock(), by="wu", code=code, name=f"{code} 站", level="town", parent=parent
    )


@pytest.fixture
def police(desk: Desk) -> str:
    """The police are on record."""
    found_unit(desk, founded("police"))
    return "police"


def test_a_unit_is_found_by_its_code(desk: Desk, police: str) -> None:
    units = Units(desk.log)
    assert units[police].name == "police 站"
    assert "nobody" not in units
    assert units.get("nobody") is None
    assert list(units) == [police]
    assert len(units) == 1


def test_founding_it_again_changes_nothing_and_another_is_refused(desk: Desk, police: str) -> None:
    head = desk.log.head()
    found_unit(desk, founded(police))
    assert desk.log.head() == head
    with pytest.raises(UnitExists):
        found_unit(desk, founded(police, parent=""))


def test_what_happens_to_a_unit_is_on_record(desk: Desk, police: str) -> None:
    found_unit(desk, founded("post", parent=police))
    rename_unit(desk, "post", "老街警务室", "Old Street Post", "wu")
    classify_unit(desk, "post", "village", "wu")
    move_unit(desk, "post", "village", "centre", "wu")
    unit = Units(desk.log)["post"]
    assert (unit.name, unit.unit_class, unit.parent) == ("老街警务室", "village", "centre")
    with pytest.raises(UnitInCircle):
        move_unit(desk, "centre", "town", "post", "wu")


def test_a_dissolved_unit_is_sent_nothing(desk: Desk, police: str) -> None:
    call = Receive(number="", track=Track.EMERGENCY, channel=Channel.PHONE, title="起火")
    case_id = desk.receive(call, Act(by=DESK)).case_id
    dissolve_unit(desk, police, "撤并", "wu")
    with pytest.raises(UnitUnknown):
        desk.execute(case_id, Dispatch(unit=police), Act(by=DESK))


def test_nobody_unknown_is_changed(desk: Desk) -> None:
    with pytest.raises(UnitUnknown):
        rename_unit(desk, "nobody", "x", "", "wu")


@pytest.mark.parametrize(
    "ref", ["national@9", "nowhere@1", "national", "", "national@" + "9" * 9999]
)
def test_a_rule_set_nobody_issued_is_unknown(desk: Desk, ref: str) -> None:
    with pytest.raises(RulesUnknown):
        desk.rules.get(ref)


def test_a_rule_set_nobody_put_in_force_is_unknown(desk: Desk) -> None:
    with pytest.raises(RulesUnknown):
        desk.rules.active("nowhere")


def test_a_case_keeps_the_rule_set_of_its_receipt(on_files: Settings, desk: Desk) -> None:
    call = Receive(number="", track=Track.HOTLINE, channel=Channel.PHONE, title="路灯不亮")
    case_id = desk.receive(call, Act(by=DESK)).case_id
    assert desk.load(case_id).case.rules == "national@4"
    assert RuleBook(desk.log).get("national@4").id == on_files.rules
