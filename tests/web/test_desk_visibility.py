"""Who sees what of a case: the accused nothing, units what is theirs, auditors no names."""

import re
from collections.abc import Callable

import pytest

from application.accounts import Account
from application.units import found_unit
from domain.case.events import Barred
from domain.units.events import UnitFounded
from projections.bootstrap import Service
from tests.web.conftest import PASSWORD, MovableClock, Visitor
from tests.web.filled import Person

LogIn = Callable[[str], Visitor]
SECRETS = ("陈小明", "13800138000", "老街 12 号", "有人说起火了")
NEEDED = SECRETS[1:]


@pytest.fixture
def desk(logged_in: LogIn) -> Person:
    """The duty desk, with an emergency that was sent to the police station."""
    person = Person(logged_in("zhang"))
    person.register(
        dispatch=True,
        track="emergency",
        title="起火",
        unit="pcs",
        name="陈小明",
        phone="13800138000",
        address="老街 12 号",
        narrative="有人说起火了",
    )
    return person


def accusation(logged_in: LogIn, *accused: str) -> Person:
    """An accusation of units, registered where nobody of them works."""
    desk = Person(logged_in("chen"))
    desk.register(
        track="petition", kind="accusation", title="处警推诿", name="陈小明", accused=list(accused)
    )
    return desk


@pytest.mark.parametrize("username", ["zhang", "li", "chen"])
def test_the_centre_reads_what_is_sealed(logged_in: LogIn, desk: Person, username: str) -> None:
    page = Person(logged_in(username), desk.number).opened()
    assert all(secret in page for secret in SECRETS)


def test_the_handling_unit_reads_what_it_needs_and_no_name(logged_in: LogIn, desk: Person) -> None:
    page = Person(logged_in("wang"), desk.number).opened()
    assert all(secret in page for secret in NEEDED)
    assert "陈小明" not in page
    assert "***" in page


def test_the_unit_that_deals_with_it_gets_no_code_to_answer_in_the_reporters_place(
    logged_in: LogIn, desk: Person
) -> None:
    unit = Person(logged_in("wang"), desk.number)
    assert unit.visitor.get(f"/cases/{desk.number}/receipt").status_code == 404
    unit.do(
        "Correct", target="1.received_by", value="派出所", reason="本单位接报", approver="李国强"
    )
    assert unit.visitor.get(f"/cases/{desk.number}/receipt").status_code == 404
    assert f"/cases/{desk.number}/receipt" not in unit.page()
    assert f"/cases/{desk.number}/receipt" in desk.page()


def test_the_unit_that_took_it_in_prints_its_slip(logged_in: LogIn) -> None:
    unit = Person(logged_in("wang"))
    unit.register(track="hotline", title="路灯不亮")
    assert unit.visitor.get(f"/cases/{unit.number}/receipt").status_code == 200
    assert f"/cases/{unit.number}/receipt" in unit.page()


def test_an_auditor_reads_the_case_without_its_secrets_and_changes_nothing(
    logged_in: LogIn, desk: Person
) -> None:
    auditor = Person(logged_in("zhou"), desk.number)
    page = auditor.opened()
    assert "起火" in page
    assert not any(secret in page for secret in SECRETS)
    assert auditor.steps() == set()
    assert auditor.visitor.get(f"/cases/{desk.number}/receipt").status_code == 403
    form = {"token": "x" * 20, "label": "x"}
    path = f"/cases/{desk.number}/do/Note"
    assert auditor.visitor.post(path, dict(form)).status_code == 403


def test_a_unit_without_a_part_in_the_case_does_not_find_it(logged_in: LogIn, desk: Person) -> None:
    other = Person(logged_in("zhao"), desk.number)
    assert other.answer().status_code == 404
    assert other.answer(at=1).status_code == 404
    assert other.visitor.get(f"/cases/{desk.number}/receipt").status_code == 404
    assert other.visitor.post(f"/cases/{desk.number}/do/Note", {"label": "x"}).status_code == 404


def test_an_administrator_sees_no_case(logged_in: LogIn, desk: Person) -> None:
    assert Person(logged_in("root"), desk.number).answer().status_code == 403


def test_the_accused_unit_finds_nothing_though_it_had_a_dispatch(logged_in: LogIn) -> None:
    desk = accusation(logged_in, "pcs")
    unit = Person(logged_in("wang"), desk.number)
    assert unit.answer().status_code == 404
    assert unit.visitor.post(f"/cases/{desk.number}/do/Note", {"label": "x"}).status_code == 404
    assert "派出所" in desk.page()


def test_that_the_accused_tried_is_on_record_once_for_each_kind_of_attempt(
    logged_in: LogIn, service: Service
) -> None:
    desk = accusation(logged_in, "pcs")
    unit = Person(logged_in("wang"), desk.number)
    for _ in range(3):
        assert unit.answer().status_code == 404
    assert unit.visitor.post(f"/cases/{desk.number}/do/Note", {"label": "x"}).status_code == 404
    history = service.desk.load(service.desk.find(desk.number)).history
    tried = [(e.by.user, e.attempt) for e in history if isinstance(e, Barred)]
    assert tried == [("wang", "open"), ("wang", "act")]
    assert "打开事项" in desk.page()


