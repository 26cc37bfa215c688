"""Administrators' pages: people, units, categories; what is refused, and who did what."""

import re
from collections.abc import Callable

import pytest

from application.accounts import Account
from application.categories import category_history
from application.staff import history
from application.units import unit_history
from domain.accounts import events as a
from domain.case.words import Role
from domain.categories import events as c
from domain.units import events as u
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
PAGES = (
    "/admin/",
    "/admin/users",
    "/admin/users/new",
    "/admin/users/zhang",
    "/admin/users/root",
    "/admin/units",
    "/admin/units/new",
    "/admin/units/pcs",
    "/admin/units/centre",
    "/admin/categories",
    "/admin/categories/new?group=A",
    "/admin/categories/A",
    "/admin/categories/A01",
)


@pytest.fixture
def root(logged_in: LogIn) -> Visitor:
    """The administrator."""
    return logged_in("root")


def password_on(page: str) -> str:
    """The password a page shows once."""
    found = re.search(r'<code class="lc-once">([^<]+)</code>', page)
    assert found is not None, page
    return found[1]


@pytest.mark.parametrize("path", PAGES)
def test_every_page_opens(root: Visitor, path: str) -> None:
    answer = root.get(path)
    assert answer.status_code == 200
    assert "—" not in answer.text


def test_an_administrator_begins_with_what_there_is_to_keep_in_order(root: Visitor) -> None:
    assert root.get("/").location == "/admin/"
    assert "7 人可登录" in root.get("/admin/").text


def test_no_page_of_administration_shows_anything_of_a_case(root: Visitor, desk: Desk) -> None:
    number = desk.receive("独一无二的标题")
    desk.dispatch(number)
    for path in PAGES:
        page = root.get(path).text
        assert number not in page
        assert "独一无二" not in page


@pytest.mark.parametrize("path", ["/admin/users/no", "/admin/units/no", "/admin/categories/Z9"])
def test_what_is_not_there_is_not_there(root: Visitor, path: str) -> None:
    assert root.get(path).status_code == 404


# --- people ---
NEW = {"username": "sun", "name": "孙丽", "role": "responder", "unit": "pcs"}


def test_somebody_added_logs_in_with_the_password_shown_once_and_chooses_their_own(
    root: Visitor, app: object, visitor: Visitor, service: Service
) -> None:
    password = password_on(root.post("/admin/users/new", NEW).text)
    assert password not in root.get("/admin/users/sun").text

    assert visitor.log_in("sun", password).status_code == 303
    assert visitor.get("/ledgers/").location == "/account/password"
    chosen = {"old": password, "new": "grün wie gras 9", "again": "grün wie gras 9"}
    assert visitor.post("/account/password", chosen).location == "/account"
    assert visitor.get("/ledgers/").status_code == 200

    done = history(service.desk, "sun")
    assert [type(one) for one in done] == [a.AccountAdded, a.AccountPasswordChanged]
    assert [one.by for one in done] == ["root", "sun"]


def test_the_log_holds_neither_names_nor_passwords_of_the_staff(
    root: Visitor, service: Service
) -> None:
    password = password_on(root.post("/admin/users/new", NEW).text)
    password += password_on(root.post("/admin/users/sun/reset").text)
    stored = b"".join(row.state for row in service.desk.log.after(0, 10_000))
    assert b"sun" in stored
    assert "孙丽".encode() not in stored
    assert not [part for part in password.split("-") if f"{part}-".encode() in stored]


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"username": ""}, "用户名"),
        ({"username": "two words"}, "用户名以字母或数字开头"),
        ({"username": "cli"}, "用户名以字母或数字开头"),
        ({"username": "zhang"}, "已被使用"),
        ({"username": "<script>alert(1)</script>"}, "用户名以字母或数字开头"),
        ({"username": "x" * 41}, "最多 40"),
        ({"name": "\u202e\u0000"}, "姓名"),
        ({"name": "名" * 81}, "最多 80"),
        ({"role": "king"}, "角色"),
        ({"unit": "nowhere"}, "单位"),
        ({"unit": "centre"}, "单位"),
        ({"unit": ""}, "单位"),
    ],
)
def test_somebody_who_cannot_be_added_is_refused_with_what_was_typed(
    root: Visitor, service: Service, change: dict[str, str], said: str
) -> None:
    before = service.accounts.everyone()
    answer = root.post("/admin/users/new", {**NEW, **change})
    assert answer.status_code == 422
    problems = answer.text.partition('id="problems"')[2].partition("</div>")[0]
    assert said in problems, problems
    assert "<script>alert" not in answer.text
    assert "孙丽" in answer.text or "name" in change
    assert service.accounts.everyone() == before


