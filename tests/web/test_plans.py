"""Pages of response plans: looked up by many, kept by administrators; what was in force stays."""

import html
import re
from collections.abc import Callable
from io import BytesIO

import pytest
from werkzeug.datastructures import MultiDict

from application.plans.commands import assign_post
from application.plans.texts import shipped_plans, write_plan
from projections.bootstrap import Service
from tests.web.conftest import Visitor

FLOOD = next(plan for plan in shipped_plans() if plan.code == "flood")
SECOND = write_plan(FLOOD).replace("version = 1", "version = 2", 1)
FIELD = re.compile(
    r"<input([^>]*)>|<textarea([^>]*)>(.*?)</textarea>|<select([^>]*)>(.*?)</select>", re.DOTALL
)
LogIn = Callable[[str], Visitor]


def filled_in(page: str) -> MultiDict[str, str]:
    """What the draft's form would send as it is."""
    form = page[page.index('<form class="lc-plan-form"') :]
    found: MultiDict[str, str] = MultiDict()
    for field in FIELD.finditer(form[: form.index("</form>")]):
        marks = dict(re.findall(r'(\w+)="([^"]*)"', field[1] or field[2] or field[4]))
        if field[3] is not None:
            found.add(marks["name"], html.unescape(field[3]).lstrip("\n"))
        elif field[5] is not None:
            chosen = re.search(r'<option value="([^"]*)" selected', field[5])
            found.add(marks["name"], html.unescape(chosen[1]) if chosen else "")
        elif marks.get("type") != "checkbox" or " checked" in field[1]:
            found.add(marks["name"], html.unescape(marks.get("value", "")))
    return found


def send(visitor: Visitor, path: str, form: MultiDict[str, str]) -> tuple[int, str]:
    """The status and where to, or the page."""
    answer = visitor.client.post(path, data=form, buffered=True)
    return answer.status_code, answer.headers.get("Location", "") or answer.text


@pytest.fixture
def root(logged_in: LogIn) -> Visitor:
    """The administrator."""
    return logged_in("root")


# --- looking up ---


@pytest.mark.parametrize("username", ["zhang", "li", "chen", "zhou", "root"])
def test_plans_are_looked_up_by_whoever_works_by_them(logged_in: LogIn, username: str) -> None:
    visitor = logged_in(username)
    assert "防汛抢险预案" in visitor.get("/plans/").text
    page = visitor.get("/plans/flood/1")
    assert page.status_code == 200
    assert "初报" in page.text
    assert (b"plans/flood/1/retire" in page.data) is (username == "root")
    assert visitor.get("/plans/flood/1/text").text == write_plan(FLOOD)


@pytest.mark.parametrize("path", ["new", "write", "posts", "flood/1/draft"])
def test_only_administrators_keep_them(logged_in: LogIn, path: str) -> None:
    assert logged_in("li").get(f"/plans/{path}").status_code == 403
    assert logged_in("li").post(f"/plans/{path}").status_code == 403


@pytest.mark.parametrize(
    "path", ["flood/9", "nothing/1", "flood/9/draft", "flood/9/text", "nothing/compare"]
)
def test_there_is_no_page_of_what_is_not_there(root: Visitor, path: str) -> None:
    assert root.get(f"/plans/{path}").status_code == 404


@pytest.mark.parametrize("query", ["one=x&other=y", "one=9&other=1", "one=-1", "other=99999999"])
def test_a_comparison_of_nonsense_is_no_failure(root: Visitor, query: str) -> None:
    assert root.get(f"/plans/flood/compare?{query}").status_code in (200, 404)


def test_a_plan_says_who_holds_its_posts_here(root: Visitor, service: Service) -> None:
    assert "本地无单位担任" in root.get("/plans/flood/1").text
    assign_post(service.desk, "fire", ["pcs"], "root")
    assert "本地：派出所" in root.get("/plans/flood/1").text


# --- drafting by the form ---


