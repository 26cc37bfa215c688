"""Ledgers on the page and as workbooks: narrowed, sorted, paged, and only what one may see."""

import re
from collections.abc import Callable
from io import BytesIO
from itertools import cycle, pairwise

import pytest
from openpyxl import load_workbook

from domain.case.closing import Visit
from domain.case.words import Satisfaction
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]

CASE_LEDGERS = ("cases", "dispatches", "obligations", "overdue", "returnvisits", "callbacks")
HOSTILE = (
    "'",
    '"><script>alert(1)</script>',
    "%00",
    "%FF%FE",
    "%ED%A0%80",
    "\U0001f600",
    "NEAR(",
    '"',
    "*",
    "a AND",
    "-",
    "(",
    "'); DROP TABLE cases; --",
    "9" * 400,
    "%F0%9F%98%80%E2%80%AE",
    "x" * 5000,
)


def numbers(page: str) -> list[str]:
    """The numbers in the table of a page, top to bottom."""
    return re.findall(r'href="/cases/([^"]+)"', page)


def rows(visitor: Visitor, path: str) -> list[tuple]:
    """The rows of a workbook, the head first."""
    answer = visitor.get(path)
    assert answer.status_code == 200, answer.text
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    return list(sheet.iter_rows(values_only=True))


def test_the_shelf_leads_to_every_ledger(logged_in: LogIn) -> None:
    zhang = logged_in("zhang")
    shelf = zhang.get("/ledgers/").text
    for name in (*CASE_LEDGERS, "units"):
        assert f'href="/ledgers/{name}"' in shelf
        assert zhang.get(f"/ledgers/{name}").status_code == 200


def test_a_ledger_is_narrowed_by_track_unit_channel_category_and_words(
    logged_in: LogIn, desk: Desk
) -> None:
    fire = desk.receive("老街电动车起火", place="老街", category="A03")
    lift = desk.receive("电梯停运两日", track="hotline", channel="web", category="B05")
    desk.dispatch(fire)
    zhang = logged_in("zhang")

    assert numbers(zhang.get("/ledgers/cases?track=hotline").text) == [lift]
    assert numbers(zhang.get("/ledgers/cases?unit=pcs").text) == [fire]
    assert numbers(zhang.get("/ledgers/cases?channel=web").text) == [lift]
    assert numbers(zhang.get("/ledgers/cases?category=A03").text) == [fire]
    assert numbers(zhang.get("/ledgers/cases?stage=dispatched").text) == [fire]
    assert numbers(zhang.get("/ledgers/cases?text=电梯").text) == [lift]
    assert numbers(zhang.get("/ledgers/cases?text=派出所").text) == [fire]
    assert numbers(zhang.get("/ledgers/cases?track=hotline&unit=pcs").text) == []


