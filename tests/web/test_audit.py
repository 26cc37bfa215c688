"""An auditor replays a case: record by record, two moments side by side, both times, who saw it."""

import re
from collections.abc import Callable
from html import unescape

import pytest

from application.desk import Act
from application.desk import Desk as Commands
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, SignFor
from domain.case.record import ReadData
from tests.web.conftest import Desk, MovableClock, Visitor, acting
from web.audit.home import TILES

LogIn = Callable[[str], Visitor]


def text(page: str) -> str:
    """What people read, without what marks it."""
    return re.sub(r"\s+", " ", unescape(re.sub(r"<[^>]+>", " ", page)))


@pytest.fixture
def number(desk: Desk, clock: MovableClock) -> str:
    """A fire that was dispatched, arrived at late, corrected, and looked into."""
    number = desk.receive("老街起火", narrative="厨房冒烟，有人被困", category="A01", place="老街")
    clock.forward(minutes=2)
    desk.dispatch(number)
    desk.do(number, SignFor(dispatch=1), by="wang")
    arrived = clock.now
    clock.forward(minutes=40)
    told_late = Act(by=acting("wang"), at=arrived, late="忙于救人")
    desk.service.desk.execute(desk.service.desk.find(number), Arrive(dispatch=1), told_late)
    desk.do(number, Correct(event=1, field="place", value='"新街"', reason="听错", approver="chen"))
    desk.do(number, ReadData(fields=("narrative",), purpose="核对地点"))
    return number


def seqs(service_desk: Commands, number: str) -> list[int]:
    return [row.seq for row in service_desk.load(service_desk.find(number)).rows]


def test_a_case_is_replayed_record_by_record(number: str, desk: Desk, logged_in: LogIn) -> None:
    auditor = logged_in("zhou")
    positions = seqs(desk.service.desk, number)

    dispatched = auditor.get(f"/audit/cases/{number}?at={positions[1]}").text
    corrected = auditor.get(f"/audit/cases/{number}?at={positions[4]}").text
    received = auditor.get(f"/audit/cases/{number}?at={positions[0]}").text

    assert "第 2 条，共 6 条" in dispatched
    assert f'rel="next" href="/audit/cases/{number}?at={positions[2]}"' in dispatched
    assert f'rel="prev" href="/audit/cases/{number}?at={positions[0]}"' in dispatched
    changes = dispatched.partition('id="changes"')[2]
    assert "<del>已接报</del>" in changes
    assert "<ins>派出所</ins>" in changes
    assert "<del>老街</del>" in corrected
    assert "<ins>新街</ins>" in corrected
    assert "老街" in received.partition('id="corrections"')[0]  # the record stays as it was
    assert "厨房冒烟" not in received


def test_two_moments_stand_side_by_side_with_what_was_recorded_between(
    number: str, desk: Desk, logged_in: LogIn
) -> None:
    auditor, address = logged_in("zhou"), f"/audit/cases/{number}/compare"
    first, second, *_ = seqs(desk.service.desk, number)

    page = auditor.get(f"{address}?before={first}&after={second}").text
    same = auditor.get(f"{address}?before={first}&after={first}").text
    first_and_last = auditor.get(address).text
    whole = auditor.get(f"{address}?whole=1").text

    assert "<ins>派出所</ins>" in page
    assert page.count("<li value=") == 1
    assert "<ins>" not in same
    assert "<del>" not in same
    assert "<ins>新街</ins>" in first_and_last
    assert "老街起火" not in first_and_last.partition('id="beside"')[2]  # it did not change
    assert "老街起火" in whole.partition('id="beside"')[2]


def test_both_times_of_every_record_and_who_saw_the_case(number: str, logged_in: LogIn) -> None:
    auditor = logged_in("zhou")

    times = auditor.get(f"/audit/cases/{number}/times").text
    seen = text(auditor.get(f"/audit/cases/{number}/seen").text)

    assert times.count('class="lc-late"') == 1
    assert "忙于救人" in times
    assert "40 分" in times
    assert "听错" in times
    assert "陈督" in times
    assert "核对地点" in seen
    assert "张敏" in seen


def test_a_moment_that_cannot_be_shown_says_what_to_write(number: str, logged_in: LogIn) -> None:
    auditor = logged_in("zhou")

    for at in ("昨天", "0", "1999-01-01", "9999-99-99"):
        answer = auditor.get(f"/audit/cases/{number}?at={at}")
        assert answer.status_code == 422, at
        assert f'value="{at}"' in answer.text
        assert 'href="#at"' in answer.text
    assert auditor.get(f"/audit/cases/{number}?at={'9' * 400}").status_code == 200


def test_a_case_is_found_by_its_number_or_a_part_of_it(number: str, logged_in: LogIn) -> None:
    inspector = logged_in("chen")

    found = inspector.get(f"/audit/cases?number={number}&at=1204")
    some = inspector.get(f"/audit/cases?number={number[-3:]}")
    none = inspector.get("/audit/cases?number=QS1999-00001")

    assert found.headers["Location"] == f"/audit/cases/{number}?at=1204"
    assert some.status_code in (200, 303)
    assert none.status_code == 422
    assert 'value="QS1999-00001"' in none.text


def test_the_home_leads_on_and_to_nowhere_that_is_not_there(logged_in: LogIn) -> None:
    auditor, operator = logged_in("zhou"), logged_in("zhang")

    page = auditor.get("/audit/").text
    ways = re.findall(r'<li class="lc-card"><a href="([^"]+)"', page)

    assert 3 <= len(ways) <= len(TILES)
    assert "/ledgers/" in ways
    assert operator.get("/audit/").status_code == 403
    assert 'href="/audit/"' not in operator.get("/board").text
