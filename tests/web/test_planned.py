"""A response plan on the page of a case: proposed, activated with all units, worked off, lifted."""

import re
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from application.plans.commands import assign_post, draft_plan, issue_plan
from application.plans.texts import shipped_plans
from application.units import Said, change_unit
from domain.case.state import Case
from projections.bootstrap import Service
from tests.web.conftest import Visitor
from tests.web.filled import Forms, Found, Person, wrong

LogIn = Callable[[str], Visitor]
FLOOD, RESCUE = "flood@1", "rescue@1"
HOSTILE = "<script>alert(1)</script> '\"); DROP TABLE x; \u202e反 \x00 {unit} [x] %(y)s"


@pytest.fixture
def town(service: Service) -> Service:
    """The police station holds most posts, the justice office answers for the old street."""
    for post, unit in {"fire": "pcs", "police": "pcs", "medical": "sfs"}.items():
        assign_post(service.desk, post, [unit], "root")
    said = Said("司法所", "Justice office", "town", "centre", "", ("老街",))
    change_unit(service.desk, "sfs", said, "root")
    return service


@pytest.fixture
def desk(town: Service, logged_in: LogIn) -> Person:
    """The duty desk, with a flood that six people report."""
    person = Person(logged_in("zhang"))
    person.register(track="emergency", title="积水进屋", category="F01", place="老街", people="6")
    return person


def case_of(service: Service, person: Person) -> Case:
    """The case as it stands."""
    return service.desk.load(service.desk.find(person.number)).case


def form(page: str, step: str) -> Found:
    """The form of a step on a page."""
    return next(one for one in Forms(page).found if one.action.endswith(f"/do/{step}"))


def propose(person: Person, step: str, **typed: str) -> str:
    """The page once a plan is asked for with what was typed."""
    values = {**person.form(step).values, **typed, "propose": "1"}
    answer = person.visitor.client.post(f"/cases/{person.number}/do/{step}", data=values)
    assert answer.status_code == 200
    return answer.text


def activate(person: Person, **typed: object) -> object:
    """The plan's form, as it was filled in, with all units ticked."""
    return person.send("ActivatePlan", **{"units": ["pcs", "sfs"], **typed})


class TestProposal:
    """With the reason it matched; without a script after a first submit or by a button."""

    def test_the_plan_stands_in_the_form_with_its_reason(self, desk: Person) -> None:
        page = desk.page()
        assert "防汛抢险预案（第1版）" in page
        assert "推荐理由：类型为警情、求助、抢险" in page or "推荐理由：" in page
        assert "类别为洪涝内涝" in page
        assert "人数为4以上" in page
        assert desk.form("Screen").values["plan"] == FLOOD

    def test_it_is_proposed_anew_for_what_is_typed(self, desk: Person, town: Service) -> None:
        head = town.desk.log.head()
        found = form(propose(desk, "Screen", category="A01", level="grave"), "Screen")
        assert found.values["plan"] == RESCUE
        assert (found.values["category"], found.values["level"]) == ("A01", "grave")
        nothing = propose(desk, "Screen", category="F01", people="2")
        assert form(nothing, "Screen").values["plan"] == ""
        assert "没有适用的预案" in nothing
        assert town.desk.log.head() == head

    @pytest.mark.parametrize("people", ["many", "-3", "9" * 40, " ", HOSTILE])
    def test_nonsense_is_no_failure(self, desk: Person, people: str) -> None:
        propose(desk, "Screen", people=people, category=HOSTILE, level=HOSTILE)
        propose(desk, "ActivatePlan", plan=HOSTILE)

    def test_it_is_confirmed(self, desk: Person, town: Service) -> None:
        assert desk.send("Screen").status_code == 303
        case = case_of(town, desk)
        assert (case.plan, case.sign_off) == (FLOOD, "principal_leader")

    def test_none_needs_a_reason(self, desk: Person, town: Service) -> None:
        answer = desk.send("Screen", plan="")
        assert answer.status_code == 422
        assert "适用的预案是防汛抢险预案（第1版）" in wrong(answer)
        assert 'href="#do-Screen-plan_override"' in answer.text
        desk.send("Screen", plan="", plan_override="水已退")
        assert case_of(town, desk).plan == ""
        assert "水已退" in desk.page()

    def test_another_category_than_the_one_proposed_for_is_noticed(self, desk: Person) -> None:
        answer = desk.send("Screen", category="A01", level="grave")
        assert answer.status_code == 422
        assert "抢险救援预案" in wrong(answer)

    def test_a_plan_of_another_track_or_none_at_all_is_no_choice(self, desk: Person) -> None:
        for plan in ("visit-20@1", "flood@9", HOSTILE):
            assert desk.send("Screen", plan=plan, plan_override="x").status_code == 422

    def test_units_see_no_screening(self, desk: Person, logged_in: LogIn) -> None:
        desk.send("Dispatch", unit="pcs")
        page = Person(logged_in("wang"), desk.number).page()
        assert "do/Screen" not in page
        assert "do/ActivatePlan" not in page


