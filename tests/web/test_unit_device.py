"""A form that waited on a phone: it carries the time it was pressed, and no time it likes."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from werkzeug.test import TestResponse

from application.clock import to_ms
from domain.case.events import Fact
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found

LogIn = Callable[[str], Visitor]


@pytest.fixture
def sent(desk: Desk) -> str:
    """A fire the police station was sent to; its number."""
    number = desk.receive("老街电动车起火")
    desk.dispatch(number)
    return number


class Phone:
    """A phone with the page of a dispatch open, which may be without line for a while."""

    def __init__(self, visitor: Visitor, number: str, desk: Desk) -> None:
        self.visitor = visitor
        self.desk = desk
        self.number = number
        page = visitor.get(f"/unit/dispatch/{number}/1").text
        self.forms = {one.action.rpartition("/")[2]: one for one in Forms(page).found}

    def form(self, step: str) -> Found:
        return self.forms[step]

    def send(self, step: str, pressed: datetime | str, **typed: Any) -> TestResponse:
        """A form that waited, as the phone's script sends it after its owner logged in again."""
        form = self.form(step)
        self.visitor.log_in("wang")
        at = pressed if isinstance(pressed, str) else str(to_ms(pressed))
        data = {**form.values, **typed, "pressed": at, "csrf_token": self.visitor.token()}
        return self.visitor.client.post(
            form.action, data=data, headers={"Accept": "application/json"}
        )

    @property
    def last(self) -> Fact:
        loaded = self.desk.service.desk.load(self.desk.service.desk.find(self.number))
        return loaded.history[-1]


@pytest.fixture
def phone(logged_in: LogIn, sent: str, desk: Desk) -> Phone:
    return Phone(logged_in("wang"), sent, desk)


def problem(answer: TestResponse) -> list[str]:
    assert answer.status_code == 422, answer.text
    assert answer.json is not None
    found: list[str] = answer.json["problems"][0]
    return found


def test_what_waited_is_recorded_with_the_time_it_was_pressed(
    phone: Phone, clock: MovableClock
) -> None:
    pressed = clock() + timedelta(minutes=12)
    clock.forward(hours=5)
    assert phone.send("Arrive", pressed).status_code == 200
    assert (phone.last.at, phone.last.source) == (pressed, "device")


def test_what_waited_needs_no_reason_and_no_supervisor(phone: Phone, clock: MovableClock) -> None:
    pressed = clock() + timedelta(minutes=12)
    clock.forward(hours=1)
    assert phone.send("Arrive", pressed).status_code == 200
    assert not phone.last.late


def test_a_time_before_the_page_was_opened_is_not_believed(
    phone: Phone, clock: MovableClock, desk: Desk
) -> None:
    pressed = clock() - timedelta(seconds=1)
    clock.forward(minutes=30)
    field, text = problem(phone.send("Arrive", pressed))
    assert field == "do-Arrive-1-at"
    assert "手机记下的时间不对" in text


def test_a_time_that_is_still_to_come_is_not_believed(phone: Phone, clock: MovableClock) -> None:
    assert problem(phone.send("Arrive", clock() + timedelta(minutes=3)))


def test_a_phone_that_measured_a_little_ahead_counts_as_now(
    phone: Phone, clock: MovableClock
) -> None:
    clock.forward(minutes=1)
    assert phone.send("Arrive", clock() + timedelta(seconds=30)).status_code == 200
    assert phone.last.at == clock()


@pytest.mark.parametrize("opened", ["", "1", "1.2", "99999999999999999999.ab", "x.é"])
def test_a_page_that_was_not_opened_here_vouches_for_no_time(
    phone: Phone, clock: MovableClock, opened: str
) -> None:
    clock.forward(minutes=1)
    assert problem(phone.send("Arrive", clock(), opened=opened))


@pytest.mark.parametrize("pressed", ["", "x", "-1", "9" * 30, "1e3", "１２"])
def test_a_time_that_is_none_is_not_believed(
    phone: Phone, clock: MovableClock, pressed: str
) -> None:
    assert problem(phone.send("Arrive", pressed))


def test_the_stamp_of_another_persons_page_or_another_case_vouches_for_nothing(
    phone: Phone, desk: Desk, clock: MovableClock, logged_in: LogIn
) -> None:
    other = desk.receive("另一起火")
    desk.dispatch(other)
    stamp = Phone(logged_in("wang"), other, desk).form("Arrive").values["opened"]
    clock.forward(minutes=1)
    assert problem(phone.send("Arrive", clock(), opened=stamp))


def test_a_form_whose_answer_was_lost_counts_once_when_it_comes_again_from_the_phone(
    phone: Phone, clock: MovableClock
) -> None:
    form = phone.form("Arrive")
    assert phone.visitor.client.post(form.action, data=form.values).status_code == 303
    first, pressed = phone.last, clock()
    clock.forward(minutes=5)
    assert phone.send("Arrive", pressed).status_code == 200
    assert phone.last == first


def test_a_typed_time_is_late_or_not_by_when_the_form_was_pressed(
    phone: Phone, clock: MovableClock
) -> None:
    clock.forward(minutes=20)
    pressed = clock()
    clock.forward(hours=3)
    assert phone.send("Arrive", pressed, at="2026-11-23 10:10").status_code == 200
    assert phone.last.source == "device"
    assert phone.last.at == pressed - timedelta(minutes=10)


def test_a_typed_time_that_was_late_when_pressed_needs_its_reason(
    phone: Phone, clock: MovableClock
) -> None:
    clock.forward(hours=2)
    pressed = clock()
    clock.forward(hours=3)
    assert problem(phone.send("Arrive", pressed, at="2026-11-23 10:10"))[0] == "do-Arrive-1-late"


def test_a_typed_time_with_its_reason_takes_the_place_of_one_not_believed(
    phone: Phone, clock: MovableClock
) -> None:
    clock.forward(hours=2)
    answer = phone.send("Arrive", "1", at="2026-11-23 10:10", late="手机没有信号")
    assert answer.status_code == 200
    assert phone.last.source == ""
    assert phone.last.late == "手机没有信号"


def test_what_waits_is_encrypted_with_a_key_of_that_person(logged_in: LogIn, sent: str) -> None:
    def told(user: str, path: str) -> tuple[str, str]:
        page = logged_in(user).get(path).text
        return (
            page.partition('data-owner="')[2].partition('"')[0],
            page.partition('data-key="')[2].partition('"')[0],
        )

    first, again = told("wang", "/unit"), told("wang", f"/unit/dispatch/{sent}/1")
    assert first == again
    assert all(first)
    assert not set(first) & set(told("zhao", "/unit"))
