"""The reporter's page: where the matter is, the reply, answer and complaint; and what it hides."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import msgspec
import pytest
from flask import Flask

from application.sealing import build
from application.settings import Settings
from domain.case import events as e
from domain.case.answer import REPORTER
from domain.case.closing import Close, RuleDissatisfaction, Visit
from domain.case.command import Command
from domain.case.dispatch import Dispatch, GiveFeedback, Recall, Return
from domain.case.events import Notice
from domain.case.handling import Extend, IssueOpinion, Reply
from domain.case.intake import Accept, Screen
from domain.case.record import Note
from domain.case.supervision import Complain, RuleComplaint, Urge
from domain.case.words import Outcome, Role, Satisfaction, Validity
from projections.bootstrap import Service
from projections.compare import compare
from projections.queries.ledgers import page as ledger_page
from projections.queries.rates import Rated, rates
from projections.queries.viewer import viewer_of
from tests.web.conftest import PEOPLE, Desk, MovableClock, Visitor
from tests.web.public_town import ASKING, GIVEN, HAPPY, NAME, PHONE, UNSOLVED, Reporter
from web.cli.telling import Telling

LogIn = Callable[[str], Visitor]
Enter = Callable[..., Reporter]
RULING = RuleDissatisfaction(reopen=True, reason="未处置到位")


@pytest.fixture
def enter(app: Flask, service: Service) -> Enter:
    """A function that lets the reporter of a matter in."""

    def let_in(number: str, factor: str = PHONE[-4:]) -> Reporter:
        reporter = Reporter(app, service, number)
        reporter.enter(factor)
        return reporter

    return let_in


@pytest.fixture
def write(service: Service, desk: Desk) -> Callable[..., None]:
    """A function that takes a step with texts to be sealed."""

    def do(number: str, kind: type[Command], by: str = "zhang", **values: Any) -> None:
        command = build(service.desk.keys, kind, service.desk.find(number), values)
        desk.do(number, command, by=by)

    return do


@pytest.fixture
def closed(desk: Desk) -> str:
    """An emergency that was handled and closed."""
    number = desk.receive("老街电动车起火", **GIVEN)
    desk.dispatch(number)
    desk.close(number)
    return number


def history(service: Service, number: str) -> list[e.Fact]:
    return service.desk.load(service.desk.find(number)).history


def counted(found: list[Rated]) -> dict[str, tuple[float, int]]:
    return {one.rate.name: (one.value.numerator, one.value.denominator) for one in found}


def petition(desk: Desk, **more: object) -> str:
    given = {"track": "petition", "kind": "claim", **GIVEN, **more}
    return desk.receive("征地补偿未到位", **given)


class TestWhereItIs:
    """In plain words, and nothing of the office's own."""

    def test_a_new_matter_is_with_the_centre(self, desk: Desk, enter: Enter) -> None:
        page = enter(desk.receive("路灯不亮", track="hotline", **GIVEN)).page()
        assert "联动中心正在查看，确定由谁办理" in page
        assert "收到您反映的事项" in page

    def test_it_says_who_deals_with_it_since_when(self, desk: Desk, enter: Enter) -> None:
        number = desk.receive("老街电动车起火", **GIVEN)
        desk.dispatch(number)
        page = enter(number).page()
        assert "派出所正在办理" in page
        assert "2026-11-23 10:00" in page
        assert "已交派出所办理" in page

    def test_it_says_what_is_due_when_and_why(self, desk: Desk, enter: Enter) -> None:
        page = enter(desk.receive("路灯不亮", track="hotline", **GIVEN)).page()
        assert "给您答复" in page
        assert "最迟 2026-11-30 23:59" in page
        assert "热线办理规定：一般事项7日内答复" in page
        assert "派单" not in page

    def test_what_is_late_is_called_late(
        self, desk: Desk, enter: Enter, clock: MovableClock
    ) -> None:
        number = desk.receive("路灯不亮", track="hotline", **GIVEN)
        clock.forward(days=9)
        page = enter(number).page()
        assert "已超 1 天" in page
        assert "已经超期，您可以在下面投诉" in page

    def test_more_time_is_told_with_its_reason(self, desk: Desk, enter: Enter) -> None:
        number = desk.receive("路灯不亮", track="hotline", **GIVEN)
        desk.do(number, Extend(kind="reply", days=5, reason="等电缆", told=True), by="li")
        assert "延长到 2026-12-05 23:59：等电缆" in enter(number).page()

    def test_the_passing_round_between_units_is_none_of_it(self, desk: Desk, enter: Enter) -> None:
        number = desk.receive("路灯不亮", track="hotline", **GIVEN)
        desk.do(number, Dispatch(unit="pcs"), Recall(dispatch=1, reason="误派"))
        desk.do(number, Dispatch(unit="sfs"))
        page = enter(number).page()
        assert "已交司法所办理" in page
        assert "误派" not in page
        steps = page[page.index('<ol class="steps">') : page.index("</ol>")]
        assert "派出所" not in steps

    def test_notes_names_of_staff_urging_and_feedback_are_not_shown(
        self, desk: Desk, write: Callable[..., None], enter: Enter
    ) -> None:
        number = desk.receive("老街电动车起火", **GIVEN)
        desk.dispatch(number)
        write(number, Note, label="内部备注", text="此人多次来访")
        desk.do(number, Urge(unit="pcs", reason="领导在催"))
        write(number, GiveFeedback, by="wang", dispatch=1, outcome="handled", measures="内部措施")
        page = enter(number).page()
        for hidden in ("内部备注", "此人多次来访", "领导在催", "内部措施", "催办"):
            assert hidden not in page
        for account in PEOPLE.values():
            assert account.name not in page
            assert f">{account.username}<" not in page

    def test_not_even_what_the_reporter_gave_is_shown(self, desk: Desk, enter: Enter) -> None:
        page = enter(desk.receive("老街电动车起火", **GIVEN)).page()
        for given in (PHONE, NAME, "楼下起火"):
            assert given not in page

    def test_one_code_opens_one_case(self, desk: Desk, enter: Enter) -> None:
        first, other = (desk.receive(title, **GIVEN) for title in ("路灯不亮", "井盖丢失"))
        page = enter(first).page()
        assert other not in page
        assert "井盖丢失" not in page

    def test_the_centres_telephone_number_is_there_where_it_is_set(
        self, desk: Desk, app: Flask, enter: Enter, settings: Settings
    ) -> None:
        number = desk.receive("路灯不亮", **GIVEN)
        assert "tel:" not in enter(number).page()
        app.config["SETTINGS"] = msgspec.structs.replace(settings, centre_phone="0571 8765 4321")
        assert 'href="tel:057187654321"' in enter(number).page()

    def test_it_is_whole_in_english(self, desk: Desk, enter: Enter) -> None:
        reporter = enter(desk.receive("Lamp out", track="hotline", **GIVEN))
        reporter.get("/language/en?next=/query/matter")
        page = reporter.page()
        assert "The centre is looking at it" in page
        assert "You get the reply" in page


