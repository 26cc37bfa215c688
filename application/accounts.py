"""Accounts and sessions: who may log in, in which role, for which unit. Kept beside the log."""

import secrets
from datetime import timedelta
from hashlib import sha256
from typing import Any, NamedTuple

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Integer,
    MetaData,
    String,
    Table,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.exc import IntegrityError

from application.clock import Clock, system_clock, to_ms
from application.keys import make_engine
from application.settings import Settings
from domain.case.words import Role
from domain.units.state import CENTRE

SHORTEST = 10
FAILURES_ALLOWED = 5
LOCKED_FOR = timedelta(minutes=10)

metadata = MetaData()
accounts = Table(
    "accounts",
    metadata,
    Column("username", String(40), primary_key=True),
    Column("name", String(80), nullable=False),
    Column("role", String(20), nullable=False),
    Column("unit", String(60), nullable=False),
    Column("password", String(200), nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
    Column("failures", Integer, nullable=False, default=0),
    Column("locked_until", BigInteger, nullable=False, default=0),
)
sessions = Table(
    "sessions",
    metadata,
    Column("token", String(64), primary_key=True),  # SHA-256 of what the browser holds
    Column("username", String(40), nullable=False, index=True),
    Column("until", BigInteger, nullable=False),
    Column("seen", BigInteger, nullable=False),
)


class AccountError(Exception):
    """An account command that can't be done; `code` is stable."""

    def __init__(self, code: str, **data: object) -> None:
        super().__init__(code, data)
        self.code = code
        self.data = data


class Account(NamedTuple):
    """One who may log in."""

    username: str
    name: str
    role: str
    unit: str
    disabled: bool = False


_SHOWN = (
    accounts.c.username,
    accounts.c.name,
    accounts.c.role,
    accounts.c.unit,
    accounts.c.disabled,
)


class Accounts:
    """All accounts of the service."""

    def __init__(self, settings: Settings, clock: Clock = system_clock) -> None:
        """Connects when first used."""
        self._engine = make_engine(settings.accounts_url)
        self._clock = clock
        self._hasher = PasswordHasher()
        self._hours = timedelta(hours=settings.session_hours)
        self._idle = timedelta(minutes=settings.idle_minutes)

    def add(self, account: Account, password: str) -> None:
        """Errors: `AccountError` exists, role-unknown, password-short, username-missing."""
        _check(account)
        row = {**account._asdict(), "password": self._hash(password)}
        try:
            self._write(insert(accounts).values(row))
        except IntegrityError:
            raise AccountError("exists", username=account.username) from None

    def set_role(self, username: str, role: str, unit: str) -> None:
        """Give another role or unit; ends the account's sessions."""
        account = self.get(username)
        _check(account._replace(role=role, unit=unit))
        self._write(update(accounts).where(_is(username)).values(role=role, unit=unit))
        self.end_all(username)

    def reset(self, username: str, password: str) -> None:
        """Set another password; ends the account's sessions and its lock."""
        self.get(username)
        values = {"password": self._hash(password), "failures": 0, "locked_until": 0}
        self._write(update(accounts).where(_is(username)).values(values))
        self.end_all(username)

    def disable(self, username: str, *, disabled: bool = True) -> None:
        """Let it log in no more (or again); ends its sessions."""
        self.get(username)
        self._write(update(accounts).where(_is(username)).values(disabled=disabled))
        self.end_all(username)

    def get(self, username: str) -> Account:
        """Errors: `AccountError` unknown."""
        row = self._first(select(*_SHOWN).where(_is(username)))
        if row is None:
            raise AccountError("unknown", username=username)
        return Account(*row)

    def everyone(self) -> list[Account]:
        """All accounts by name."""
        with self._engine.connect() as connection:
            rows = connection.execute(select(*_SHOWN).order_by(accounts.c.username))
            return [Account(*row) for row in rows]

    def log_in(self, username: str, password: str) -> tuple[Account, str]:
        """The account and its new session token. Errors: `AccountError` wrong or locked."""
        row = self._first(select(accounts).where(_is(username)))
        now = to_ms(self._clock())
        if row is not None and row.locked_until > now:
            raise AccountError("locked", minutes=-(-(row.locked_until - now) // 60000))
        if row is None or row.disabled or not self._matches(row.password, password):
            self._count_failure(row, now)
            raise AccountError("wrong")
        self._write(update(accounts).where(_is(username)).values(failures=0, locked_until=0))
        return Account(*(getattr(row, column.name) for column in _SHOWN)), self._begin(username)

    def session(self, token: str) -> Account | None:
        """Who holds this token, if its session still runs; marks it as seen."""
        now = to_ms(self._clock())
        row = self._first(
            select(sessions.c.until, sessions.c.seen, *_SHOWN)
            .join(accounts, accounts.c.username == sessions.c.username)
            .where(sessions.c.token == _digest(token))
        )
        idle = self._idle.total_seconds() * 1000
        if row is None or row.disabled or row.until < now or row.seen + idle < now:
            return None
        if now - row.seen > idle / 20:
            self._write(update(sessions).where(sessions.c.token == _digest(token)).values(seen=now))
        return Account(*row[2:])

    def log_out(self, token: str) -> None:
        """End one session."""
        self._write(delete(sessions).where(sessions.c.token == _digest(token)))

    def end_all(self, username: str) -> None:
        """End every session of an account."""
        self._write(delete(sessions).where(sessions.c.username == username))

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def _begin(self, username: str) -> str:
        token = secrets.token_urlsafe(32)
        now = self._clock()
        row = {
            "token": _digest(token),
            "username": username,
            "until": to_ms(now + self._hours),
            "seen": to_ms(now),
        }
        self._write(delete(sessions).where(sessions.c.until < to_ms(now)))
        self._write(insert(sessions).values(row))
        return token

    def _count_failure(self, row: Any, now: int) -> None:
        if row is None:
            self._hasher.hash("as slow as for a name that exists")
            return
        failures = row.failures + 1
        locked = now + round(LOCKED_FOR.total_seconds() * 1000)
        values = {
            "failures": failures % FAILURES_ALLOWED,
            "locked_until": locked if failures >= FAILURES_ALLOWED else 0,
        }
        self._write(update(accounts).where(_is(row.username)).values(values))

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False

    def _hash(self, password: str) -> str:
        if len(password) < SHORTEST:
            raise AccountError("password-short", least=SHORTEST)
        return self._hasher.hash(password)

    def _first(self, statement: Any) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(statement).first()

    def _write(self, *statements: Any) -> None:
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)


def _is(username: str) -> Any:
    return accounts.c.username == username


def _check(account: Account) -> None:
    if not account.username.strip() or not account.name.strip():
        raise AccountError("username-missing")
    if account.role not in set(Role):
        raise AccountError("role-unknown", role=account.role, roles=", ".join(Role))
    if account.role == Role.RESPONDER and account.unit in ("", CENTRE):
        raise AccountError("unit-missing", username=account.username)


def _digest(token: str) -> str:
    return sha256(token.encode()).hexdigest()


def create(settings: Settings) -> None:
    """Make the tables."""
    engine = make_engine(settings.accounts_url)
    metadata.create_all(engine)
    if settings.accounts_url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()
