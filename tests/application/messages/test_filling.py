"""Which events lead to messages, to whom they go, and who is never told."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest

from application.accounts import Account
from application.audit import answer_finding, note_finding, open_sheet
from application.desk import Act
from application.duty import take_over
from application.messages import Outbox
from application.messages.occasions import OCCASIONS
from application.messages.wordings import shipped_wordings
from application.numbers import new_case_id
from application.registry import round_stream
from application.settings import Settings
from domain.audit.finding import Noted
from domain.audit.finding import Reply as AuditReply
from domain.audit.keeping import Plan
from domain.audit.words import Grade
from domain.case.closing import Close
from domain.case.command import Command
from domain.case.contesting import ContestFailing, RuleFailing
from domain.case.correction import Correct
from domain.case.dispatch import (
    Arrive,
    Dispatch,
    EndHandling,
    GiveFeedback,
    Recall,
    Return,
    RuleReturn,
    SendFeedbackBack,
    SignFor,
)
from domain.case.events import Actor, Escalated, Reminded, Urged
from domain.case.finding import FindUnregistered
from domain.case.handling import AskExtension, Extend, RefuseExtension, Reply
from domain.case.intake import Receive, Screen
from domain.case.supervision import Direct, Supervise, Urge
from domain.case.words import Channel, Failing, Outcome, Role, Track, Validity
from domain.duty.decisions import Crew, Staff
from domain.rounds.events import ReportMissed, RoundOpened, RoundReminded
from projections.bootstrap import Service, open_service
from projections.rebuild import rebuild
from tests.application.messages.conftest import NOW, MovableClock, Town, acting

HANDLED = Outcome.HANDLED


def told(outbox: Outbox) -> dict[str, set[str]]:
    """Who has what in the inbox, by kind of message."""
    names = ("zhang", "sun", "li", "wang", "wei", "tian", "zhao", "chen", "zhou", "root")
    return {
        name: {one.kind for one in letters}
        for name in names
        if (letters := outbox.inbox.letters(name, limit=100))
    }


# --- once, and from now on ---


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_a_dispatch_is_told_once_however_often_the_log_is_read(
    town: Town, outbox: Outbox, service: Service
) -> None:
    town.set("unit:pcs", "wecom", "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k")
    town.set("person:wang", "email", "duty@example.gov.cn")
    number = town.receive()
    town.do(number, Dispatch(unit="pcs", zone="seat"))

    assert [outbox.fill(), outbox.fill()] == [3, 0]

    (letter,) = outbox.inbox.letters("wang", limit=9)
    case = service.desk.load(service.desk.find(number)).case
    assert (letter.number, letter.category, letter.unread) == (number, "B03", True)
    assert letter.due == min(one.due for one in case.obligations if one.holder == "pcs")
    assert letter.path == f"/unit/dispatch/{number}/1"
    found = outbox.deliveries.of_case(case.id, 9)
    assert {(one.recipient, one.channel) for one in found} == {
        ("unit:pcs", "wecom"),
        ("person:wang", "email"),
        ("person:wang", "inbox"),
    }
    assert outbox.position() == service.desk.log.head()


@pytest.mark.parametrize("database", ["sqlite", "postgresql"])
def test_processes_that_read_the_log_at_once_make_each_message_once(
    settings: Settings, town: Town, clock: MovableClock
) -> None:
    for _ in range(30):
        town.do(town.receive(), Dispatch(unit="pcs", zone="seat"))
    services = [open_service(settings, clock) for _ in range(4)]

    with ThreadPoolExecutor(4) as pool:
        made = sum(pool.map(lambda one: one.messages.fill(), services))

    assert made == services[0].messages.inbox.unread("wang") == 30
    for one in services:
        one.close()


def test_nobody_is_told_about_the_past(settings: Settings, town: Town, outbox: Outbox) -> None:
    town.do(town.receive(), Dispatch(unit="pcs", zone="seat"))
    outbox.close()
    for path in settings.data.glob("messages.db*"):
        path.unlink()
    from application.migrate import migrate  # noqa: PLC0415 - an upgrade, after the first cases

    migrate(settings, MovableClock())

    with_tables = open_service(settings, MovableClock())
    assert with_tables.messages.fill() == 0
    with_tables.close()


def test_a_rebuild_tells_nobody_again(settings: Settings, town: Town, outbox: Outbox) -> None:
    town.do(town.receive(), Dispatch(unit="pcs", zone="seat"))
    outbox.fill()

    rebuild(settings)

    assert outbox.fill() == 0
    assert outbox.inbox.unread("wang") == 1


def test_what_another_system_dealt_with_is_no_news(service: Service, outbox: Outbox) -> None:
    case_id = new_case_id()
    receipt = Receive(number="", track=Track.EMERGENCY, channel=Channel.PHONE, title="旧案")
    old = Act(by=acting("zhang"), source="import")
    service.desk.receive(receipt, old, case_id)
    service.desk.execute(case_id, Dispatch(unit="pcs", zone="seat"), old)

    assert outbox.fill() == 0


# --- to whom ---

Life = Callable[[Town], str]


def sent(town: Town) -> str:
    number = town.receive()
    town.do(number, Dispatch(unit="pcs", zone="seat"))
    return number


def fed_back(town: Town) -> str:
    number = sent(town)
    town.do(number, SignFor(dispatch=1), Arrive(dispatch=1), by="wang")
    town.do(number, EndHandling(dispatch=1, result=HANDLED), by="wang")
    town.do(number, GiveFeedback(dispatch=1, outcome=HANDLED), by="wang")
    return number


def closed(town: Town) -> str:
    number = fed_back(town)
    town.do(number, Close(outcome=HANDLED))
    return number


def returned_twice(town: Town) -> str:
    number = sent(town)
    town.do(number, Return(dispatch=1, reason="不属本辖区"), by="wang")
    town.do(number, Dispatch(unit="sfs", zone="seat"))
    town.do(number, Return(dispatch=2, reason="不属本职"), by="zhao")
    return number


def contested(town: Town) -> str:
    number = sent(town)
    since = NOW.replace(day=1)
    town.do(number, FindUnregistered(unit="sfs", since=since, reason="群众称已到过该所"))
    said = ContestFailing(failing=Failing.FOUND_UNREGISTERED, proof=(1, 3), reason="当日无人来访")
    town.do(number, said, by="zhao")
    return number


def asked_for_more(town: Town) -> str:
    number = town.receive(track="petition", kind="claim", channel="visit")
    from domain.case.intake import Accept  # noqa: PLC0415 - only here

    town.do(number, Dispatch(unit="pcs"))
    town.do(number, Accept(article="第二十三条", reason="属本级职权"))
    running = next(
        one
        for one in town.service.desk.load(town.service.desk.find(number)).case.obligations
        if one.kind == "opinion"
    )
    town.do(number, AskExtension(kind="opinion", ref=running.ref, days=20, reason="案情复杂"))
    return number


@pytest.mark.parametrize(
    ("life", "command", "by", "expected"),
    [
        (sent, Recall(dispatch=1, reason="派错单位"), "zhang", {"wang": {"recalled"}}),
        (sent, Urge(unit="pcs", reason="超时"), "zhang", {"wang": {"urged"}}),
        (
            sent,
            Direct(leader="李国强", holder="pcs", due=NOW.replace(day=27)),
            "li",
            {"wang": {"directed"}},
        ),
        (
            sent,
            Supervise(unit="pcs", reason="久拖不决", due=NOW.replace(day=27)),
            "chen",
            {"wang": {"supervised"}, "wei": {"supervised"}},
        ),
        (
            fed_back,
            SendFeedbackBack(dispatch=1, reason="措施不清"),
            "zhang",
            {"wang": {"feedback_sent_back"}},
        ),
        (
            returned_twice,
            RuleReturn(dispatch=2, upheld=True, reason="确非职责"),
            "chen",
            {"zhao": {"return_ruled"}},
        ),
        (
            sent,
            FindUnregistered(unit="sfs", since=NOW.replace(day=1), reason="群众称已到过该所"),
            "zhang",
            {"zhao": {"failing_found"}},
        ),
        (
            contested,
            RuleFailing(contest=1, struck=True, reason="当日确无来访"),
            "chen",
            {"zhao": {"failing_ruled"}},
        ),
    ],
)
def test_whoever_has_to_act_is_told(
    town: Town,
    outbox: Outbox,
    life: Life,
    command: Command,
    by: str,
    expected: dict[str, set[str]],
) -> None:
    number = life(town)
    outbox.fill()
    before = told(outbox)

    town.do(number, command, by=by)
    outbox.fill()

    now = told(outbox)
    news = {name: kinds - before.get(name, set()) for name, kinds in now.items()}
    assert {name: kinds for name, kinds in news.items() if kinds} == expected


def test_a_texts_kind_has_a_wording_and_every_wording_an_occasion() -> None:
    kinds = {one.kind for one in OCCASIONS.values()}
    assert kinds <= set(shipped_wordings())
    assert set(shipped_wordings()) - kinds == {"test"}


@pytest.mark.parametrize(
    ("to", "who"),
    [("head", {"wei"}), ("centre", {"zhang", "sun"}), ("leader", {"li"})],
)
def test_what_is_brought_before_the_next_above_reaches_that_one(
    town: Town, outbox: Outbox, to: str, who: set[str]
) -> None:
    number = sent(town)
    outbox.fill()
    record(
        town,
        number,
        Escalated(
            at=NOW,
            by=acting("zhang"),
            kind="sign",
            ref=1,
            unit="pcs",
            to=to,
            due=NOW,
            planned=NOW,
            rule="r",
        ),
    )

    outbox.fill()

    assert {name for name, kinds in told(outbox).items() if "escalated" in kinds} == who


def test_of_a_unit_without_a_leader_the_next_above_is_told(town: Town, outbox: Outbox) -> None:
    number = town.receive()
    town.do(number, Dispatch(unit="post", zone="seat"))
    outbox.fill()
    town.do(number, Supervise(unit="post", reason="久拖", due=NOW.replace(day=27)), by="chen")

    outbox.fill()

    assert told(outbox) == {"tian": {"dispatched", "supervised"}, "wei": {"supervised"}}


def test_the_running_shift_is_the_desk(town: Town, outbox: Outbox, service: Service) -> None:
    staff = Staff(frozenset({"zhang", "sun"}), frozenset({"li"}))
    take_over(service.desk, Crew("li", ["sun"]), staff, acting("zhang"))
    number = sent(town)
    reminder = Reminded(
        at=NOW, by=acting("zhang"), kind="close", unit="centre", due=NOW, planned=NOW, rule="r"
    )
    record(town, number, reminder)

    outbox.fill()

    found = told(outbox)
    assert {name for name, kinds in found.items() if "reminded" in kinds} == {"li", "sun"}


def test_a_reopened_case_is_told_to_the_desk_and_to_who_had_it(town: Town, outbox: Outbox) -> None:
    from domain.case.closing import Reopen  # noqa: PLC0415 - only here

    number = closed(town)
    outbox.fill()
    town.do(number, Reopen(reason="路面又塌了"))

    outbox.fill()

    found = {name for name, kinds in told(outbox).items() if "reopened" in kinds}
    assert found == {"zhang", "sun", "wang"}


def test_an_extension_is_told_to_who_holds_the_limit(town: Town, outbox: Outbox) -> None:
    number = asked_for_more(town)
    granted = Extend(kind="opinion", days=20, reason="案情复杂", told=True)
    town.do(number, granted, by="li")
    outbox.fill()
    held = {name for name, kinds in told(outbox).items() if "extended" in kinds}
    assert held in ({"zhang", "sun"}, {"wang"})

    number = asked_for_more(town)
    town.do(number, RefuseExtension(kind="opinion", reason="理由不足"), by="li")
    outbox.fill()
    again = {name for name, kinds in told(outbox).items() if "extension_refused" in kinds}
    assert again == held


def test_who_can_log_in_no_more_is_told_nothing(
    town: Town, outbox: Outbox, service: Service
) -> None:
    service.accounts.disable("wang")
    sent(town)
    outbox.fill()
    assert told(outbox) == {"wei": {"dispatched"}}  # what is left of the unit


def record(town: Town, number: str, event: Reminded | Escalated | Urged) -> None:
    """As the timekeeper does."""
    desk = town.service.desk
    case_id = desk.find(number)
    desk.append(case_id, desk.load(case_id).case.version, [event])


def test_what_is_of_no_case_reaches_whom_it_is_for(
    town: Town, outbox: Outbox, service: Service
) -> None:
    town.set("unit:pcs", "wecom", GROUP)
    opened = RoundOpened(
        at=NOW,
        by=acting("zhang"),
        code="week-2026-48",
        plan="week",
        version=1,
        title="每周排查",
        title_en="Weekly round",
        subjects=("disputes",),
        units=("pcs", "sfs"),
        since=NOW,
        until=NOW + timedelta(days=5),
        due=NOW + timedelta(days=6),
    )
    reminded = RoundReminded(at=NOW, by=acting("zhang"), units=("sfs",))
    missed = ReportMissed(at=NOW, by=acting("zhang"), unit="pcs")
    service.desk.append(round_stream(opened.code), 0, [opened, reminded, missed])

    outbox.fill()

    assert told(outbox) == {
        "wang": {"round_opened", "round_missed"},
        "wei": {"round_missed"},
        "zhao": {"round_opened", "round_reminded"},
    }
    letter = outbox.inbox.letters("zhao", limit=9)[-1]
    assert (letter.number, letter.category, letter.due) == ("week-2026-48", "", opened.due)
    assert letter.path == "/rounds/week-2026-48"
    assert {one.channel for one in outbox.deliveries.waiting(9)} == {"wecom"}


# --- accusations ---

GROUP = "https://qyapi.weixin.qq.com/cgi-bin/webhook/send?key=k"


def accuse(town: Town, accused: str, unit: str, **more: object) -> str:
    number = town.receive(
        by="chen",
        track="petition",
        kind="accusation",
        channel="visit",
        accused=[accused] if accused else [],
        **more,
    )
    town.do(number, Dispatch(unit=unit), by="chen")
    return number


def test_against_a_unit_nothing_reaches_the_accused_or_a_place_many_read(
    town: Town, outbox: Outbox, service: Service
) -> None:
    for holder in ("unit:pcs", "unit:sfs", "unit:post"):
        town.set(holder, "wecom", GROUP)
    town.set("person:zhao", "email", "zhao@example.gov.cn")
    number = accuse(town, "pcs", "sfs")

    outbox.fill()

    found = outbox.deliveries.of_case(service.desk.find(number), 99)
    assert {(one.recipient, one.channel) for one in found} == {
        ("person:zhao", "inbox"),
        ("person:zhao", "email"),
    }


def test_against_the_centre_nothing_goes_over_what_is_the_centres(
    town: Town, outbox: Outbox, service: Service
) -> None:
    town.set("unit:sfs", "wecom", GROUP)
    town.set("person:zhao", "email", "zhao@example.gov.cn")
    town.set("person:chen", "email", "chen@example.gov.cn")
    number = accuse(town, "centre", "sfs")

    outbox.fill()

    found = outbox.deliveries.of_case(service.desk.find(number), 99)
    assert {(one.recipient, one.channel) for one in found} == {("person:chen", "inbox")}


def test_who_is_named_in_it_is_not_told_either(
    town: Town, outbox: Outbox, service: Service
) -> None:
    accuse(town, "pcs", "sfs", accused_staff=["zhao"])
    outbox.fill()
    assert "zhao" not in told(outbox)


def test_what_the_accused_have_not_read_is_taken_back_when_it_comes_to_light(
    town: Town, outbox: Outbox, service: Service
) -> None:
    town.set("unit:pcs", "wecom", GROUP)
    number = town.receive(track="petition", kind="accusation", channel="visit", accused=["sfs"])
    town.do(number, Dispatch(unit="pcs"), by="chen")
    outbox.fill()
    assert told(outbox) == {"wang": {"dispatched"}}

    value = '["sfs","pcs"]'
    fix = Correct(event=1, field="accused", value=value, reason="漏登", approver="陈督察长")
    town.do(number, fix, by="chen")
    outbox.fill()

    assert told(outbox) == {}
    assert outbox.inbox.unread("wang") == 0


# --- audits ---


def test_an_answer_to_a_finding_is_told_to_who_leads_the_sheet_and_else_to_all_auditors(
    outbox: Outbox, service: Service
) -> None:
    desk, zhou, wei = service.desk, acting("zhou"), acting("wei")
    for name in ("feng", "qian"):
        service.accounts.add(Account(name, name, Role.AUDITOR, "centre"), "long enough 1")
    feng = Actor("feng", "centre", Role.AUDITOR)
    code = open_sheet(desk, Plan("补录检查", "及时登记"), zhou)
    found = Noted("pcs", Grade.DEFECT, "漏登", "补正", NOW + timedelta(days=5))
    note_finding(desk, code, found, feng)
    answer_finding(desk, code, 1, AuditReply(agreed=True, text="已补正"), wei)
    outbox.fill()
    (letter,) = outbox.inbox.letters("zhou", limit=9)
    assert (letter.kind, letter.number, letter.due) == ("finding_answered", f"{code}/1", None)
    assert letter.path == f"/audit/sheets/{code}/findings/1"
    assert [len(outbox.inbox.letters(one, limit=9)) for one in ("feng", "qian")] == [1, 0]

    for name in ("zhou", "feng"):
        service.accounts.disable(name)
    answer_finding(desk, code, 1, AuditReply(agreed=False, text="已说明"), wei)
    outbox.fill()
    assert [one.number for one in outbox.inbox.letters("qian", limit=9)] == [f"{code}/1"]
    assert len(outbox.inbox.letters("zhou", limit=9)) == 1


# --- the reporter ---

SMS = {"sms_url": "http://127.0.0.1:9/", "sms_body": '{"to": "{phone}", "text": "{text}"}'}
PHONE = "13800138000"


@pytest.mark.parametrize("said", [SMS])
def test_the_reporter_is_told_of_a_reply_and_so_is_who_brought_it_again(
    town: Town, outbox: Outbox, service: Service
) -> None:
    number = town.receive(track="hotline", phone=PHONE)
    again = town.receive(track="hotline", phone="13900139000")
    town.do(again, Screen(validity=Validity.DUPLICATE, duplicate_of=number))
    town.do(number, Reply(how="电话"))

    outbox.fill()

    of_both = [outbox.deliveries.of_case(service.desk.find(one), 9) for one in (number, again)]
    found = [(one.recipient, one.channel, one.number) for several in of_both for one in several]
    assert found == [
        (f"reporter:{number}", "sms", number),
        (f"reporter:{again}", "sms", again),
    ]


@pytest.mark.parametrize(
    ("said", "phone", "reply"),
    [
        ({}, PHONE, Reply(how="电话")),  # no gateway
        (SMS, "", Reply(how="电话")),  # no number left
        (SMS, PHONE, Reply(exempt="匿名")),
    ],
)
def test_a_reporter_who_cannot_be_reached_gets_no_message(
    town: Town, outbox: Outbox, phone: str, reply: Reply
) -> None:
    town.do(town.receive(track="hotline", phone=phone, anonymous=True), reply)
    assert outbox.fill() == 0
