"""The overview of heads: each number opens to its rows, and nobody learns who answered what."""

import re
from collections.abc import Callable

import pytest

from application.accounts import Account
from domain.case.words import Role
from projections.bootstrap import Service
from tests.web.awaited import Awaited
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
NUMBER = re.compile(r'href="(/rates/\w+\?[^"]*)" aria-label="[^"]*: (\d+) / (\d+)"')


@pytest.fixture
def lived(service: Service, clock: MovableClock) -> None:
    """Matters of every kind whose limits ran out in this quarter, and a leader of a unit."""
    Awaited(service.desk, "pcs", "sfs").all()
    clock.forward(days=30)
    service.accounts.add(Account("sun", "孙所长", Role.LEADER, "pcs"), PASSWORD)


@pytest.mark.usefixtures("lived")
def test_every_number_stands_with_its_denominator_and_opens_to_its_rows(logged_in: LogIn) -> None:
    # given the overview of a quarter in which something fell due
    head = logged_in("li")
    page = head.get("/overview").text
    links = NUMBER.findall(page)
    assert links
    # when each number is followed
    for link, _, due in links:
        rows = head.get(link.replace("&amp;", "&")).text
        # then there are as many rows
        assert re.findall(r"<h2>共 (\d+) 行", rows) == [due], link
    # and what the centre promised stands beside
    for told in ("2026Q4 至今", "2026Q3", "98 %", "96 %", "样本太少，不排名", "没有下滑的"):
        assert told in page
    assert page.count("<svg") >= 2 * 4  # both quarters, and three promises; wide and narrow


@pytest.mark.usefixtures("lived")
def test_a_unit_s_leader_sees_the_own_limits_and_no_reporter_s_answer(
    logged_in: LogIn, desk: Desk
) -> None:
    # given a limit of the own unit, and one of another
    own, other = desk.receive("井盖破损"), desk.receive("路灯不亮")
    desk.dispatch(own, "pcs")
    desk.dispatch(other, "sfs")
    # when the unit's leader looks
    page = logged_in("sun").get("/overview").text
    # then there is no rate that reporters' answers can be told from, and no other unit
    assert own in page
    assert other not in page
    assert "满意率" not in page
    assert "下滑之处" not in page
    assert other in logged_in("chen").get("/overview").text


@pytest.mark.usefixtures("lived")
def test_limits_are_counted_by_kind_and_open_to_them(logged_in: LogIn, desk: Desk) -> None:
    number = desk.receive("井盖破损")
    desk.dispatch(number)
    head = logged_in("chen")
    kinds = re.findall(
        r'href="(/overview\?kind=\w+)#owed">[^<]* <b>(\d+)', head.get("/overview").text
    )
    assert kinds
    for link, count in kinds:
        rows = head.get(link).text
        assert rows[rows.index('id="owed"') :].count('<td class="c-no">') == int(count), link


@pytest.mark.usefixtures("lived")
def test_it_is_for_heads_and_auditors_and_stands_in_their_bar(logged_in: LogIn) -> None:
    for username in ("li", "chen", "zhou", "sun"):
        page = logged_in(username).get("/overview?by=category&kind=moon")
        assert page.status_code == 200
        assert 'aria-current="page">总览' in page.text or "总览</a>" in page.text
    for username in ("zhang", "wang", "root"):
        assert logged_in(username).client.get("/overview").status_code == 403


def test_a_quarter_in_which_nothing_was_due_has_no_zero(logged_in: LogIn) -> None:
    visitor = logged_in("li")
    visitor.get("/language/en")
    page = visitor.get("/overview").text
    assert "nothing fell due" in page
    assert "No time limit runs that falls due this quarter." in page
    assert "<b>0.0 %</b>" not in page
