"""Rates: every number is there with its denominator, opens to its rows, and is the same as data."""

import re
from collections import Counter
from collections.abc import Callable
from io import BytesIO

import pytest
from openpyxl import load_workbook

from projections.bootstrap import Service
from projections.queries.split import SPLITS
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
def test_the_parts_add_up_to_the_whole(logged_in: LogIn) -> None:
    head = logged_in("chen")
    whole = numbers(head)
    for by in (*SPLITS, "year", "quarter"):
        found = head.client.get(f"/rates.json?{WIDE}&by={by}").get_json()["rates"]
        assert found
        for name, (kept, due) in whole.items():
            parts = [one for one in found if one["rate"] == name]
            assert sum(one["numerator"] for one in parts) == kept, (by, name)
            assert sum(one["denominator"] for one in parts) == due, (by, name)


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
def test_how_long_it_took_is_told_by_percentiles_for_each_kind_of_limit(logged_in: LogIn) -> None:
    # given limits that fell due, met and not
    head = logged_in("chen")
    data = head.client.get(f"/rates/times.json?{WIDE}").get_json()
    limits = {one["clock"]: one for one in data["limits"]}
    assert limits["handle"]["met"]
    assert any(one["open"] for one in limits.values())
    # when their page is asked for
    page = head.get(f"/rates/times?{WIDE}").text
    # then each number leads to as many rows
    for kind, one in limits.items():
        for name, state in (("met", "met"), ("open", "open"), ("never", "lapsed")):
            if one[name]:
                where = f"/rates/times/{kind}?{WIDE}&state={state}"
                assert rows(head.get(where).text) == one[name], where
        assert f"/rates/times/{kind}?" in page
    stretches = head.client.get(f"/rates/stretches.json?{WIDE}").get_json()["stretches"]
    for one in stretches:
        where = f"/rates/stretches/{one['clock']}?{WIDE}"
        assert rows(head.get(where).text) == one["met"] + one["open"], where
    assert "九成不超过" in page
    assert "派单到处置结束" in head.get(f"/rates/stretches?{WIDE}").text
    sheet = load_workbook(BytesIO(head.client.get(f"/rates/times.xlsx?{WIDE}").data)).active
    assert sheet is not None
    assert sheet.max_row == 1 + len(limits)


@pytest.mark.usefixtures("lived")
def test_rows_lead_to_the_records_that_prove_them(logged_in: LogIn) -> None:
    head = logged_in("chen")
    for path in ("/rates/handling", "/rates/times/handle"):
        for line in head_rows(head, path)[:3]:
            number, record = re.findall(r'href="/cases/([^"#]+)#e(\d+)"', line)[-1]
            assert f'id="e{record}"' in head.get(f"/cases/{number}").text


def test_durations_can_not_be_asked_in_any_way_either(logged_in: LogIn) -> None:
    head = logged_in("chen")
    for path in ("times", "times.json", "stretches.xlsx", "times/handle", "stretches/respond"):
        for query in ("since=today", "track=moon", "group=moon"):
            assert head.client.get(f"/rates/{path}?{query}").status_code == 422, (path, query)


def test_a_limit_there_is_not_is_not_found(logged_in: LogIn) -> None:
    head = logged_in("chen")
    for path in ("times", "stretches"):
        assert head.client.get(f"/rates/{path}/moon").status_code == 404


def test_a_rate_there_is_not_is_not_found(logged_in: LogIn) -> None:
    assert logged_in("chen").client.get("/rates/satisfaction").status_code == 404


@pytest.mark.usefixtures("lived")
def test_a_step_without_anything_due_has_no_point_and_no_zero(logged_in: LogIn) -> None:
    page = logged_in("chen").get(f"/rates/handling?{WIDE}&step=year").text
    chart = page[page.index("<svg") : page.index("</svg>")]
    points = chart.count("<circle")
    assert 0 < points < 12
    assert chart.count(">—</text>") >= 12 - points
    assert ">2026</text>" in chart


@pytest.mark.usefixtures("lived")
def test_each_group_s_number_opens_to_its_own_rows(logged_in: LogIn) -> None:
    # given a rate split into groups, one of which may have no name
    head = logged_in("chen")
    told = r'href="(/rates/closure\?[^"]*)" aria-label="[^"]*: (\d+) / (\d+)"'
    for by in (*SPLITS, "quarter"):
        links = re.findall(told, head.get(f"/rates?{WIDE}&by={by}").text)
        assert links
        # then each has as many rows as its number says
        for link, _, due in links[-2:]:  # what has no name comes last
            assert rows(head.get(link.replace("&amp;", "&")).text) == int(due), link


@pytest.mark.usefixtures("lived")
def test_groups_stand_beside_each_other_on_the_page_of_a_rate(logged_in: LogIn) -> None:
    # given a rate that counts matters of several tracks
    head = logged_in("chen")
    data = head.client.get(f"/rates.json?{WIDE}&by=track").get_json()["rates"]
    (name, several), *_ = Counter(one["rate"] for one in data).most_common(1)
    assert several > 1
    # when it is split by them
    page = head.get(f"/rates/{name}?{WIDE}&by=track").text
    # then they stand in the order of their list, each with its number
    chart = page[page.index("<svg") : page.index("</svg>")]
    places = [chart.find(f">{told}</text>") for told in ("警情", "热线", "信访", "纠纷")]
    shown = [place for place in places if place >= 0]
    assert len(shown) == several
    assert shown == sorted(shown)
    for one in data:
        if one["rate"] == name:
            assert f"{one['numerator']}/{one['denominator']}</text>" in chart
    assert "按名册顺序排列" in page


def test_steps_and_groups_that_can_not_be_shown_are_said(logged_in: LogIn) -> None:
    head = logged_in("chen")
    for query, told in (
        ("by=day&since=2026-01-01&until=2026-12-31", "最多并列"),
        ("by=month&until=2026-12-31", "请填写起始日期"),
        ("group=moon", "没有这个类别组"),
    ):
        for path in ("/rates", "/rates/handling"):
            answer = head.client.get(f"{path}?{query}")
            assert (answer.status_code, told in answer.text) == (422, True), (path, query)


@pytest.mark.usefixtures("lived")
def test_the_page_says_to_which_period_it_belongs_and_what_the_centre_promised(
    logged_in: LogIn,
) -> None:
    page = logged_in("chen").get(f"/rates?{WIDE}").text
    assert "归入其到期之日所在的时期" in page
    assert "到期仍未办结的计为未达到" in page
    assert "目标 96 %" in page


@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(
    ("name", "yes", "no"), [("rework", "✗ 重办", "✓ 未重办"), ("handling", "✓ 达到", "✗ 未达到")]
)
def test_a_row_says_what_it_means_of_each_rate(
    logged_in: LogIn, name: str, yes: str, no: str
) -> None:
    """Of rework it is the numerator that should not happen."""
    head = logged_in("chen")
    whole = numbers(head)[name]
    page = head.get(f"/rates/{name}?{WIDE}").text
    assert page.count(f">{yes}<") == whole[0]
    assert page.count(f">{no}<") == whole[1] - whole[0] > 0
