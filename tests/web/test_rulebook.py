"""Pages of rule sets: read in words, issued by one, put in force by another, asked what if."""

import re
from collections.abc import Callable
from io import BytesIO
from typing import get_args

import pytest
from flask import Flask
from flask_babel import force_locale

from application.rulebook import load_shipped, parse, shipped
from application.rulesets import activate_rules, issue_rules
from application.whatif import AT_ONCE
from domain.case.events import Notice
from domain.case.handling import AskExtension, Extend
from domain.case.intake import Accept
from domain.rules import model
from domain.rules.checks import NO_PETITION, UNLAWFUL_PAUSE
from domain.rules.model import Part, RuleError, RuleSet
from projections.bootstrap import Service
from tests.domain.rules.test_checks import NATIONAL, clock, extension, pause
from tests.web.conftest import MONDAY_TEN, Desk, MovableClock, Visitor
from web.rulebook import mistakes, tables
from web.rulebook.texts import FIELDS, FROM_TO, SECTIONS, UNITS

LogIn = Callable[[str], Visitor]
NEXT = load_shipped()["national"].version + 1


def next_version(**spans: int) -> str:
    """The next version of the national set, with other spans for some of its clocks."""
    text = re.sub(r"(?m)^version = \d+", f"version = {NEXT}", NATIONAL, count=1)
    for rule, span in spans.items():
        name = rule.replace("_", ".", 1)
        text = re.sub(
            rf'(id = "{re.escape(name)}"\n(?:.*\n)*?span = )\d+', rf"\g<1>{span}", text, count=1
        )
    return text


def issue(visitor: Visitor, text: str, do: str = "issue") -> tuple[int, str]:
    """Send the form; status and page."""
    answer = visitor.post("/rules/new", {"text": text, "do": do})
    return answer.status_code, answer.text


@pytest.fixture
def issued(service: Service) -> str:
    """The next version is on record by the administrator; claims have 45 days in it."""
    issue_rules(service.desk, next_version(petition_opinion=45), "root")
    return f"/rules/national/{NEXT}"


def test_the_list_marks_what_is_in_force_and_what_new_cases_get(logged_in: LogIn) -> None:
    page = logged_in("wang").get("/rules/").text
    assert page.index("全国通用规则集") < page.index("地方示例（信访从快）")
    assert "新事项适用" in page
    assert page.count("✓ 现行") == len(load_shipped())


def test_a_version_is_read_in_words(logged_in: LogIn) -> None:
    page = logged_in("wang").get(f"/rules/national/{NEXT - 1}").text
    for told in (
        "受理 → 处理意见书",
        "60日；末日为休息日的，顺延至其后第一个非休息日",
        "20 分钟，夜间30 分钟",
        "《信访工作条例》第三十四条",
        "petition.opinion",
        "县城或本乡镇驻地",
        "逐级上报",
    ):
        assert told in page, told


def test_it_is_read_in_english_too(logged_in: LogIn) -> None:
    li = logged_in("li")
    li.get("/language/en")
    page = li.get(f"/rules/national/{NEXT - 1}").text
    assert "accepted → written opinion" in page
    assert "60 days; ends on a rest day: the next day that is none" in page


def test_its_text_comes_as_it_was_issued(logged_in: LogIn) -> None:
    answer = logged_in("wang").get(f"/rules/national/{NEXT - 1}.toml")
    assert answer.text == shipped("national.toml")
    assert answer.mimetype == "application/toml"


@pytest.mark.parametrize(
    "path", ["/rules/nowhere/1", "/rules/national/99", f"/rules/national/{NEXT - 1}/compare?with=x"]
)
def test_a_version_there_is_not_is_not_found(logged_in: LogIn, path: str) -> None:
    assert logged_in("li").get(path).status_code == 404


