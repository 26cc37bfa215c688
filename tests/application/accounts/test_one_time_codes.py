"""A code works once and soon, and lets nobody in who has only the password."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from pyotp import TOTP
from sqlalchemy import text

from application.accounts import (
    FAILURES_ALLOWED,
    AccountError,
)
from application.keys import SealBroken
from application.settings import Settings
from tests.application.accounts.town import PASSWORD, WANG, ZHANG, Town, with_codes


def waiting(town: Town) -> str:
    account, token = town.accounts.log_in("zhang", PASSWORD)
    assert account.totp
    return token


def code_refused(town: Town, token: str, code: str) -> str:
    with pytest.raises(AccountError) as refusal:
        town.accounts.enter_code(token, code)
    return refusal.value.code


def test_the_password_alone_opens_nothing_once_codes_are_asked_for(town: Town) -> None:
    phone, _ = with_codes(town)
    token = waiting(town)
    assert town.accounts.session(token) is None
    account, inside = town.accounts.enter_code(token, phone.at(town.now))
    assert account.username == "zhang"
    assert town.accounts.session(inside) == account
    assert town.accounts.session(token) is None


def test_a_code_works_once_in_whatever_process(town: Town, settings: Settings) -> None:
    phone, _ = with_codes(town)
    code = phone.at(town.now)
    with closing(Town(settings)) as other:
        other.now = town.now
        tokens = [waiting(town), waiting(town)]
        town.accounts.enter_code(tokens[0], code)
        assert code_refused(other, tokens[1], code) == "code-wrong"


def test_of_many_who_bring_one_code_at_once_one_gets_in(town: Town) -> None:
    phone, _ = with_codes(town)
    code = phone.at(town.now)
    with ThreadPoolExecutor(8) as pool:
        let_in = list(pool.map(lambda _: town.accounts.codes.use("zhang", code), range(8)))
    assert let_in.count(True) == 1


def test_a_code_before_the_last_used_one_is_void(town: Town) -> None:
    phone, _ = with_codes(town)
    now = int(town.now.timestamp())
    assert town.accounts.codes.use("zhang", phone.at(now))
    assert not town.accounts.codes.use("zhang", phone.at(now - 30))


def test_the_code_that_set_it_up_opens_nothing_more(town: Town) -> None:
    phone = TOTP(town.accounts.codes.offer("zhang"))
    code = phone.at(town.now)
    town.accounts.codes.take_up("zhang", code)
    assert code_refused(town, waiting(town), code) == "code-wrong"


def test_clocks_may_differ_by_half_a_minute_and_no_more(town: Town) -> None:
    phone, _ = with_codes(town)
    now = int(town.now.timestamp())
    assert not town.accounts.codes.use("zhang", phone.at(now - 90))
    assert not town.accounts.codes.use("zhang", phone.at(now + 90))
    assert town.accounts.codes.use("zhang", phone.at(now - 30))
    assert town.accounts.codes.use("zhang", phone.at(now + 30))


def test_guessing_at_codes_closes_the_account_for_a_while(town: Town) -> None:
    phone, _ = with_codes(town)
    for _ in range(FAILURES_ALLOWED):
        assert code_refused(town, waiting(town), "000000x") == "code-wrong"
    assert code_refused(town, waiting(town), phone.at(town.now)) == "locked"


def test_a_code_has_to_come_soon_after_the_password(town: Town) -> None:
    phone, _ = with_codes(town)
    token = waiting(town)
    town.later(minutes=11)
    assert code_refused(town, token, phone.at(town.now)) == "code-late"
    assert code_refused(town, "no such token", phone.at(town.now)) == "code-late"


def test_a_recovery_code_lets_in_once_as_people_write_it_down(town: Town) -> None:
    _, recovery = with_codes(town)
    assert town.accounts.codes.left("zhang") == len(recovery) == 8
    written = recovery[0].upper().replace("-", " ")
    town.accounts.enter_code(waiting(town), written)
    assert code_refused(town, waiting(town), recovery[0]) == "code-wrong"
    assert town.accounts.codes.left("zhang") == 7


def test_new_recovery_codes_make_the_old_void(town: Town) -> None:
    _, recovery = with_codes(town)
    renewed = town.accounts.codes.renew("zhang")
    assert code_refused(town, waiting(town), recovery[1]) == "code-wrong"
    town.accounts.enter_code(waiting(town), renewed[1])


def test_codes_are_set_up_only_by_showing_one(town: Town) -> None:
    offered = town.accounts.codes.offer("zhang")
    assert town.accounts.codes.offer("zhang") == offered
    with pytest.raises(AccountError, match="code-wrong"):
        town.accounts.codes.take_up("zhang", "123")
    assert not town.accounts.get("zhang").totp


def test_removed_codes_are_asked_for_no_more(town: Town) -> None:
    _, recovery = with_codes(town)
    town.accounts.codes.remove("zhang")
    token = town.log_in()
    assert town.accounts.session(token) == ZHANG
    assert not town.accounts.codes.use("zhang", recovery[0])


def test_neither_secret_nor_recovery_code_lies_in_the_database(town: Town) -> None:
    secret = town.accounts.codes.offer("zhang")
    recovery = town.accounts.codes.take_up("zhang", TOTP(secret).at(town.now))
    with town.accounts._engine.connect() as connection:
        sealed = connection.execute(text("SELECT totp FROM accounts")).scalar_one()
        kept = connection.execute(text("SELECT code FROM recovery_codes")).scalars().all()
    assert secret.encode() not in bytes(sealed)
    assert not set(kept) & set(recovery)


def test_a_secret_moved_to_another_account_is_of_no_use(town: Town) -> None:
    phone, _ = with_codes(town)
    town.accounts.add(WANG, PASSWORD)
    with town.accounts._engine.begin() as connection:
        moved = "UPDATE accounts SET totp=(SELECT totp FROM accounts WHERE username='zhang')"
        connection.execute(text(f"{moved} WHERE username='wang'"))
    with pytest.raises(SealBroken):
        town.accounts.codes.use("wang", phone.at(town.now))