@pytest.mark.parametrize("code", [plan.code for plan in shipped_plans()])
def test_a_form_sent_as_it_is_says_the_same_plan(
    root: Visitor, service: Service, code: str
) -> None:
    form = filled_in(root.get(f"/plans/{code}/1/draft").text)
    assert send(root, f"/plans/{code}/1/draft", form) == (303, f"/plans/{code}/2")
    first, second = (service.desk.plans.get(f"{code}@{n}") for n in (1, 2))
    assert first is not None
    assert second is not None
    assert write_plan(second) == write_plan(first).replace("version = 1", "version = 2", 1)
    assert "两版内容相同" in root.get(f"/plans/{code}/compare?one=1&other=2").text


def test_a_new_version_is_drafted_compared_put_into_force_and_retired(
    root: Visitor, service: Service
) -> None:
    form = filled_in(root.get("/plans/flood/1/draft").text)
    form["title"], form["when-people_from"], form["teams-0-least"] = "防汛预案", "10", "60"
    form["teams-4-who"], form["teams-4-role"] = "unit:pcs", "support"
    assert send(root, "/plans/flood/1/draft", form)[0] == 303
    compared = root.get("/plans/flood/compare?one=1&other=2").text
    for before, after in (("防汛抢险预案", "防汛预案"), ("4", "10"), ("50", "60")):
        assert f"<del>{before}</del>" in compared
        assert f"<ins>{after}</ins>" in compared
    assert service.desk.plans.get("flood@1") in service.desk.plans.active()
    root.post("/plans/flood/2/issue")
    assert [one.ref for one in service.desk.plans.now().active() if one.code == "flood"] == [
        "flood@2"
    ]
    assert root.post("/plans/flood/2/retire", {"reason": " "}).status_code == 422
    root.post("/plans/flood/2/retire", {"reason": "不再适用"})
    page = root.get("/plans/flood/2").text
    assert "不再适用" in page
    assert "管理员" in page


def test_a_draft_is_changed_and_what_was_in_force_is_not(root: Visitor, service: Service) -> None:
    for title in ("一稿", "二稿"):
        form = filled_in(root.get("/plans/flood/1/draft").text)
        path = "/plans/flood/1/draft" if title == "一稿" else "/plans/flood/2/draft"
        form["title"] = title
        assert send(root, path, form) == (303, "/plans/flood/2")
    found = service.desk.plans.get("flood@2")
    assert found is not None
    assert found.title == "二稿"
    assert service.desk.plans.get("flood@1") == FLOOD


@pytest.mark.parametrize(
    ("changes", "field", "said"),
    [
        ({"title": " "}, "f-title", "名称（中文）"),
        ({"checklist": ""}, "f-checklist", "任务"),
        ({"checklist": "通知\n劝返来访群众", "checklist_en": "a\nb"}, "f-checklist", "劝返"),
        ({"checklist": "一项\n两项", "checklist_en": "one"}, "f-checklist_en", "行数"),
        ({"when-people_from": "many"}, "f-when-people_from", ""),
        ({"when-people_from": "9", "when-people_to": "3"}, "f-when-people_to", "people_from"),
        ({"when-categories": "Z99"}, "f-when-categories", "Z99"),
        ({"when-hours-from": "25:99", "when-hours-to": "08:00"}, "f-when-hours-from", ""),
        ({"when-hours-from": "20:00", "when-hours-to": ""}, "f-when-hours-to", ""),
        ({"teams-0-role": "support"}, "f-teams-0-who", "主办"),
        ({"teams-0-least": "-5"}, "f-teams-0-least", ""),
        ({"teams-0-who": "unit:moon"}, "f-teams-0-who", ""),
        ({"reports-first-span": "0"}, "f-reports-first-span", ""),
        ({"reports-final-unit": ""}, "f-reports-final", "span"),
        ({"sort": "big"}, "f-sort", ""),
        ({"priority": "9" * 30}, "f-priority", ""),
        ({"representatives_from": "3"}, "f-representatives_from", "joint_visit"),
        ({"title": "长" * 500}, "f-title", ""),
    ],
)
def test_a_mistake_is_told_at_its_field_and_what_was_typed_stays(
    root: Visitor, service: Service, changes: dict[str, str], field: str, said: str
) -> None:
    head = service.desk.log.head()
    form = filled_in(root.get("/plans/flood/1/draft").text)
    form["article"] = "联动处置规定第九条"
    for name, value in changes.items():
        form[name] = value
    status, page = send(root, "/plans/flood/1/draft", form)
    problems = page[page.index('id="problems"') :].split("</ul>")[0]
    assert status == 422
    assert f'href="#{field}' in problems
    assert said in problems
    assert "联动处置规定第九条" in page
    assert service.desk.log.head() == head