def test_one_issues_and_another_puts_in_force(logged_in: LogIn, desk: Desk) -> None:
    root, li = logged_in("root"), logged_in("li")
    status, _page = issue(root, next_version())
    assert status == 303
    number = desk.receive("路灯不亮", track="hotline")
    path = f"/rules/national/{NEXT}"
    assert "须由另一人启用" in root.get(path).text
    refused = root.post(f"{path}/activate")
    assert refused.status_code == 422
    assert "由您发布，须由另一人启用" in refused.text
    assert li.post(f"{path}/activate").status_code == 303
    assert "✓ 现行" in li.get(path).text
    of = {
        one: desk.service.desk.load(desk.service.desk.find(one)).case.rules
        for one in (number, desk.receive("路灯又不亮", track="hotline"))
    }
    assert list(of.values()) == [f"national@{NEXT - 1}", f"national@{NEXT}"]


def test_only_administrators_issue_and_units_put_nothing_in_force(
    logged_in: LogIn, issued: str
) -> None:
    assert logged_in("li").get("/rules/new").status_code == 403
    assert logged_in("wang").post(f"{issued}/activate").status_code == 403
    assert logged_in("chen").post(f"{issued}/activate").status_code == 403


def test_a_text_can_be_checked_without_being_issued(logged_in: LogIn, service: Service) -> None:
    head = service.desk.log.head()
    status, page = issue(logged_in("root"), next_version(petition_opinion=45), "check")
    assert status == 200
    assert "检查无误" in page
    assert "与现行版本有1条规则不同" in page
    assert service.desk.log.head() == head