class TestAccusations:
    """Whoever deals with them is not named."""

    @pytest.fixture
    def number(self, desk: Desk) -> str:
        number = desk.receive(
            "反映吃拿卡要",
            by="chen",
            track="petition",
            kind="accusation",
            accused=("pcs",),
            **GIVEN,
        )
        desk.do(number, Dispatch(unit="sfs"), by="chen")
        return number

    def test_no_unit_that_deals_with_it_is_named(self, number: str, enter: Enter) -> None:
        page = enter(number).page()
        assert "已交上级机关办理" in page
        assert "上级机关正在办理" in page
        assert "司法所" not in page
        assert "sfs" not in page

    def test_who_is_accused_and_who_deals_with_it_can_be_complained_of(
        self, number: str, enter: Enter, service: Service
    ) -> None:
        reporter = enter(number)
        assert "办理此事的人" in reporter.page()
        for choice in ("dealing", "pcs", "centre"):
            assert reporter.say("complaint", unit=choice, words="威胁我").status_code == 303
        complaints = [x for x in history(service, number) if isinstance(x, e.Complained)]
        assert [one.unit for one in complaints] == ["sfs", "pcs", "centre"]


class TestReplies:
    """What was written to the reporter opens for the reporter."""

    def test_the_reply_is_there_with_its_day_and_way(
        self, desk: Desk, write: Callable[..., None], enter: Enter
    ) -> None:
        number = desk.receive("路灯不亮", track="hotline", **GIVEN)
        assert "给您的答复" not in enter(number).page()
        write(number, Reply, how="短信", document="路灯已修好，<b>请查看</b>。\n感谢反映。")
        page = enter(number).page()
        assert "路灯已修好，&lt;b&gt;请查看&lt;/b&gt;。\n感谢反映。" in page
        assert "2026-11-23 10:00 · 短信" in page

    def test_who_found_a_slip_without_a_name_reads_no_reply(
        self, desk: Desk, write: Callable[..., None], enter: Enter
    ) -> None:
        number = desk.receive("路灯不亮", track="hotline", anonymous=True)
        write(number, Reply, how="公示", document="路灯已修好")
        page = enter(number, "2026-11-23").page()
        assert "路灯已修好" not in page
        assert "已答复您（公示）" in page

    def test_a_duplicate_shows_the_main_matters_reply_and_nothing_else_of_it(
        self, desk: Desk, write: Callable[..., None], enter: Enter
    ) -> None:
        main = desk.receive("整条街断电", track="hotline", phone="13900139000", name="他人")
        number = desk.receive("路灯不亮", track="hotline", **GIVEN)
        desk.do(number, Screen(validity=Validity.DUPLICATE, duplicate_of=main))
        desk.do(main, Dispatch(unit="pcs"))
        page = enter(number).page()
        assert "还没有答复" in page
        write(main, Reply, how="电话", document="电缆已更换")
        page = enter(number).page()
        assert "电缆已更换" in page
        for other in (main, "整条街断电", "他人", "派出所"):
            assert other not in page.replace("您要投诉谁", "")

    def test_an_opinion_on_the_main_matter_is_for_whoever_brought_that(
        self, desk: Desk, write: Callable[..., None], enter: Enter
    ) -> None:
        main = petition(desk, phone="13900139000", name="他人")
        number = petition(desk)
        desk.do(number, Screen(validity=Validity.DUPLICATE, duplicate_of=main))
        served = Notice(how="当面", served_at=desk.service.desk.clock())
        desk.do(main, Accept(notice=served), Dispatch(unit="sfs"))
        desk.do(main, GiveFeedback(dispatch=1, outcome=Outcome.SUPPORTED), by="zhao")
        told = {"outcome": Outcome.SUPPORTED, "how": "当面送达", "document": "他人：予以支持"}
        write(main, IssueOpinion, **told)
        assert "予以支持" in enter(main, "9000").page()
        assert "予以支持" not in enter(number).page()

    def test_the_window_for_review_is_told(self, desk: Desk, enter: Enter) -> None:
        number = petition(desk)
        served = Notice(how="当面", served_at=desk.service.desk.clock())
        desk.do(number, Accept(notice=served), Dispatch(unit="sfs"))
        desk.do(number, GiveFeedback(dispatch=1, outcome=Outcome.SUPPORTED), by="zhao")
        desk.do(number, IssueOpinion(outcome=Outcome.NOT_SUPPORTED, how="当面送达"))
        page = enter(number).page()
        assert "之前申请复查" in page
        assert "已受理。已告知您：当面，2026-11-23 10:00。" in page


