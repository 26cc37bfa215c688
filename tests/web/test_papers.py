"""Papers to print: made from the record itself, for those who may read what is in them."""

from collections.abc import Callable
from io import BytesIO

import docx
import pytest

from projections.bootstrap import Service
from tests.web.conftest import Visitor
from tests.web.filled import Person
from web.desk.papers import has_paper
from web.desk.texts.papers import PAPERS

LogIn = Callable[[str], Visitor]


@pytest.fixture
def desk(logged_in: LogIn) -> Person:
    """The duty desk, with a petition of somebody named."""
    person = Person(logged_in("zhang"))
    person.register(
        track="petition", kind="claim", channel="letter", title="宅基地边界争议", name="陈小明"
    )
    person.do("Screen", validity="valid")
    return person


def paper(person: Person, version: int) -> str:
    return person.visitor.get(f"/cases/{person.number}/paper/{version}").text


def last(service: Service, person: Person) -> int:
    return service.desk.load(service.desk.find(person.number)).case.version


def test_the_notice_of_acceptance_says_what_was_decided_and_to_whom(
    desk: Person, service: Service
) -> None:
    desk.do(
        "Accept", article="第二十二条", notice__how="当面", notice__served_at="2026-11-23 10:00"
    )
    version = last(service, desk)
    page = paper(desk, version)
    for said in (
        "受理告知书",
        f"编号：{desk.number}-{version}",
        "陈小明：",
        "2026年11月23日，我中心收到您反映的“宅基地边界争议”事项",
        "依据第二十二条，决定予以受理",
        "办理期限至 2027-01-",
        "存根：",
        "当面",
    ):
        assert said in page
    assert f"/cases/{desk.number}/paper/{version}" in desk.page()


def test_a_reply_holds_the_text_that_was_served_for_those_who_may_read_it(
    desk: Person, logged_in: LogIn, service: Service
) -> None:
    desk.do("Dispatch", unit="sfs")
    desk.do("Accept", notice__how="当面", notice__served_at="2026-11-23 10:00")
    desk.do("IssueOpinion", outcome="supported", document="按原界桩恢复", how="直接送达")
    version = last(service, desk)
    assert "处理意见为：予以支持" in paper(desk, version)
    assert "按原界桩恢复" in paper(desk, version)
    assert "请求复查" in paper(desk, version)

    unit, auditor = (Person(logged_in(who), desk.number) for who in ("zhao", "zhou"))
    for reader in (unit, auditor):
        reader.opened()
    assert "按原界桩恢复" not in paper(unit, version)
    assert "陈小明" not in paper(unit, version)
    assert "按原界桩恢复" not in paper(auditor, version)
    head = Person(logged_in("li"), desk.number)
    assert "***" in paper(head, version)
    assert f"/cases/{desk.number}/open" in paper(head, version)
    head.opened()
    assert "按原界桩恢复" in paper(head, version)
    assert "陈小明" in paper(head, version)
    stranger = logged_in("wang")
    assert stranger.get(f"/cases/{desk.number}/paper/{version}").status_code == 404


def test_supervision_transfer_and_dispatch_have_their_papers(
    desk: Person, logged_in: LogIn, service: Service
) -> None:
    desk.do("Dispatch", unit="sfs", instruction="先勘界")
    page = paper(desk, last(service, desk))
    assert "转办通知" in page
    assert "司法所：" in page
    assert "先勘界" in page

    leader = Person(logged_in("li"), desk.number)
    leader.do("Supervise", unit="sfs", reason="久拖不决", due="2026-12-01 12:00")
    page = paper(desk, last(service, desk))
    assert "督办单" in page
    assert "于 2026-12-01 12:00 前报告结果" in page
    address = f"/cases/{desk.number}/paper/{last(service, desk)}.docx"
    assert address in page
    document = docx.Document(BytesIO(leader.visitor.get(address).data))
    said = [one.text for one in document.paragraphs]
    assert said[2] == "司法所："
    assert any("于 2026-12-01 12:00 前报告结果" in one for one in said)

    desk.do("Transfer", from_level="village", to_level="district", to="区分中心", facts="已勘界")
    page = paper(desk, last(service, desk))
    assert "移送单" in page
    assert "区分中心：" in page
    assert "已勘界" in page


def test_papers_follow_a_correction(desk: Person, service: Service) -> None:
    desk.do("Decline", reason="不属于职权", article="第二十二条", notice__waived="住址不清")
    version = last(service, desk)
    assert "理由：不属于职权" in paper(desk, version)
    target = f"{version}.article"
    desk.do("Correct", target=target, value="第二十三条", reason="笔误", approver="李国强")
    assert "依据第二十三条" in paper(desk, version)


def test_what_is_written_to_the_reporter_is_printed_and_no_file(
    desk: Person, service: Service
) -> None:
    desk.do("Decline", reason="不属于职权", article="第二十二条", notice__waived="住址不清")
    page = f"/cases/{desk.number}/paper/{last(service, desk)}"
    assert ".docx" not in desk.visitor.get(page).text
    assert desk.visitor.get(f"{page}.docx").headers["Location"] == page


def test_what_has_no_paper_is_not_there(desk: Person) -> None:
    for version in ("0", "2", "99", "99999999999999999999", "-1", "x"):
        answer = desk.visitor.get(f"/cases/{desk.number}/paper/{version}")
        assert answer.status_code == 404, version


def test_every_paper_is_in_both_languages(desk: Person) -> None:
    desk.do("Decline", reason="x", article="22", notice__waived="住址不清")
    desk.visitor.get("/language/en")
    page = paper(desk, 3)
    assert "Notice of non-acceptance" in page
    assert "not accepted, under 22, because: x" in page
    assert len(PAPERS) > 8
    assert not has_paper(object())  # type: ignore[arg-type]