def test_who_registers_what_accuses_their_own_unit_has_tried_nothing(
    logged_in: LogIn, service: Service
) -> None:
    unit = Person(logged_in("wang"))
    answer = unit.register(
        track="petition", kind="accusation", title="处警推诿", accused=["pcs"], dispatch=False
    )
    number = re.search(r"QS2026-\d+", answer.text)
    assert number is not None
    history = service.desk.load(service.desk.find(number[0])).history
    assert [type(event).__name__ for event in history] == ["Received"]


def test_a_leader_of_the_unit_above_opens_the_case_and_reads_nothing_sealed(
    logged_in: LogIn, service: Service, clock: MovableClock
) -> None:
    post = UnitFounded(
        at=clock(), by="root", code="post", name="警务室", level="village", parent="pcs"
    )
    found_unit(service.desk, post)
    for name, role in (("tang", "leader"), ("he", "operator")):
        service.accounts.add(Account(name, name, role, "pcs"), PASSWORD)
    desk = Person(logged_in("zhang"))
    desk.register(dispatch=True, track="emergency", title="起火", unit="post", phone="13800138000")
    page = Person(logged_in("tang"), desk.number).opened()
    assert "起火" in page
    assert "13800138000" not in page
    assert Person(logged_in("he"), desk.number).answer().status_code == 404


def test_units_above_and_below_the_accused_find_nothing_either(
    logged_in: LogIn, service: Service, clock: MovableClock
) -> None:
    event = UnitFounded(
        at=clock(), by="root", code="post", name="警务室", level="village", parent="pcs"
    )
    found_unit(service.desk, event)
    desk = accusation(logged_in, "post")
    assert Person(logged_in("wang"), desk.number).answer().status_code == 404


def test_against_the_centre_only_inspection_and_audit_see_the_matter(logged_in: LogIn) -> None:
    desk = accusation(logged_in, "centre")
    seen = {
        username: Person(logged_in(username), desk.number).answer().status_code
        for username in ("zhang", "li", "chen", "zhou", "wang")
    }
    assert seen == {"zhang": 404, "li": 404, "chen": 200, "zhou": 200, "wang": 404}


def test_the_accused_are_no_choice_where_a_unit_is_chosen(logged_in: LogIn) -> None:
    desk = accusation(logged_in, "pcs")
    choices = desk.form("Dispatch").choices["unit"]
    assert "sfs" in choices
    assert "pcs" not in choices


def test_an_attempt_at_the_accused_is_refused_and_stays_on_record(logged_in: LogIn) -> None:
    desk = accusation(logged_in, "pcs")
    values = desk.form("Note").values
    kept = {name: values[name] for name in ("csrf_token", "token")}
    answer = desk.visitor.client.post(
        f"/cases/{desk.number}/do/Urge", data={**kept, "unit": "pcs", "reason": "逾期"}
    )
    assert answer.status_code == 422
    assert "的选项已经没有了" in answer.text


def test_a_unit_complained_about_learns_nothing_of_who_complained(
    logged_in: LogIn, desk: Person
) -> None:
    desk.do("Complain", unit="pcs", words="他们让我撤诉")
    page = Person(logged_in("wang"), desk.number).opened()
    assert not any(secret in page for secret in SECRETS)
    assert "投诉 1" not in page
    assert "他们让我撤诉" not in page
    assert "他们让我撤诉" in desk.page()


def test_a_correction_is_hidden_from_whom_the_corrected_record_is_hidden(
    logged_in: LogIn, desk: Person
) -> None:
    desk.do("Complain", unit="pcs", words="他们让我撤诉")
    desk.do("Correct", target="3.unit", value="司法所", reason="记错", approver="李国强")
    assert "更正第 3 条记录" in desk.page()
    assert "更正第 3 条记录" not in Person(logged_in("wang"), desk.number).page()


def test_a_duplicate_that_accuses_the_viewer_is_not_given_away_by_its_main_case(
    logged_in: LogIn, desk: Person
) -> None:
    accusing = accusation(logged_in, "pcs")
    accusing.do("Screen", validity="duplicate", duplicate_of=desk.number)
    assert accusing.number in desk.page()
    assert accusing.number not in Person(logged_in("wang"), desk.number).page()


def test_a_case_is_shown_as_it_stood_without_forms(logged_in: LogIn, desk: Person) -> None:
    desk.do("Correct", target="1.place", value="南门", reason="听错", approver="李国强")
    links = [part.partition('"')[0] for part in desk.page().split("?at=")[1:]]
    assert len(links) == 3

    then = desk.page(at=links[0])
    assert "这是第 1 条记录" in then
    assert "南门" not in then
    assert "派单 1" not in then
    assert "/do/" not in then
    assert "更正第 1 条记录的“地点”" in desk.page(at=links[2])


@pytest.mark.parametrize("at", ["0", "x", "-1", "1" * 30, "１", "1.5", "999999999999999999999"])
def test_a_moment_that_never_was_is_not_there(desk: Person, at: str) -> None:
    assert desk.answer(at=at).status_code == 404


def test_a_case_is_found_by_its_number_however_it_is_typed(desk: Person) -> None:
    assert desk.visitor.get(f"/cases/{desk.number.lower()}").status_code == 200


def test_the_page_of_a_case_belongs_to_no_page_of_the_bar(desk: Person) -> None:
    assert 'aria-current="page"' not in desk.page()
    assert 'aria-current="page"' in desk.visitor.get("/register").text