def test_a_form_sent_twice_makes_one_account(root: Visitor, service: Service) -> None:
    root.post("/admin/users/new", NEW)
    assert root.post("/admin/users/new", NEW).status_code == 422
    assert len(history(service.desk, "sun")) == 1


def test_the_list_is_narrowed_by_what_is_asked(root: Visitor, service: Service) -> None:
    service.accounts.disable("zhou")

    def shown(query: str) -> set[str]:
        page = root.get(f"/admin/users?{query}").text
        return set(re.findall(r'href="/admin/users/([a-z]+)">', page)) - {"new"}

    assert shown("") == {"zhang", "li", "wang", "zhao", "chen", "zhou", "root"}
    assert shown("q=zha") == {"zhang", "zhao"}
    assert shown("q=%E5%BC%A0") == {"zhang"}
    assert shown("q=%25") == shown("q=_") == set()
    assert shown("role=responder&unit=sfs") == {"zhao"}
    assert shown("state=disabled") == {"zhou"}
    assert shown("role=king&page=99") == shown("")
    assert shown("unit=%00") == set()


def test_another_role_ends_sessions_and_shows_who_gave_it(
    root: Visitor, logged_in: LogIn, service: Service
) -> None:
    wang = logged_in("wang")
    form = {"name": "王建军", "role": "leader", "unit": "pcs"}
    assert root.post("/admin/users/wang", form).status_code == 303
    assert wang.get("/ledgers/").status_code == 303
    assert service.accounts.get("wang").role == Role.LEADER
    page = root.get("/admin/users/wang").text
    assert "管理员" in page.partition("history-title")[2]
    assert len(history(service.desk, "wang")) == 1


def test_a_disabled_account_is_out_and_comes_back(
    root: Visitor, logged_in: LogIn, service: Service
) -> None:
    wang = logged_in("wang")
    root.post("/admin/users/wang/disable")
    root.post("/admin/users/wang/disable")
    assert wang.get("/ledgers/").status_code == 303
    assert wang.log_in("wang").status_code == 422
    root.post("/admin/users/wang/enable")
    assert wang.log_in("wang").status_code == 303
    assert [type(one) for one in history(service.desk, "wang")] == [
        a.AccountDisabled,
        a.AccountEnabled,
    ]


def test_sessions_of_a_lost_phone_are_ended(root: Visitor, logged_in: LogIn) -> None:
    wang = logged_in("wang")
    root.post("/admin/users/wang/log-out")
    assert wang.get("/ledgers/").status_code == 303
    assert wang.log_in("wang").status_code == 303


@pytest.mark.parametrize("act", ["disable", "role"])
def test_nobody_takes_their_own_administration_away(
    root: Visitor, service: Service, act: str
) -> None:
    if act == "disable":
        answer = root.post("/admin/users/root/disable")
    else:
        form = {"name": "管理员", "role": "auditor", "unit": "centre"}
        answer = root.post("/admin/users/root", form)
    assert answer.status_code == 422
    assert "不能停用自己的账号" in answer.text
    assert service.accounts.get("root").role == Role.ADMIN
    assert not service.accounts.get("root").disabled


def test_of_two_administrators_one_may_disable_the_other(root: Visitor, service: Service) -> None:
    service.accounts.add(Account("wu", "吴管", Role.ADMIN, "centre"), PASSWORD)
    assert root.post("/admin/users/wu/disable").status_code == 303
    assert service.accounts.get("wu").disabled