class TestActivation:
    """Prefilled from the plan; all units in one step."""

    def test_the_form_is_filled_in_from_the_plan(self, desk: Person) -> None:
        desk.send("Screen")
        found = desk.form("ActivatePlan")
        assert found.values["plan"] == FLOOD
        assert found.values["scale"] == "Ⅳ级响应"
        assert found.values["commander"] == "县政府分管领导"
        assert found.values["until"] == "2026-11-25 10:00"
        assert found.choices["units"] == ["pcs", "sfs"]
        page = desk.page()
        assert "不少于50人" in page
        assert "没有单位担任：水电气保障" in page

    def test_another_plan_fills_it_in_anew(self, desk: Person) -> None:
        found = form(propose(desk, "ActivatePlan", plan=RESCUE, zone="seat"), "ActivatePlan")
        assert found.values["scale"] == "Ⅲ级响应"
        assert found.values["zone"] == "seat"

    def test_all_units_are_dispatched_in_one_step(self, desk: Person, town: Service) -> None:
        desk.send("Screen")
        answer = activate(desk, zone="seat", instruction="带抽水泵")
        assert answer.status_code == 303  # type: ignore[attr-defined]
        case = case_of(town, desk)
        assert case.activated == FLOOD
        assert [(one.unit, one.role) for one in case.dispatches] == [
            ("pcs", "lead"),
            ("sfs", "support"),
        ]
        page = desk.page()
        assert page.count("带抽水泵") == 2
        assert "任务清单：完成0项，共5项" in page

    def test_who_has_no_tick_needs_a_reason(self, desk: Person, town: Service) -> None:
        desk.send("Screen")
        answer = activate(desk, units=["pcs"])
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert "司法所" in wrong(answer)  # type: ignore[arg-type]
        activate(desk, units=["pcs"], left_out="无人受伤")
        assert [one.unit for one in case_of(town, desk).dispatches] == ["pcs"]
        assert "无人受伤" in desk.page()

    def test_nobody_ticked_is_nobody_sent(self, desk: Person, town: Service) -> None:
        desk.send("Screen")
        answer = activate(desk, units=[], left_out="力量已在现场")
        assert answer.status_code == 303  # type: ignore[attr-defined]
        assert case_of(town, desk).dispatches == []

    @pytest.mark.parametrize(
        "typed",
        [
            {"units": ["centre"]},
            {"units": ["pcs", HOSTILE]},
            {"plan": "flood@9"},
            {"scale": " "},
            {"commander": ""},
            {"until": "soon"},
            {"zone": "moon"},
            {"scale": "x" * 300},
            {"commander": "稳控组"},
        ],
    )
    def test_nothing_is_sent_where_something_is_wrong(
        self, desk: Person, town: Service, typed: dict[str, object]
    ) -> None:
        desk.send("Screen")
        before = case_of(town, desk).version
        answer = activate(desk, **typed)
        assert answer.status_code == 422  # type: ignore[attr-defined]
        assert wrong(answer)  # type: ignore[arg-type]
        assert case_of(town, desk).version == before

    def test_hostile_text_is_text(self, desk: Person) -> None:
        desk.send("Screen")
        activate(desk, scale=HOSTILE, safety_fact=HOSTILE)
        assert "<script>alert" not in desk.page()

    def test_a_form_sent_twice_counts_once(self, desk: Person, town: Service) -> None:
        desk.send("Screen")
        values = {**desk.form("ActivatePlan").values, "units": ["pcs", "sfs"]}
        path = f"/cases/{desk.number}/do/ActivatePlan"
        for _ in range(2):
            assert desk.visitor.client.post(path, data=values).status_code == 303
        assert len(case_of(town, desk).dispatches) == 2

    def test_a_form_from_before_is_not_taken_over_what_is_new(
        self, desk: Person, town: Service
    ) -> None:
        desk.send("Screen")
        stale = {**desk.form("ActivatePlan").values, "units": ["pcs", "sfs"]}
        desk.send("Note", label="水位上涨")
        path = f"/cases/{desk.number}/do/ActivatePlan"
        assert desk.visitor.client.post(path, data=stale).status_code == 422
        assert case_of(town, desk).activated == ""

    def test_a_version_replaced_meanwhile_is_told(self, desk: Person, town: Service) -> None:
        values = {**desk.form("ActivatePlan").values, "units": ["pcs", "sfs"]}
        flood = next(plan for plan in shipped_plans() if plan.code == "flood")
        draft_plan(town.desk, replace(flood, version=2), "root")
        issue_plan(town.desk, "flood@2", "root")
        path = f"/cases/{desk.number}/do/ActivatePlan"
        assert desk.visitor.client.post(path, data=values).status_code == 422
        assert case_of(town, desk).activated == ""


