"""Who may log in: named people with a role, a password only they know, a session that ends."""

from hashlib import sha256

import pytest
from sqlalchemy import text

from application.accounts import (
    FAILURES_ALLOWED,
    Account,
    AccountError,
)
from application.migrate import migrate
from application.settings import Settings
from tests.application.accounts.town import PASSWORD, WANG, ZHANG, Town, with_codes


def test_who_has_an_account_logs_in_and_is_known_by_a_token(town: Town) -> None:
    token = town.log_in()
    assert town.accounts.session(token) == ZHANG
    assert town.accounts.session(f"{token}x") is None


def test_neither_password_nor_token_lies_in_the_database(town: Town) -> None:
    token = town.log_in()
    with town.accounts._engine.connect() as connection:
        (stored,) = connection.execute(text("SELECT password FROM accounts")).one()
        (kept,) = connection.execute(text("SELECT token FROM sessions")).one()
    assert stored.startswith("$argon2id$")
    assert PASSWORD not in stored
    assert kept == sha256(token.encode()).hexdigest()


@pytest.mark.parametrize(("name", "password"), [("zhang", "wrong password"), ("nobody", PASSWORD)])
def test_a_wrong_name_and_a_wrong_password_are_told_alike(
    town: Town, name: str, password: str
) -> None:
    assert town.refused(name, password) == "wrong"


def test_guessing_locks_the_account_for_a_while(town: Town) -> None:
    for _ in range(FAILURES_ALLOWED):
        assert town.refused("zhang", "guess guess guess") == "wrong"
    assert town.refused("zhang", PASSWORD) == "locked"
    town.later(minutes=11)
    town.log_in()


def test_a_success_forgives_the_failures_before(town: Town) -> None:
    for _ in range(3):
        for _ in range(FAILURES_ALLOWED - 1):
            assert town.refused("zhang", "guess guess guess") == "wrong"
        town.log_in()


def test_a_session_ends_after_its_hours_however_busy(town: Town) -> None:
    token = town.log_in()
    for _ in range(11):
        town.later(minutes=60)
        assert town.accounts.session(token) == ZHANG
    town.later(minutes=61)
    assert town.accounts.session(token) is None


def test_a_session_left_alone_ends(town: Town) -> None:
    token = town.log_in()
    town.later(minutes=119)
    assert town.accounts.session(token) == ZHANG
    town.later(minutes=121)
    assert town.accounts.session(token) is None


def test_who_logs_out_is_out_and_others_stay(town: Town) -> None:
    first, second = town.log_in(), town.log_in()
    town.accounts.log_out(first)
    assert town.accounts.session(first) is None
    assert town.accounts.session(second) == ZHANG


@pytest.mark.parametrize("change", ["role", "password", "disabled"])
def test_whoever_was_changed_logs_in_anew(town: Town, change: str) -> None:
    token = town.log_in()
    if change == "role":
        town.accounts.set_role("zhang", "leader", "centre")
    elif change == "password":
        town.accounts.reset("zhang", "another good password")
    else:
        town.accounts.disable("zhang")
    assert town.accounts.session(token) is None


def test_a_disabled_account_logs_in_again_only_when_it_is_enabled(town: Town) -> None:
    town.accounts.disable("zhang")
    assert town.refused("zhang", PASSWORD) == "wrong"
    town.accounts.disable("zhang", disabled=False)
    town.log_in()


def test_a_new_password_lifts_the_lock(town: Town) -> None:
    for _ in range(FAILURES_ALLOWED):
        town.refused("zhang", "guess guess guess")
    town.accounts.reset("zhang", "another good password")
    account, _ = town.accounts.log_in("zhang", "another good password")
    assert account == ZHANG


def test_a_role_and_a_unit_can_change(town: Town) -> None:
    town.accounts.set_role("zhang", "responder", "police")
    assert town.accounts.get("zhang") == ZHANG._replace(role="responder", unit="police")


@pytest.mark.parametrize(
    ("account", "password", "code"),
    [
        (ZHANG, PASSWORD, "exists"),
        (ZHANG._replace(username="Zhang"), PASSWORD, "exists"),
        (ZHANG._replace(username="ｚｈａｎｇ"), PASSWORD, "username-wrong"),
        (WANG._replace(role="king"), PASSWORD, "role-unknown"),
        (WANG._replace(username=" "), PASSWORD, "username-missing"),
        (WANG._replace(name=""), PASSWORD, "username-missing"),
        (WANG._replace(unit=""), PASSWORD, "unit-missing"),
        (WANG._replace(unit="centre"), PASSWORD, "unit-missing"),
        (WANG._replace(username="two words"), PASSWORD, "username-wrong"),
        (WANG._replace(username="cli"), PASSWORD, "username-wrong"),
        (WANG._replace(username="Import"), PASSWORD, "username-wrong"),
        (WANG._replace(username="x" * 41), PASSWORD, "username-wrong"),
        (WANG._replace(name="王" * 81), PASSWORD, "name-wrong"),
        (WANG._replace(name="王\u202e强"), PASSWORD, "name-wrong"),
        (WANG, "short", "password-short"),
        (WANG, "x" * 201, "password-long"),
    ],
)
def test_an_account_that_cannot_be_is_refused(
    town: Town, account: Account, password: str, code: str
) -> None:
    with pytest.raises(AccountError) as refusal:
        town.accounts.add(account, password)
    assert refusal.value.code == code
    assert town.accounts.everyone() == [ZHANG]


def test_nobody_unknown_is_changed(town: Town) -> None:
    accounts = town.accounts
    for change in (
        lambda: accounts.set_role("nobody", "leader", "centre"),
        lambda: accounts.reset("nobody", PASSWORD),
        lambda: accounts.disable("nobody"),
        lambda: accounts.get("nobody"),
    ):
        with pytest.raises(AccountError, match="unknown"):
            change()


def test_everyone_is_listed_by_name(town: Town) -> None:
    town.accounts.add(WANG, PASSWORD)
    assert town.accounts.everyone() == [WANG, ZHANG]


def test_accounts_of_an_earlier_version_log_in_after_migrating(
    town: Town, settings: Settings
) -> None:
    earlier = (
        "DROP TABLE throttles",
        "DROP TABLE recovery_codes",
        *(
            f"ALTER TABLE accounts DROP COLUMN {name}"
            for name in ("must_change", "last_log_in", "totp", "totp_offered", "totp_step")
        ),
        *(f"ALTER TABLE sessions DROP COLUMN {name}" for name in ("began", "address", "waits")),
        "ALTER TABLE accounts ADD COLUMN failures INTEGER DEFAULT 3 NOT NULL",
        "ALTER TABLE accounts ADD COLUMN locked_until BIGINT DEFAULT 0 NOT NULL",
    )
    with town.accounts._engine.begin() as connection:
        for statement in earlier:
            connection.execute(text(statement))
    town.accounts._engine.dispose()
    migrate(settings)
    migrate(settings)
    town.log_in()
    town.accounts.add(WANG, PASSWORD)
    assert with_codes(town)[1]
