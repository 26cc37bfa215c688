"""A unit without accounts: a link opens one dispatch, and nothing else, until it ends."""

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable

import pytest
from flask import Flask

from domain.case.dispatch import Dispatch, Recall
from domain.case.words import DispatchRole
from tests.web.conftest import Desk, MovableClock, Visitor
from tests.web.filled import Forms, Found, Person, wrong
from web.app import LARGEST_FORM
from web.unit.linked import slowed

LogIn = Callable[[str], Visitor]


@pytest.fixture
def sent(desk: Desk) -> str:
    """A fire the police station was sent to; its number."""
    number = desk.receive("老街电动车起火", phone="13800138000", name="陈小明")
    desk.dispatch(number)
    return number


def issue(operator: Visitor, number: str, dispatch: int = 1) -> str:
    """The address of a new link, as its page shows it."""
    person = Person(operator, number)
    form = person.form("IssueLink", dispatch=dispatch)
    answer = operator.client.post(form.action, data=form.values)
    assert answer.status_code == 303, wrong(answer)
    shown = operator.get(answer.location).text
    found = re.search(r'id="address" value="http://localhost([^"]+)"', shown)
    assert found is not None, shown
    return found[1]


@pytest.fixture
def link(logged_in: LogIn, sent: str) -> str:
    return issue(logged_in("zhang"), sent)


def forms(page: str) -> dict[str, Found]:
    return {one.action.rpartition("/")[2]: one for one in Forms(page).found if "/do/" in one.action}


def test_who_has_the_link_handles_the_dispatch_without_an_account(
    visitor: Visitor, link: str, sent: str, desk: Desk
) -> None:
    for step, typed in (
        ("SignFor", {}),
        ("Arrive", {"people": "4"}),
        ("EndHandling", {"result": "handled"}),
        ("GiveFeedback", {"outcome": "handled", "measures": "已扑灭"}),
    ):
        form = forms(visitor.get(link).text)[step]
        answer = visitor.client.post(form.action, data={**form.values, **typed})
        assert answer.status_code == 303, wrong(answer)
    event = desk.service.desk.load(desk.service.desk.find(sent)).history[-1]
    assert (event.by.user, event.by.unit, event.by.role) == ("link:1", "pcs", "responder")


def test_the_timeline_says_it_was_done_by_the_link(
    visitor: Visitor, link: str, sent: str, logged_in: LogIn
) -> None:
    form = forms(visitor.get(link).text)["SignFor"]
    visitor.client.post(form.action, data=form.values)
    assert "凭链接1" in logged_in("zhang").get(f"/cases/{sent}").text


def test_the_link_shows_what_the_unit_needs_and_not_the_name(visitor: Visitor, link: str) -> None:
    assert "13800138000" not in visitor.get(link).text
    page = visitor.opened(link).text
    assert "13800138000" in page
    assert "陈小明" not in page


def test_the_link_opens_no_other_page(visitor: Visitor, link: str, sent: str) -> None:
    visitor.get(link)
    for path in (f"/cases/{sent}", "/unit", f"/unit/dispatch/{sent}/1", "/board"):
        assert visitor.get(path).status_code == 303


def test_the_page_of_a_link_is_listed_by_nobody_and_told_to_no_other_site(
    visitor: Visitor, link: str
) -> None:
    answer = visitor.get(link)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
    assert answer.headers["Referrer-Policy"] == "strict-origin"
    assert answer.headers["Cache-Control"] == "no-store"


def test_the_event_holds_nothing_that_opens(link: str, sent: str, desk: Desk) -> None:
    loaded = desk.service.desk.load(desk.service.desk.find(sent))
    token = link.rpartition("/")[2]
    assert token.encode() not in loaded.rows[-1].state


def test_a_link_is_shown_to_whoever_made_it_and_only_for_minutes(
    logged_in: LogIn, sent: str, clock: MovableClock
) -> None:
    zhang = logged_in("zhang")
    form = Person(zhang, sent).form("IssueLink")
    path = zhang.client.post(form.action, data=form.values).location
    assert 'id="address"' in zhang.get(path).text
    assert 'id="address"' not in logged_in("li").get(path).text
    clock.forward(minutes=11)
    again = zhang.get(path)
    assert again.status_code == 200
    assert 'id="address"' not in again.text
    assert logged_in("wang").get(path).status_code == 403
    assert zhang.get(f"/cases/{sent}/links/1").status_code == 404


def test_a_unit_can_not_make_a_link(logged_in: LogIn, sent: str) -> None:
    person = Person(logged_in("wang"), sent)
    assert "IssueLink" not in person.steps()


def test_a_link_runs_out(visitor: Visitor, link: str, clock: MovableClock) -> None:
    clock.forward(hours=71, minutes=59)
    assert visitor.get(link).status_code == 200
    clock.forward(minutes=1)
    answer = visitor.get(link)
    assert answer.status_code == 410
    assert "已过期" in answer.text


