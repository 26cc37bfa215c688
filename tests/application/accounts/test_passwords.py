"""Which passwords are taken, and that one is the same however it is typed."""

import pytest

from application.accounts import (
    AccountError,
    passwords,
)
from tests.application.accounts.town import WANG, Town


@pytest.mark.parametrize(
    "password",
    [
        "aaaaaaaaaaaa",
        "1212121212",
        "1234567890",
        "9876543210a",
        "abcdefghijkl",
        "qwertyuiop1",
        "1qaz2wsx3edc",
        "13800138000",
        "Password123!",
        "P@ssw0rd2026",
        "woaini1314520",
        "woaini5201314",
        "密码密码密码密码密码",
    ],
)
def test_what_a_guesser_tries_first_is_refused(town: Town, password: str) -> None:
    with pytest.raises(AccountError) as refusal:
        town.accounts.add(WANG, password)
    assert refusal.value.code == "password-guessable"


@pytest.mark.parametrize(
    ("username", "password"),
    [("wangqiang", "WangQiang2026"), ("wang", "wangwangwang"), ("wang", "青石镇联动中心2026")],
)
def test_a_name_everybody_knows_is_no_password(town: Town, username: str, password: str) -> None:
    with pytest.raises(AccountError) as refusal:
        town.accounts.add(WANG._replace(username=username), password)
    assert refusal.value.code == "password-own"


@pytest.mark.parametrize(
    "password",
    [
        "k7mq-x3pd-92wv",
        "correct horse battery",
        "老街下雨要带伞走回家",
        "zhongxin 屋顶有三只猫",
        "long enough 1",
    ],
)
def test_a_good_password_is_taken(password: str) -> None:
    passwords.check(password, ["wang", "王强", "青石镇联动中心"])


def test_made_passwords_are_good_ones() -> None:
    made = {passwords.new_password() for _ in range(200)}
    assert len(made) == 200
    for password in made:
        passwords.check(password, ["wang", "青石镇联动中心"])


def test_a_password_is_the_same_however_it_is_typed(town: Town) -> None:
    town.accounts.reset("zhang", "ｃｏｒｒｅｃｔ horse battery")
    town.log_in()
