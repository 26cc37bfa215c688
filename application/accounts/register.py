"""The register of accounts: made, changed, disabled; and the way in, by password and code."""

from datetime import datetime
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from sqlalchemy import func, insert, or_, select, update
from sqlalchemy.exc import IntegrityError

from application.accounts import passwords
from application.accounts.possible import require_possible
from application.accounts.problems import AccountError
from application.accounts.secondfactor import SecondFactor
from application.accounts.sessions import Sessions
from application.accounts.tables import SHOWN, Account, accounts
from application.accounts.throttle import ACCOUNT, ADDRESS, CODE, Throttle
from application.clock import Clock, from_ms, system_clock, to_ms
from application.keys import make_engine
from application.settings import Settings


class Listed(NamedTuple):
    """An account as lists have it."""

    account: Account
    last_log_in: datetime | None


class Accounts:
    """All accounts of the service."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        """Connects when first used."""
        self._engine = make_engine(settings.accounts_url)
        self._clock = clock
        self._hasher = PasswordHasher()
        self._centre = (settings.centre_name, settings.centre_name_en)
        self.sessions = Sessions(self._engine, clock, settings)
        self.throttle = Throttle(self._engine, clock)
        self.codes = SecondFactor(self._engine, clock, settings)

    # --- the register ---

    def add(self, account: Account, password: str, *, provisional: bool = False) -> None:
        """A `provisional` password is changed at the first log-in.

        Errors: `AccountError` as `check_new`.
        """
        self.check_new(account, password)
        row = {
            "username": account.username,
            "name": account.name,
            "role": account.role,
            "unit": account.unit,
            "disabled": account.disabled,
            "password": passwords.kept(self._hasher, password),
            "must_change": provisional,
        }
        try:
            self._write(insert(accounts).values(row))
        except IntegrityError:
            raise AccountError("exists", username=account.username) from None

    def check_new(self, account: Account, password: str) -> None:
        """Errors: `AccountError` exists, username-…, name-long, role-unknown, password-…."""
        require_possible(account)
        taken = {one.username.casefold() for one in self.everyone()}
        if account.username.casefold() in taken:  # in the records one would pass for the other
            raise AccountError("exists", username=account.username)
        self.check_password(account, password)

    def check_password(self, account: Account, password: str) -> None:
        """Errors: `AccountError` password-…."""
        passwords.check(password, (account.username, account.name, *self._centre))

    def set_role(self, username: str, role: str, unit: str) -> None:
        """Give another role or unit; ends the account's sessions."""
        require_possible(self.get(username)._replace(role=role, unit=unit))
        self._change(username, role=role, unit=unit)
        self.end_all(username)

    def rename(self, username: str, name: str) -> None:
        """The person is called otherwise. Errors: `AccountError` unknown, username-missing."""
        require_possible(self.get(username)._replace(name=name))
        self._change(username, name=name)

    def reset(self, username: str, password: str, *, provisional: bool = False) -> None:
        """Set another password; ends the account's sessions and its lock."""
        self.check_password(self.get(username), password)
        kept = passwords.kept(self._hasher, password)
        self._change(username, password=kept, must_change=provisional)
        self.throttle.forgive((ACCOUNT, username), (CODE, username))
        self.end_all(username)

    def disable(self, username: str, *, disabled: bool = True) -> None:
        """Let it log in no more (or again); ends its sessions."""
        self.get(username)
        self._change(username, disabled=disabled)
        self.end_all(username)

    def get(self, username: str) -> Account:
        """Errors: `AccountError` unknown."""
        row = self._row(username)
        if row is None:
            raise AccountError("unknown", username=username)
        return _account(row)

    def everyone(self) -> list[Account]:
        """All accounts by user name."""
        return [one.account for one in self.listed()]

    def listed(
        self, *, text: str = "", role: str = "", unit: str = "", disabled: bool | None = None
    ) -> list[Listed]:
        """Accounts by user name, narrowed: `text` is part of user name or name."""
        wanted = select(*SHOWN, accounts.c.last_log_in).order_by(accounts.c.username)
        if text:
            part = f"%{text.translate(_LITERALLY).lower()}%"
            fields = (func.lower(accounts.c.username), func.lower(accounts.c.name))
            wanted = wanted.where(or_(*(field.like(part, escape="\\") for field in fields)))
        if role:
            wanted = wanted.where(accounts.c.role == role)
        if unit:
            wanted = wanted.where(accounts.c.unit == unit)
        if disabled is not None:
            wanted = wanted.where(accounts.c.disabled == disabled)
        with self._engine.connect() as connection:
            return [_listed(row) for row in connection.execute(wanted)]

    def one(self, username: str) -> Listed:
        """One account as the list has it. Errors: `AccountError` unknown."""
        row = self._row(username)
        if row is None:
            raise AccountError("unknown", username=username)
        return _listed(row)

    # --- the way in ---

    def log_in(self, username: str, password: str, address: str = "") -> tuple[Account, str]:
        """The account and its new session's token; with `totp` that session waits for the code.

        Errors: `AccountError` wrong, locked.
        """
        self.throttle.take((ADDRESS, address), (ACCOUNT, username))
        row = self._row(username)
        if not self._opens(row, password):
            raise AccountError("wrong")
        self.throttle.forgive((ACCOUNT, username))
        self.throttle.give_back(ADDRESS, address)
        account = _account(row)
        if account.totp:
            return account, self.sessions.begin(username, address, waits=True)
        return account, self._enter(username, address)

    def enter_code(self, token: str, code: str, address: str = "") -> tuple[Account, str]:
        """The second step. Errors: `AccountError` code-late, code-wrong, locked."""
        account = self.sessions.waiting(token)
        if account is None:
            raise AccountError("code-late")
        self.throttle.take((ADDRESS, address), (CODE, account.username))
        if not self.codes.use(account.username, code):
            raise AccountError("code-wrong")
        self.throttle.forgive((CODE, account.username))
        self.throttle.give_back(ADDRESS, address)
        self.sessions.end(token)
        return account, self._enter(account.username, address)

    def change_password(
        self, token: str, old: str, new: str, address: str = ""
    ) -> tuple[Account, str]:
        """Choose another; every other session ends, this one goes on under a new token.

        Errors: `AccountError` unknown, wrong-old, locked, password-same, password-….
        """
        account = self.require(token)
        self.prove(account.username, old)
        if passwords.normal(old) == passwords.normal(new):
            raise AccountError("password-same")
        self.reset(account.username, new)
        return self.get(account.username), self._enter(account.username, address)

    def prove(self, username: str, password: str) -> None:
        """Whoever is logged in shows that it is still them. Errors: wrong-old, locked."""
        self.throttle.take((ACCOUNT, username))
        if not self._opens(self._row(username), password):
            raise AccountError("wrong-old")
        self.throttle.forgive((ACCOUNT, username))

    def require(self, token: str) -> Account:
        """Who holds the token. Errors: `AccountError` unknown."""
        account = self.session(token)
        if account is None:
            raise AccountError("unknown", username="")
        return account

    def session(self, token: str, *, passive: bool = False) -> Account | None:
        """Who holds this token, if its session runs; only a look that is not `passive` counts."""
        return self.sessions.holder(token, passive=passive)

    def log_out(self, token: str) -> None:
        """End one session."""
        self.sessions.end(token)

    def end_all(self, username: str) -> None:
        """End every session of an account."""
        self.sessions.end_all(username)

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _enter(self, username: str, address: str) -> str:
        self._change(username, last_log_in=to_ms(self._clock()))
        return self.sessions.begin(username, address)

    def _opens(self, row: Any, password: str) -> bool:
        """As slow for a name nobody has, and for one that is disabled."""
        if row is None:
            passwords.kept(self._hasher, password)
            return False
        return passwords.fits(self._hasher, row.password, password) and not row.disabled

    def _row(self, username: str) -> Any:
        shown = select(*SHOWN, accounts.c.last_log_in, accounts.c.password)
        with self._engine.connect() as connection:
            return connection.execute(shown.where(accounts.c.username == username)).first()

    def _change(self, username: str, **values: object) -> None:
        self._write(update(accounts).where(accounts.c.username == username).values(values))

    def _write(self, statement: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)


_LITERALLY = str.maketrans({"\\": "\\\\", "%": "\\%", "_": "\\_"})


def _account(row: Any) -> Account:
    return Account(*row[: len(SHOWN)])


def _listed(row: Any) -> Listed:
    return Listed(_account(row), from_ms(row.last_log_in) if row.last_log_in else None)
