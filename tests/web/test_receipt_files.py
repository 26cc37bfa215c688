"""Photos and papers that come with a matter: taken in with its receipt, or not at all."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from werkzeug.test import TestResponse

from domain.case.events import Attached, Received
from projections.bootstrap import Service
from tests.web.conftest import Visitor
from tests.web.filled import Person, wrong
from tests.web.test_files import files, photo
from tests.web.test_receipt import empty_form, history, receipt_of, sent

LogIn = Callable[[str], Visitor]
LAMP = {"track": "hotline", "title": "路灯不亮"}


@pytest.fixture(params=["zhang", "wang"])
def person(request: pytest.FixtureRequest, logged_in: LogIn) -> Person:
    """The duty desk, or a unit people bring something to."""
    return Person(logged_in(request.param))


def attached(service: Service, person: Person) -> list[Attached]:
    return [event for event in history(service, person) if isinstance(event, Attached)]


def again(person: Person, data: dict[str, Any]) -> TestResponse:
    fresh = {**data, "files": files((photo(), "现场.jpg"))}
    return person.visitor.client.post("/register", data=fresh)


def test_a_photo_comes_in_with_the_receipt(person: Person, service: Service) -> None:
    answer = sent(person, **LAMP, files=files((photo(), "现场照片.jpg")))

    assert answer.status_code == 303, wrong(answer)
    assert [one.step for one in attached(service, person)] == [1]
    assert receipt_of(service, person).title == LAMP["title"]
    assert "现场照片.jpg" in person.visitor.get(f"/cases/{person.number}").text


def test_the_same_form_twice_is_one_matter_with_one_photo(person: Person, service: Service) -> None:
    data = {**empty_form(person).values, **LAMP}
    first, second = again(person, data), again(person, data)
    person.number = first.headers["Location"].split("/")[2]

    assert second.headers["Location"] == first.headers["Location"]
    assert len(attached(service, person)) == 1


def test_a_paper_that_can_not_be_taken_registers_nothing_and_keeps_what_was_typed(
    person: Person, service: Service
) -> None:
    before = service.desk.log.head()

    answer = sent(person, **LAMP, files=files((b"MZ\x90\x00" * 99, "程序.exe")))

    assert answer.status_code == 422
    assert "程序.exe" in answer.text
    assert 'href="#new-files"' in answer.text
    assert 'value="路灯不亮"' in answer.text
    assert service.desk.log.head() == before


def test_a_form_refused_for_something_else_asks_for_the_files_again(person: Person) -> None:
    answer = sent(person, track="hotline", title="", files=files((photo(), "现场.jpg")))

    assert answer.status_code == 422
    assert "请重新选择文件" in answer.text
    assert '<details class="lc-all lc-when" open>' in answer.text


def test_without_a_file_nothing_is_attached(person: Person, service: Service) -> None:
    sent(person, **LAMP, files=[(BytesIO(b""), "")])

    assert [type(event) for event in history(service, person)][:1] == [Received]
    assert not attached(service, person)
