"""Taking steps: what is refused comes back as it was typed, what is sent twice counts once."""

import re
from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from domain.case.events import PartyJoined
from projections.bootstrap import Service
from tests.web.conftest import MovableClock, Visitor
from tests.web.filled import Forms, Found, Person, wrong

LogIn = Callable[[str], Visitor]
HOSTILE = (
    "<script>alert(1)</script> '\"); DROP TABLE x; =1+1 \u202e反 \x00 \U0001f525 {unit} [x] %(y)s"
)


@pytest.fixture
def desk(logged_in: LogIn) -> Person:
    """The duty desk, with an emergency that was sent to the police station."""
    person = Person(logged_in("zhang"))
    person.register(dispatch=True, track="emergency", title="路面积水", unit="pcs", zone="seat")
    return person


@pytest.fixture
def unit(logged_in: LogIn, desk: Person) -> Person:
    """The police station, on the same case."""
    return Person(logged_in("wang"), desk.number)


def versions(service: Service, person: Person) -> int:
    """How many records the case has."""
    return service.desk.load(service.desk.find(person.number)).case.version


def test_a_refused_step_keeps_what_was_typed_and_says_what_to_do(
    desk: Person, service: Service
) -> None:
    before = versions(service, desk)
    answer = desk.send(
        "Screen", validity="valid", category="A01", level="grave", duplicate_of="QS2026-00009"
    )

    assert answer.status_code == 422
    assert "没有找到这个事项（QS2026-00009）。请核对编号" in wrong(answer)
    assert 'href="#do-Screen-duplicate_of"' in answer.text
    form = next(one for one in Forms(answer.text).found if one.action.endswith("/do/Screen"))
    assert form.values["category"] == "A01"
    assert form.values["level"] == "grave"
    assert form.values["duplicate_of"] == "QS2026-00009"
    assert versions(service, desk) == before


def test_a_step_that_is_not_possible_now_is_refused_with_what_to_do_first(desk: Person) -> None:
    answer = _close(desk)
    assert answer.status_code == 422
    assert "派出所还没有反馈。请等反馈、催办，或撤回派单后再办结。" in wrong(answer)
    form = next(one for one in Forms(answer.text).found if one.action.endswith("/do/Close"))
    assert form.values["measures"] == "抽水"


def test_a_refusal_is_told_in_english_where_english_is_chosen(desk: Person) -> None:
    desk.visitor.get("/language/en")
    assert "Still without feedback: Police station." in wrong(_close(desk))


def _close(desk: Person) -> TestResponse:
    values = desk.form("Note").values
    kept = {name: values[name] for name in ("csrf_token", "token", "seen")}
    path = f"/cases/{desk.number}/do/Close"
    return desk.visitor.client.post(path, data={**kept, "outcome": "handled", "measures": "抽水"})


def test_the_summary_links_to_the_field_that_is_wrong(desk: Person) -> None:
    answer = desk.send("Recall", reason="")
    assert answer.status_code == 422
    assert 'href="#do-Recall-1-reason"' in answer.text
    assert 'id="do-Recall-1-reason"' in answer.text
    assert 'aria-describedby="do-Recall-1-reason-wrong"' in answer.text


