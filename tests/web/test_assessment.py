"""Pages of a quarter: its course, who sees what, figures open to rows, the difference."""

import json
import re
import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from werkzeug.test import TestResponse

from application.accounts import Account
from domain.assessment.periods import Quarter
from domain.case.correction import Correct
from domain.case.dispatch import Arrive, SignFor
from domain.case.words import Role
from projections.bootstrap import Service
from projections.rebuild import rebuild
from tests.web.conftest import PASSWORD, Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
OVER = datetime(2027, 1, 5, 2, tzinfo=UTC)
QUARTER = Quarter.parse("2026Q4")
HERE = "/assessment/2026Q4"
on_files = pytest.mark.parametrize("database", ["sqlite"])  # nothing here asks another database


@pytest.fixture
def number(desk: Desk, clock: MovableClock, service: Service) -> str:
    """A matter of the quarter to which the police came late; their leader has an account."""
    found = desk.receive("老街起火")
    desk.dispatch(found)
    desk.do(found, SignFor(dispatch=1), by="wang")
    clock.forward(minutes=50)
    desk.do(found, Arrive(dispatch=1, people=3), by="wang")
    service.accounts.add(Account("he", "贺所长", Role.LEADER, "pcs"), PASSWORD)
    return found


@pytest.fixture
def over(number: str, clock: MovableClock) -> str:
    """The quarter is over."""
    clock.now = OVER
    return number


def words(answer: TestResponse) -> str:
    """What stands on a page, without its tags."""
    body = answer.text.split("<main", 1)[1].split("</main", 1)[0]
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body))


def done(answer: TestResponse) -> None:
    """It was done, and leads on."""
    assert answer.status_code == 303, words(answer)


def test_a_quarter_goes_its_course_and_nothing_changes_it_after(
    over: str, logged_in: LogIn, service: Service, clock: MovableClock, desk: Desk
) -> None:
    chen, li, he = logged_in("chen"), logged_in("li"), logged_in("he")
    done(chen.post(f"{HERE}/compute"))
    done(chen.post(f"{HERE}/review"))
    assert "1 / 3" in words(he.get(f"{HERE}/units/pcs"))  # arrived late, not handled

    objection = {"unit": "pcs", "of": "on_time", "number": over, "evidence": "3、4"}
    wrong = he.post(f"{HERE}/object", {**objection, "of": "moods", "reason": "请打13800138000"})
    assert wrong.status_code == 422
    assert "请打13800138000" in wrong.text  # typed text is kept
    named = he.post(f"{HERE}/object", {**objection, "reason": "王建军同志已到场"})
    assert (named.status_code, "王某" in words(named)) == (422, True)
    done(he.post(f"{HERE}/object", {**objection, "reason": "道路施工封闭"}))
    assert "道路施工封闭" in words(chen.get(f"{HERE}/objections/1"))
    early = chen.post(f"{HERE}/sign")
    assert (early.status_code, "此后再签发" in words(early)) == (422, True)

    excluded = {"subject": "units", "of": "feedback", "number": over, "reason": "山洪断路"}
    done(li.post(f"{HERE}/exclude", excluded))
    own = li.post(f"{HERE}/exclusions/1/decide", {"ruling": "yes"})
    assert (own.status_code, "应由他人审批" in words(own)) == (422, True)
    done(chen.post(f"{HERE}/exclusions/1/decide", {"ruling": "no", "reason": "证据不足"}))
    done(
        chen.post(f"{HERE}/objections/1/rule", {"ruling": "yes", "reason": "属实", "numbers": over})
    )

    clock.now += timedelta(days=12)
    chen, li, he = logged_in("chen"), logged_in("li"), logged_in("he")
    moved = chen.post(f"{HERE}/sign")
    assert (moved.status_code, "重新计算" in words(moved)) == (422, True)
    done(chen.post(f"{HERE}/compute"))
    done(chen.post(f"{HERE}/sign"))
    done(li.post(f"{HERE}/sign"))
    published = service.desk.courses.of(QUARTER).published
    assert published is not None
    assert published.signers == ("chen", "li")
    file = chen.get(f"{HERE}/result.json").data
    assert sha256(file).hexdigest() == published.digest

    for act in ("compute", "review", "sign"):
        refused = chen.post(f"{HERE}/{act}")
        assert (refused.status_code, "不再变更" in words(refused)) == (422, True)
    assert he.post(f"{HERE}/object", {**objection, "reason": "再次申诉"}).status_code == 422

    praise = {"unit": "sfs", "kind": "praise", "reason": "按期率高"}
    done(li.post(f"{HERE}/consequences", praise))
    assert "按期率高" in words(he.get(HERE))
    done(li.post(f"{HERE}/consequences/1/revoke", {"reason": "误记"}))
    assert "按期率高" not in words(he.get(HERE))

    shutil.rmtree(service.settings.data / "results")
    rebuild(service.settings)
    assert chen.get(f"{HERE}/result.json").data == file  # it comes out again, byte by byte