def test_an_empty_form_is_refused_field_by_field(root: Visitor) -> None:
    answer = root.post("/plans/new", {"code": ""})
    assert answer.status_code == 422
    assert answer.text.count("<li><a href=") > 4


def test_a_code_that_is_taken_or_none_is_refused(root: Visitor) -> None:
    form = filled_in(root.get("/plans/flood/1/draft").text)
    for code in ("flood", "Big Letters", "../x"):
        form["code"] = code
        status, page = send(root, "/plans/new", form)
        assert status == 422
        assert 'href="#f-code"' in page
    form["code"] = "hail"
    assert send(root, "/plans/new", form) == (303, "/plans/hail/1")


def test_a_form_sent_twice_counts_once(root: Visitor, service: Service) -> None:
    form = filled_in(root.get("/plans/flood/1/draft").text)
    form["title"] = "防汛预案"
    send(root, "/plans/flood/1/draft", form)
    head = service.desk.log.head()
    path = "/plans/flood/2/draft"
    send(root, path, form)
    root.post("/plans/flood/2/issue")
    root.post("/plans/flood/2/issue")
    assert service.desk.log.head() == head + 1


# --- drafting as a text ---


def test_a_text_is_checked_first_and_then_recorded(root: Visitor, service: Service) -> None:
    begun = html.unescape(root.get("/plans/write?code=flood&version=1").text)
    assert "version = 2" in begun
    head = service.desk.log.head()
    checked = root.post("/plans/write", {"text": SECOND, "do": "check"})
    assert "没有问题" in checked.text
    assert service.desk.log.head() == head
    assert root.post("/plans/write", {"text": SECOND, "do": "draft"}).status_code == 303
    assert service.desk.plans.now().versions["flood@2"].state == "draft"


def test_a_file_goes_before_the_field(root: Visitor) -> None:
    file = (BytesIO(SECOND.encode()), "flood.toml")
    answer = root.post("/plans/write", {"text": "nothing", "file": file, "do": "draft"})
    assert answer.status_code == 303


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", ""),
        ("[[plans]", "TOML"),
        (SECOND.replace("county_deputy", "king"), "plans[0] (flood).commander"),
        (SECOND.replace("通知受影响住户", "稳控重点人员"), "plans[0] (flood).checklist[0].text"),
        (write_plan(FLOOD).replace("防汛抢险预案", "别的"), "起草该预案的新版本"),
        (SECOND.replace("version = 2", "version = 5"), "下一版应为第2版"),
        (SECOND + SECOND, "一次只写一份"),
        ("a = '<script>'", ""),
    ],
)
def test_a_text_that_can_not_be_used_stays_to_be_mended(
    root: Visitor, service: Service, text: str, said: str
) -> None:
    head = service.desk.log.head()
    answer = root.post("/plans/write", {"text": text, "do": "draft"})
    assert answer.status_code == 422
    assert said in html.unescape(answer.text)
    assert text[:60].strip().partition("\n")[0] in html.unescape(answer.text)
    assert "<script>'" not in answer.text
    assert service.desk.log.head() == head


def test_a_file_that_is_no_text_is_refused(root: Visitor) -> None:
    file = (BytesIO(b"\xff\xfe\x00"), "flood.toml")
    answer = root.post("/plans/write", {"text": "", "file": file, "do": "check"})
    assert answer.status_code == 422


# --- posts ---


def test_posts_are_said_by_the_codes_of_units(root: Visitor, service: Service) -> None:
    root.post("/plans/posts", {"police": "pcs", "justice": "sfs\npcs"})
    assert service.desk.plans.posts() == {"police": ("pcs",), "justice": ("sfs", "pcs")}
    root.post("/plans/posts", {"police": "pcs"})
    assert service.desk.plans.posts()["justice"] == ()


def test_a_post_of_a_unit_nobody_knows_is_refused_whole(root: Visitor, service: Service) -> None:
    answer = root.post("/plans/posts", {"police": "pcs", "fire": "moon"})
    assert answer.status_code == 422
    assert "moon" in answer.text
    assert service.desk.plans.posts() == {}
