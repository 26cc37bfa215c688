"""Who may log in: named people with a role, a password only they know, a session that ends."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from hashlib import sha256

import pytest
from argon2 import PasswordHasher
from pyotp import TOTP
from sqlalchemy import text

from application.accounts import (
    FAILURES_ALLOWED,
    FAILURES_OF_AN_ADDRESS,
    Account,
    AccountError,
    Accounts,
    passwords,
)
from application.accounts.throttle import ADDRESS, key_of
from application.keys import SealBroken
from application.migrate import migrate
from application.settings import Settings

ZHANG = Account("zhang", "张岚", "operator", "centre")
WANG = Account("wang", "王强", "responder", "police")
PASSWORD = "correct horse battery"


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


@pytest.fixture
def town(settings: Settings) -> Iterator[Town]:
    """A centre with one account."""
    with closing(Town(settings)) as town:
        town.accounts.add(ZHANG, PASSWORD)
        yield town


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
        (WANG._replace(role="king"), PASSWORD, "role-unknown"),
        (WANG._replace(username=" "), PASSWORD, "username-missing"),
        (WANG._replace(name=""), PASSWORD, "username-missing"),
        (WANG._replace(unit=""), PASSWORD, "unit-missing"),
        (WANG._replace(unit="centre"), PASSWORD, "unit-missing"),
        (WANG._replace(username="two words"), PASSWORD, "username-wrong"),
        (WANG._replace(username="cli"), PASSWORD, "username-wrong"),
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


# --- guessing ---
OFFICE = "192.0.2.7"


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


# --- sessions ---
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


# --- one-time codes ---
def with_codes(town: Town) -> tuple[TOTP, list[str]]:
    """The program on Zhang's phone, and the recovery codes."""
    phone = TOTP(town.accounts.codes.offer("zhang"))
    recovery = town.accounts.codes.take_up("zhang", phone.at(town.now))
    town.later(seconds=60)
    return phone, recovery


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


# --- what an earlier version made ---
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
