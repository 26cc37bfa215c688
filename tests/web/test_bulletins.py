"""Bulletins: the same figures on the page, in Word and in Excel; what is issued stays as it was."""

import html
import re
from collections.abc import Callable, Iterator
from io import BytesIO
from typing import Any

import docx
import pytest
from openpyxl import load_workbook

from application.bulletinbook import load_bulletin
from domain.assessment.periods import Quarter
from projections.bootstrap import Service
from tests.web.awaited import Awaited
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
KINDS = {
    "daily": "2026-12-24",
    "monthly": "2026-11",
    "quarter": "2026Q4",
    "half-year": "2026H2",
    "year": "2026",
}
ON_FILES = pytest.mark.parametrize("database", ["sqlite"], indirect=True)
DAY = "/bulletins/draft/daily?period=2026-12-24"
MONTH = "/bulletins/draft/monthly?period=2026-11"


@pytest.fixture
def lived(service: Service, clock: MovableClock) -> None:
    """Matters of every kind, and enough time for their limits to run out."""
    Awaited(service.desk, "pcs", "sfs").all()
    clock.forward(days=31)  # it is the 24th of December


def tables(page: str) -> list[list[list[str]]]:
    """The cells of each table of a page, the caption as a row before its head."""
    return [
        [re.findall(r"<caption>(.*?)</caption>", table), *_rows(table)]
        for table in re.findall(
            r"<table class=\"table lc-dense bl-table.*?</table>", page, re.DOTALL
        )
    ]


def _rows(table: str) -> list[list[str]]:
    return [
        [_bare(cell) for cell in re.findall(r"<t[hd][ >].*?</t[hd]>", row, re.DOTALL)]
        for row in re.findall(r"<tr>.*?</tr>", table, re.DOTALL)
    ]


def _bare(cell: str) -> str:
    return "".join(html.unescape(re.sub(r"<[^>]*>", "", cell)).split())


def worded(document: Any) -> list[list[list[str]]]:
    """The same of a Word document; charts are tables too, without a head."""
    return [
        [["".join(cell.text.split()) for cell in row.cells] for row in table.rows]
        for table in document.tables
        if table.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    ]


@ON_FILES
@pytest.mark.usefixtures("lived")
@pytest.mark.parametrize(("language", "kinds"), [("zh", list(KINDS)), ("en", ["monthly"])])
def test_page_word_and_excel_say_the_same(
    logged_in: LogIn, language: str, kinds: list[str]
) -> None:
    # given somebody who reads a draft of each kind
    head = logged_in("chen")
    head.get(f"/language/{language}")
    for kind in kinds:
        period = KINDS[kind]
        page = head.client.get(f"/bulletins/draft/{kind}?period={period}")
        assert page.status_code == 200, kind
        # when they take it along
        files = {
            ending: head.client.get(f"/bulletins/draft/{kind}.{ending}?period={period}").data
            for ending in ("docx", "xlsx")
        }
        # then each table is there with each of its cells
        document = docx.Document(BytesIO(files["docx"]))
        shown = [rows for _caption, *rows in tables(page.text)]
        assert worded(document) == shown, kind
        assert document.core_properties.language == ("en-GB" if language == "en" else "zh-CN")
        book = load_workbook(BytesIO(files["xlsx"]))
        sheets = [sheet for sheet in book if not sheet._charts][1:]
        assert [sheet.max_row for sheet in sheets] == [len(rows) for rows in shown], kind
        numbers = [number for sheet in sheets for number in whole_numbers(sheet)]
        assert sorted(numbers) == sorted(number for rows in shown for number in counted(rows)), kind


def whole_numbers(sheet: Any) -> Iterator[int]:
    """The numerators and denominators of a sheet."""
    for row in sheet.iter_rows(min_row=2):
        yield from (cell.value for cell in row if type(cell.value) is int and cell.value > 1)


def counted(rows: list[list[str]]) -> Iterator[int]:
    """Those of a table of the page."""
    for row in rows[1:]:
        for cell in row[1:]:
            found = re.fullmatch(r"(?:[\d.]+%\*?|—\*?)?(\d+|—)/(\d+)|(\d+)", cell)
            parts = found.groups() if found else ()
            yield from (int(one) for one in parts if one and one.isdigit() and int(one) > 1)


