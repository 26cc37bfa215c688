"""The accounts of a centre as their tests need them."""

from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher
from pyotp import TOTP

from application.accounts import (
    Account,
    AccountError,
    Accounts,
)
from application.settings import Settings

ZHANG = Account("zhang", "张岚", "operator", "centre")
WANG = Account("wang", "王强", "responder", "police")
PASSWORD = "correct horse battery"
OFFICE = "192.0.2.7"


class Town:
    """The accounts of a centre, and its clock."""

    def __init__(self, settings: Settings) -> None:
        self.now = datetime(2025, 6, 10, 2, tzinfo=UTC)
        self.accounts = Accounts(settings, clock=lambda: self.now)
        self.accounts._hasher = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)  # quick

    def close(self) -> None:
        self.accounts.close()

    def later(self, **span: float) -> None:
        self.now += timedelta(**span)

    def refused(self, username: str, password: str) -> str:
        with pytest.raises(AccountError) as refusal:
            self.accounts.log_in(username, password)
        return refusal.value.code

    def log_in(self) -> str:
        account, token = self.accounts.log_in("zhang", PASSWORD)
        assert account == ZHANG
        return token


def with_codes(town: Town) -> tuple[TOTP, list[str]]:
    """The program on Zhang's phone, and the recovery codes."""
    phone = TOTP(town.accounts.codes.offer("zhang"))
    recovery = town.accounts.codes.take_up("zhang", phone.at(town.now))
    town.later(seconds=60)
    return phone, recovery
