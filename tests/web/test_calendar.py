"""Pages of the working calendar: a year as people know it, loaded after its changes were shown."""

from collections.abc import Callable
from datetime import UTC, datetime
from io import BytesIO

import pytest

from application.calendaryears import load_years
from domain.case.events import Notice
from domain.case.intake import Accept
from projections.bootstrap import Service
from tests.web.conftest import MONDAY_TEN, Desk, MovableClock, Visitor

LogIn = Callable[[str], Visitor]
TEXT = """
[[years]]
year = 2027
source = "国务院办公厅关于2027年部分节假日安排的通知"
rest = [2027-01-01, 2027-01-02, 2027-01-03, 2027-01-22]
work = [2027-01-09]
"""
MISSING = "2027年工作日历尚未加载"


def send(visitor: Visitor, text: str, do: str = "check", **more: object) -> tuple[int, str]:
    answer = visitor.post("/calendar/load", {"text": text, "do": do, **more})
    return answer.status_code, answer.text


def test_every_year_says_its_version_and_where_it_is_written(logged_in: LogIn) -> None:
    page = logged_in("wang").get("/calendar").text
    assert page.index(">2026<") < page.index(">2025<")
    assert "chinesecalendar" in page
    assert ">248<" in page  # working days of 2026


def test_a_year_is_shown_as_a_calendar_with_signs_beside_colours(logged_in: LogIn) -> None:
    page = logged_in("wang").get("/calendar/2026").text
    assert page.count("<caption>") == 12
    assert '<td class="lc-cal-off">1<abbr title="放假">休</abbr></td>' in page
    assert '<td class="lc-cal-work">4<abbr title="调休上班">班</abbr></td>' in page
    assert '<td aria-current="date">23</td>' in page
    assert "248个工作日" in page


@pytest.mark.parametrize("path", ["/calendar/2031", "/calendar/2026?version=2", "/calendar/1.toml"])
def test_a_year_or_version_there_is_not_is_not_found(logged_in: LogIn, path: str) -> None:
    assert logged_in("wang").get(path).status_code == 404


def test_what_changes_is_shown_before_anything_is_loaded(
    logged_in: LogIn, service: Service
) -> None:
    head = service.desk.log.head()
    status, page = send(logged_in("root"), TEXT)
    assert status == 200
    assert "2027年第1版" in page
    assert "5天不同" in page
    assert "2027-01-09 星期六：按平日 → <b>调休上班</b>" in page
    assert "rest = [2027-01-01" in page
    assert service.desk.log.head() == head


def test_a_year_is_loaded_and_counted_with_at_once(
    logged_in: LogIn, service: Service, desk: Desk
) -> None:
    root, seen = logged_in("root"), service.desk.calendars.years().version
    status, _page = send(root, TEXT, "load", seen=seen)
    assert status == 303
    page = root.get("/calendar/2027").text
    assert "第1版" in page
    assert "管理员" in page
    assert service.desk.calendar.is_rest_day(datetime(2027, 1, 22, tzinfo=UTC).date())


def test_a_correction_begins_with_the_year_in_force_and_is_its_next_version(
    logged_in: LogIn, service: Service
) -> None:
    root = logged_in("root")
    form = root.get("/calendar/load?year=2026").text
    assert "year = 2026" in form
    assert "2026-02-14, 2026-02-28" in form
    text = root.get("/calendar/2026.toml").text.replace("2026-10-10", "2026-10-17")
    assert send(root, text, "load")[0] == 303
    page = root.get("/calendar/2026").text
    assert "第2版" in page
    assert "已被替换" in root.get("/calendar/2026?version=1").text


def test_the_same_again_changes_nothing_and_says_so(logged_in: LogIn, service: Service) -> None:
    root = logged_in("root")
    text = root.get("/calendar/2026.toml").text
    head = service.desk.log.head()
    assert "没有不同的日子" in send(root, text)[1]
    assert send(root, text, "load")[0] == 303
    assert service.desk.log.head() == head
    assert "没有变化" in root.get("/calendar").text