def test_a_file_can_be_brought_instead_of_text(logged_in: LogIn) -> None:
    root = logged_in("root")
    file = (BytesIO(next_version().encode()), "national.toml")
    answer = root.client.post(
        "/rules/new",
        data={"csrf_token": root.token(), "file": file, "do": "check"},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    assert f"national@{NEXT}" in answer.text


def test_a_mistake_is_told_with_its_place_and_the_text_stays(
    logged_in: LogIn, service: Service
) -> None:
    head = service.desk.log.head()
    text = next_version() + clock(unit='"weeks"')
    status, page = issue(logged_in("root"), text)
    assert status == 422
    assert "(extra).unit：此处不认识 weeks，请写其中之一：minutes, hours" in page
    assert 'href="#f-text"' in page
    assert "unit = &#34;weeks&#34;" in page
    assert service.desk.log.head() == head


@pytest.mark.parametrize(
    ("data", "told"),
    [
        ({"text": "  "}, "请选择文件，或在输入框中写入其内容"),
        ({"text": "id ="}, "不是有效的 TOML"),
        ({"text": "x" * 500_000}, "文件过长"),
        ({"file": b"\xff\xfe\x00"}, "不是 UTF-8 文本"),
    ],
)
def test_what_is_no_file_of_rules_is_refused_in_words(
    logged_in: LogIn, data: dict[str, object], told: str
) -> None:
    root = logged_in("root")
    sent = {
        name: (BytesIO(value), "x.toml") if isinstance(value, bytes) else value
        for name, value in data.items()
    }
    answer = root.client.post(
        "/rules/new",
        data={"csrf_token": root.token(), **sent},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 422
    assert told in answer.text


def test_a_number_below_the_last_one_is_refused(logged_in: LogIn, issued: str) -> None:
    text = re.sub(r"(?m)^version = \d+", f"version = {NEXT + 5}", NATIONAL, count=1)
    root = logged_in("root")
    assert issue(root, text)[0] == 303
    status, page = issue(root, text.replace(f"version = {NEXT + 5}", f"version = {NEXT + 2}"))
    assert status == 422
    assert f"版本号须大于已有的最后一版 {NEXT + 5}" in page


def test_two_versions_are_compared_rule_by_rule(logged_in: LogIn, issued: str) -> None:
    page = logged_in("li").get(f"{issued}/compare").text
    assert "1条规则不同" in page
    assert "处理意见" in page
    assert re.search(r"<del>60</del> → <ins>45</ins>", page)
    local = logged_in("li").get(f"{issued}/compare?with=petition-5-30-60@{NEXT - 1}").text
    assert "新增" in local or "更改" in local


def test_every_two_versions_on_record_can_be_compared(logged_in: LogIn, service: Service) -> None:
    li = logged_in("li")
    refs = [f"{name}@{one.version}" for name, one in load_shipped().items()]
    for ref in refs:
        name, _, number = ref.partition("@")
        for other in refs:
            assert li.get(f"/rules/{name}/{number}/compare?with={other}").status_code == 200


# --- what if ---


@pytest.fixture
def claims(desk: Desk, clock: MovableClock) -> list[str]:
    """Two accepted claims, one with ten days more, and a hotline matter."""
    served = Notice(how="当面送达", served_at=MONDAY_TEN)
    numbers = [desk.receive("征地补偿", track="petition", kind="claim") for _ in range(2)]
    for number in numbers:
        desk.do(number, Accept(notice=served))
    desk.do(numbers[1], AskExtension(kind="opinion", days=10, reason="案情复杂"))
    desk.do(numbers[1], Extend(kind="opinion", days=10, reason="复杂", told=True), by="li")
    desk.receive("路灯不亮", track="hotline")
    clock.forward(days=50)
    return numbers


def test_leaders_see_each_limit_that_would_be_otherwise(
    logged_in: LogIn, issued: str, claims: list[str], service: Service
) -> None:
    head = service.desk.log.head()
    page = logged_in("li").get(f"{issued}/what-if").text
    assert "第 1 至 3 件，共 3 件" in page
    assert "2项时限将不同" in page
    assert all(number in page for number in claims)
    assert "新增超期" in page
    assert "2027-01-07 23:59" in page  # 23 November and 45 days
    assert service.desk.log.head() == head


def test_what_an_extension_gave_is_carried_over(
    logged_in: LogIn, issued: str, claims: list[str]
) -> None:
    page = logged_in("chen").get(f"{issued}/what-if").text
    rows = re.findall(r"<tr><td[^>]*>.*?</tr>", page)
    row = next(row for row in rows if claims[1] in row)
    assert "2027-01-17 23:59" not in row or "2027-01-18" in row  # a Sunday rolls to Monday
    assert "2027-01-18 23:59" in row


def test_administrators_see_counts_and_no_case(
    logged_in: LogIn, issued: str, claims: list[str]
) -> None:
    page = logged_in("root").get(f"{issued}/what-if").text
    assert "第 1 至 3 件，共 3 件" in page
    assert "管理员只看数量" in page
    assert not any(number in page for number in claims)
    assert "征地补偿" not in page


def test_whom_a_case_accuses_finds_nothing_of_it(logged_in: LogIn, issued: str, desk: Desk) -> None:
    desk.receive("反映问题", by="chen", track="petition", kind="accusation", accused=("centre",))
    assert "第 1 至 1 件" in logged_in("chen").get(f"{issued}/what-if").text
    assert "没有此类事项" in logged_in("li").get(f"{issued}/what-if").text


def test_a_period_counts_all_cases_received_in_it(
    logged_in: LogIn, issued: str, claims: list[str]
) -> None:
    li = logged_in("li")
    assert "共 3 件" in li.get(f"{issued}/what-if?since=2026-11-01&until=2026-11-30").text
    assert "没有此类事项" in li.get(f"{issued}/what-if?since=2026-12-01").text
    wrong = li.get(f"{issued}/what-if?since=2026-13-01")
    assert wrong.status_code == 200
    assert 'href="#since"' in wrong.text
    assert "2026-13-01" in wrong.text


def test_under_the_version_in_force_nothing_would_be_otherwise(
    logged_in: LogIn, claims: list[str]
) -> None:
    page = logged_in("li").get(f"/rules/national/{NEXT - 1}/what-if").text
    assert "这些事项的时限均无不同" in page


@pytest.mark.parametrize("query", ["part=x&page=-1", "part=99999", "page=99", "part=" + "9" * 5000])
def test_a_part_there_is_not_is_empty_and_no_fault(
    logged_in: LogIn, issued: str, claims: list[str], query: str
) -> None:
    assert logged_in("li").get(f"{issued}/what-if?{query}").status_code == 200


def test_more_cases_than_one_page_counts_come_in_parts(
    logged_in: LogIn, issued: str, claims: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert AT_ONCE >= 1000
    monkeypatch.setattr("web.rulebook.whatif.AT_ONCE", 2)
    monkeypatch.setattr("web.rulebook.whatif.ROWS", 1)
    li = logged_in("li")
    first, second = (li.get(f"{issued}/what-if?part={part}").text for part in (1, 2))
    assert "第 1 至 2 件，共 3 件" in first
    assert "第 3 至 3 件，共 3 件" in second


# --- words for everything a rule set may say ---


def test_there_are_words_for_every_kind_unit_section_and_field() -> None:
    assert set(FROM_TO) == set(get_args(model.Kind))
    assert set(UNITS) >= set(get_args(model.Unit))
    fields = set(RuleSet.__struct_fields__) - {"id", "version"}
    parts = [one for one in vars(model).values() if isinstance(one, type) and issubclass(one, Part)]
    said = {
        name for part in parts if part not in (Part, RuleSet) for name in part.__struct_fields__
    }
    scalars = {"jurisdiction", "title", "timezone", "day_from", "day_to", "representatives_max"}
    assert fields - scalars <= set(SECTIONS)
    assert (said | scalars) - {"at"} <= set(FIELDS)


@pytest.mark.parametrize("rules", load_shipped().values(), ids=lambda rules: rules.ref)
def test_no_section_of_a_shipped_set_is_left_out(app: Flask, rules: RuleSet) -> None:
    with app.test_request_context():
        shown = {section.anchor: section.rows for section in tables.sections(rules)}
    lists = {
        name: value
        for name in rules.__struct_fields__
        if isinstance(value := getattr(rules, name), tuple) and value
    }
    assert {name: len(rows) for name, rows in shown.items()} == {
        name: len(value) for name, value in lists.items()
    }


WRONG = (
    NATIONAL.replace('id = "national"\n', "", 1),
    NATIONAL + clock(spann="1"),
    NATIONAL + clock(span='"1"'),
    NATIONAL + clock(span="0"),
    NATIONAL + clock(id='"Extra clock"'),
    NATIONAL + clock(article='""'),
    NATIONAL + clock(unit='"weeks"'),
    NATIONAL + clock(night="5"),
    NATIONAL + clock(unit='"working_days"', roll_over="true"),
    NATIONAL + clock(kind='"arrive"', tracks='["petition"]'),
    NATIONAL + clock(zones='["moon"]'),
    NATIONAL + clock(tracks='["emergency", "hotline"]'),
    NATIONAL + clock(id='"visit"', grades='["2"]', tracks='["dispute"]'),
    NATIONAL + pause("petition", "opinion", "hearing"),
    NATIONAL + extension("petition", "transfer") * 2,
    NATIONAL + extension("emergency", "notice"),
    NATIONAL.replace("day_from = 08:00:00", "day_from = 23:00:00", 1),
    NATIONAL.replace("Asia/Shanghai", "Asia/Nowhere", 1),
    NATIONAL.replace("supervisor_after_minutes = 1440", "supervisor_after_minutes = 1", 1),
    NATIONAL.replace("自受理之日起60日内办结", "60日内办结并稳控", 1),
    "this is no toml",
)


@pytest.mark.parametrize("text", WRONG, ids=range(len(WRONG)))
def test_every_mistake_is_told_in_chinese(app: Flask, text: str) -> None:
    with pytest.raises(RuleError) as refusal:
        parse(text)
    with app.test_request_context(), force_locale("zh"):
        said = mistakes.sentence(refusal.value.message)
    assert re.search(r"[一-鿿]", said), said


@pytest.mark.parametrize("message", [NO_PETITION, UNLAWFUL_PAUSE])
def test_what_the_law_forbids_is_told_in_chinese(app: Flask, message: str) -> None:
    with app.test_request_context(), force_locale("zh"):
        assert mistakes.sentence(message) != message


def test_a_message_nobody_translated_is_told_as_it_is(app: Flask) -> None:
    with app.test_request_context(), force_locale("zh"):
        assert mistakes.told(RuleError("a.b", "quite new")) == "a.b：quite new"


def test_an_earlier_version_is_put_in_force_again(
    logged_in: LogIn, issued: str, service: Service
) -> None:
    activate_rules(service.desk, "national", NEXT, "li")
    assert logged_in("li").post(f"/rules/national/{NEXT - 1}/activate").status_code == 303
    assert service.desk.rules.active("national").version == NEXT - 1