@pytest.mark.usefixtures("lived")
def test_each_number_of_a_draft_opens_to_exactly_its_rows(logged_in: LogIn) -> None:
    head = logged_in("chen")
    opened = 0
    for kind in ("daily", "monthly"):
        page = head.get(f"/bulletins/draft/{kind}?period={KINDS[kind]}").text
        for url, number in re.findall(r'<a href="(/bulletins/[^"]*/rows[^"]*)"[^>]*>(\d+)<', page):
            rows = head.get(html.unescape(url))
            assert re.findall(r"<h2>共 (\d+) 行", rows.text) == [number], url
            opened += 1
    assert opened > 20


@ON_FILES
@pytest.mark.usefixtures("lived")
def test_workload_ranks_nobody_and_few_answers_are_not_told(logged_in: LogIn) -> None:
    page = logged_in("zhou").get(MONTH).text
    first, rates, *_others = tables(page)
    assert first[0] == ["各单位工作量"]
    assert not [cell for row in first[2:] for cell in row if "%" in cell]
    assert page.index("派出所") < page.index("司法所")
    answered = {row[0]: row[1] for row in rates[2:]}
    assert answered["满意率"] == "—*—/1"


@pytest.mark.usefixtures("lived")
def test_accusations_are_in_no_bulletin(logged_in: LogIn, desk: Desk) -> None:
    head = logged_in("chen")
    before = tables(head.get(DAY).text)
    desk.receive("反映工作作风", track="petition", kind="accusation", accused=("pcs",), by="chen")
    assert tables(head.get(DAY).text) == before
    desk.receive("路灯不亮", track="hotline")
    assert tables(head.get(DAY).text) != before


@pytest.mark.usefixtures("lived")
def test_an_issued_bulletin_keeps_its_figures_whatever_is_recorded_since(
    logged_in: LogIn, desk: Desk, service: Service
) -> None:
    # given a draft the leader has looked at
    leader, unit = logged_in("li"), logged_in("wang")
    seen = _seen(leader.get(DAY).text)
    form = {"period": "2026-12-24", "seen": seen, "foreword": "请对照办理。\n\n逐项落实。"}
    # when it is issued, and afterwards more is recorded
    answer = leader.post("/bulletins/draft/daily/issue", form)
    assert answer.status_code == 303, answer.text
    url = answer.headers["Location"]
    before = tables(unit.get(url).text)
    desk.receive("另一件")
    assert tables(leader.get(DAY).text) != before
    # then it reads the same for the units, with its number and the words before it
    page = unit.get(url).text
    assert tables(page) == before
    assert before == tables(leader.get(url).text)
    assert "〔2026〕第1期" in page
    assert "<p>请对照办理。</p>" in page
    assert '<a href="/bulletins/draft' not in page
    document = docx.Document(BytesIO(unit.client.get(f"{url}.docx").data))
    assert worded(document) == [rows for _caption, *rows in before]
    assert "〔2026〕第1期" in [one.text for one in document.paragraphs]
    assert load_bulletin(service.desk.log, "daily-2026-1").digest == seen
    # and the figures that were seen are no longer those of now
    again = leader.post("/bulletins/draft/daily/issue", form)
    assert (again.status_code, "数字已有变化" in again.text) == (422, True)
    assert "逐项落实。" in again.text
    assert url in unit.get("/bulletins/").text
    assert "/bulletins/draft" not in unit.get("/bulletins/").text


def _seen(page: str) -> str:
    (found,) = re.findall(r'name="seen" value="(\w+)"', page)
    return str(found)


REFUSED = [
    ({}, "数字已有变化"),
    ({"foreword": "做好稳控工作"}, "稳控"),
    ({"period": "2026-12"}, "尚未结束"),
    ({"period": "2027-01"}, "尚未开始"),
    ({"period": "soon"}, "2026-09"),
]


@ON_FILES
@pytest.mark.usefixtures("lived")
def test_what_can_not_be_issued_is_said_with_what_to_do(logged_in: LogIn) -> None:
    leader = logged_in("li")
    for form, told in REFUSED:
        sent = {"period": "2026-11", **form}
        answer = leader.post("/bulletins/draft/monthly/issue", sent)
        assert answer.status_code == 422, form
        assert told in answer.text
        assert html.escape(form.get("foreword", "")) in answer.text