def test_a_form_sent_twice_counts_once(desk: Person, service: Service) -> None:
    form = desk.form("Note")
    data = {**form.values, "label": "电话询问进展"}
    first = desk.visitor.client.post(form.action, data=data)
    second = desk.visitor.client.post(form.action, data=data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert first.headers["Location"] == second.headers["Location"]
    assert versions(service, desk) == 3


def test_a_form_sent_twice_counts_once_though_the_step_is_not_possible_any_more(
    unit: Person, service: Service
) -> None:
    form = unit.form("SignFor")
    answers = [unit.visitor.client.post(form.action, data=form.values) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert versions(service, unit) == 3


def test_the_same_key_on_another_case_is_another_form(logged_in: LogIn, desk: Person) -> None:
    other = Person(logged_in("zhang"))
    other.register(track="emergency", title="树倒了")
    token = desk.form("Note").values["token"]
    desk.do("Note", label="甲", token=token)
    other.do("Note", label="乙", token=token)
    assert "乙" in other.page()


def test_a_form_without_its_own_key_is_refused(desk: Person, service: Service) -> None:
    for token in ("", "short", "x" * 100, "../../../etc/passwd"):
        answer = desk.send("Note", label="备注", token=token)
        assert answer.status_code == 422
        assert "表单不完整" in wrong(answer)
    assert versions(service, desk) == 2


def test_a_form_of_another_session_is_refused(desk: Person, service: Service) -> None:
    assert desk.send("Note", label="备注", csrf_token="").status_code == 400
    assert desk.send("Note", label="备注", csrf_token="forged").status_code == 400
    assert versions(service, desk) == 2


def test_hostile_text_is_kept_and_shown_as_text(desk: Person) -> None:
    desk.do("Note", label=HOSTILE, text=HOSTILE)
    page = desk.page()
    assert "<script>alert" not in page
    assert page.count("&lt;script&gt;alert(1)&lt;/script&gt;") == 2
    assert "\u202e" not in page
    assert "\x00" not in page
    assert "\U0001f525 {unit} [x] %(y)s" in page


def test_every_form_is_refused_cleanly_without_its_key_and_without_the_session_s(
    desk: Person, service: Service
) -> None:
    forms = [one for one in Forms(desk.page()).found if "/do/" in one.action]
    assert len(forms) > 15
    before = versions(service, desk)
    for form in forms:
        without = {**form.values, "token": ""}
        assert desk.visitor.client.post(form.action, data=without).status_code == 422, form.action
        without = {**form.values, "csrf_token": ""}
        assert desk.visitor.client.post(form.action, data=without).status_code == 400, form.action
    assert versions(service, desk) == before


def test_every_form_sent_twice_counts_once_and_stale_is_told(
    desk: Person, service: Service
) -> None:
    forms = [one for one in Forms(desk.page()).found if "/do/" in one.action]
    for form in forms:
        before = versions(service, desk)
        fresh = {**form.values, "seen": str(before)}
        first, second = (
            desk.visitor.client.post(form.action, data=_plausible(form, fresh)) for _ in range(2)
        )
        assert {first.status_code, second.status_code} <= {303, 422}, form.action
        assert versions(service, desk) - before <= 2, form.action  # a step may tell two facts
        if first.status_code == 303:
            assert second.headers["Location"] == first.headers["Location"], form.action
            once = versions(service, desk)
            stale = {**_plausible(form, form.values), "token": "another-token-of-16"}
            assert desk.visitor.client.post(form.action, data=stale).status_code == 422, form.action
            assert versions(service, desk) == once, form.action


def _plausible(form: Found, values: dict[str, str]) -> dict[str, str]:
    """Something in every field: the last choice there is, a word, a day to come."""
    chosen = {name: several[-1] for name, several in form.choices.items() if several}
    words = {name: "可以" for name, value in values.items() if not value}
    days = dict.fromkeys({"due", "until", "perform_by"} & set(values), "2026-12-01 12:00")
    numbers = dict.fromkeys({"people", "days"} & set(values), "2")
    empty = dict.fromkeys(("at", "late", "files"), "")
    known = {name: values[name] for name in ("csrf_token", "token", "seen")}
    return {**values, **words, **chosen, **days, **numbers, **empty, **known}


def test_hostile_text_in_every_field_never_breaks_a_page(desk: Person, unit: Person) -> None:
    for person in (desk, unit):
        for form in Forms(person.page()).found:
            if "/do/" in form.action:
                _send_everything(person, form.action, form.values, HOSTILE)


@pytest.mark.parametrize(
    "typed", ["", "字" * 20_001, "\U0001f525" * 300, "-1", "1e9", "0x1", "９９９"]
)
def test_no_form_breaks_on_what_does_not_fit(desk: Person, typed: str) -> None:
    for form in Forms(desk.page()).found:
        if "/do/" in form.action:
            _send_everything(desk, form.action, form.values, typed)


def _send_everything(person: Person, action: str, values: dict[str, str], typed: str) -> None:
    kept = {name: values[name] for name in ("csrf_token", "token")}
    answer = person.visitor.client.post(action, data={**dict.fromkeys(values, typed), **kept})
    assert answer.status_code in (303, 413, 422), (action, answer.status_code)


@pytest.mark.parametrize(
    ("step", "typed", "said"),
    [
        ("Arrive", {"people": "六"}, "“到场人数”要填整数，如 3。"),
        ("Arrive", {"people": "1000000"}, "“到场人数”要在 0 到 999999 之间。"),
        ("Arrive", {"people": "99999999999999999999"}, "“到场人数”要填整数，如 3。"),
        ("Arrive", {"at": "昨天"}, "要写成 年-月-日 时:分"),
        ("Arrive", {"at": "0001-01-01 00:00"}, "要写成 年-月-日 时:分"),
        ("Arrive", {"at": "2026-11-23 10:50"}, "还没有到"),
        ("Arrive", {"at": "2026-11-23 10:10"}, "属于补录。请填写补录原因"),
        ("Arrive", {"at": "2026-11-23 09:50", "late": "忙"}, "早于接报的时间 2026-11-23 10:00"),
        ("EndHandling", {"result": "magic"}, "“处置结果”的选项已经没有了"),
        ("EndHandling", {"result": ""}, "“处置结果”没有填写"),
        ("GiveFeedback", {"outcome": "handled", "follow_up.unit": "sfs"}, "“遗留责任人”没有填写"),
        ("Recall", {"reason": "误" * 501}, "“原因”最多 500 个字，请缩短。"),
        ("Transfer", {"from_level": "village", "to_level": "town", "to": "镇"}, "逐级进行"),
        ("Correct", {"target": "1.number", "value": "x"}, "选项已经没有了"),
    ],
)
def test_what_does_not_fit_is_explained_at_its_field(
    desk: Person, clock: MovableClock, step: str, typed: dict[str, str], said: str
) -> None:
    clock.forward(minutes=40)
    form = desk.form(step)
    usual = {"reason": "误", "approver": "李国强"}
    over = {name: text for name, text in usual.items() if name in form.values}
    answer = desk.visitor.client.post(form.action, data={**form.values, **over, **typed})
    assert answer.status_code == 422
    assert said in wrong(answer)


def test_somebody_elses_step_is_explained_and_shown(
    desk: Person, unit: Person, service: Service
) -> None:
    form = unit.form("Arrive")
    desk.do("Recall", reason="误派")
    answer = unit.visitor.client.post(form.action, data=form.values)

    assert answer.status_code == 422
    assert "派单 1 已不在该单位手上" in wrong(answer)
    assert "您打开页面以后又有 1 条新记录" in news(answer)
    assert "3. 撤回" in news(answer)
    assert "张敏" in news(answer)
    assert "撤回派单 1" in answer.text
    assert versions(service, unit) == 3


def news(answer: TestResponse) -> str:
    """What the page says was recorded since it was opened."""
    found = re.search(r'id="news".*?</div>', answer.text, re.DOTALL)
    return re.sub(r"<[^>]+>|\s+", " ", found[0]) if found else ""


def test_a_step_that_still_fits_waits_until_what_is_new_was_seen(
    desk: Person, unit: Person, service: Service
) -> None:
    form = desk.form("Note")
    unit.do("SignFor")
    data = {**form.values, "label": "已电话核实", "text": "说好明天"}
    answer = desk.visitor.client.post(form.action, data=data)

    assert answer.status_code == 422
    assert "又有新的记录。请先看新记录" in wrong(answer)
    assert 'href="#news"' in answer.text
    assert "3. 签收" in news(answer)
    assert "王建军" in news(answer)
    kept = next(one for one in Forms(answer.text).found if one.action.endswith("/do/Note"))
    assert (kept.values["label"], kept.values["text"]) == ("已电话核实", "说好明天")
    assert "照样提交" in answer.text
    assert versions(service, desk) == 3

    assert desk.visitor.client.post(kept.action, data=kept.values).status_code == 303
    assert versions(service, desk) == 4


def test_what_a_unit_is_not_shown_keeps_it_from_nothing(
    desk: Person, unit: Person, service: Service
) -> None:
    form = unit.form("SignFor")
    desk.do("Complain", unit="sfs", words="态度不好")
    assert unit.visitor.client.post(form.action, data=form.values).status_code == 303
    assert versions(service, unit) == 4


def test_a_form_sent_twice_counts_once_though_others_wrote_in_between(
    desk: Person, unit: Person, service: Service
) -> None:
    form = desk.form("Note")
    data = {**form.values, "label": "电话询问进展"}
    assert desk.visitor.client.post(form.action, data=data).status_code == 303
    unit.do("SignFor")
    assert desk.visitor.client.post(form.action, data=data).status_code == 303
    assert "重复提交只算一次" in desk.page()
    assert versions(service, desk) == 4


def test_the_page_can_ask_whether_more_was_recorded(desk: Person, unit: Person) -> None:
    seen = desk.form("Note").values["seen"]
    path = f"/cases/{desk.number}/news?seen="
    assert desk.visitor.get(path + seen).json == {
        "newer": 0,
        "text": "您打开页面以后又有 0 条新记录",
        "url": "",
    }
    unit.do("SignFor")
    told = desk.visitor.get(path + seen).json
    assert told is not None
    assert (told["newer"], told["url"]) == (1, f"/cases/{desk.number}#e3")
    for odd in ("", "x", "-1", "999999", "9" * 40, "%00"):
        assert desk.visitor.get(path + odd).json["newer"] == 0  # type: ignore[index]


def test_a_dispatch_goes_to_several_units_at_once_or_to_none(
    logged_in: LogIn, service: Service
) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(track="emergency", title="路面积水")
    answer = desk.send("Dispatch", supports=["pcs", "sfs"], instruction="带水泵")
    assert answer.status_code == 422
    assert "“主办单位”没有填写" in wrong(answer)
    assert versions(service, desk) == 1

    desk.do("Dispatch", unit="pcs", supports=["pcs", "sfs"], zone="seat", instruction="带水泵")
    case = service.desk.load(service.desk.find(desk.number)).case
    assert [(one.unit, one.role, one.zone) for one in case.dispatches] == [
        ("pcs", "lead", "seat"),
        ("sfs", "support", "seat"),
    ]
    assert desk.page().count("带水泵") == 2


def test_further_units_are_sent_in_support_of_the_one_that_leads(
    desk: Person, service: Service
) -> None:
    assert "unit" not in desk.form("Dispatch").choices
    assert desk.form("Dispatch").choices["supports"] == ["sfs", "centre"]
    answer = desk.send("Dispatch")
    assert "“协办单位”没有填写" in wrong(answer)
    desk.do("Dispatch", supports=["sfs", "centre"])
    case = service.desk.load(service.desk.find(desk.number)).case
    assert [one.role for one in case.dispatches] == ["lead", "support", "support"]


def test_one_unit_that_can_not_be_sent_leaves_all_unsent(
    logged_in: LogIn, service: Service
) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(track="emergency", title="路面积水")
    form = desk.form("Dispatch")
    data = {**form.values, "unit": "pcs", "supports": ["sfs", "moon"]}
    assert desk.visitor.client.post(form.action, data=data).status_code == 422
    assert versions(service, desk) == 1


def test_a_step_that_happened_earlier_says_when_and_why_late(
    unit: Person, clock: MovableClock
) -> None:
    clock.forward(minutes=40)
    unit.do("SignFor")
    unit.do("Arrive", at="2026-11-23 10:15", late="现场没有信号")

    page = unit.page()
    assert "补录" in page
    assert "现场没有信号" in page
    assert "录入 2026-11-23 10:40" in page


def test_a_minute_means_the_moment_in_it_after_what_happened_before(
    desk: Person, unit: Person, clock: MovableClock
) -> None:
    clock.forward(seconds=40)
    desk.do("Dispatch", supports=["sfs"])
    clock.forward(minutes=5)
    form = desk.form("SignFor", dispatch=2)
    answer = desk.visitor.client.post(form.action, data={**form.values, "at": "2026-11-23 10:00"})
    assert answer.status_code == 303, wrong(answer)


def test_what_is_so_already_changes_nothing_and_says_so(desk: Person, service: Service) -> None:
    before = versions(service, desk)
    form = desk.form("Correct")
    typed = {"target": "1.title", "value": "路面积水", "reason": "核对", "approver": "李国强"}
    answer = desk.visitor.client.post(form.action, data={**form.values, **typed})
    assert answer.status_code == 303
    assert "没有变化" in desk.page()
    assert versions(service, desk) == before


def test_unknown_steps_and_cases_are_not_there(desk: Person) -> None:
    token = desk.visitor.token()
    for path in (
        f"/cases/{desk.number}/do/Receive",
        f"/cases/{desk.number}/do/EraseData",
        f"/cases/{desk.number}/do/Nothing",
        "/cases/QS2026-99999/do/Note",
        "/cases/%00/do/Note",
    ):
        assert desk.visitor.client.post(path, data={"csrf_token": token}).status_code == 404
    for number in ("QS2026-99999", "x", "%E7%BC%96", "0" * 32, "%00"):
        assert desk.visitor.get(f"/cases/{number}").status_code == 404


def test_the_most_likely_step_stands_open_and_the_others_are_folded(
    desk: Person, unit: Person
) -> None:
    assert _open_step(unit) == "do-SignFor-1"
    unit.do("SignFor")
    assert _open_step(unit) == "do-Arrive-1"
    unit.do("Arrive")
    assert _open_step(unit) == "do-EndHandling-1"
    unit.do("EndHandling", result="handled")
    assert _open_step(unit) == "do-GiveFeedback-1"
    unit.do("GiveFeedback", outcome="handled")
    assert _open_step(desk) == "do-Close"


def test_a_step_can_be_asked_for_by_its_address(desk: Person) -> None:
    assert _open_step(desk, step="Urge") == "do-Urge"
    assert _open_step(desk, step="Nonsense") == "do-SignFor-1"


def _open_step(person: Person, **query: object) -> str:
    page = person.page(**query)
    return page.partition('lc-next" id="')[2].partition('"')[0]


def test_a_correction_is_written_as_people_write_it(desk: Person, logged_in: LogIn) -> None:
    for target, value, told in (
        ("1.place", "南门大街", "改为“南门大街”"),
        ("1.channel", "来访", "由“来电”改为“来访”"),
        ("1.people", "12", "由“1”改为“12”"),
        ("1.anonymous", "是", "由“否”改为“是”"),
        ("1.category", "房屋火灾", "改为“房屋火灾”"),
        ("2.zone", "偏远村组", "改为“偏远村组”"),
    ):
        desk.do("Correct", target=target, value=value, reason="核对", approver="李国强")
        assert told in desk.page()


def test_a_correction_that_can_not_be_read_says_what_can_be_written(desk: Person) -> None:
    answer = desk.send(
        "Correct", target="1.channel", value="飞鸽", reason="核对", approver="李国强"
    )
    assert "可以填：来电、来访" in wrong(answer)


def test_nobody_approves_their_own_correction_under_another_spelling(desk: Person) -> None:
    answer = desk.send("Correct", target="1.place", value="x", reason="核对", approver="张敏")
    assert "批准人不能是本人" in wrong(answer)


def test_a_sealed_text_is_corrected_sealed_and_opens_where_it_is_shown(
    desk: Person, unit: Person, service: Service
) -> None:
    desk.do("Correct", target="1.address", value="新街 5 号", reason="听错", approver="李国强")
    event = service.desk.load(service.desk.find(desk.number)).history[-1]
    assert "新街" not in repr(event)
    assert desk.page().count("新街 5 号") == 2
    assert unit.page().count("新街 5 号") == 0
    assert unit.opened().count("新街 5 号") == 2


def test_each_party_has_a_key_of_its_own(logged_in: LogIn, service: Service) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(track="dispute", title="邻里排水纠纷")
    desk.do("Screen", validity="valid")
    desk.do("TakeUp", unit="sfs")
    desk.do("AddParty", name="甲某")
    desk.do("AddParty", name="乙某", contact="13800138000")
    history = service.desk.load(service.desk.find(desk.number)).history
    names = [event.name for event in history if isinstance(event, PartyJoined)]
    assert [name.key for name in names if name is not None] == ["party-1.1", "party-2.1"]
