"""Sessions end when they are left alone, and are listed and ended by whose they are."""

import pytest

from application.accounts import (
    AccountError,
)
from tests.application.accounts.town import OFFICE, PASSWORD, ZHANG, Town


def test_a_page_that_asks_by_itself_keeps_no_session_alive(town: Town) -> None:
    token = town.log_in()
    for _ in range(11):
        town.later(minutes=10)
        assert town.accounts.session(token, passive=True) == ZHANG
    town.later(minutes=11)
    assert town.accounts.session(token, passive=True) is None
    assert town.accounts.session(token) is None


def test_who_does_something_now_and_then_stays(town: Town) -> None:
    token = town.log_in()
    for _ in range(5):
        town.later(minutes=100)
        assert town.accounts.session(token) == ZHANG


def test_open_sessions_are_listed_and_the_others_ended(town: Town) -> None:
    first = town.accounts.log_in("zhang", PASSWORD, OFFICE)[1]
    town.later(minutes=5)
    second = town.accounts.log_in("zhang", PASSWORD, "192.0.2.8")[1]
    shown = town.accounts.sessions.open("zhang", second)
    assert [(one.address, one.own) for one in shown] == [("192.0.2.8", True), (OFFICE, False)]
    assert shown[0].seen == town.now
    town.accounts.sessions.end_all("zhang", but=second)
    assert town.accounts.session(first) is None
    assert town.accounts.session(second) == ZHANG


def test_an_own_password_ends_the_other_sessions_and_changes_the_token(town: Town) -> None:
    first, other = town.log_in(), town.log_in()
    account, token = town.accounts.change_password(first, PASSWORD, "another good password")
    assert account == ZHANG
    assert town.accounts.session(token) == ZHANG
    assert town.accounts.session(first) is None
    assert town.accounts.session(other) is None


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("not my password", "another good password", "wrong-old"),
        (PASSWORD, PASSWORD, "password-same"),
        (PASSWORD, "short", "password-short"),
    ],
)
def test_an_own_password_is_not_changed_without_the_old_or_for_a_bad_one(
    town: Town, old: str, new: str, code: str
) -> None:
    token = town.log_in()
    with pytest.raises(AccountError) as refusal:
        town.accounts.change_password(token, old, new)
    assert refusal.value.code == code
    assert town.accounts.session(token) == ZHANG


def test_a_password_an_administrator_knows_is_to_be_changed(town: Town) -> None:
    town.accounts.reset("zhang", "another good password", provisional=True)
    account, token = town.accounts.log_in("zhang", "another good password")
    assert account.must_change
    changed, _ = town.accounts.change_password(token, "another good password", PASSWORD)
    assert not changed.must_change
