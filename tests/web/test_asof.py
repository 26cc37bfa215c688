"""Ledgers, rates and scores on their own pages, as they stood after any record of the log."""

import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape
from io import BytesIO

import pytest
from openpyxl import load_workbook

from application.bulletinbook import load_bulletin
from domain.case.correction import Correct
from projections.bootstrap import Service
from projections.earlier import Folding
from tests.web.conftest import Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]


@pytest.fixture
def then(desk: Desk, clock: MovableClock) -> int:
    """The position at which one fire was dispatched; later it is closed, and another comes."""
    number = desk.receive("老街起火", place="老街")
    desk.dispatch(number)
    position = desk.service.desk.log.head()
    clock.forward(minutes=5)
    desk.close(number)
    desk.receive("河边溺水")
    return position


def links(page: str, begin: str) -> list[str]:
    return [unescape(one) for one in re.findall(rf'href="({begin}[^"#]*)', page)]


def test_a_ledger_is_shown_as_it_stood(then: int, logged_in: LogIn) -> None:
    inspector = logged_in("chen")

    now = inspector.get("/ledgers/cases").text
    page = inspector.get(f"/ledgers/cases?as_of={then}").text
    sheet = load_workbook(BytesIO(inspector.get(f"/ledgers/cases.xlsx?as_of={then}").data)).active

    assert "河边溺水" in now
    assert "老街起火" in page
    assert "河边溺水" not in page
    assert "待签收" in page
    assert sheet is not None
    assert sheet.max_row == 2


def test_every_way_on_from_it_stays_there(then: int, logged_in: LogIn) -> None:
    page = logged_in("chen").get(f"/ledgers/overdue?as_of={then}&sort=due_at").text

    present = [one for one in links(page, "/ledgers/overdue[?]") if "as_of" not in one]
    assert present == ["/ledgers/overdue?sort=due_at"]  # the way back
    assert len(links(page, "/ledgers/overdue[?]")) > len(present)
    assert f'<input type="hidden" name="as_of" value="{then}">' in page
    assert 'action="/bulk' not in page
    cases = logged_in("chen").get(f"/ledgers/cases?as_of={then}").text
    assert all(f"at={then}" in one for one in links(cases, "/cases/"))
    assert 'href="/ledgers/cases">回到现在' in cases


def test_rates_and_scores_come_out_again_as_they_were(
    desk: Desk, clock: MovableClock, logged_in: LogIn
) -> None:
    auditor = logged_in("zhou")
    number = desk.receive("老街起火")
    desk.dispatch(number)
    clock.forward(minutes=90)
    desk.receive("河边溺水")
    position = desk.service.desk.log.head()
    clock.forward(milliseconds=1)  # what was recorded last has happened
    paths = ("/rates.json", "/rates/times.json")
    before = [auditor.get(path).json for path in paths]
    scores = figures(auditor.get("/assessment/2026Q4").text)
    desk.close(number)
    clock.forward(minutes=50)

    after = [auditor.get(f"{path}?as_of={position}").json for path in paths]

    assert after == before
    assert [auditor.get(path).json for path in paths] != before
    then = auditor.get(f"/assessment/2026Q4?as_of={position}").text
    assert figures(then) == scores
    assert f"第 {position} 条记录" in then
    assert 'action="/assessment/2026Q4/compute"' not in then


def figures(page: str) -> list[str]:
    return re.findall(r'<td class="c-num">(.*?)</td>', page, re.DOTALL)


def test_what_accuses_the_viewer_by_now_is_not_in_what_stood_then(
    desk: Desk, logged_in: LogIn
) -> None:
    number = desk.receive("反映执法不公", track="petition", kind="accusation", accused=("pcs",))
    path = f"/ledgers/cases?as_of={desk.service.desk.log.head()}"
    inspector = logged_in("chen")
    assert "反映执法不公" in inspector.get(path).text

    named = Correct(
        event=1, field="accused_staff", value='["chen"]', reason="来信写明", approver="zhou"
    )
    desk.do(number, named)

    assert "反映执法不公" not in inspector.get(path).text
    assert "反映执法不公" in logged_in("zhou").get(path).text