ANSWERED = {
    "/bulletins/draft/weekly": 404,
    "/bulletins/draft/daily?period=%00": 422,
    "/bulletins/draft/daily?period=2999-01-01": 422,
    "/bulletins/draft/year?period=0000": 422,
    "/bulletins/draft/monthly.docx?period=never": 404,
    "/bulletins/draft/daily/rows?figure=people": 404,
    "/bulletins/draft/daily/rows?figure=open.x": 404,
    "/bulletins/draft/daily/rows?figure=rate.x": 404,
    "/bulletins/draft/daily/rows?unit=%00": 404,
    "/bulletins/draft/daily/rows?figure=rate.handling&unit=%00": 404,
    "/bulletins/draft/daily/rows?unit=nobody&page=99999999": 200,
    "/bulletins/issued/monthly-2026-9": 404,
    "/bulletins/issued/%00": 404,
}


def test_bad_addresses_are_answered_in_words(logged_in: LogIn) -> None:
    head = logged_in("chen")
    answers = {path: head.client.get(path).status_code for path in ANSWERED}
    assert answers == ANSWERED


@ON_FILES
def test_nobody_of_a_unit_reads_drafts_and_only_the_leader_issues(logged_in: LogIn) -> None:
    assert logged_in("wang").client.get(MONTH).status_code == 403
    operator = logged_in("zhang")
    assert "向各单位印发" not in operator.get(MONTH).text
    assert operator.post("/bulletins/draft/monthly/issue", {}).status_code == 403
    assert "向各单位印发" in logged_in("li").get(MONTH).text


def _publish(logged_in: LogIn, clock: MovableClock) -> None:
    """Let the fourth quarter be computed, looked at and signed by two."""
    clock.now = clock.now.replace(year=2027, month=1, day=5)
    inspector = logged_in("chen")
    for act in ("compute", "review"):
        assert inspector.post(f"/assessment/2026Q4/{act}").status_code == 303
    clock.forward(days=12)
    for name in ("chen", "li"):
        assert logged_in(name).post("/assessment/2026Q4/sign").status_code == 303


@ON_FILES
@pytest.mark.usefixtures("lived")
def test_a_quarter_is_issued_once_published_and_a_year_names_what_is_missing(
    logged_in: LogIn, clock: MovableClock, service: Service
) -> None:
    # given a quarter that is over and not published
    clock.now = clock.now.replace(year=2027, month=1, day=2)
    leader, quarter = logged_in("li"), "/bulletins/draft/quarter?period=2026Q4"
    unpublished = {"period": "2026Q4", "seen": _seen(leader.get(quarter).text)}
    assert "没有得分" in leader.get(quarter).text
    refused = leader.post("/bulletins/draft/quarter/issue", unpublished)
    assert (refused.status_code, "2026Q4" in refused.text) == (422, True)
    # when it is published
    _publish(logged_in, clock)
    leader = logged_in("li")
    page = leader.get(quarter).text
    totals, _lines, *_rest = tables(page)
    result = leader.get("/assessment/2026Q4").text
    # then the bulletin has the points of its result, each leading to it
    scores = {row[0]: row[3] for row in totals[2:]}
    assert {"派出所", "司法所"} & scores.keys()
    assert all(score == "—" or score in result for score in scores.values())
    assert 'href="/assessment/2026Q4/units/pcs' in page
    form = {"period": "2026Q4", "seen": _seen(page)}
    assert leader.post("/bulletins/draft/quarter/issue", form).status_code == 303
    published = service.desk.courses.of(Quarter.parse("2026Q4")).published
    assert published is not None
    known = load_bulletin(service.desk.log, "quarter-2027-1")
    assert known.figures.quarters[0].digest == published.digest
    # and the year is that quarter, and says of which there is none
    year = leader.get("/bulletins/draft/year?period=2026").text
    assert "尚未公布、不计入的季度：2026Q1、2026Q2、2026Q3" in year
    assert {row[0]: row[2] for row in tables(year)[0][2:]} == scores