def test_a_link_that_was_ended_opens_nothing_at_once(
    visitor: Visitor, link: str, sent: str, logged_in: LogIn
) -> None:
    form = forms(visitor.get(link).text)["SignFor"]
    Person(logged_in("zhang"), sent).do("RevokeLink")
    assert visitor.get(link).status_code == 410
    assert visitor.client.post(form.action, data=form.values).status_code == 410


def test_a_new_link_ends_the_old_one(
    visitor: Visitor, link: str, sent: str, logged_in: LogIn
) -> None:
    second = issue(logged_in("zhang"), sent)
    assert visitor.get(link).status_code == 410
    assert visitor.get(second).status_code == 200


def test_a_link_opens_nothing_after_the_dispatch_was_taken_back(
    visitor: Visitor, link: str, sent: str, desk: Desk
) -> None:
    desk.do(sent, Recall(dispatch=1, reason="误派"))
    assert visitor.get(link).status_code == 410


def test_a_link_opens_nothing_after_the_case_was_closed(
    visitor: Visitor, link: str, sent: str, desk: Desk
) -> None:
    desk.close(sent)
    assert visitor.get(link).status_code == 410


def test_each_sign_of_a_link_counts(visitor: Visitor, link: str, clock: MovableClock) -> None:
    token = link.rpartition("/")[2]
    for place in range(len(token)):
        other = "A" if token[place] != "A" else "B"
        changed = f"{token[:place]}{other}{token[place + 1 :]}"
        clock.forward(minutes=1)  # nobody who guesses is as slow
        assert visitor.get(f"/d/{changed}").status_code == 404


@pytest.mark.parametrize("token", ["x", "A" * 64, "é", "%00", "a" * 2000, "=" * 8])
def test_what_is_no_link_opens_nothing(visitor: Visitor, token: str) -> None:
    assert visitor.get(f"/d/{token}").status_code == 404


def test_a_link_can_not_be_made_into_one_for_another_dispatch(
    visitor: Visitor, link: str, sent: str, desk: Desk
) -> None:
    desk.do(sent, Dispatch(unit="sfs", role=DispatchRole.SUPPORT))
    token = link.rpartition("/")[2]
    kept = bytearray(urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    kept[19] = 2
    changed = urlsafe_b64encode(bytes(kept)).rstrip(b"=").decode()
    assert visitor.get(f"/d/{changed}").status_code == 404


def test_by_a_link_only_the_dispatchs_own_steps_are_taken(
    visitor: Visitor, link: str, sent: str, desk: Desk
) -> None:
    desk.do(sent, Dispatch(unit="sfs", role=DispatchRole.SUPPORT))
    form = forms(visitor.get(link).text)["SignFor"]
    for step in ("Recall", "Note", "IssueLink", "Close"):
        answer = visitor.client.post(form.action.replace("SignFor", step), data=form.values)
        assert answer.status_code == 404
    answer = visitor.client.post(form.action, data={**form.values, "dispatch": "2"})
    assert answer.status_code == 303
    case = desk.service.desk.load(desk.service.desk.find(sent)).case
    assert [one.signed_at is not None for one in case.dispatches] == [True, False]


def test_who_only_guesses_a_link_is_not_read_to_the_end(visitor: Visitor) -> None:
    form = {"data": b"x" * (LARGEST_FORM + 1), "content_type": "multipart/form-data; boundary=x"}
    answer = visitor.client.post("/d/guess/do/Attach", **form)
    assert answer.status_code == 413


def test_guessing_is_slowed_down_and_whoever_has_a_link_is_not(
    visitor: Visitor, link: str, clock: MovableClock
) -> None:
    for _ in range(20):
        assert visitor.get("/d/guess").status_code == 404
    assert visitor.get("/d/guess").status_code == 429
    assert visitor.get(link).status_code == 200
    clock.forward(minutes=11)
    assert visitor.get("/d/guess").status_code == 404


def test_a_link_is_not_asked_for_without_end(
    app: Flask, visitor: Visitor, link: str, clock: MovableClock
) -> None:
    with app.app_context():
        for _ in range(120):
            slowed().requests.count(link.rpartition("/")[2], clock())
    assert visitor.get(link).status_code == 429
    clock.forward(minutes=2)
    assert visitor.get(link).status_code == 200


def test_a_form_of_a_link_needs_its_token(visitor: Visitor, link: str) -> None:
    form = forms(visitor.get(link).text)["SignFor"]
    answer = visitor.client.post(form.action, data={**form.values, "csrf_token": ""})
    assert answer.status_code == 400


def test_somebody_logged_in_who_opens_the_link_acts_by_the_link(
    logged_in: LogIn, link: str, sent: str, desk: Desk
) -> None:
    zhao = logged_in("zhao")
    form = forms(zhao.get(link).text)["SignFor"]
    assert zhao.client.post(form.action, data=form.values).status_code == 303
    event = desk.service.desk.load(desk.service.desk.find(sent)).history[-1]
    assert event.by.user == "link:1"
    assert zhao.get(f"/unit/dispatch/{sent}/1").status_code == 404


def test_links_of_another_service_open_nothing(visitor: Visitor, link: str, app: Flask) -> None:
    app.config["SECRET_KEY"] = "another"
    assert visitor.get(link).status_code == 404
