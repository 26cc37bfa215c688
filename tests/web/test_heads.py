"""The heads' page: everything that waits is on it, for whom it waits, one click from its case."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

import pytest

from application.accounts import Account
from application.units import found_unit
from domain.case.events import Actor
from domain.case.words import Role
from domain.units.events import UnitFounded
from projections.bootstrap import Service
from tests.web import awaited as awaited_matters
from tests.web.awaited import INSPECTOR, Awaited
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found

LogIn = Callable[[str], Visitor]
OF_INSPECTION = {"return", "objection", "dissatisfaction", "complaint", "contest"}
OF_HEADS = {"sign_off", "extension", "raised", "review", "directive", "urge"}


@pytest.fixture
def awaited(service: Service) -> dict[str, str]:
    """One matter for each thing that waits, by its kind."""
    return Awaited(service.desk, "pcs", "sfs").all()


def lists(page: str) -> dict[str, str]:
    """The lists of the page by what they are of."""
    parts = re.split(r'<section class="lc-card lc-heads-list" id="', page)[1:]
    return {part.partition('"')[0]: part for part in parts}


def forms(page: str, ending: str) -> Iterator[Found]:
    return (form for form in Forms(page).found if form.action.endswith(ending))


@pytest.mark.parametrize(
    ("username", "kinds"), [("li", OF_HEADS), ("chen", OF_HEADS | OF_INSPECTION)]
)
def test_each_head_has_the_lists_of_what_their_role_may_do(
    logged_in: LogIn, awaited: dict[str, str], username: str, kinds: set[str]
) -> None:
    found = lists(logged_in(username).get("/heads").text)
    assert found.keys() == kinds | {"by-unit"}
    for kind in kinds:
        others = set(awaited.values()) - {awaited[kind]}
        assert awaited[kind] in found[kind], kind
        assert not [number for number in others if number in found[kind]], kind


@pytest.mark.parametrize("kind", sorted(OF_HEADS | OF_INSPECTION))
def test_one_click_leads_to_the_case_with_the_form_of_its_step_open(
    logged_in: LogIn, awaited: dict[str, str], kind: str
) -> None:
    head = logged_in("chen")
    line = lists(head.get("/heads").text)[kind]
    path = re.findall(r'href="(/cases/[^"]+\?step=[^"]+)"', line)[0].replace("&amp;", "&")
    step, place = re.findall(r"step=(\w+)#(.+)", path)[0]
    page = head.get(path).text
    opened = page.partition('class="lc-card lc-next" id="')[2]
    assert opened.startswith(f'{place}"'), (kind, place, opened[:60])
    assert f"/do/{step}" in opened


def test_a_signature_is_given_from_the_list_and_the_list_comes_back(
    logged_in: LogIn, awaited: dict[str, str], service: Service
) -> None:
    head = logged_in("li")
    (form,) = forms(head.get("/heads").text, "/do/SignOff")
    for _ in range(2):  # a form sent twice counts once
        answer = head.client.post(form.action, data={**form.values, "approved": "yes"})
        assert (answer.status_code, answer.location) == (303, "/heads")
    number = awaited["sign_off"]
    history = service.desk.load(service.desk.find(number)).history
    assert [type(event).__name__ for event in history] == ["Received", "Screened", "SignedOff"]
    page = head.get("/heads").text
    assert f"已记录 {number}" in page
    assert "没有待签批的事项" in lists(page)["sign_off"]


@pytest.mark.parametrize(("upheld", "lead"), [("yes", None), ("no", "pcs")])
def test_a_return_is_ruled_on_from_the_list(
    logged_in: LogIn, awaited: dict[str, str], service: Service, upheld: str, lead: str | None
) -> None:
    head = logged_in("chen")
    form = next(one for one in forms(head.get("/heads").text, "/do/RuleReturn"))
    of_case = f"/cases/{awaited['return']}"
    assert "退单裁定（" in head.get(of_case).text.partition("等待</dt>")[2][:60]  # says the case
    typed = {**form.values, "upheld": upheld, "reason": "查明"}
    assert head.client.post(form.action, data=typed).status_code == 303
    case = service.desk.load(service.desk.find(awaited["return"])).case
    assert (case.lead.unit if case.lead else None) == lead
    assert awaited["return"] not in lists(head.get("/heads").text)["return"]
    assert "等待</dt>" not in head.get(of_case).text


def test_what_can_not_be_taken_is_said_on_the_page_of_the_case_with_what_was_typed(
    logged_in: LogIn, awaited: dict[str, str]
) -> None:
    head = logged_in("chen")
    form = next(one for one in forms(head.get("/heads").text, "/do/RuleReturn"))
    for reason in ("", " ", "长" * 5000):
        answer = head.client.post(
            form.action, data={**form.values, "upheld": "no", "reason": reason}
        )
        assert answer.status_code == 422
        assert 'id="problems"' in answer.text


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"upheld": "<script>", "reason": "x"}, 422),
        ({"upheld": "no", "reason": "=1+1", "dispatch": "99"}, 422),
        ({"upheld": "no", "reason": "\u202e💣", "dispatch": "'"}, 422),
        ({"upheld": "no", "reason": "x", "show": "//example.org"}, 303),
    ],
)
def test_hostile_forms_are_refused_cleanly(
    logged_in: LogIn, awaited: dict[str, str], form: dict[str, str], status: int
) -> None:
    head = logged_in("chen")
    known = next(one for one in forms(head.get("/heads").text, "/do/RuleReturn"))
    answer = head.client.post(known.action, data={**known.values, **form})
    assert answer.status_code == status
    if status == 303:
        assert answer.location == "/heads"


def test_without_its_token_or_for_another_step_nothing_is_done(
    logged_in: LogIn, awaited: dict[str, str]
) -> None:
    head = logged_in("chen")
    number = awaited["sign_off"]
    assert head.client.post(f"/heads/{number}/do/SignOff", data={}).status_code == 400
    assert head.post(f"/heads/{number}/do/Close").status_code == 404
    assert head.post(f"/heads/{number}/do/SignOff", {"approved": "yes"}).status_code == 422


def test_every_list_that_is_empty_says_so_and_what_comes_there(logged_in: LogIn) -> None:
    found = lists(logged_in("chen").get("/heads").text)
    assert found.keys() == OF_HEADS | OF_INSPECTION | {"by-unit"}
    assert all("lc-empty" in part for part in found.values())


def test_each_figure_of_a_unit_leads_to_the_ledger_with_exactly_that(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    for title in ("起火", "触电", "落水"):
        desk.dispatch(desk.receive(title))
    clock.forward(hours=30)
    desk.dispatch(desk.receive("路障"))
    desk.dispatch(desk.receive("积水"), "sfs")
    head = logged_in("li")
    figures = re.findall(r'href="(/ledgers[^"]+)" aria-label="[^"]*">(\d+)</a>', units(head))
    assert len(figures) == 3  # what the justice office got is not overdue yet
    for url, figure in figures:
        page = head.get(url.replace("&amp;", "&")).text
        assert len(re.findall(r'<td class="[^"]*c-number', page)) == int(figure) > 0


def units(head: Visitor) -> str:
    return lists(head.get("/heads").text)["by-unit"]


def test_units_stand_in_the_order_of_the_register_and_never_by_how_late_they_are(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    desk.dispatch(desk.receive("起火"), "pcs")
    for title in ("触电", "落水"):
        desk.dispatch(desk.receive(title), "sfs")
    clock.forward(hours=30)
    names = re.findall(r'<th scope="row">([^<]+)', units(logged_in("li")))
    assert names == ["派出所", "司法所"]


@pytest.fixture
def line(service: Service, clock: MovableClock) -> None:
    """A unit below the police station; leaders of both, and of the justice office."""
    event = UnitFounded(
        at=clock(), by="root", code="post", name="警务室", level="village", parent="pcs"
    )
    found_unit(service.desk, event)
    for unit in ("pcs", "post", "sfs"):
        service.accounts.add(Account(f"head-{unit}", unit, Role.LEADER, unit), PASSWORD)


@pytest.mark.usefixtures("line")
def test_a_units_leader_sees_what_concerns_the_unit_and_those_below(
    logged_in: LogIn, service: Service
) -> None:
    below = Awaited(service.desk, "post", "sfs")
    urged, directed, signed = below.urge(), below.directive(), below.sign_off()
    pages = {unit: logged_in(f"head-{unit}").get("/heads").text for unit in ("pcs", "post", "sfs")}
    for unit, sees in (("post", True), ("pcs", True), ("sfs", False)):
        found = lists(pages[unit])
        assert (urged in found["urge"]) is sees, unit
        assert (directed in found["directive"]) is sees, unit
        assert signed not in pages[unit], unit  # the centre's to sign


@pytest.mark.usefixtures("line")
def test_nothing_that_accuses_a_unit_is_listed_or_counted_for_its_line(
    logged_in: LogIn, service: Service, desk: Desk, clock: MovableClock
) -> None:
    urged = Awaited(service.desk, "sfs", "pcs").urge()
    accused = desk.receive(
        "处警推诿", by="chen", track="petition", kind="accusation", accused=["sfs"]
    )
    clock.forward(days=40)
    assert urged in logged_in("head-sfs").get("/heads").text
    for head, sees in (("head-sfs", False), ("li", True), ("chen", True)):
        page = logged_in(head).get("/heads")
        assert accused not in page.text
        counted = "联动中心本级" in lists(page.text)["by-unit"]
        assert counted is sees, head


def test_a_long_list_is_cut_and_leads_to_all_of_it(logged_in: LogIn, service: Service) -> None:
    waiting = Awaited(service.desk, "pcs", "sfs")
    numbers = [waiting.sign_off() for _ in range(12)]
    head = logged_in("li")
    first = lists(head.get("/heads").text)["sign_off"]
    assert [number in first for number in numbers] == [True] * 6 + [False] * 6
    assert "查看全部 12 件" in first
    whole = lists(head.get("/heads?show=sign_off").text)
    assert whole.keys() == {"sign_off"}
    assert all(number in whole["sign_off"] for number in numbers)
    assert "/heads?show=sign_off" not in whole["sign_off"]


@pytest.mark.parametrize("show", ["nothing", "complaint", "%00", "'; --"])
def test_a_list_that_is_none_or_not_the_viewers_shows_all_there_are(
    logged_in: LogIn, show: str
) -> None:
    found = lists(logged_in("li").get(f"/heads?show={show}").text)
    assert found.keys() == OF_HEADS | {"by-unit"}


def test_in_english_nothing_is_left_in_chinese(logged_in: LogIn, awaited: dict[str, str]) -> None:
    head = logged_in("chen")
    head.get("/language/en")
    page = head.get("/heads").text
    for text in (
        "To sign off now",
        "Second returns to rule on",
        "waiting since 10:00",
        "Sign or refuse",
    ):
        assert text in page


class Own(NamedTuple):
    """A list, who sees that one of its acts is not theirs, why, and as whom they did it."""

    kind: str
    viewer: Actor
    why: str
    step: str
    told_as: str = ""


HEAD = Actor("li", "centre", Role.LEADER)
OF_POLICE = Actor("ma", "pcs", Role.SUPERVISOR)
OWN = (
    Own("return", INSPECTOR, "该退单由您登记", "RuleReturn", "staff"),
    Own("return", OF_POLICE, "涉及您所在单位", "RuleReturn"),
    Own("objection", OF_POLICE, "涉及您所在单位", "RuleReturn"),
    Own("extension", HEAD, "该延期由您申请", "Extend", "staff"),
    Own("review", HEAD, "该处理意见由您作出", "DecideReview", "OPERATOR"),
    Own("dissatisfaction", INSPECTOR, "该评价由您回访取得", "RuleDissatisfaction", "CALLER"),
    Own("complaint", OF_POLICE, "涉及您所在单位", "RuleComplaint"),
    Own("contest", OF_POLICE, "涉及您所在单位", "RuleFailing"),
)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.parametrize("own", OWN, ids=lambda own: f"{own.kind}-{own.viewer.user}")
def test_whose_own_act_waits_is_told_that_somebody_else_takes_it(
    logged_in: LogIn, service: Service, monkeypatch: pytest.MonkeyPatch, own: Own
) -> None:
    service.accounts.add(Account("ma", "马督", Role.SUPERVISOR, "pcs"), PASSWORD)
    service.accounts.add(Account("sun", "孙督", Role.SUPERVISOR, "centre"), PASSWORD)
    matters = Awaited(service.desk, "pcs", "sfs")
    if own.told_as.isupper():
        monkeypatch.setattr(awaited_matters, own.told_as, own.viewer)
    elif own.told_as:
        matters._staff = own.viewer
    number = getattr(matters, {"return": "second_return"}.get(own.kind, own.kind))()

    def seen(user: str) -> tuple[str, str]:
        head = logged_in(user)
        return lists(head.get("/heads").text)[own.kind], head.get(f"/cases/{number}").text

    line, case = seen(own.viewer.user)
    assert own.why in line
    assert ("/do/" in line, "step=" in line) == (False, False)
    assert f"/do/{own.step}" not in case or own.kind == "extension"  # of other time limits
    line, case = seen("sun")
    assert "由他人" not in line
    assert f"step={own.step}" in line
    assert f"/do/{own.step}" in case