def test_both_days_of_a_period_belong_to_it(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    monday = desk.receive("星期一的事")
    clock.forward(days=1)
    tuesday = desk.receive("星期二的事")
    clock.forward(days=1)
    desk.receive("星期三的事")
    zhang = logged_in("zhang")

    found = zhang.get("/ledgers/cases?since=2026-11-23&until=2026-11-24").text
    assert numbers(found) == [tuesday, monday]
    assert numbers(zhang.get("/ledgers/cases?until=2026-11-23").text) == [monday]


@pytest.mark.parametrize(
    "period", ["since=yesterday", "until=2026-13-01", "since=0000-00-00", "since=2026-2-30"]
)
def test_a_day_that_is_none_is_said_and_what_was_typed_is_kept(
    logged_in: LogIn, period: str
) -> None:
    answer = logged_in("zhang").get(f"/ledgers/cases?{period}")
    assert answer.status_code == 422
    assert "年-月-日" in answer.text
    assert f'value="{period.partition("=")[2]}"' in answer.text


def test_a_period_that_ends_before_it_begins_is_said(logged_in: LogIn) -> None:
    answer = logged_in("zhang").get("/ledgers/cases?since=2026-11-24&until=2026-11-23")
    assert answer.status_code == 422
    assert "起始日期晚于截止日期" in answer.text


def test_a_ledger_is_sorted_by_any_column_both_ways(logged_in: LogIn, desk: Desk) -> None:
    first, second = desk.receive("甲"), desk.receive("乙")
    zhang = logged_in("zhang")
    assert numbers(zhang.get("/ledgers/cases?sort=number").text) == [first, second]
    assert numbers(zhang.get("/ledgers/cases?sort=-number").text) == [second, first]

    page = zhang.get("/ledgers/cases?sort=number").text
    assert 'aria-sort="ascending"' in page
    assert "sort=-number" in page


def test_every_column_of_every_ledger_can_be_sorted_by(logged_in: LogIn, desk: Desk) -> None:
    number = desk.receive("老街电动车起火")
    desk.dispatch(number)
    desk.close(number)
    zhang = logged_in("zhang")
    for name in (*CASE_LEDGERS, "units"):
        page = zhang.get(f"/ledgers/{name}").text
        for address in set(re.findall(rf'href="(/ledgers/{name}\?[^"]*sort=[^"]+)"', page)):
            assert zhang.get(address.replace("&amp;", "&")).status_code == 200, address


def test_fifty_rows_make_a_page_and_pages_follow_without_gap(logged_in: LogIn, desk: Desk) -> None:
    for count in range(53):
        desk.receive(f"第{count}件")
    zhang = logged_in("zhang")
    first = zhang.get("/ledgers/cases?sort=number").text
    second = zhang.get("/ledgers/cases?sort=number&page=2").text

    assert len(numbers(first)) == 50
    assert len(numbers(second)) == 3
    both = numbers(first) + numbers(second)
    assert all(before < after for before, after in pairwise(both))
    assert "共 53 行" in first
    assert "第 2 页，共 2 页" in second
    assert 'rel="next"' in first
    assert 'rel="prev"' in second
    assert len(numbers(zhang.get("/ledgers/cases?rows=200").text)) == 53


def test_a_page_beyond_what_is_counted_is_said(logged_in: LogIn) -> None:
    assert logged_in("zhang").client.get("/ledgers/cases?until=9999-12-31").status_code == 422
    answer = logged_in("zhang").get("/ledgers/cases?page=99999999")
    assert answer.status_code == 422
    assert "没有这一页" in answer.text


def test_the_workbook_holds_what_the_page_shows_on_all_pages(logged_in: LogIn, desk: Desk) -> None:
    for count in range(53):
        desk.receive(f"第{count}件", category="A03")
    desk.receive("电梯停运两日", track="hotline")
    table = rows(logged_in("zhang"), "/ledgers/cases.xlsx?track=emergency&sort=number&page=2")

    head, *body = table
    assert head[:7] == ("编号", "接报时间", "类型", "来源", "类别", "事发地", "诉求摘要")
    assert len(body) == 53
    assert body[0][2:5] == ("警情", "来电", "车辆火灾")
    assert f"{body[0][1]:%Y-%m-%d %H:%M}" == "2026-11-23 10:00"


def test_the_workbook_speaks_the_language_of_the_page(logged_in: LogIn, desk: Desk) -> None:
    desk.receive("老街电动车起火", category="A03")
    zhang = logged_in("zhang")
    zhang.get("/language/en")
    head, row = rows(zhang, "/ledgers/cases.xlsx")
    assert head[0] == "Number"
    assert row[2:5] == ("Emergency", "Phone call", "Vehicle fire")
    assert (
        zhang.get("/ledgers/cases.xlsx")
        .headers["Content-Disposition"]
        .startswith("attachment; filename=Cases-20261123-1000.xlsx")
    )


def test_a_title_that_looks_like_a_formula_is_a_text_in_the_workbook(
    logged_in: LogIn, desk: Desk
) -> None:
    desk.receive('=HYPERLINK("http://evil.example","点这里")')
    answer = logged_in("zhang").get("/ledgers/cases.xlsx")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    title = next(cell for cell in sheet[2] if "HYPERLINK" in str(cell.value))
    assert title.data_type == "s"
    assert title.quotePrefix


def test_a_workbook_that_would_be_too_long_is_refused_with_what_to_do(
    logged_in: LogIn, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.receive("甲")
    desk.receive("乙")
    monkeypatch.setattr("web.ledgers.views.MOST_IN_SHEET", 1)
    answer = logged_in("zhang").get("/ledgers/cases.xlsx")
    assert answer.status_code == 422
    assert "请缩小期间" in answer.text


def test_a_unit_finds_only_what_it_was_sent_or_received(logged_in: LogIn, desk: Desk) -> None:
    ours, theirs = desk.receive("派出所的事"), desk.receive("司法所的事")
    brought = desk.receive("送到派出所的事", by="wang")
    desk.dispatch(ours, "pcs")
    desk.dispatch(theirs, "sfs")
    wang = logged_in("wang")

    assert set(numbers(wang.get("/ledgers/cases").text)) == {ours, brought}
    assert numbers(wang.get("/ledgers/dispatches").text) == [ours]
    assert numbers(wang.get("/ledgers/dispatches?unit=sfs").text) == []
    assert {row[0] for row in rows(wang, "/ledgers/cases.xlsx")[1:]} == {ours, brought}


def test_an_accusation_is_in_no_ledger_of_the_accused(logged_in: LogIn, desk: Desk) -> None:
    against_unit = desk.receive(
        "反映收费问题", track="petition", kind="accusation", accused=("pcs",)
    )
    against_centre = desk.receive(
        "反映推诿问题", track="petition", kind="accusation", accused=("centre",)
    )
    for name in ("cases", "obligations"):
        wang = logged_in("wang").get(f"/ledgers/{name}").text
        zhang = logged_in("zhang").get(f"/ledgers/{name}").text
        chen = logged_in("chen").get(f"/ledgers/{name}").text
        assert against_unit not in wang
        assert against_unit in zhang
        assert against_centre not in wang + zhang
        assert against_unit in chen
        assert against_centre in chen


def test_what_single_reporters_answered_is_not_for_units(logged_in: LogIn, desk: Desk) -> None:
    number = desk.receive("老街电动车起火")
    desk.dispatch(number)
    desk.close(number)
    desk.do(number, Visit(solved=True, satisfied=Satisfaction.SATISFIED), by="li")

    assert numbers(logged_in("zhang").get("/ledgers/returnvisits").text) == [number]
    wang = logged_in("wang")
    assert wang.get("/ledgers/returnvisits").status_code == 403
    assert wang.get("/ledgers/returnvisits.xlsx").status_code == 403
    assert "/ledgers/returnvisits" not in wang.get("/ledgers/").text


def test_an_administrator_opens_no_ledger_of_cases(logged_in: LogIn, desk: Desk) -> None:
    desk.receive("老街电动车起火")
    root = logged_in("root")
    for name in CASE_LEDGERS:
        assert root.get(f"/ledgers/{name}").status_code == 403
        assert root.get(f"/ledgers/{name}.xlsx").status_code == 403
    assert "派出所" in root.get("/ledgers/units").text


@pytest.mark.parametrize("name", ["nothing", "..%2f", "CASES", "cases%00", "%F0%9F%98%80"])
def test_a_ledger_nobody_keeps_is_not_found(logged_in: LogIn, name: str) -> None:
    zhang = logged_in("zhang")
    assert zhang.get(f"/ledgers/{name}").status_code == 404
    assert zhang.get(f"/ledgers/{name}.xlsx").status_code == 404


@pytest.mark.parametrize("hostile", HOSTILE, ids=range(len(HOSTILE)))
def test_hostile_addresses_get_a_page_or_a_refusal_and_never_an_error(
    logged_in: LogIn, desk: Desk, hostile: str
) -> None:
    desk.receive("老街电动车起火")
    zhang = logged_in("zhang")
    fields = ("since", "unit", "track", "category", "place", "stage", "text", "sort", "page")
    # All ledgers read an address alike: each field on one of them.
    paths = cycle(("/ledgers/cases", "/ledgers/obligations", "/ledgers/cases.xlsx"))
    for field, path in zip((*fields, "clock", "state", "rows"), paths, strict=False):
        answer = zhang.get(f"{path}?{field}={hostile}")
        assert answer.status_code in {200, 422}, (path, field)
        assert b"<script>alert" not in answer.data