def test_while_it_is_folded_the_page_tells_how_far_and_asks_again(
    service: Service, then: int, logged_in: LogIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    auditor = logged_in("zhou")
    told = {
        "own": Folding(then, 3, 12),
        "other": Folding(then + 1),
        "failed": Folding(then, failed="x"),
    }

    def answer(kind: str) -> tuple[int, str]:
        with monkeypatch.context() as patched:
            patched.setattr(service.snapshots, "ask", lambda _: told[kind])
            answered = auditor.get(f"/rates?as_of={then}&by=unit")
        return answered.status_code, answered.text

    status, own = answer("own")
    assert status == 202
    assert 'data-again="2"' in own
    assert f'href="/rates?as_of={then}&amp;by=unit">立即查看' in own  # without a script
    assert '<progress id="done" max="12" value="3">' in own
    assert "正在为他人折算" in answer("other")[1]
    assert "data-again" not in answer("failed")[1]


@pytest.mark.usefixtures("then")
def test_volumes_the_overview_and_the_ways_come_out_again_as_they_were(
    desk: Desk, clock: MovableClock, logged_in: LogIn
) -> None:
    auditor = logged_in("zhou")
    paths = (
        "/workload?by=track",
        "/overview",
        "/audit/flow/?done=all",
        "/audit/flow/cases?done=all",
    )
    clock.forward(milliseconds=1)  # what was recorded last has happened
    position, stood = desk.service.desk.log.head(), [rows(auditor.get(one).text) for one in paths]
    clock.forward(minutes=50)
    later = desk.receive("山体滑坡")
    desk.dispatch(later)
    desk.close(later)

    pages = [
        auditor.get(f"{one}{'&' if '?' in one else '?'}as_of={position}").text for one in paths
    ]

    assert [rows(page) for page in pages] == stood
    assert [rows(auditor.get(one).text) for one in paths] != stood
    for page, path in zip(pages, paths, strict=True):
        assert f"第 {position} 条记录" in page, path
    assert all(
        f"at={position}" in one for page in pages for one in links(page, "(?:/audit)?/cases/")
    )
    assert all(f"as_of={position}" in one for one in links(pages[1], "/rates/"))
    data = auditor.get(f"/audit/flow/flow.json?done=all&as_of={position}").json
    assert data is not None
    assert (data["position"], data["runs"]) == (position, 2)


def test_before_there_were_rules_for_scores_nothing_was_promised(logged_in: LogIn) -> None:
    auditor = logged_in("zhou")

    for path in ("/rates", "/overview"):
        answer = auditor.get(f"{path}?as_of=1")

        assert answer.status_code == 200
        assert "98 %" not in answer.text


def rows(page: str) -> list[str]:
    """The cells of all tables, without their addresses and without how long is left."""
    return [
        " ".join(re.sub(r"<[^>]+>", " ", cell).split())
        for cell in re.findall(r"<t[dh](?! class=\"c-sla)[^>]*>(.*?)</t[dh]>", page, re.DOTALL)
    ]


def test_a_bulletin_of_then_says_what_was_issued_then(
    desk: Desk, clock: MovableClock, logged_in: LogIn
) -> None:
    leader, auditor = logged_in("li"), logged_in("zhou")
    desk.dispatch(desk.receive("老街起火"))
    drawn = leader.get("/bulletins/draft/daily").text
    seen = re.findall(r'name="seen" value="(\w+)"', drawn)[0]
    day = f"{clock():%Y-%m-%d}"
    leader.post("/bulletins/draft/daily/issue", {"period": day, "seen": seen})
    clock.forward(minutes=50)
    desk.receive("河边溺水")

    known = load_bulletin(desk.service.desk.log, f"daily-{day[:4]}-1")
    issued = auditor.get(f"/bulletins/issued/daily-{day[:4]}-1").text
    (path,) = [one for one in links(issued, "/bulletins/draft/") if "as_of" in one]
    then = auditor.get(path).text

    assert seen[:16] in then
    assert seen[:16] not in auditor.get("/bulletins/draft/daily").text
    opened = [auditor.get(one).text for one in links(then, "/bulletins/draft/daily/rows")]
    assert any("老街起火" in page for page in opened)
    assert not any("河边溺水" in page for page in opened)
    position = known.seq
    assert "issued/daily" not in auditor.get(f"/bulletins/?as_of={position}").text
    assert "issued/daily" in auditor.get("/bulletins/").text
    tomorrow = f"{clock() + timedelta(days=1):%Y-%m-%d}"
    refused = auditor.get(f"/bulletins/draft/daily?period={tomorrow}&as_of={position}")
    assert refused.status_code == 422
    assert (
        auditor.get(f"/bulletins/draft/daily.docx?period={day}&as_of={position}").data[:2] == b"PK"
    )


def test_what_accuses_the_viewer_by_now_is_in_no_bulletin_of_then(
    desk: Desk, logged_in: LogIn
) -> None:
    number = desk.receive("反映道路积水", track="petition", kind="claim")
    position = desk.service.desk.log.head()
    path = f"/bulletins/draft/daily/rows?figure=received&as_of={position}"
    assert "反映道路积水" in logged_in("chen").get(path).text

    named = [
        ("accused", '["pcs"]'),
        ("kind", '"accusation"'),
        ("accused_staff", '["chen"]'),
    ]
    for field, value in named:
        right = Correct(event=1, field=field, value=value, reason="来信写明", approver="zhou")
        desk.do(number, right)

    assert "反映道路积水" not in logged_in("chen").get(path).text
    assert "反映道路积水" in logged_in("zhou").get(path).text


@pytest.mark.parametrize(
    "typed", ["昨天", "0", "-3", "99999999", "2099-01-01", "1999-01-01", "9" * 60]
)
def test_a_moment_there_is_not_says_what_to_write(typed: str, logged_in: LogIn) -> None:
    answer = logged_in("zhou").get(f"/ledgers/cases?as_of={typed}&track=hotline")

    assert answer.status_code == 422
    assert f'value="{typed[:30]}"' in answer.text
    assert '<input type="hidden" name="track" value="hotline">' in answer.text


def test_it_is_for_those_who_audit_and_inspect(then: int, logged_in: LogIn) -> None:
    operator = logged_in("zhang")

    assert operator.get(f"/ledgers/cases?as_of={then}").status_code == 403
    assert 'name="as_of"' not in operator.get("/ledgers/cases").text
