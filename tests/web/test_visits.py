"""Return visits: the work list, and the page of one, made for the telephone."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from application.scripts import NAME, scripts_of
from application.settings import Settings
from domain.case.closing import Close, RecordAttempt
from domain.case.dispatch import Arrive, GiveFeedback, SignFor
from domain.case.events import DataRead, Reopened, VisitAttempted, Visited
from domain.case.handling import AppointHandler, Reply
from domain.case.words import Outcome
from domain.sealed import Sealed
from projections.bootstrap import Service
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found, Person

LogIn = Callable[[str], Visitor]
PHONE = "13800138000"


def history(service: Service, number: str) -> list[object]:
    return list(service.desk.load(service.desk.find(number)).history)


def form(page: str, ending: str) -> Found:
    (found,) = (one for one in Forms(page).found if one.action.partition("?")[0].endswith(ending))
    return found


def asking(page: str) -> list[Found]:
    """The form with the usual purpose, and the one in which another is written."""
    return [one for one in Forms(page).found if one.action.endswith("/number")]


def listed(page: str) -> list[str]:
    return re.findall(r'<th scope="row"><a href="/visits/([^"?]+)', page)


@pytest.fixture
def closed(desk: Desk, clock: MovableClock) -> list[str]:
    """Three emergencies closed by the operator, an hour after each other."""
    numbers = []
    for title in ("起火", "触电", "落水"):
        number = desk.receive(title, phone=PHONE, name="陈大山", narrative="桥头的事")
        desk.dispatch(number)
        desk.close(number)
        clock.forward(hours=1)
        numbers.append(number)
    return numbers


def test_what_is_due_first_is_first_and_one_handled_oneself_is_not_in_the_list(
    logged_in: LogIn, closed: list[str], desk: Desk, clock: MovableClock
) -> None:
    last = desk.receive("路灯不亮", track="hotline")
    desk.do(last, Reply(how="电话"), Close(outcome=Outcome.SOLVED), by="li")
    clock.forward(days=200)
    assert listed(logged_in("chen").get("/visits/").text) == [*closed, last]
    assert listed(logged_in("li").get("/visits/").text) == closed
    assert listed(logged_in("zhang").get("/visits/").text) == [last]


def test_it_is_narrowed_by_due_class_attempts_unit_and_track(
    logged_in: LogIn, closed: list[str], desk: Desk, clock: MovableClock
) -> None:
    desk.do(closed[1], RecordAttempt(), by="li")
    head = logged_in("chen")
    for query, expected in (
        ("due=overdue", []),
        ("due=week", []),
        ("attempted=yes", [closed[1]]),
        ("attempted=no", [closed[0], closed[2]]),
        ("of_class=none", closed),
        ("of_class=1", []),
        ("unit=pcs", closed),
        ("unit=sfs", []),
        ("track=emergency", closed),
        ("track=hotline", []),
        ("due=%00&unit=';--&page=-1&of_class=9", closed),
        ("page=99999999999", closed),
        ("page=2", []),
    ):
        assert listed(head.get(f"/visits/?{query}").text) == expected, query
    clock.forward(days=178)
    head = logged_in("chen")
    assert listed(head.get("/visits/?due=week").text) == closed
    clock.forward(days=10)
    head = logged_in("chen")
    assert listed(head.get("/visits/?due=overdue").text) == closed
    assert "1 次未接通" in head.get("/visits/").text


def test_the_number_opens_on_a_press_only_and_that_is_on_record(
    logged_in: LogIn, closed: list[str], service: Service
) -> None:
    head = logged_in("li")
    page = head.get(f"/visits/{closed[0]}?due=month").text
    assert PHONE not in page
    assert "陈大山" not in page
    reveal, _ = asking(page)
    for _ in ("first", "again"):  # a form sent twice counts once
        answer = head.client.post(reveal.action, data={**reveal.values, "purpose": "visit"})
        assert answer.status_code == 303
        assert answer.location == f"/visits/{closed[0]}?due=month"
    shown = head.get(f"/visits/{closed[0]}").text
    assert PHONE in shown
    assert "陈大山" in shown
    (read,) = (one for one in history(service, closed[0]) if isinstance(one, DataRead))
    assert read.by.user == "li"
    assert read.fields == ("name", "phone")
    assert read.records == (1,)
    assert read.purpose == "visit"


def test_it_stays_open_for_an_hour_and_to_nobody_else(
    logged_in: LogIn, closed: list[str], clock: MovableClock
) -> None:
    head, address = logged_in("li"), f"/visits/{closed[0]}"
    head.post(f"{address}/number", {"purpose": "visit"})
    assert PHONE not in logged_in("chen").get(address).text
    assert "桥头" not in head.get(f"/cases/{closed[0]}").text  # the details were not asked for
    clock.forward(minutes=59)
    assert PHONE in head.get(address).text
    clock.forward(minutes=1)
    assert PHONE not in head.get(address).text


def test_without_a_purpose_nothing_opens(
    logged_in: LogIn, closed: list[str], service: Service
) -> None:
    head = logged_in("li")
    _, other = asking(head.get(f"/visits/{closed[0]}").text)
    for typed in ("  ", "问问王小明先生"):
        answer = head.client.post(other.action, data={**other.values, "other": typed})
        assert answer.status_code == 422
        assert PHONE not in answer.text
        assert 'href="#other"' in answer.text
        assert f'value="{typed}"' in answer.text
    assert not any(isinstance(one, DataRead) for one in history(service, closed[0]))


def test_not_reached_twice_goes_on_each_time_and_the_third_counts(
    logged_in: LogIn, closed: list[str], service: Service, clock: MovableClock
) -> None:
    head = logged_in("li")
    for attempt in (1, 2, 3):
        page = head.get(f"/visits/{closed[0]}?due=month&track=emergency").text
        assert f"这是第 {attempt} 次" in page
        sent = form(page, "/missed")
        answer = head.client.post(sent.action, data=sent.values)
        assert answer.status_code == 303
        assert answer.location == "/visits/?due=month&track=emergency"  # none due within a month
        clock.forward(hours=1)
    attempts = [one for one in history(service, closed[0]) if isinstance(one, VisitAttempted)]
    assert [one.enough for one in attempts] == [False, False, True]
    page = head.get("/visits/").text
    assert "视为已回访" in page
    assert listed(page) == closed[1:]


def test_after_one_comes_the_next_of_the_list(logged_in: LogIn, closed: list[str]) -> None:
    head = logged_in("li")
    sent = form(head.get(f"/visits/{closed[0]}").text, "/missed")
    assert head.client.post(sent.action, data=sent.values).location == f"/visits/{closed[1]}"
    sent = form(head.get(f"/visits/{closed[1]}").text, "/result")
    typed = {**sent.values, "solved": "yes", "satisfied": "satisfied"}
    assert head.client.post(sent.action, data=typed).location == f"/visits/{closed[2]}"
    sent = form(head.get(f"/visits/{closed[2]}").text, "/missed")
    assert head.client.post(sent.action, data=sent.values).location == "/visits/"


def test_unsolved_in_the_reporters_words_opens_it_again_and_the_words_are_sealed(
    logged_in: LogIn, closed: list[str], service: Service
) -> None:
    head = logged_in("li")
    sent = form(head.get(f"/visits/{closed[0]}").text, "/result")
    typed = {**sent.values, "solved": "no", "satisfied": "not", "words": "火又着了"}
    for _ in range(2):  # sent twice it counts once, and says so no worse
        assert head.client.post(sent.action, data=typed).status_code == 303
    found = history(service, closed[0])
    (visited,) = (one for one in found if isinstance(one, Visited))
    assert isinstance(found[-1], Reopened)
    assert visited.words is not None
    assert visited.words.box
    assert "火又着了".encode() not in visited.words.box
    assert "已重新办理" in head.get("/visits/").text


def test_half_an_answer_comes_back_with_what_was_typed(logged_in: LogIn, closed: list[str]) -> None:
    head = logged_in("li")
    sent = form(head.get(f"/visits/{closed[0]}").text, "/result")
    answer = head.client.post(sent.action, data={**sent.values, "words": "还行"})
    assert answer.status_code == 422
    assert 'id="problems"' in answer.text
    assert "还行" in answer.text


@pytest.mark.parametrize(("username", "why"), [("zhang", "办理人员"), ("wang", ""), ("zhou", "")])
def test_whoever_may_not_make_it_is_told_why_and_gets_no_number(
    logged_in: LogIn, closed: list[str], service: Service, username: str, why: str
) -> None:
    visitor = logged_in(username)
    page = visitor.get(f"/visits/{closed[0]}")
    if not why:  # units and auditors have no such page
        assert page.status_code == 403
        return
    assert "这件回访不能由您来做" in page.text
    assert "/missed" not in page.text
    for ending in ("number", "missed", "result"):
        before = len(history(service, closed[0]))
        answer = visitor.post(f"/visits/{closed[0]}/{ending}", {"purpose": "x"})
        assert answer.status_code == 422
        assert PHONE not in answer.text
        assert len(history(service, closed[0])) == before


def test_an_appointed_handler_is_known_by_name_too(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive("起火")
    later = clock.now.replace(year=2027)
    appointed = AppointHandler(leader="赵镇长", unit="centre", person="李国强", due=later)
    desk.do(number, appointed, by="chen")
    desk.dispatch(number)
    desk.do(number, SignFor(dispatch=1), Arrive(dispatch=1), by="wang")
    desk.do(number, GiveFeedback(dispatch=1, outcome=Outcome.HANDLED), by="wang")
    stated = Sealed("x", b"y")
    desk.do(
        number,
        Close(outcome=Outcome.HANDLED, responsibility="已明确", measures=stated, result=stated),
    )
    assert listed(logged_in("li").get("/visits/").text) == []
    assert "这件回访不能由您来做" in logged_in("li").get(f"/visits/{number}").text
    assert listed(logged_in("chen").get("/visits/").text) == [number]


def test_whoever_is_appointed_by_their_name_on_the_page_is_known_by_their_account(
    logged_in: LogIn, desk: Desk, service: Service
) -> None:
    person = Person(logged_in("chen"), desk.receive("起火"))
    person.do(
        "AppointHandler", leader="赵镇长", unit="centre", person="李国强", due="2026-12-01 18:00"
    )
    case = service.desk.load(service.desk.find(person.number)).case
    assert case.handlers == {"赵镇长", "li"}
    assert "李国强" in person.page()


def test_a_visit_made_already_or_a_case_still_open_says_so(
    logged_in: LogIn, closed: list[str], desk: Desk
) -> None:
    still_open = desk.receive("积水")
    page = logged_in("li").get(f"/visits/{still_open}").text
    assert "这件回访不能由您来做" in page
    assert logged_in("li").get("/visits/QS2026-99999").status_code == 404


def test_a_case_that_accuses_the_viewer_is_not_there(
    logged_in: LogIn, desk: Desk, clock: MovableClock
) -> None:
    number = desk.receive(
        "推诿", by="chen", track="petition", kind="accusation", accused=["centre"]
    )
    assert logged_in("li").get(f"/visits/{number}").status_code == 404
    clock.forward(days=300)
    assert number not in logged_in("li").get("/visits/").text


class TestScripts:
    """What to say is data: by track, in both languages, the centre's own in place of ours."""

    def test_the_script_of_the_track_names_the_case_in_the_language_of_the_page(
        self, logged_in: LogIn, closed: list[str]
    ) -> None:
        head = logged_in("li")
        page = head.get(f"/visits/{closed[0]}").text
        assert "由派出所处置" in page
        assert "visits@2" in page
        head.get("/language/en")
        page = head.get(f"/visits/{closed[0]}").text
        assert "Is the danger or the trouble over?" in page
        assert "What to say" in page

    def test_the_centres_own_is_read_anew_when_it_changes(
        self, logged_in: LogIn, closed: list[str], settings: Settings
    ) -> None:
        head = logged_in("li")
        self.own(settings.data, "本中心的问候")
        assert "本中心的问候" in head.get(f"/visits/{closed[0]}").text
        self.own(settings.data, "换了一种问候方式")
        assert "换了一种问候方式" in head.get(f"/visits/{closed[0]}").text

    @pytest.mark.parametrize("text", ["请劝返此人", "{phone}"])
    def test_one_that_is_not_lawful_is_told_and_not_used(
        self, logged_in: LogIn, closed: list[str], settings: Settings, text: str
    ) -> None:
        self.own(settings.data, text)
        page = logged_in("li").get(f"/visits/{closed[0]}").text
        assert "本中心自己的话术用不了" in page
        assert "由派出所处置" in page
        assert scripts_of(settings.data).problem

    @pytest.mark.parametrize("content", [b"", b"\xff\xfe", b"id = 1", b"x" * 300_000])
    def test_a_file_that_is_none_never_stands_in_the_way(
        self, settings: Settings, content: bytes
    ) -> None:
        (settings.data / NAME).write_bytes(content)
        assert scripts_of(settings.data).problem

    def own(self, data: Path, text: str) -> None:
        (data / NAME).write_text(
            'id = "own"\nversion = 7\ntitle = "x"\n[[scripts]]\n'
            f'lines = [{{ zh = "{text}", en = "{text}" }}]\n',
            encoding="utf-8",
        )
