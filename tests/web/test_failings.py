"""Failings and what is overdue: ledgers, the heads' page, marks on the case, and acts on them."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from domain.case.dispatch import Arrive, Dispatch, Recall, Return, RuleReturn
from domain.case.events import Supervised, Urged
from domain.case.supervision import Complain, RuleComplaint, Supervise, Urge
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms

LogIn = Callable[[str], Visitor]


@pytest.fixture
def passed_round(desk: Desk) -> str:
    """A case two units handed on, the second with leave."""
    number = desk.receive("起火")
    desk.dispatch(number, "sfs")
    desk.do(number, Return(dispatch=1, reason="无车"), by="zhao")
    desk.dispatch(number)
    desk.do(number, Return(dispatch=2, reason="不属管辖"), by="wang")
    desk.do(number, RuleReturn(dispatch=2, upheld=True, reason="属实"), by="chen")
    return number


@pytest.fixture
def overdue(desk: Desk, clock: MovableClock) -> str:
    """A unit that should have arrived an hour ago."""
    number = desk.receive("触电")
    desk.dispatch(number)
    clock.forward(hours=1, minutes=30)
    return number


def rows(page: str) -> list[str]:
    """The rows of the ledger, without its head."""
    table = page.partition("lc-dense lc-book")[2].partition("<tbody>")[2].partition("</tbody>")[0]
    return table.split("<tr>")[1:]


def test_a_failing_leads_from_its_ledger_to_the_records_that_show_it(
    logged_in: LogIn, passed_round: str
) -> None:
    head = logged_in("chen")
    (row,) = rows(head.get("/ledgers/failings?failing=passed_round").text)
    assert "推诿转手" in row
    assert "联动中心" in row
    links = re.findall(rf'href="/cases/{passed_round}#e(\d+)"', row)
    assert links == ["3", "6"]
    page = head.get(f"/cases/{passed_round}").text
    for version in links:
        assert f'<li id="e{version}"' in page
        assert f'class="lc-proof" href="#e{version}"' in page
    assert "记录显示的履责问题" in page


def test_it_is_narrowed_by_unit_kind_and_period(
    logged_in: LogIn, passed_round: str, clock: MovableClock
) -> None:
    head = logged_in("chen")
    today = f"{clock.now:%Y-%m-%d}"
    later = f"{clock.now + timedelta(days=2):%Y-%m-%d}"
    for query, count in (
        ("failing=passed_round", 1),
        ("failing=never_urged", 0),
        (f"since={today}&until={today}", 1),
        (f"since={later}", 0),
        ("unit=sfs", 0),
        ("track=emergency", 1),
        ("track=petition", 0),
    ):
        assert len(rows(head.get(f"/ledgers/failings?{query}").text)) == count, query
    assert head.get("/ledgers/failings?failing=nothing").status_code == 422
    assert head.get("/ledgers/failings.xlsx").status_code == 200
    assert passed_round in head.get("/ledgers/failings").text


def test_units_see_their_own_and_nothing_that_reporters_told_of_them(
    logged_in: LogIn, desk: Desk, overdue: str, clock: MovableClock
) -> None:
    number = desk.receive("起火")
    desk.dispatch(number)
    clock.forward(hours=1)
    desk.do(number, Complain(unit="pcs"), by="chen")
    desk.do(number, RuleComplaint(complaint=1, upheld=True, reason="属实"), by="chen")
    desk.do(number, Complain(unit="centre"), by="chen")
    desk.do(number, RuleComplaint(complaint=2, upheld=True, reason="属实"), by="chen")
    desk.do(overdue, Arrive(dispatch=1), by="wang")
    told = {who: logged_in(who).get("/ledgers/failings").text for who in ("chen", "li", "wang")}
    assert told["chen"].count("施压或态度恶劣属实</td>") == 2
    assert told["li"].count("施压或态度恶劣属实</td>") == 1  # of the centre only inspection learns
    assert rows(told["wang"]) == []  # never urged is the centre's failing
    assert "超期未催办" in told["li"]
    for who, count in (("chen", 2), ("li", 1), ("wang", 0)):
        assert logged_in(who).get(f"/cases/{number}").text.count("<b>施压或态度恶劣属实") == count


def test_what_accuses_a_unit_is_no_failing_they_ever_see(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive("推诿", by="chen", track="petition", kind="accusation", accused=["sfs"])
    desk.do(number, Dispatch(unit="pcs"), by="chen")
    desk.do(number, Recall(dispatch=1, reason="误派"), by="chen")
    desk.do(number, Dispatch(unit="pcs"), by="chen")
    desk.do(number, Recall(dispatch=2, reason="误派"), by="chen")
    clock.forward(days=1)
    assert number in logged_in("chen").get("/ledgers/failings").text
    assert number not in logged_in("zhao").get("/ledgers/failings").text


def test_the_heads_page_counts_them_and_each_figure_leads_to_its_rows(
    logged_in: LogIn, passed_round: str
) -> None:
    head = logged_in("chen")
    page = head.get("/heads").text
    (url,) = re.findall(r'href="(/ledgers/failings\?failing=passed_round[^"]+)"', page)
    assert passed_round in head.get(url.replace("&amp;", "&")).text
    assert len(rows(head.get(url.replace("&amp;", "&")).text)) == 1


class TestOverdue:
    """Who holds it, how long, what was done about it; and one click to do more."""

    def test_it_says_what_was_done(
        self, logged_in: LogIn, desk: Desk, overdue: str, clock: MovableClock
    ) -> None:
        urge = Urge(unit="pcs", kind="arrive", ref=1, reason="超期未到场")
        desk.do(overdue, urge)
        clock.forward(minutes=5)
        desk.do(overdue, urge)
        due = clock.now + timedelta(days=3)
        desk.do(overdue, Supervise(unit="pcs", reason="久拖不办", due=due), by="chen")
        page = logged_in("chen").get("/ledgers/overdue?clock=arrive").text
        (row,) = rows(page)
        assert re.search(r'c-urged"[^>]*>2<', row)
        assert re.search(r'c-urged_at"[^>]*>[^<]*11:35<', row)
        assert re.search(r'c-supervised"[^>]*>是<', row)
        assert re.search(r'c-directed"[^>]*>否<', row)
        timeline = logged_in("chen").get(f"/cases/{overdue}").text
        assert "就此第 2 次" in timeline

    def test_it_is_summed_up_by_holder_in_the_order_of_the_register(
        self, logged_in: LogIn, desk: Desk, overdue: str, clock: MovableClock
    ) -> None:
        for title in ("起火", "落水"):
            desk.dispatch(desk.receive(title), "sfs")
        clock.forward(hours=2)
        page = logged_in("chen").get("/ledgers/overdue").text
        table = page.partition('<details class="lc-card lc-holders"')[2].partition("</details>")[0]
        found = re.findall(r'unit=(\w+)[^"]*">[^<]+</a></th><td class="c-num">(\d+)</td>', table)
        assert [code for code, _ in found][-2:] == ["pcs", "sfs"]
        for code, count in found:
            narrowed = logged_in("chen").get(f"/ledgers/overdue?unit={code}&state=open").text
            assert len(rows(narrowed)) == int(count)
        assert overdue in page

    @pytest.mark.parametrize(
        ("step", "typed", "kind"),
        [
            ("Urge", {"reason": "超期未到场"}, Urged),
            ("Supervise", {"reason": "久拖不办", "due": "2026-11-30 18:00"}, Supervised),
        ],
    )
    def test_one_press_in_the_row_leads_to_the_step_on_exactly_that(
        self,
        logged_in: LogIn,
        service: Service,
        overdue: str,
        step: str,
        typed: dict[str, str],
        kind: type[Urged] | type[Supervised],
    ) -> None:
        head = logged_in("chen")
        page = head.get("/ledgers/overdue?clock=arrive").text
        (value,) = re.findall(rf'name="only" value="({step}:[^"]+)"', page)
        (ticks,) = (one for one in Forms(page).found if one.action == "/bulk/ask")
        asked = head.client.post("/bulk/ask", data={**ticks.values, "only": value})
        assert asked.status_code == 200
        (form,) = (one for one in Forms(asked.text).found if one.action == "/bulk/do")
        done = head.client.post("/bulk/do", data={**form.values, **typed})
        assert done.status_code == 200
        history = service.desk.load(service.desk.find(overdue)).history
        (made,) = (one for one in history if isinstance(one, kind))
        assert made.unit == "pcs"
        if isinstance(made, Urged):
            assert (made.kind, made.ref) == ("arrive", 1)

    def test_the_desk_may_urge_but_orders_of_supervision_are_the_heads(
        self, logged_in: LogIn, overdue: str
    ) -> None:
        page = logged_in("zhang").get("/ledgers/overdue").text
        assert 'value="Urge:' in page
        assert 'value="Supervise:' not in page
        visitor = logged_in("zhang")
        refused = visitor.post(
            "/bulk/ask", {"ledger": "overdue", "only": f"Supervise:{overdue}~c0"}
        )
        assert refused.status_code == 404

    @pytest.mark.parametrize("only", ["Urge:", ":x", "Urge:'; --~c1", "Close:x", "Urge:QS~c9999"])
    def test_a_button_somebody_tampered_with_does_nothing(
        self, logged_in: LogIn, overdue: str, only: str
    ) -> None:
        head = logged_in("chen")
        answer = head.post("/bulk/ask", {"ledger": "overdue", "only": only, "action": "Urge"})
        assert answer.status_code in (200, 404, 422)
        assert overdue not in answer.text
