"""Pages of rounds: by whom they are opened, how a unit reports, what heads and units see of it."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook
from werkzeug.test import TestResponse

from application import rounds
from application.accounts import Account
from application.roundbook import load_round
from application.units import found_unit
from domain.case.correction import Correct
from domain.case.words import Role
from domain.units.events import UnitFounded
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor, acting

LogIn = Callable[[str], Visitor]
TOKEN = re.compile(r'name="token" value="([^"]+)"')
SHOWN = re.compile(r"<h1>(.*?)</h1>")


def field(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no field {name}"
    return unescape(found[1])


def at_once(service: Service, *units: str, title: str = "汛期河道排查") -> str:
    """A round by hand of these units; its code."""
    day = service.desk.clock().date()
    changes = {"title": title, "levels": (), "units": units, "points": ("查看河堤",)}
    last = day + timedelta(days=2)
    asked = rounds.ByHand("season", day, last, changes, f"form of {title}")
    return rounds.open_by_hand(service.desk, asked, ["pcs", "sfs"], acting("zhang"))


@pytest.fixture
def code(service: Service) -> str:
    """A round of police station and justice office."""
    return at_once(service, "pcs", "sfs")


def finding(visitor: Visitor, code: str, **changes: str) -> TestResponse:
    """Send the form by which a finding is registered, as its page gives it."""
    page = visitor.get(f"/register?round={code}")
    assert page.status_code == 200
    form = {
        "token": field(page.text, "token"),
        "given": field(page.text, "given"),
        "round": field(page.text, "round"),
        "track": "dispute",
        "channel": "own",
        "at": "2026-11-23 10:00",
        "title": "河堤护坡开裂",
        **changes,
    }
    return visitor.post("/register", form)


# --- by hand ---


def test_the_desk_opens_a_round_by_a_form_and_the_same_form_twice_is_one_round(
    logged_in: LogIn, service: Service
) -> None:
    zhang = logged_in("zhang")
    page = zhang.get("/rounds/new?plan=season").text
    form = {
        "token": TOKEN.findall(page)[0],
        "plan": "season",
        "title": "汛期河道排查",
        "title_en": "Rivers in the flood season",
        "first": "2026-11-23",
        "last": "2026-11-27",
        "subjects": "河堤隐患\r\n用水纠纷",
        "points": "查看河堤",
        "units": ["pcs", "sfs"],
    }
    answers = [zhang.post("/rounds/new", form) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    assert answers[0].location == answers[1].location
    (code,) = service.desk.rounds.now().opened
    opened = load_round(service.desk.log, code).known()
    assert opened.subjects == ("河堤隐患", "用水纠纷")
    assert opened.units == ("pcs", "sfs")

    shown = zhang.get(f"/rounds/{code}").text
    assert "汛期河道排查" in shown
    assert "派出所" in shown
    assert "汛期河道排查" in zhang.get("/rounds/").text


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subjects": "重点人员动态"}, "不是某类人员（重点人）"),
        ({"guidance": "发现的及时劝返"}, "劝返"),
        ({"title": ""}, "“中文名称”没有填写"),
        ({"units": []}, "请选择参加排查的单位"),
        ({"last": "2026-11-20"}, "末日"),
        ({"last": "明天"}, "YYYY-MM-DD"),
        ({"guidance": "电话 13800138000"}, "工作要求"),
    ],
)
def test_a_form_that_may_not_be_comes_back_with_what_was_typed_and_why(
    logged_in: LogIn, service: Service, changes: dict[str, object], said: str
) -> None:
    zhang = logged_in("zhang")
    form: dict[str, object] = {
        "token": TOKEN.findall(zhang.get("/rounds/new").text)[0],
        "plan": "season",
        "title": "汛期河道排查",
        "title_en": "Rivers",
        "first": "2026-11-23",
        "last": "2026-11-27",
        "subjects": "河堤隐患",
        "units": ["pcs"],
        **changes,
    }
    answer = zhang.post("/rounds/new", form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    if form["title"]:
        assert 'value="汛期河道排查"' in answer.text
    assert not service.desk.rounds.now().opened


def test_the_form_begins_as_its_plan_is_and_a_list_stands_line_by_line(
    logged_in: LogIn, service: Service
) -> None:
    plan = service.desk.rounds.now().versions["season"][0].plan
    page = unescape(logged_in("zhang").get("/rounds/new?plan=season").text)
    assert "\n".join(plan.points) in page
    assert len(plan.points) > 1
    assert "Macro" not in page


def test_a_form_without_its_key_opens_nothing(logged_in: LogIn, service: Service) -> None:
    answer = logged_in("zhang").post("/rounds/new", {"plan": "season", "title": "x"})
    assert answer.status_code == 422
    assert not service.desk.rounds.now().opened


def test_the_leader_calls_a_round_off_and_says_why(
    logged_in: LogIn, service: Service, code: str
) -> None:
    li = logged_in("li")
    refused = li.post(f"/rounds/{code}/call-off", {"reason": ""})
    assert refused.status_code == 422
    assert li.post(f"/rounds/{code}/call-off", {"reason": "与周排查重复"}).status_code == 303
    assert "与周排查重复" in li.get(f"/rounds/{code}").text
    assert "待报" not in li.get(f"/rounds/{code}").text
    assert load_round(service.desk.log, code).waiting == []


# --- a unit's report ---


def test_nothing_found_is_one_tap_and_two_taps_are_one_report(
    logged_in: LogIn, service: Service, code: str
) -> None:
    wang = logged_in("wang")
    assert "汛期河道排查" in wang.get("/unit").text
    page = wang.get(f"/rounds/{code}/report").text
    assert "零报告" in page
    for _ in range(2):
        answer = wang.post(f"/rounds/{code}/nothing", {"points": ["查看河堤"]})
        assert answer.status_code == 303
    report = load_round(service.desk.log, code).reports["pcs"]
    assert (report.nothing, report.ended) == (True, 2)
    assert "汛期河道排查" not in wang.get("/unit").text
    assert "已报：零报告" in wang.get(f"/rounds/{code}/report").text


def test_a_finding_is_registered_as_any_matter_and_sent_twice_it_is_one(
    logged_in: LogIn, service: Service, code: str
) -> None:
    wang = logged_in("wang")
    page = wang.get(f"/register?round={code}")
    assert '<option value="own" selected>' in page.text
    form = {"token": field(page.text, "token")}
    answers = [finding(wang, code, **form) for _ in range(2)]
    assert [one.location for one in answers] == [f"/rounds/{code}/report"] * 2
    (found,) = load_round(service.desk.log, code).reports["pcs"].findings
    assert found.number in wang.get(f"/rounds/{code}/report").text
    assert "汛期河道排查" in wang.get(f"/cases/{found.number}").text

    finding(wang, code, title="用水争执")
    assert len(load_round(service.desk.log, code).reports["pcs"].findings) == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": "王小明家危房 13800138000"}, "标题"),
        ({"title": ""}, "没有填写"),
        ({"track": "petition", "kind": "claim"}, "不是排查发现"),
    ],
)
def test_a_finding_is_held_to_what_every_registration_is_held_to(
    logged_in: LogIn, service: Service, code: str, changes: dict[str, str], said: str
) -> None:
    head = service.desk.log.head()
    answer = finding(logged_in("wang"), code, **changes)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert field(answer.text, "round") == code
    assert service.desk.log.head() == head


def test_after_a_finding_nothing_cannot_be_pressed_and_says_what_to_do(
    logged_in: LogIn, code: str
) -> None:
    wang = logged_in("wang")
    finding(wang, code)
    assert "/nothing" not in re.findall(r"<button[^>]*>", wang.get(f"/rounds/{code}/report").text)
    answer = wang.post(f"/rounds/{code}/nothing")
    assert answer.status_code == 422
    assert "请先撤回" in answer.text


def test_a_report_taken_back_needs_a_reason_and_shows_who_and_when(
    logged_in: LogIn, code: str
) -> None:
    wang, zhang = logged_in("wang"), logged_in("zhang")
    wang.post(f"/rounds/{code}/nothing")
    refused = wang.post(f"/rounds/{code}/withdraw", {"reason": ""})
    assert refused.status_code == 422
    assert "原因" in refused.text
    answer = wang.post(f"/rounds/{code}/withdraw", {"reason": "看漏一处"})
    assert answer.status_code == 303
    shown = zhang.get(f"/rounds/{code}").text
    assert "看漏一处" in shown
    assert "王建军" in shown


def test_units_see_their_own_report_and_not_that_of_others(
    logged_in: LogIn, service: Service, code: str
) -> None:
    wang, zhao = logged_in("wang"), logged_in("zhao")
    finding(zhao, code, title="宅基地边界争执")
    number = load_round(service.desk.log, code).reports["sfs"].findings[0].number
    seen = wang.get(f"/rounds/{code}").text
    assert "派出所" in seen
    assert "司法所零报告" not in seen
    assert "宅基地边界争执" not in seen
    assert number not in seen
    alone = at_once(service, "sfs", title="只问司法所")
    assert wang.get(f"/rounds/{alone}").status_code == 404
    assert wang.post(f"/rounds/{alone}/nothing").status_code == 404
    assert wang.get(f"/register?round={alone}").status_code == 404
    assert "只问司法所" not in wang.get("/rounds/").text


def test_a_finding_that_turns_out_to_accuse_the_unit_is_gone_from_its_pages(
    logged_in: LogIn, service: Service, desk: Desk, code: str
) -> None:
    wang, chen = logged_in("wang"), logged_in("chen")
    finding(wang, code, title="护坡偷工减料")
    number = load_round(service.desk.log, code).reports["pcs"].findings[0].number
    assert number in wang.get(f"/rounds/{code}/report").text
    accused = Correct(event=1, field="accused", value='["pcs"]', reason="指向该所", approver="li")
    desk.do(number, accused, by="chen")

    for path in (f"/rounds/{code}", f"/rounds/{code}/report"):
        page = wang.get(path).text
        assert number not in page
        assert "护坡偷工减料" not in page
    assert number in chen.get(f"/rounds/{code}").text


def test_a_unit_that_is_not_asked_cannot_register_into_a_round(
    logged_in: LogIn, service: Service
) -> None:
    alone = at_once(service, "sfs", title="只问司法所")
    wang = logged_in("wang")
    page = wang.get("/register").text
    form = {"token": field(page, "token"), "given": field(page, "given"), "round": alone}
    told = {"track": "dispute", "channel": "own", "at": "2026-11-23 10:00", "title": "河堤开裂"}
    head = service.desk.log.head()
    assert wang.post("/register", {**form, **told}).status_code in (404, 422)
    assert service.desk.log.head() == head


def test_a_leader_of_a_unit_sees_the_reports_of_units_below(
    logged_in: LogIn, service: Service
) -> None:
    post = UnitFounded(
        at=service.desk.clock(), by="root", code="post", name="警务室", level="town", parent="pcs"
    )
    found_unit(service.desk, post)
    service.accounts.add(Account("hu", "胡所", Role.LEADER, "pcs"), PASSWORD)
    day = service.desk.clock().date()
    asked = rounds.ByHand("season", day, day, {"levels": (), "units": ("post",)}, "a form")
    code = rounds.open_by_hand(service.desk, asked, ["post"], acting("zhang"))
    hu = logged_in("hu")
    assert "警务室" in hu.get(f"/rounds/{code}").text
    assert hu.get(f"/rounds/{code}/report").status_code == 303
    assert hu.post(f"/rounds/{code}/nothing").status_code == 303
    assert load_round(service.desk.log, code).waiting == ["post"]
    assert logged_in("wang").get(f"/rounds/{code}").status_code == 404


# --- what is missing ---


def test_a_missing_report_stands_where_the_unit_and_the_heads_look_and_in_the_ledger(
    logged_in: LogIn, service: Service, clock: MovableClock, code: str
) -> None:
    logged_in("zhao").post(f"/rounds/{code}/nothing")
    clock.forward(days=4)
    assert rounds.settle_missing(service.desk, clock()) == 1
    wang, li, zhou = logged_in("wang"), logged_in("li"), logged_in("zhou")

    assert "未报" in wang.get("/unit").text
    heads = li.get("/heads").text
    assert "round-reports" in heads
    assert "派出所" in heads
    for visitor in (li, zhou, logged_in("chen")):
        shown = visitor.get("/ledgers/rounds?report=missed").text
        assert "派出所" in shown
        assert "汛期河道排查" in shown
    assert "汛期河道排查" in wang.get("/ledgers/rounds").text
    assert "司法所" not in wang.get("/ledgers/rounds").text
    assert "排查未报 1 份" in li.get("/ledgers/overdue").text
    assert "排查未报 0 份" in logged_in("zhao").get("/ledgers/overdue").text


def test_who_reports_sees_first_what_can_still_be_done_and_heads_what_is_missing(
    logged_in: LogIn, service: Service, clock: MovableClock, code: str
) -> None:
    clock.forward(days=4)
    rounds.settle_missing(service.desk, clock())
    at_once(service, "pcs", title="先到期的排查")
    clock.forward(days=1)
    at_once(service, "pcs", title="后到期的排查")
    service.projector.catch_up()

    def order(path: str, username: str) -> list[str]:
        _, block = logged_in(username).get(path).text.split('id="round-reports"')
        return re.findall(r"<strong>(.*?)</strong>", block.split("</section>")[0])

    assert order("/unit", "wang") == ["先到期的排查", "后到期的排查", "汛期河道排查"]
    heads = order("/heads", "li")
    assert set(heads[:2]) == {"汛期河道排查"}  # of two units
    assert heads[2:] == ["先到期的排查", "后到期的排查"]


def test_a_late_report_is_taken_and_shown_as_late(
    logged_in: LogIn, service: Service, clock: MovableClock, code: str
) -> None:
    clock.forward(days=4)
    rounds.settle_missing(service.desk, clock())
    wang = logged_in("wang")
    assert wang.post(f"/rounds/{code}/nothing").status_code == 303
    assert "迟报" in wang.get(f"/rounds/{code}").text
    assert "派出所" in logged_in("li").get("/ledgers/rounds?report=late").text


def test_the_ledger_is_a_workbook_too(logged_in: LogIn, code: str) -> None:
    logged_in("wang").post(f"/rounds/{code}/nothing")
    answer = logged_in("li").get("/ledgers/rounds.xlsx?sort=unit")
    assert answer.status_code == 200
    rows = list(load_workbook(BytesIO(answer.data)).active.iter_rows(values_only=True))
    assert rows[0][:4] == ("排查", "开始", "截止", "单位")
    assert [row[3] for row in rows[1:]] == ["派出所", "司法所"]


# --- plans ---


def test_a_plan_is_drafted_compared_issued_and_retired(logged_in: LogIn, service: Service) -> None:
    root = logged_in("root")
    assert "village-weekly" in root.get("/rounds/plans").text
    page = root.get("/rounds/plans/village-weekly").text
    form = _plan_form(page) | {"title": "村组周排查", "levels": ["town"]}
    assert root.post("/rounds/plans/village-weekly", form).status_code == 303
    assert root.post("/rounds/plans/village-weekly/issue", {"version": "1"}).status_code == 303
    force = service.desk.rounds.now().in_force("village-weekly")
    assert force is not None
    assert (force.plan.title, force.plan.levels, force.plan.days) == ("村组周排查", ("town",), 5)

    page = root.get("/rounds/plans/village-weekly").text
    changed = _plan_form(page) | {"due_at": "17:30", "levels": ["town"]}
    assert root.post("/rounds/plans/village-weekly", changed).status_code == 303
    compared = root.get("/rounds/plans/village-weekly").text
    assert "草案有何变更" in compared
    assert "17:30" in compared
    assert root.post("/rounds/plans/village-weekly/retire").status_code == 303
    assert service.desk.rounds.now().in_force("village-weekly") is None


def _plan_form(page: str) -> dict[str, object]:
    names = ("title", "title_en", "article", "first", "days", "opens", "due_days", "due_at")
    form: dict[str, object] = {name: field_of(page, name) for name in names}
    form["remind_hours"] = field_of(page, "remind_hours")
    form["seen"] = field(page, "seen")
    texts = {"subjects": "邻里纠纷", "points": "", "guidance": ""}
    return {**form, **texts, "weeks": "1", "due_unit": "days", "roll_over": "yes"}


def field_of(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None, f"no field {name}"
    return unescape(found[1])


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"subjects": "对重点人员稳控"}, "稳控"),
        ({"subjects": "上访户情况"}, "不是某类人员"),
        ({"due_at": "下班前"}, "HH:MM"),
        ({"first": ""}, "周期起算日"),
        ({"days": "9"}, "每次排查天数"),
        ({"days": "很多"}, "每次排查天数"),
        ({"levels": []}, "请选择参加排查的单位"),
    ],
)
def test_a_plan_that_may_not_be_comes_back_with_what_was_typed_and_why(
    logged_in: LogIn, service: Service, changes: dict[str, object], said: str
) -> None:
    root = logged_in("root")
    page = root.get("/rounds/plans/village-weekly").text
    form = _plan_form(page) | {"levels": ["town"], "title": "改过的名称", **changes}
    answer = root.post("/rounds/plans/village-weekly", form)
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert 'value="改过的名称"' in answer.text
    (only,) = service.desk.rounds.now().versions["village-weekly"]
    assert only.plan.title != "改过的名称"


def test_what_somebody_changed_meanwhile_is_not_written_over(
    logged_in: LogIn, service: Service
) -> None:
    root = logged_in("root")
    form = _plan_form(root.get("/rounds/plans/village-weekly").text) | {"levels": ["town"]}
    rounds.issue_plan(service.desk, "village-weekly", 1, acting("li"))
    answer = root.post("/rounds/plans/village-weekly", form)
    assert answer.status_code == 422
    assert service.desk.rounds.now().draft("village-weekly") is None


def test_a_new_plan_is_a_draft_nobody_follows_yet(logged_in: LogIn, service: Service) -> None:
    li = logged_in("li")
    page = li.get("/rounds/plans/new").text
    form = {
        "id": "month-end",
        "title": "月末排查",
        "title_en": "Month's end",
        "subjects": "欠薪",
        "weeks": "4",
        "first": "2026-11-23",
        "days": "3",
        "opens": "08:00",
        "due_unit": "days",
        "due_at": "18:00",
        "levels": ["town"],
    }
    assert "草案" in page
    assert li.post("/rounds/plans/new", form).status_code == 303
    draft = service.desk.rounds.now().draft("month-end")
    assert draft is not None
    assert (draft.plan.weeks, draft.plan.days) == (4, 3)
    again = li.post("/rounds/plans/new", form)
    assert again.status_code == 422
    assert "已被使用" in again.text


@pytest.mark.parametrize("page", ["/rounds/plans", "/rounds/plans/new", "/rounds/plans/season"])
def test_plans_are_for_administrators_and_leaders_of_the_centre(
    logged_in: LogIn, page: str
) -> None:
    for name in ("zhang", "wang", "chen", "zhou"):
        assert logged_in(name).get(page).status_code == 403
    for name in ("root", "li"):
        assert logged_in(name).get(page).status_code == 200


def test_an_administrator_sees_plans_and_no_round(logged_in: LogIn, code: str) -> None:
    root = logged_in("root")
    assert root.get("/rounds/").status_code == 403
    assert root.get(f"/rounds/{code}").status_code == 403


@pytest.mark.parametrize(
    "path", ["/rounds/none", "/rounds/none/report", "/rounds/%00", "/rounds/plans/none"]
)
def test_what_there_is_not_is_said_to_be_not_there(logged_in: LogIn, path: str) -> None:
    assert logged_in("li").get(path).status_code == 404


@pytest.mark.parametrize("page", ["", "0", "-1", "99999999999999999999", "x", "10001"])
def test_any_page_number_is_answered(logged_in: LogIn, page: str) -> None:
    assert logged_in("li").get(f"/rounds/?page={page}").status_code == 200


def test_pages_of_rounds_are_light(logged_in: LogIn, code: str) -> None:
    for visitor, path in (
        (logged_in("li"), "/rounds/"),
        (logged_in("li"), f"/rounds/{code}"),
        (logged_in("li"), "/rounds/plans/village-weekly"),
        (logged_in("wang"), f"/rounds/{code}/report"),
    ):
        assert len(visitor.get(path).data) < 60_000
        assert SHOWN.search(visitor.get(path).text)
