"""Guessing is slowed down, by account and by address, and teaches nothing."""

from concurrent.futures import ThreadPoolExecutor
from contextlib import closing

import pytest
from argon2 import PasswordHasher
from sqlalchemy import text

from application.accounts import (
    FAILURES_ALLOWED,
    FAILURES_OF_AN_ADDRESS,
    AccountError,
    passwords,
)
from application.accounts.throttle import ADDRESS, key_of
from application.settings import Settings
from tests.application.accounts.town import OFFICE, PASSWORD, Town


def test_a_name_nobody_has_is_slowed_down_as_one_somebody_has(town: Town) -> None:
    for name in ("zhang", "nobody"):
        for _ in range(FAILURES_ALLOWED):
            assert town.refused(name, "guess guess guess") == "wrong"
        assert town.refused(name, "guess guess guess") == "locked"


def test_guessing_at_many_accounts_closes_the_address_and_no_other(town: Town) -> None:
    def code_of(address: str, name: str) -> str:
        with pytest.raises(AccountError) as refusal:
            town.accounts.log_in(name, "guess guess guess", address)
        return refusal.value.code

    for at in range(FAILURES_OF_AN_ADDRESS):
        assert code_of(OFFICE, f"user{at}") == "wrong"
    assert code_of(OFFICE, "zhang") == "locked"
    town.accounts.log_in("zhang", PASSWORD, "192.0.2.8")
    town.later(minutes=11)
    town.accounts.log_in("zhang", PASSWORD, OFFICE)


def test_a_whole_office_logs_in_from_one_address(town: Town) -> None:
    for _ in range(FAILURES_OF_AN_ADDRESS * 2):
        town.accounts.log_in("zhang", PASSWORD, OFFICE)


def test_one_customers_ipv6_addresses_count_together() -> None:
    assert key_of(ADDRESS, "2001:db8:1:2::1") == key_of(ADDRESS, "2001:db8:1:2:ffff::9")
    assert key_of(ADDRESS, "2001:db8:1:2::1") != key_of(ADDRESS, "2001:db8:1:3::1")
    assert key_of(ADDRESS, OFFICE) != key_of(ADDRESS, "192.0.2.8")


def test_failures_of_long_ago_are_forgotten(town: Town) -> None:
    for _ in range(FAILURES_ALLOWED - 1):
        town.refused("zhang", "guess guess guess")
    town.later(hours=25)
    for _ in range(FAILURES_ALLOWED - 1):
        assert town.refused("zhang", "guess guess guess") == "wrong"
    town.log_in()


def test_several_processes_count_together(town: Town, settings: Settings) -> None:
    with closing(Town(settings)) as other:
        for at in range(FAILURES_ALLOWED):
            assert (town, other)[at % 2].refused("zhang", "guess guess guess") == "wrong"
        assert other.refused("zhang", PASSWORD) == "locked"


def test_many_guesses_at_once_get_no_more_tries(town: Town) -> None:
    def guess(_: int) -> str:
        return town.refused("zhang", "guess guess guess")

    with ThreadPoolExecutor(8) as pool:
        told = list(pool.map(guess, range(16)))
    assert told.count("wrong") == FAILURES_ALLOWED
    assert told.count("locked") == 16 - FAILURES_ALLOWED


def test_a_password_typed_as_name_lies_nowhere(town: Town) -> None:
    town.refused("my secret password", "x")
    with town.accounts._engine.connect() as connection:
        keys = connection.execute(text("SELECT key FROM throttles")).scalars().all()
    assert keys
    assert not [key for key in keys if "secret" in key]


def test_a_disabled_account_costs_a_guesser_as_much_time(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    worked: list[str] = []
    real = passwords.fits

    def watched(hasher: PasswordHasher, stored: str, password: str) -> bool:
        worked.append(password)
        return real(hasher, stored, password)

    monkeypatch.setattr(passwords, "fits", watched)
    town.accounts.disable("zhang")
    assert town.refused("zhang", PASSWORD) == "wrong"
    assert worked == [PASSWORD]