class TestAnswering:
    """Once, in time, by the reporter, and seen by the centre alone."""

    def test_there_is_nothing_to_answer_before_the_closing(self, desk: Desk, enter: Enter) -> None:
        reporter = enter(desk.receive("路灯不亮", **GIVEN))
        assert "解决了吗" not in reporter.page()
        assert reporter.say("answer", **HAPPY).status_code == 409

    def test_a_happy_answer_is_recorded_as_the_reporters(
        self, closed: str, enter: Enter, service: Service
    ) -> None:
        reporter = enter(closed)
        assert "截止 2027-05-23 23:59" in reporter.page()
        answer = reporter.say("answer", **HAPPY, words="来得很快", contacted="no")
        assert answer.status_code == 303
        assert "您的评价已记录" in reporter.page()
        assert "已解决，满意，没有人跟您联系" in reporter.page()
        said = history(service, closed)[-1]
        assert isinstance(said, e.Answered)
        assert said.contacted is False
        assert (said.by, said.solved, said.satisfied) == (REPORTER, True, "satisfied")
        assert said.words is not None
        assert "来得很快" not in repr(said)
        opened = service.desk.keys.open(service.desk.find(closed), "words", said.words)
        assert opened.text == "来得很快"

    def test_it_is_said_in_the_timeline_as_the_reporters_own(
        self, closed: str, enter: Enter, logged_in: LogIn
    ) -> None:
        enter(closed).say("answer", **UNSOLVED)
        page = logged_in("chen").opened(f"/cases/{closed}").text
        assert "烟还在冒" in page
        assert "反映人" in page

    def test_unsolved_and_asked_for_it_is_dealt_with_again_at_once(
        self, closed: str, enter: Enter, service: Service
    ) -> None:
        reporter = enter(closed)
        reporter.say("answer", **ASKING)
        *_, said, reopened = history(service, closed)
        assert isinstance(said, e.Answered)
        assert isinstance(reopened, e.Reopened)
        page = reporter.page()
        assert "您的评价已记录" in page
        assert "重新办理" in page

    def test_the_unit_gets_the_task_and_neither_the_words_nor_the_answer(
        self, closed: str, enter: Enter, desk: Desk, logged_in: LogIn
    ) -> None:
        enter(closed).say("answer", **ASKING)
        desk.dispatch(closed)
        page = logged_in("wang").opened(f"/cases/{closed}").text
        assert "重新办理" in page
        for hidden in ("烟还在冒", "不满意", "评价"):
            assert hidden not in page

    @pytest.mark.parametrize(
        "typed", [UNSOLVED, {"solved": "yes", "satisfied": "not"}], ids=["unsolved", "unsatisfied"]
    )
    def test_any_other_unhappy_answer_goes_to_the_inspection_office(
        self,
        closed: str,
        enter: Enter,
        desk: Desk,
        service: Service,
        typed: dict[str, object],
    ) -> None:
        reporter = enter(closed)
        reporter.say("answer", **typed)
        assert "督查室会看您的评价，决定是否重新办理" in reporter.page()
        case = service.desk.load(service.desk.find(closed)).case
        assert case.closed
        assert case.unhappy
        desk.do(closed, RULING, by="chen")
        assert service.desk.load(service.desk.find(closed)).case.open
        assert "督查室看了您的评价：重新办理" in enter(closed).page()

    def test_twice_is_refused_and_the_same_form_twice_counts_once(
        self, closed: str, enter: Enter, service: Service
    ) -> None:
        reporter = enter(closed)
        first = reporter.say("answer", token="a" * 22, **HAPPY)
        again = reporter.say("answer", token="a" * 22, **HAPPY)
        other = reporter.say("answer", token="b" * 22, **ASKING)
        assert (first.status_code, again.status_code, other.status_code) == (303, 303, 409)
        assert "现在已不能记录" in other.text or "您的评价已记录" in other.text
        answers = [event for event in history(service, closed) if isinstance(event, e.Answered)]
        assert len(answers) == 1

    def test_after_the_return_visit_was_due_it_is_too_late(
        self, closed: str, enter: Enter, clock: MovableClock, service: Service
    ) -> None:
        clock.now += timedelta(days=182)
        reporter = enter(closed)
        assert "评价时间已于 2027-05-23 23:59 截止" in reporter.page()
        assert reporter.say("answer", **HAPPY).status_code == 409
        assert not isinstance(history(service, closed)[-1], e.Answered)

    def test_who_told_the_centre_on_the_telephone_has_answered(
        self, closed: str, enter: Enter, desk: Desk
    ) -> None:
        desk.do(closed, Visit(solved=True, satisfied=Satisfaction.SATISFIED), by="chen")
        reporter = enter(closed)
        assert "联动中心回访时您已经说过了" in reporter.page()
        assert reporter.say("answer", **HAPPY).status_code == 409

    def test_who_found_a_slip_without_a_name_answers_nothing(
        self, desk: Desk, enter: Enter, service: Service
    ) -> None:
        number = desk.receive("老街电动车起火", anonymous=True)
        desk.dispatch(number)
        desk.close(number)
        reporter = enter(number, "2026-11-23")
        assert "在这里评价需要当时留有电话或姓名" in reporter.page()
        assert reporter.say("answer", **HAPPY).status_code == 409
        assert not isinstance(history(service, number)[-1], e.Answered)

    @pytest.mark.parametrize("username", sorted(PEOPLE))
    def test_a_browser_of_staff_answers_and_complains_nothing(
        self, closed: str, app: Flask, service: Service, username: str
    ) -> None:
        staff = Reporter(app, service, closed)
        assert staff.log_in(username).status_code == 303
        staff.enter()
        before = len(history(service, closed))
        for path, typed in (("answer", HAPPY), ("complaint", {"unit": "pcs", "words": "x"})):
            answer = staff.say(path, **typed)
            assert answer.status_code == 403
            assert "工作人员不能操作" in answer.text
        assert len(history(service, closed)) == before

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({}, "solved"),
            ({"solved": "yes"}, "satisfied"),
            ({"satisfied": "not"}, "solved"),
            ({"solved": "maybe", "satisfied": "not"}, "solved"),
            ({"solved": "yes", "satisfied": "very"}, "satisfied"),
            ({**HAPPY, "reopen": "yes"}, "reopen"),
            ({**HAPPY, "reopen": "please"}, "reopen"),
            ({**HAPPY, "words": "长" * 2001}, "words"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_field_and_what_was_typed_is_kept(
        self, closed: str, enter: Enter, typed: dict[str, object], field: str
    ) -> None:
        answer = enter(closed).say("answer", **{"words": "我说的话", **typed})
        assert answer.status_code == 422
        assert f'href="#answer-{field}"' in answer.text
        assert f'id="answer-{field}"' in answer.text
        assert str(typed.get("words", "我说的话")) in answer.text

    @pytest.mark.parametrize("token", ["", "short", "<script>", "x" * 500])
    def test_a_form_without_its_key_records_nothing(
        self, closed: str, enter: Enter, service: Service, token: str
    ) -> None:
        answer = enter(closed).say("answer", token=token, **HAPPY)
        assert answer.status_code == 422
        assert "页面不完整" in answer.text
        assert not isinstance(history(service, closed)[-1], e.Answered)

    @pytest.mark.parametrize(
        "text", ["<script>alert(1)</script>", "=1+1", "\u202e倒\u0000着", "𠀀😀", "{{7*7}}", "'"]
    )
    def test_hostile_words_are_words(
        self, closed: str, enter: Enter, logged_in: LogIn, text: str
    ) -> None:
        assert enter(closed).say("answer", **{**UNSOLVED, "words": text}).status_code == 303
        page = logged_in("chen").get(f"/cases/{closed}")
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "\u202e" not in page.text


class TestWhatItCounts:
    """An answer of one's own is a return visit that was answered."""

    def test_it_counts_in_the_rates_and_the_ledger_tells_whose_word_it_is(
        self, closed: str, enter: Enter, service: Service, desk: Desk, clock: MovableClock
    ) -> None:
        other = desk.receive("井盖丢失", **GIVEN)
        desk.dispatch(other)
        desk.close(other)
        enter(closed).say("answer", **HAPPY)
        desk.do(other, Visit(solved=False, satisfied=Satisfaction.NOT), by="chen")
        clock.forward(days=200)
        with service.read() as connection:
            viewer = viewer_of(connection, Role.SUPERVISOR, "centre")
            found = counted(rates(connection, viewer=viewer, now=clock()))
            rows = ledger_page(connection, "returnvisits", viewer=viewer, now=clock()).rows
        expected = {"solved": (1, 2), "satisfied": (1, 2), "coverage": (2, 2), "rework": (1, 2)}
        assert {name: found[name] for name in expected} == expected
        told = {row["number"]: bool(row["own_answer"]) for row in rows}
        assert told == {closed: True, other: False}

    def test_an_answer_that_reopened_it_counts_on_when_it_is_closed_again(
        self, closed: str, enter: Enter, desk: Desk, service: Service, clock: MovableClock
    ) -> None:
        enter(closed).say("answer", **ASKING)
        desk.dispatch(closed)
        desk.do(closed, GiveFeedback(dispatch=2, outcome=Outcome.HANDLED), by="wang")
        desk.do(closed, Close(outcome=Outcome.HANDLED))
        clock.forward(days=1)
        with service.read() as connection:
            viewer = viewer_of(connection, Role.SUPERVISOR, "centre")
            found = counted(rates(connection, viewer=viewer, now=clock()))
        assert [found["solved"], found["rework"]] == [(0, 1), (1, 2)]

    def test_unsolved_without_asking_is_no_rework(
        self, closed: str, enter: Enter, service: Service, clock: MovableClock
    ) -> None:
        enter(closed).say("answer", **UNSOLVED)
        clock.forward(days=200)
        with service.read() as connection:
            viewer = viewer_of(connection, Role.SUPERVISOR, "centre")
            found = counted(rates(connection, viewer=viewer, now=clock()))
        assert [found["solved"], found["rework"]] == [(0, 1), (0, 1)]


class TestComplaining:
    """To the inspection office, past whoever it is about."""

    def test_it_is_recorded_sealed_and_the_reporter_is_told(
        self, closed: str, enter: Enter, service: Service
    ) -> None:
        reporter = enter(closed)
        answer = reporter.say("complaint", unit="pcs", words="所长逼我签字")
        assert answer.status_code == 303
        assert "您的投诉已记录" in reporter.get(answer.location).text
        said = history(service, closed)[-1]
        assert isinstance(said, e.Complained)
        assert (said.by, said.unit) == (REPORTER, "pcs")
        assert "所长" not in repr(said)

    def test_the_unit_does_not_see_it_and_the_inspection_office_does(
        self, desk: Desk, enter: Enter, logged_in: LogIn
    ) -> None:
        number = desk.receive("路灯不亮", **GIVEN)
        desk.dispatch(number)
        enter(number).say("complaint", unit="pcs", words="所长逼我签字")
        people = ("wang", "chen", "zhang")
        seen = {who: logged_in(who).opened(f"/cases/{number}").text for who in people}
        assert "反映受到" not in seen["wang"]
        assert [who for who in people if "所长逼我签字" in seen[who]] == ["chen", "zhang"]

    def test_one_about_the_centre_passes_its_desk_and_its_leaders_by(
        self, desk: Desk, enter: Enter, logged_in: LogIn
    ) -> None:
        number = desk.receive("路灯不亮", **GIVEN)
        enter(number).say("complaint", unit="centre", words="接线员骂人")
        ruling = RuleComplaint(complaint=1, upheld=True, reason="录音属实")
        for before in (True, False):
            for username in ("zhang", "li"):
                page = logged_in(username).opened(f"/cases/{number}").text
                assert "接线员骂人" not in page
                assert "录音属实" not in page
                assert "态度恶劣" not in page
            page = logged_in("chen").opened(f"/cases/{number}").text
            assert "接线员骂人" in page
            if before:
                desk.do(number, ruling, by="chen")
        assert "督查室认定您的投诉属实" in enter(number).page()

    def test_the_command_line_tells_those_it_is_about_nothing_of_it_either(
        self, desk: Desk, enter: Enter, service: Service
    ) -> None:
        number = desk.receive("路灯不亮", **GIVEN)
        desk.dispatch(number)
        for unit in ("pcs", "centre"):
            enter(number).say("complaint", unit=unit, words="接线员骂人")

        def told(username: str) -> list[str]:
            telling = Telling(service, username)
            shown = telling.as_json(telling.now(number))
            of_state = [str(shown["case"].get("complained"))]
            topics = [one["event"]["unit"] for one in shown["history"] if "words" in one["event"]]
            return [*of_state, *topics]

        assert told("wang") == ["None"]
        assert told("zhang") == ["None", "pcs"]
        assert told("chen") == ["{1: 'pcs', 2: 'centre'}", "pcs", "centre"]

    def test_a_complaint_of_the_desk_is_told_to_the_reporter_without_its_words(
        self, desk: Desk, write: Callable[..., None], enter: Enter
    ) -> None:
        number = desk.receive("路灯不亮", **GIVEN)
        write(number, Complain, unit="pcs", words="原话不外传")
        page = enter(number).page()
        assert "您的投诉已到督查室" in page
        assert "原话不外传" not in page

    @pytest.mark.parametrize(
        ("typed", "field"),
        [
            ({"words": "x"}, "unit"),
            ({"unit": "pcs"}, "words"),
            ({"unit": "pcs", "words": " \n "}, "words"),
            ({"unit": "sfs", "words": "x"}, "unit"),
            ({"unit": "<script>", "words": "x"}, "unit"),
            ({"unit": "pcs", "words": "长" * 2001}, "words"),
        ],
    )
    def test_what_does_not_fit_is_said_at_its_field(
        self, closed: str, enter: Enter, typed: dict[str, object], field: str
    ) -> None:
        answer = enter(closed).say("complaint", **typed)
        assert answer.status_code == 422
        assert f'href="#complaint-{field}"' in answer.text
        assert f'id="complaint-{field}"' in answer.text
        assert "<details open>" in answer.text

    def test_only_so_many_an_hour(self, closed: str, enter: Enter, clock: MovableClock) -> None:
        reporter = enter(closed)
        for number in range(10):
            assert reporter.say("complaint", unit="pcs", words=f"第{number}次").status_code == 303
        answer = reporter.say("complaint", unit="pcs", words="还有")
        assert answer.status_code == 429
        assert "还有" in answer.text
        clock.forward(minutes=61)
        reporter.enter()
        assert reporter.say("complaint", unit="pcs", words="还有").status_code == 303


def test_a_returned_dispatch_leaves_the_matter_with_the_centre(desk: Desk, enter: Enter) -> None:
    number = desk.receive("路灯不亮", track="hotline", **GIVEN)
    desk.do(number, Dispatch(unit="pcs"))
    desk.do(number, Return(dispatch=1, reason="不归我们管"), by="wang")
    page = enter(number).page()
    assert "联动中心正在查看" in page
    assert "不归我们管" not in page


def test_what_reporters_said_is_the_same_in_a_model_built_anew(
    closed: str, enter: Enter, service: Service
) -> None:
    enter(closed).say("answer", **UNSOLVED)
    assert not list(compare(service.settings))