def test_who_looks_at_an_old_page_is_told_what_changed_and_loses_nothing(
    root: Visitor, service: Service
) -> None:
    seen = re.search(r'name="seen" value="(\d+)"', root.get("/admin/users/wang").text)
    assert seen is not None
    root.post("/admin/users/wang", {"name": "王军", "role": "responder", "unit": "pcs"})
    late = {"name": "王建国", "role": "responder", "unit": "pcs", "seen": seen[1]}
    answer = root.post("/admin/users/wang", late)
    assert answer.status_code == 422
    assert "王建国" in answer.text
    assert service.accounts.get("wang").name == "王军"
    again = re.search(r'name="seen" value="(\d+)"', answer.text)
    assert again is not None
    assert root.post("/admin/users/wang", {**late, "seen": again[1]}).status_code == 303


# --- units ---
UNIT = {"code": "hospital", "name": "卫生院", "level": "town", "parent": "centre"}


def test_a_unit_is_put_on_record_and_can_be_dispatched(root: Visitor, desk: Desk) -> None:
    form = {**UNIT, "name_en": "Health centre", "places": "河西村\r\n老街\n", "unit_class": "医疗"}
    assert root.post("/admin/units/new", form).location == "/admin/units/hospital"
    page = root.get("/admin/units/hospital").text
    assert "河西村" in page
    assert "链接" in page  # nobody can log in for it
    desk.dispatch(desk.receive("晕倒"), "hospital")


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "Big Letters"}, "小写字母"),
        ({"code": "pcs", "name": "别的"}, "已"),
        ({"code": ""}, "代码"),
        ({"name": ""}, "名称"),
        ({"name": "名" * 201}, "最多 200"),
        ({"level": "moon"}, "层级"),
        ({"parent": "nowhere"}, "单位"),
        ({"places": "\n".join(map(str, range(51)))}, "最多 50"),
    ],
)
def test_a_unit_that_cannot_be_is_refused(root: Visitor, change: dict[str, str], said: str) -> None:
    answer = root.post("/admin/units/new", {**UNIT, **change})
    assert answer.status_code == 422
    assert said in answer.text.partition('id="problems"')[2].partition("</div>")[0]


def test_a_unit_is_changed_in_one_go_and_its_history_says_by_whom(
    root: Visitor, service: Service
) -> None:
    form = {
        "name": "青石派出所",
        "name_en": "Police",
        "level": "town",
        "parent": "sfs",
        "unit_class": "执法",
        "places": "老街",
    }
    assert root.post("/admin/units/pcs", form).status_code == 303
    assert root.post("/admin/units/pcs", form).status_code == 303
    events = unit_history(service.desk, "pcs")[1:]
    assert [type(one) for one in events] == [
        u.UnitRenamed,
        u.UnitMoved,
        u.UnitClassed,
        u.UnitPlacesChanged,
    ]
    assert {one.by for one in events} == {"root"}
    assert "管理员" in root.get("/admin/units/pcs").text.partition("history-title")[2]


def test_a_unit_is_never_put_below_itself(root: Visitor) -> None:
    form = {"name": "司法所", "level": "town", "parent": "pcs"}
    assert root.post("/admin/units/sfs", form).status_code == 303
    circle = {"name": "派出所", "level": "town", "parent": "sfs"}
    answer = root.post("/admin/units/pcs", circle)
    assert answer.status_code == 422
    assert "f-parent" in answer.text.partition('id="problems"')[2].partition("</div>")[0]


def test_dissolving_says_why_and_can_be_taken_back(root: Visitor, service: Service) -> None:
    assert root.post("/admin/units/sfs/dissolve", {"reason": " "}).status_code == 422
    assert root.post("/admin/units/sfs/dissolve", {"reason": "撤并"}).status_code == 303
    assert "撤并" in root.get("/admin/units/sfs").text
    assert root.post("/admin/units/sfs/restore").status_code == 303
    last = [type(one) for one in unit_history(service.desk, "sfs")[-2:]]
    assert last == [u.UnitDissolved, u.UnitRestored]


