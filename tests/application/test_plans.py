"""Response plans in the log: shipped once, drafted, put into force at once, on each database."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from msgspec.structs import replace

from application.desk import Act, Desk
from application.migrate import migrate
from application.numbers import new_case_id
from application.plans import commands
from application.plans.commands import (
    assign_post,
    draft_plan,
    issue_plan,
    load_plans,
    next_version,
    plan_history,
    read_plan,
    retire_plan,
)
from application.plans.texts import shipped_plans, write_plan
from application.settings import Settings
from application.units import found_unit
from domain import errors
from domain.case import events as e
from domain.case.events import Actor
from domain.case.intake import Receive, Screen
from domain.case.planning import ActivatePlan
from domain.case.words import Channel, PetitionKind, Track
from domain.plans.events import PlanDrafted, PlanIssued
from domain.rules.model import RuleError
from domain.units.events import UnitFounded
from projections.bootstrap import Service, open_service

DESK = Actor("zhang", "centre", "operator")
INSPECTOR = Actor("chen", "inspection", "supervisor")
FLOOD = next(plan for plan in shipped_plans() if plan.code == "flood")
SECOND = replace(FLOOD, version=2, title="防汛预案")
UNITS = {"xfz": (), "pcs": (), "wsy": (), "gsz": (), "shiqiao": ("一组",)}
POSTS = {"fire": "xfz", "police": "pcs", "medical": "wsy", "utilities": "gsz", "reception": "wsy"}


@pytest.fixture
def desk(settings: Settings) -> Iterator[Desk]:
    """The desk of a migrated centre, on each database."""
    with closing(Desk(settings)) as desk:
        yield desk


@pytest.fixture
def service(settings: Settings) -> Iterator[Service]:
    """The service of a town whose posts are held."""
    service = open_service(settings)
    for code, places in UNITS.items():
        level = "village" if places else "town"
        founded = UnitFounded(
            at=service.desk.clock(),
            by="root",
            code=code,
            name=f"{code}单位",
            level=level,
            parent="centre",
            places=places,
        )
        found_unit(service.desk, founded)
    for post, unit in POSTS.items():
        assign_post(service.desk, post, [unit], "root")
    yield service
    service.close()


def receive(desk: Desk, **values: object) -> str:
    """A flood in a village; gives its id."""
    usual = {
        "number": "",
        "track": Track.EMERGENCY,
        "channel": Channel.PHONE,
        "title": "积水进屋",
        "category": "F01",
        "place": "shiqiao单位一组",
        "people": 6,
    }
    command = Receive(**{**usual, **values})  # type: ignore[arg-type]
    return desk.receive(command, Act(by=DESK), new_case_id()).case_id


def test_a_centre_begins_with_the_shipped_plans_in_force(desk: Desk) -> None:
    assert desk.plans.active() == sorted(shipped_plans(), key=lambda plan: plan.code)


def test_migrating_again_changes_nothing(desk: Desk, settings: Settings) -> None:
    retire_plan(desk, "flood@1", "不再适用", "root")
    head = desk.log.head()
    migrate(settings)
    assert desk.log.head() == head
    assert "flood" not in {plan.code for plan in desk.plans.active()}


def test_a_newer_shipped_version_waits_for_the_centre(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commands, "shipped_plans", lambda: (SECOND,))
    migrate(settings)
    migrate(settings)
    versions = {one.ref: one.state for one in desk.plans.now().of("flood")}
    assert versions == {"flood@1": "active", "flood@2": "draft"}


def test_a_shipped_version_never_takes_the_place_of_the_centres_own(
    desk: Desk, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    draft_plan(desk, SECOND, "root")
    monkeypatch.setattr(commands, "shipped_plans", lambda: (replace(SECOND, title="别的"),))
    migrate(settings)
    assert desk.plans.get("flood@2") == SECOND


def test_a_version_put_into_force_is_known_at_once_everywhere(
    desk: Desk, settings: Settings
) -> None:
    with closing(Desk(settings)) as other:
        assert other.plans.get("flood@2") is None
        draft_plan(desk, SECOND, "root")
        issue_plan(desk, "flood@2", "root")
        assert other.plans.get("flood@2") == SECOND
        assert SECOND in other.plans.active()
        assert FLOOD not in other.plans.active()
        assert other.plans.get("flood@1") == FLOOD
        assert next_version(other, "flood") == 3


def test_a_draft_written_anew_is_read_anew(desk: Desk) -> None:
    draft_plan(desk, SECOND, "root")
    assert desk.plans.get("flood@2") == SECOND
    draft_plan(desk, replace(SECOND, title="又改"), "root")
    found = desk.plans.get("flood@2")
    assert found is not None
    assert found.title == "又改"


def test_who_and_when_stands_in_each_act(desk: Desk) -> None:
    before = len(plan_history(desk))
    draft_plan(desk, SECOND, "luoping")
    issue_plan(desk, "flood@2", "luoping")
    drafted, issued = plan_history(desk)[before:]
    assert isinstance(drafted, PlanDrafted)
    assert isinstance(issued, PlanIssued)
    assert drafted.text == write_plan(SECOND)
    assert {drafted.by, issued.by} == {"luoping"}
    assert drafted.at <= issued.at


def test_a_file_is_loaded_whole_or_not_at_all(desk: Desk) -> None:
    new = replace(FLOOD, code="hail", title="冰雹预案")
    head = desk.log.head()
    both = write_plan(new) + write_plan(replace(FLOOD, title="改了"))
    with pytest.raises(errors.PlanFixed):
        load_plans(desk, both, "root")
    assert desk.log.head() == head
    assert load_plans(desk, write_plan(new) + write_plan(SECOND), "root") == [new, SECOND]
    assert desk.plans.now().versions["hail@1"].state == "draft"


def test_categories_are_those_of_the_centre(desk: Desk) -> None:
    wrong = replace(FLOOD, when=replace(FLOOD.when, categories=("Z99",)))
    with pytest.raises(RuleError, match="Z99"):
        read_plan(desk, write_plan(wrong))


def test_two_who_draft_at_once_both_get_through(settings: Settings) -> None:
    def draft(code: str) -> None:
        with closing(Desk(settings)) as desk:
            draft_plan(desk, replace(FLOOD, code=code), "root")

    codes = [f"flood-{n}" for n in range(6)]
    with ThreadPoolExecutor(3) as pool:
        list(pool.map(draft, codes))
    with closing(Desk(settings)) as desk:
        assert {f"{code}@1" for code in codes} <= desk.plans.now().versions.keys()


def test_a_plan_calls_out_the_units_of_its_posts_and_of_the_place(service: Service) -> None:
    case_id = receive(service.desk)
    service.desk.execute(case_id, Screen(plan="flood@1"), Act(by=DESK))
    plan = ActivatePlan(plan="flood@1", scale="四级", commander="县领导", zone="village")
    done = service.desk.execute(case_id, plan, Act(by=DESK))
    sent = [event.unit for event in done.events if isinstance(event, e.Dispatched)]
    assert sent == ["xfz", "shiqiao", "gsz", "wsy"]
    case = service.desk.load(case_id).case
    assert case.sign_off == "principal_leader"
    assert {one.kind for one in case.obligations if one.running} >= {"report_first", "arrive"}


def test_a_case_keeps_its_version_when_another_comes_into_force(service: Service) -> None:
    case_id = receive(service.desk)
    desk = service.desk
    desk.execute(case_id, Screen(plan="flood@1"), Act(by=DESK))
    plan = ActivatePlan(plan="flood@1", scale="四级", commander="县领导")
    desk.execute(case_id, plan, Act(by=DESK))
    dues = [(one.kind, one.due) for one in desk.load(case_id).case.obligations]
    draft_plan(desk, SECOND, "root")
    issue_plan(desk, "flood@2", "root")
    case = desk.load(case_id).case
    assert case.activated == "flood@1"
    assert [(one.kind, one.due) for one in case.obligations] == dues
    other = receive(desk)
    with pytest.raises(errors.PlanUnknown):
        desk.execute(other, plan, Act(by=DESK))


def test_the_attempt_to_call_out_the_accused_is_recorded_and_nothing_else(service: Service) -> None:
    desk = service.desk
    case_id = receive(
        desk,
        track=Track.PETITION,
        kind=PetitionKind.ACCUSATION,
        accused=("pcs",),
        category="N02",
        people=1,
    )
    plan = ActivatePlan(
        plan="visit-20@1", scale="x", commander="x", units=("wsy", "pcs"), safety_fact="有人受伤"
    )
    with pytest.raises(errors.AccusedUnit):
        desk.execute(case_id, plan, Act(by=DESK))
    loaded = desk.load(case_id)
    assert [type(event) for event in loaded.history] == [e.Received, e.Barred]
    assert loaded.case.activated == ""
    assert loaded.case.dispatches == []
