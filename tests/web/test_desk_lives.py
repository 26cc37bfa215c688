from collections.abc import Callable

from tests.web.conftest import MovableClock, Visitor
from tests.web.filled import Person, wrong

LogIn = Callable[[str], Visitor]


def test_an_emergency_goes_from_call_to_archive(logged_in: LogIn, clock: MovableClock) -> None:
    desk = Person(logged_in("zhang"))
    answer = desk.register(
        dispatch=True,
        track="emergency",
        title="老街电动车起火",
        category="A03",
        narrative="有人说起火了",
        phone="13800138000",
        unit="pcs",
        zone="seat",
    )
    assert answer.status_code == 303, wrong(answer)
    unit = Person(logged_in("wang"), desk.number)

    clock.forward(minutes=2)
    unit.do("SignFor")
    clock.forward(minutes=8)
    unit.do("Arrive", people="6")
    unit.do("ReportSituation", people="30", needs="救护车", text="楼上三户已疏散")
    clock.forward(minutes=30)
    unit.do("EndHandling", result="handled")
    unit.do("GiveFeedback", outcome="handled", measures="用水枪扑灭")
    desk.do("Close", outcome="handled")
    Person(logged_in("chen"), desk.number).do(
        "Visit",
        answered="yes",
        solved="yes",
        satisfied="satisfied",
        contacted="no",
        words="来得很快",
    )
    desk.do("Archive")

    page = desk.opened()
    for told in (
        "现场 30 人，需要：救护车",
        "用水枪扑灭",
        "解决：是，评价：满意，承办单位联系过：否",
        "来得很快",
    ):
        assert told in page
    assert "已归档" in page
    assert desk.steps() == {
        "Attach",
        "Correct",
        "FindUnregistered",
        "Note",
        "Reopen",
        "ReportUpward",
        "Complain",
        "Propose",
    }


def test_a_hotline_matter_is_screened_handled_and_replied_to(
    logged_in: LogIn, clock: MovableClock
) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(
        track="hotline", channel="12345", title="路灯不亮", grade="hotline:ordinary", name="陈某"
    )
    clock.forward(minutes=10)
    desk.do("Screen", validity="valid", category="D01", grade="ordinary")
    desk.do("Dispatch", unit="sfs")
    unit = Person(logged_in("zhao"), desk.number)
    unit.do("SignFor", person="小赵")
    unit.do(
        "GiveFeedback",
        outcome="solved",
        follow_up__unit="pcs",
        follow_up__person="王建军",
        follow_up__due="2026-12-01 12:00",
    )
    Person(logged_in("wang"), desk.number).do("DoFollowUp", result="巡查过")
    desk.do("Reply", how="电话", document="已修好")
    desk.do("Close", outcome="solved")

    page = desk.opened()
    for told in ("遗留：派出所王建军，2026-12-01 12:00 前", "答复反映人，方式：电话。", "巡查过"):
        assert told in page


def test_a_petition_is_accepted_decided_in_writing_and_reviewed(
    logged_in: LogIn, clock: MovableClock
) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(track="petition", kind="claim", channel="letter", title="宅基地边界争议")
    desk.do("Screen", validity="valid")
    desk.do("Dispatch", unit="sfs")
    desk.do(
        "Accept",
        article="第二十二条",
        notice__how="当面",
        notice__served_at="2026-11-23 09:59",
    )
    unit = Person(logged_in("zhao"), desk.number)
    unit.do("SignFor")
    unit.do("AskExtension", clock="opinion.0", days="10", reason="要实地测量")
    Person(logged_in("li"), desk.number).do(
        "Extend", clock="opinion.0", days="10", reason="确需测量", told="yes"
    )
    clock.forward(days=20)
    desk.visitor.log_in("zhang")
    unit.visitor.log_in("zhao")
    unit.do("GiveFeedback", outcome="supported")
    unit.do("IssueOpinion", outcome="supported", document="支持诉求", how="直接送达")
    desk.do("Close", outcome="supported")
    desk.do("RequestReview", request="对面积有异议")
    Person(logged_in("li"), desk.number).do("DecideReview", upheld="yes", document="维持")

    page = desk.page()
    for told in (
        "告知方式：当面",
        "申请“处理意见”时限延长 10 天",
        "反映人申请复查",
        "对面积有异议",
    ):
        assert told in page


def test_a_dispute_is_mediated_to_an_agreement_that_is_performed(
    logged_in: LogIn, clock: MovableClock
) -> None:
    desk = Person(logged_in("zhang"))
    desk.register(track="dispute", channel="visit", title="楼上漏水，协商赔偿未果")
    desk.do("Screen", validity="valid", dispute_class="3")
    desk.do("Dispatch", unit="sfs")
    unit = Person(logged_in("zhao"), desk.number)
    unit.do("SignFor")
    unit.do("TakeUp", unit="sfs", mode="direct", procedure="standard")
    unit.do("AddParty", name="甲某", contact="13800138000")
    unit.do("AddParty", name="乙某")
    unit.do("RecordConsent", party="1")
    unit.do("RecordConsent", party="2")
    unit.do("NameMediator", mediator="老赵", unit="sfs")
    unit.do("EstablishFacts", text="水管老化")
    unit.do("HoldSession", parties=["1", "2"], text="双方同意修复")
    unit.do(
        "ReachAgreement",
        written="yes",
        effective_at="2026-11-23 10:00",
        signed_by=["1", "2"],
        perform_by="2026-12-23 10:00",
        terms="三日内修好",
    )
    unit.do("GiveFeedback", outcome="agreement")
    desk.do("Close", outcome="agreement")
    clock.forward(days=3)
    unit.visitor.log_in("zhao")
    unit.do("RecordPerformance", complete="yes")

    page = unit.opened()
    for told in ("签字当事人：1、2", "协议全部履行：是", "三日内修好", "甲某"):
        assert told in page


def test_an_unsolved_answer_reopens_and_the_unit_sees_the_task_not_the_words(
    logged_in: LogIn, clock: MovableClock
) -> None:
    desk, unit = _closed_emergency(logged_in, clock)
    Person(logged_in("chen"), desk.number).do(
        "Visit", solved="no", satisfied="not", words="他们根本没来看"
    )

    assert "他们根本没来看" in desk.opened()
    seen = unit.page()
    assert "重新办理，起因：反映人表示未解决" in seen
    assert "他们根本没来看" not in seen
    assert "不满意" not in seen


def test_three_recorded_attempts_count_as_a_return_visit(
    logged_in: LogIn, clock: MovableClock
) -> None:
    desk, _ = _closed_emergency(logged_in, clock)
    caller = Person(logged_in("chen"), desk.number)
    for _ in range(3):
        caller.do("RecordAttempt")

    assert "第 3 次回访，未联系上。按规定视为已回访：是。" in caller.page()
    assert not {"RecordAttempt", "Visit"} & caller.steps()


def _closed_emergency(logged_in: LogIn, clock: MovableClock) -> tuple[Person, Person]:
    desk = Person(logged_in("zhang"))
    desk.register(dispatch=True, track="emergency", title="路面积水", unit="pcs")
    unit = Person(logged_in("wang"), desk.number)
    clock.forward(minutes=5)
    unit.do("GiveFeedback", outcome="handled")
    desk.do("Close", outcome="handled")
    return desk, unit