class TestAccused:
    """The form leaves out whom the case accuses."""

    @pytest.mark.usefixtures("town")
    def test_an_accused_unit_is_no_choice(self, logged_in: LogIn) -> None:
        desk = Person(logged_in("zhang"))
        desk.register(
            track="petition",
            kind="accusation",
            title="反映办事拖延",
            category="N02",
            accused=["pcs"],
        )
        values = desk.form("ActivatePlan")
        assert "pcs" not in values.choices.get("units", [])


class TestWork:
    """Checklist, arrivals, reports, limits, lifting."""

    @pytest.fixture
    def active(self, desk: Person) -> Person:
        desk.send("Screen")
        activate(desk, zone="seat")
        return desk

    def test_a_task_is_ticked_beside_its_text(self, active: Person, town: Service) -> None:
        (first, *_) = (
            one
            for one in Forms(active.page()).found
            if one.action.endswith("/do/TickItem") and one.values.get("item") == "2"
        )
        path = f"/cases/{active.number}/do/TickItem"
        assert active.visitor.client.post(path, data=first.values).status_code == 303
        assert case_of(town, active).ticked == {2}
        page = active.page()
        assert "任务清单：完成1项，共5项" in page
        assert re.search(r"✓ 清点抢险物资</span> <small>张敏", page)

    def test_arrivals_are_compared_with_the_least(self, active: Person, logged_in: LogIn) -> None:
        unit = Person(logged_in("wang"), active.number)
        unit.send("Arrive", people="38")
        assert "少12人" in active.page()

    def test_the_unit_sees_plan_and_checklist_and_ticks(
        self, active: Person, logged_in: LogIn, town: Service
    ) -> None:
        visitor = logged_in("wang")
        path = f"/unit/dispatch/{active.number}/1"
        page = visitor.get(path).text
        assert "县政府分管领导" in page
        assert "关闭临水路段" in page
        tick = form(page, "TickItem")
        visitor.client.post(tick.action, data={**tick.values, "item": "3"})
        assert case_of(town, active).ticked == {3}

    def test_a_limit_says_which_plan_set_it(self, active: Person, town: Service) -> None:
        limits = case_of(town, active).obligations
        number = 1 + next(n for n, one in enumerate(limits) if one.kind == "report_first")
        page = active.visitor.get(f"/cases/{active.number}/limits/{number}").text
        assert "防汛抢险预案（第1版）" in page
        assert "重大事项即报，初报不迟于30分钟" in page
        told = active.visitor.get(f"/cases/{active.number}/limits/{number}.json").json
        assert told is not None
        assert told["moves"][0]["plan"] == "flood@1"

    def test_reports_lifting_and_closing(self, active: Person, town: Service) -> None:
        asked = form(active.page(), "ReportUpward").values  # what is owed, and to whom
        assert (asked["kind"], asked["to"]) == ("first", "县应急指挥中心")
        active.send("ReportUpward", kind=asked["kind"], to=asked["to"])
        assert case_of(town, active).running("report_further")
        assert form(active.page(), "ReportUpward").values["kind"] == "further"
        assert "续报" in active.page()
        assert active.send("LiftPlan", person="", reason="").status_code == 422
        active.send("LiftPlan", person="李国强", reason="险情解除")
        page = active.page()
        assert "李国强" in page
        assert case_of(town, active).running("after_action")
        assert "do/TickItem" not in page


def test_the_leader_finds_the_signature_an_unscreened_emergency_still_needs(
    desk: Person, logged_in: LogIn
) -> None:
    activate(desk)
    leader = Person(logged_in("li"), desk.number)
    assert desk.number in leader.visitor.get("/heads").text
    leader.do("SignOff", approved="yes")
    assert desk.number not in leader.visitor.get("/heads").text
