"""The page on which auditors have the whole log verified."""

import multiprocessing
from collections.abc import Callable
from types import SimpleNamespace

import pytest

from application.logbook import notes
from application.verifying.recording import history
from projections.bootstrap import Service
from tests.tampering import change
from tests.web.conftest import Desk, Visitor, acting
from web.verifying import job

PAGE = "/audit/verify"


def test_an_auditor_has_it_verified_and_that_is_on_record(
    logged_in: Callable[[str], Visitor], service: Service
) -> None:
    auditor = logged_in("zhou")
    assert "尚未核验过" in auditor.get(PAGE).text

    auditor.post(PAGE)
    page = auditor.get(PAGE).text
    (told,) = history(service.desk)

    assert "未发现问题" in page
    assert told.root in page
    assert (told.by, told.until, told.found) == ("zhou", service.desk.log.head() - 1, ())


def test_what_is_wrong_is_said_in_a_sentence_with_its_place_and_code(
    logged_in: Callable[[str], Visitor], service: Service
) -> None:
    seq = "notification_id" if service.settings.database_url else "rowid"
    change(service.settings, f"UPDATE stored_events SET state_digest = leaf WHERE {seq} = 2")
    auditor = logged_in("zhou")
    auditor.post(PAGE)
    page = auditor.get(PAGE).text

    assert "第 2 条记录" in page
    assert "bytes-altered" in page
    assert notes(service.desk, "log.verified")[-1].found == ("bytes-altered",)


def test_a_case_with_a_record_nobody_can_read_says_so_and_what_to_do(
    logged_in: Callable[[str], Visitor], desk: Desk, service: Service
) -> None:
    number = desk.receive("井盖破损", by="zhang")
    nothing = r"'\x00'" if service.settings.database_url else "X'00'"
    change(
        service.settings,
        f"UPDATE stored_events SET state = {nothing} WHERE topic = 'case.received'",
    )

    page = logged_in("zhou").get(f"/audit/cases/{number}")

    assert page.status_code == 500
    assert "record-unreadable" in page.text
    assert "linkage verify --all" in page.text


def test_while_one_goes_on_the_page_says_how_far_it_is_and_begins_no_other(
    logged_in: Callable[[str], Visitor], service: Service
) -> None:
    auditor = logged_in("zhou")
    begun = job.Standing(by="zhou", at=service.desk.clock(), done=40, total=100)
    with job._alone(service.settings):
        job._write(service.settings, begun)
        auditor.post(PAGE)
        page = auditor.get(PAGE).text

    assert "40 / 100" in page
    assert "正在核验中" in page
    assert history(service.desk) == []
    assert "40 / 100" not in auditor.get(PAGE).text  # it was killed half-way


def test_a_long_log_is_verified_aside(
    logged_in: Callable[[str], Visitor], service: Service, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(job, "AT_ONCE", 0)
    started: list[object] = []

    class Aside:
        """A process that is started and does not get far."""

        def __init__(self, target: object, args: tuple[object, ...]) -> None:
            self._given = (target, *args)

        def start(self) -> None:
            started.append(self._given)

    monkeypatch.setattr(multiprocessing, "get_context", lambda _: SimpleNamespace(Process=Aside))
    logged_in("zhou").post(PAGE)

    assert started == [(job.run, service.settings, acting("zhou"))]
    assert history(service.desk) == []