def test_what_is_recorded_later_stands_beside_what_was_published(
    over: str, logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    chen, li = logged_in("chen"), logged_in("li")
    done(chen.post(f"{HERE}/compute"))
    done(chen.post(f"{HERE}/review"))
    clock.now += timedelta(days=12)
    chen, li = logged_in("chen"), logged_in("li")
    done(chen.post(f"{HERE}/sign"))
    done(li.post(f"{HERE}/sign"))
    assert "没有差异" in words(chen.get(f"{HERE}/difference"))

    right = '"2026-11-23T02:10:00Z"'
    desk.do(
        over, Correct(event=4, field="at", value=right, reason="时间误记", approver="李"), by="chen"
    )
    difference = chen.get(f"{HERE}/difference")
    told = words(difference)
    assert "1 / 3" in told
    assert "2 / 3" in told
    assert f"/cases/{over}#e5" in difference.text  # the record that caused it
    assert "1 / 3" in words(chen.get(f"{HERE}/units/pcs"))  # published stays
    rows = chen.get(f"{HERE}/units/pcs/on_time")
    assert f"/cases/{over}#e4" in rows.text
    assert words(rows).count("✓") == len(["sign", "arrive"])


@on_files
def test_a_unit_sees_its_own_and_of_others_what_is_published(
    over: str, logged_in: LogIn, clock: MovableClock
) -> None:
    chen, li, he, zhao = (logged_in(name) for name in ("chen", "li", "he", "zhao"))
    before = words(he.get(f"{HERE}/units/pcs"))
    assert "1 / 2" in before  # its time limits, and no score
    assert "满意率" not in before
    assert "解决率" in words(li.get(HERE))
    assert zhao.get(f"{HERE}/units/pcs").status_code == 404
    assert zhao.get(f"{HERE}/units/pcs/on_time").status_code == 404
    assert he.get(f"{HERE}/units/pcs/satisfied").status_code == 404

    done(chen.post(f"{HERE}/compute"))
    done(chen.post(f"{HERE}/review"))
    assert "满意率" in words(he.get(f"{HERE}/units/pcs"))
    assert he.get(f"{HERE}/units/pcs/satisfied").status_code == 404  # single answers never
    assert li.get(f"{HERE}/units/pcs/satisfied").status_code == 200
    assert "派出所" not in words(zhao.get(HERE))

    clock.now += timedelta(days=12)
    chen, li = logged_in("chen"), logged_in("li")
    done(chen.post(f"{HERE}/sign"))
    done(li.post(f"{HERE}/sign"))
    zhao = logged_in("zhao")
    table = zhao.get(HERE)
    assert "派出所" in words(table)
    assert f"{HERE}/units/pcs" not in table.text
    assert f"{HERE}/units/sfs" in table.text
    assert "没有到期事项" in words(zhao.get(f"{HERE}/units/sfs")) or "—" in words(
        zhao.get(f"{HERE}/units/sfs")
    )


@on_files
def test_heads_are_told_what_waits_about_a_quarter(
    over: str, logged_in: LogIn, clock: MovableClock
) -> None:
    chen, he = (logged_in(name) for name in ("chen", "he"))
    done(chen.post(f"{HERE}/compute"))
    assert "2026Q4 考核" not in words(chen.get("/heads"))

    done(chen.post(f"{HERE}/review"))
    objection = {"unit": "pcs", "of": "on_time", "number": over, "reason": "道路施工封闭"}
    assert "申诉截至" in words(he.get("/heads"))
    done(he.post(f"{HERE}/object", objection))
    assert "1 项申诉待裁定" in words(chen.get("/heads"))
    assert "1 项申诉待裁定" not in words(he.get("/heads"))
    done(chen.post(f"{HERE}/objections/1/rule", {"ruling": "no", "reason": "记录如此"}))

    clock.now += timedelta(days=12)
    assert "等待签发" in words(logged_in("li").get("/heads"))
    assert "等待签发" not in words(logged_in("he").get("/heads"))


@on_files
def test_quarters_that_run_are_shown_as_they_stand_and_computed_when_over(
    number: str, logged_in: LogIn
) -> None:
    chen = logged_in("chen")
    chen.get("/language/en")
    assert "Running" in words(chen.get("/assessment/"))
    page = chen.get(HERE)
    assert "nothing of it is on record yet" in words(page)
    assert 'action="/assessment/2026Q4/compute"' not in page.text
    early = chen.post(f"{HERE}/compute")
    assert (early.status_code, "runs until" in words(early)) == (422, True)
    assert chen.get("/assessment/2027Q1").status_code == 404
    assert chen.get("/assessment/nonsense").status_code == 404
    assert chen.get(f"{HERE}/result.json").status_code == 404


@on_files
def test_a_file_that_was_altered_is_not_shown(
    over: str, logged_in: LogIn, service: Service
) -> None:
    chen = logged_in("chen")
    done(chen.post(f"{HERE}/compute"))
    latest = service.desk.courses.of(QUARTER).latest
    assert latest is not None
    path = service.settings.data / "results" / f"{latest.digest}.json"
    told = json.loads(path.read_bytes())
    path.write_text(json.dumps(told | {"seq": 1}))
    assert sha256(chen.get(f"{HERE}/result.json").data).hexdigest() == latest.digest


@on_files
def test_a_matter_that_accuses_the_centre_is_named_to_inspection_only(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive(
        "反映值班推诿",
        by="chen",
        track="petition",
        kind="accusation",
        channel="letter",
        accused=("centre",),
    )
    clock.now = OVER
    chen, li = logged_in("chen"), logged_in("li")
    said = {"subject": "centre", "of": "*", "number": number, "reason": "系统检修"}
    refused = li.post(f"{HERE}/exclude", said)
    assert refused.status_code == 422
    assert "没有" in words(refused)  # as of a matter there is not
    done(chen.post(f"{HERE}/exclude", said))
    assert number in chen.get(HERE).text
    assert number not in li.get(HERE).text
    assert number not in li.get(f"{HERE}/exclusions/1").text
    done(chen.post(f"{HERE}/compute"))
    assert li.get(f"{HERE}/result.json").status_code == 403
    assert chen.get(f"{HERE}/result.json").status_code == 200
