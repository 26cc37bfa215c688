"""Rates: every number is there with its denominator, opens to its rows, and is the same as data."""

import re
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from projections.bootstrap import Service
from tests.web.awaited import Awaited
from tests.web.conftest import MovableClock, Visitor

LogIn = Callable[[str], Visitor]
WIDE = "since=2020-01-01&until=2030-12-31"


@pytest.fixture
def lived(service: Service, clock: MovableClock) -> None:
    """Matters of every kind, and enough time for their limits to run out."""
    Awaited(service.desk, "pcs", "sfs").all()
    clock.now = clock.now.replace(year=clock.now.year + 1)


def numbers(visitor: Visitor, query: str = WIDE) -> dict[str, tuple[int, int]]:
    """Numerator and denominator of each rate, as data."""
    found = visitor.client.get(f"/rates.json?{query}").get_json()["rates"]
    return {
        one["rate"]: (one["numerator"], one["denominator"]) for one in found if not one["group"]
    }


@pytest.mark.usefixtures("lived")
def test_each_number_of_the_page_opens_to_exactly_its_rows(logged_in: LogIn) -> None:
    # given the rates of a period in which something fell due
    head = logged_in("chen")
    known = {name: value for name, value in numbers(head).items() if value[1]}
    assert {"handling", "closure", "solved"} <= known.keys()
    page = head.get(f"/rates?{WIDE}").text
    for name, (kept, due) in known.items():
        # when somebody follows a number
        everything = head.get(f"/rates/{name}?{WIDE}").text
        only_kept = head.get(f"/rates/{name}?{WIDE}&kept=yes").text
        failed = head.get(f"/rates/{name}?{WIDE}&kept=no").text
        # then there are as many rows as it says
        assert f"/rates/{name}?" in page
        if name != "rework":  # feedback sent back counts as often as it was
            assert [rows(everything), rows(only_kept), rows(failed)] == [due, kept, due - kept]


def rows(page: str) -> int:
    """How many rows the page says there are."""
    return int(re.findall(r"<h2>共 (\d+) 行", page)[0])


@pytest.mark.usefixtures("lived")
def test_what_is_late_and_open_counts_as_failed(logged_in: LogIn) -> None:
    kept, due = numbers(logged_in("chen"))["handling"]
    assert due > kept


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize("by", ["unit", "channel", "category", "track", "place"])
def test_the_parts_add_up_to_the_whole(logged_in: LogIn, by: str) -> None:
    head = logged_in("chen")
    found = head.client.get(f"/rates.json?{WIDE}&by={by}").get_json()["rates"]
    for name, (kept, due) in numbers(head).items():
        parts = [one for one in found if one["rate"] == name]
        assert sum(one["numerator"] for one in parts) == kept, name
        assert sum(one["denominator"] for one in parts) == due, name


@pytest.mark.usefixtures("lived")
def test_split_by_unit_the_order_is_that_of_the_list_and_few_are_marked(logged_in: LogIn) -> None:
    page = logged_in("chen").get(f"/rates?{WIDE}&by=unit").text
    assert page.index("派出所") < page.index("司法所")
    assert "样本太少，不排名" in page


@pytest.mark.usefixtures("lived")
def test_the_workbook_holds_the_same_numbers_with_what_they_count(logged_in: LogIn) -> None:
    head = logged_in("chen")
    answer = head.client.get(f"/rates.xlsx?{WIDE}")
    sheet = load_workbook(BytesIO(answer.data)).active
    assert sheet is not None
    cells = list(sheet.iter_rows(min_row=2, values_only=True))
    found = {str(row[0]): (row[2], row[3]) for row in cells}
    assert found["按时办理率"] == numbers(head)["handling"]
    assert all(row[6] for row in cells)


@pytest.mark.usefixtures("lived")
def test_a_unit_sees_its_own_and_no_reporters_answers(logged_in: LogIn) -> None:
    unit, other = logged_in("wang"), logged_in("zhao")
    assert not {"solved", "satisfied", "answering", "rework"} & numbers(unit).keys()
    both = numbers(unit)["handling"][1] + numbers(other)["handling"][1]
    assert both == numbers(logged_in("chen"))["handling"][1]
    assert unit.client.get(f"/rates/satisfied?{WIDE}").status_code == 404
    own = head_rows(unit, "/rates/handling")
    assert own
    assert all("司法所" not in line for line in own)


def head_rows(visitor: Visitor, path: str) -> list[str]:
    """The rows of a page's table."""
    return re.findall(r"<tr><td.*?</tr>", visitor.get(f"{path}?{WIDE}").text, re.DOTALL)


@pytest.mark.parametrize(
    ("query", "told"),
    [
        ("since=today", "2026-03-31"),
        ("since=2026-05-02&until=2026-05-01", "起始日期晚于截止日期"),
        ("track=moon", "不能这样筛选指标"),
        ("unit=%00", "不能这样筛选指标"),
        ("place=%3Cscript%3E", ""),
        ("by=moon", ""),
        ("since=9999-12-31&until=9999-12-31", "2026-03-31"),
        ("since=0001-01-01&until=0001-01-02", ""),
    ],
)
def test_what_can_not_be_asked_is_said_with_what_to_write(
    logged_in: LogIn, query: str, told: str
) -> None:
    head = logged_in("chen")
    for path in ("/rates", "/rates.json", "/rates.xlsx", "/rates/handling"):
        answer = head.client.get(f"{path}?{query}")
        assert answer.status_code == (422 if told else 200), (path, answer.status)
        if told and path == "/rates.json":
            assert told in answer.get_json()["problems"][0]["message"]
        elif told:
            assert told in answer.text


@pytest.mark.usefixtures("lived")
def test_how_long_it_took_is_told_by_percentiles(logged_in: LogIn) -> None:
    head = logged_in("chen")
    page = head.get(f"/rates/times?{WIDE}").text
    assert "派单到处置结束" in page
    assert "九成不超过" in page
    assert head.client.get("/rates/times?since=today").status_code == 422
    assert head.client.get("/rates/times?track=moon").status_code == 422


def test_a_rate_there_is_not_is_not_found(logged_in: LogIn) -> None:
    assert logged_in("chen").client.get("/rates/satisfaction").status_code == 404


@pytest.mark.usefixtures("lived")
def test_a_month_without_anything_due_has_no_bar_and_no_zero(logged_in: LogIn) -> None:
    page = logged_in("chen").get(f"/rates/handling?{WIDE}").text
    chart = page[page.index("<svg") : page.index("</svg>")]
    assert chart.count('class="month"') == 12
    bars = chart.count('class="bar"')
    assert bars < 12
    assert chart.count(">—</text>") == 12 - bars