def test_who_decided_on_an_older_calendar_is_told_and_sees_what_changes_now(
    logged_in: LogIn, service: Service
) -> None:
    root, seen = logged_in("root"), service.desk.calendars.years().version
    load_years(service.desk, TEXT, "li")
    other = TEXT.replace("work = [2027-01-09]", "work = [2027-01-10]")
    status, page = send(root, other, "load", seen=seen)
    assert status == 422
    assert "其间有人更改了工作日历" in page
    assert "2027年第2版" in page
    assert "work = [2027-01-10]" in page


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("", "请选择文件，或在输入框中写入其内容"),
        ("[[years]]\nyear = ", "不是有效的 TOML"),
        ("years = []", "请至少写一年"),
        (TEXT.replace("2027-01-09", "2027-01-11"), "2027-01-11 不是周末"),
        (TEXT.replace("2027-01-09", "2026-01-10"), "2026-01-10 不在 2027 年内"),
        (TEXT.replace("2027-01-09", "2027-01-02"), "2027-01-02 不能既是放假日又是上班日"),
        (TEXT.replace("2027-01-22", "2027-01-01"), "2027-01-01 出现了 2 次"),
        (TEXT + TEXT, "该年出现了两次"),
        (TEXT.replace("year = 2027", "year = 9999"), "请写四位年份"),
        (TEXT.replace("通知", "通知：稳控"), "“稳控”不是联动中心的任务"),
        (TEXT.replace("source", "sorce"), "没有字段 sorce"),
    ],
)
def test_a_mistake_is_told_in_words_and_the_text_stays(
    logged_in: LogIn, service: Service, text: str, told: str
) -> None:
    head = service.desk.log.head()
    status, page = send(logged_in("root"), text, "load")
    assert status == 422
    assert told in page
    assert text.strip().split("\n")[-1].replace('"', "&#34;") in page
    assert service.desk.log.head() == head


def test_a_file_can_be_brought_instead_of_text(logged_in: LogIn) -> None:
    root = logged_in("root")
    answer = root.client.post(
        "/calendar/load",
        data={"csrf_token": root.token(), "file": (BytesIO(TEXT.encode()), "2027.toml")},
        content_type="multipart/form-data",
    )
    assert answer.status_code == 200
    assert "2027年第1版" in answer.text


def test_only_administrators_load(logged_in: LogIn) -> None:
    for who in ("li", "chen", "wang", "zhang", "zhou"):
        assert logged_in(who).post("/calendar/load", {"text": TEXT}).status_code == 403


# --- a missing year ---


@pytest.mark.parametrize(
    ("who", "path"),
    [("root", "/admin/"), ("root", "/calendar"), ("li", "/heads"), ("li", "/board")],
)
def test_a_missing_year_is_told_months_ahead_to_who_can_see_to_it(
    logged_in: LogIn, service: Service, who: str, path: str
) -> None:
    visitor = logged_in(who)
    page = visitor.get(path).text
    assert MISSING in page
    assert "11月公布" in page
    assert ("/calendar/load" in page) == (who == "root")
    load_years(service.desk, TEXT, "root")
    assert MISSING not in visitor.get(path).text


@pytest.mark.parametrize(("who", "path"), [("zhang", "/board"), ("chen", "/heads")])
def test_others_are_not_troubled_with_it(logged_in: LogIn, who: str, path: str) -> None:
    assert MISSING not in logged_in(who).get(path).text


def test_in_spring_no_year_is_missing(logged_in: LogIn, clock: MovableClock) -> None:
    clock.now = datetime(2026, 9, 30, 15, 0, tzinfo=UTC)
    assert "尚未加载" not in logged_in("root").get("/admin/").text
    clock.forward(hours=2)
    assert MISSING in logged_in("root").get("/admin/").text


# --- why a deadline is what it is ---


def test_a_deadline_says_with_which_version_it_was_counted_and_what_it_would_be_today(
    logged_in: LogIn, service: Service, desk: Desk
) -> None:
    number = desk.receive("征地补偿未到位", track="petition", kind="claim")
    desk.do(number, Accept(notice=Notice(how="当面送达", served_at=MONDAY_TEN)))
    zhang = logged_in("zhang")
    limits = [zhang.get(f"/cases/{number}/limits/{n}.json").get_json() for n in range(1, 6)]
    before = next(one for one in limits if one["kind"] == "opinion")
    transfer = next(one for one in limits if one["kind"] == "notice")
    assert before["due"] == "2027-01-22T23:59:59+08:00"
    assert before["moves"][0]["calendar"] == []  # 2027 was not loaded
    assert transfer["moves"][0]["calendar"] == [{"year": 2026, "version": 1}]
    load_years(service.desk, TEXT, "root")
    path = f"/cases/{number}/limits/{before['limit']}"
    after = zhang.get(f"{path}.json").get_json()
    assert after["due"] == before["due"]
    assert after["moves"][0]["count"] == before["moves"][0]["count"]
    assert after["moves"][0]["today"] == "2027-01-25T23:59:59+08:00"  # the 22nd is a holiday now
    page = zhang.get(path).text
    assert "2027年放假安排尚未公布" in page
    assert "2027-01-25 23:59:59" in page
    notice = zhang.get(f"/cases/{number}/limits/{transfer['limit']}").text
    assert "2026年第1版" in notice