def test_the_centre_is_renamed_and_never_dissolved(root: Visitor, service: Service) -> None:
    form = {"name": "新联动中心", "level": "town"}
    assert root.post("/admin/units/centre", form).status_code == 303
    assert root.post("/admin/units/centre/dissolve", {"reason": "x"}).status_code == 422
    assert not isinstance(unit_history(service.desk, "centre")[-1], u.UnitDissolved)


# --- categories ---
CATEGORY = {
    "parent": "A",
    "code": "A77",
    "name": "充电桩起火",
    "name_en": "Charger on fire",
    "tracks": ["emergency"],
}


def offered(visitor: Visitor) -> set[str]:
    """The categories the registration form offers."""
    return set(re.findall(r'<option value="([A-Z]\d\d)"', visitor.get("/register").text))


def test_a_new_category_is_offered_at_registration_at_once(root: Visitor, logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    assert "A77" not in offered(zhang)
    assert root.post("/admin/categories/new", CATEGORY).status_code == 303
    assert "A77" in offered(zhang)
    assert "cdzqh" in root.get("/admin/categories/A77").text


def test_the_next_code_of_a_group_is_suggested(root: Visitor) -> None:
    page = root.get("/admin/categories/new?group=A").text
    assert 'value="A07"' in page


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"code": "A01"}, "已被使用"),
        ({"code": "a 1"}, "大写字母"),
        ({"code": ""}, "代码"),
        ({"name": "稳控对象"}, "稳控"),
        ({"name": "重点人员 劝 返"}, "劝返"),
        ({"name": ""}, "名称"),
        ({"name_en": ""}, "英文"),
        ({"tracks": []}, "类型"),
        ({"tracks": ["moon"]}, "类型"),
        ({"parent": "A01"}, "组"),
    ],
)
def test_a_category_that_may_not_be_is_refused_with_the_reason(
    root: Visitor, service: Service, change: dict[str, object], said: str
) -> None:
    answer = root.post("/admin/categories/new", {**CATEGORY, **change})
    assert answer.status_code == 422
    assert said in answer.text.partition('id="problems"')[2].partition("</div>")[0]
    assert len(category_history(service.desk)) == 1


def test_a_renamed_category_is_called_so_everywhere(root: Visitor, logged_in: LogIn) -> None:
    form = {"name": "民房起火", "name_en": "Home on fire", "tracks": ["emergency"]}
    assert root.post("/admin/categories/A01", form).status_code == 303
    assert "民房起火" in logged_in("zhang").get("/register").text
    task = {**form, "name": "截访"}
    assert root.post("/admin/categories/A01", task).status_code == 422


def test_what_is_retired_is_offered_no_more_and_old_cases_keep_it(
    root: Visitor, logged_in: LogIn, desk: Desk
) -> None:
    zhang = logged_in("zhang")
    number = desk.receive("楼道冒烟", category="A01")
    root.post("/admin/categories/A01/retire")
    assert "A01" not in offered(zhang)
    assert "房屋火灾" in zhang.get(f"/cases/{number}").text
    root.post("/admin/categories/A01/restore")
    assert "A01" in offered(zhang)


def test_with_its_group_a_category_is_retired(root: Visitor, logged_in: LogIn) -> None:
    root.post("/admin/categories/A/retire")
    assert not [code for code in offered(logged_in("zhang")) if code.startswith("A")]


def test_a_categorys_history_says_who_and_when(
    logged_in: LogIn, service: Service, clock: MovableClock
) -> None:
    clock.forward(days=1)
    root = logged_in("root")
    root.post("/admin/categories/new", CATEGORY)
    root.post("/admin/categories/A77/retire")
    assert [type(one) for one in category_history(service.desk)[1:]] == [
        c.CategoryAdded,
        c.CategoryRetired,
    ]
    told = root.get("/admin/categories/A77").text.partition("history-title")[2]
    assert told.count("2026-11-24") == 2
    assert "管理员" in told
