"""One-time codes from a phone: taken up by showing one, each good once, with a way back."""

import secrets
import unicodedata
from datetime import datetime
from functools import cached_property
from hashlib import sha256
from hmac import compare_digest
from typing import Any, Final

import pyotp
from cryptography.exceptions import InvalidTag
from sqlalchemy import Connection, Engine, delete, func, insert, select, update

from application.accounts.passwords import ALPHABET
from application.accounts.problems import AccountError
from application.accounts.tables import accounts, recovery_codes
from application.clock import Clock
from application.keys import Keks, SealBroken
from application.settings import Settings

SECONDS: Final = 30  # a code is good for, as the phones' programs have it
AROUND: Final = 1  # codes before and after the present one: clocks differ, people type slowly
RECOVERY_CODES: Final = 8
GROUPS, LETTERS = 4, 4


class SecondFactor:
    """The codes of all accounts."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        """`engine` reaches the accounts' database; the key-encryption key is read when needed."""
        self._engine = engine
        self._clock = clock
        self._settings = settings

    def offer(self, username: str) -> str:
        """The secret to take up, in base32; the same until it was taken up or the codes go."""
        sealed = self._column(username, accounts.c.totp_offered)
        if sealed is not None:
            return self._opened(username, sealed)
        secret = pyotp.random_base32()
        self._set(username, totp_offered=self._sealed(username, secret))
        return secret

    def take_up(self, username: str, code: str) -> list[str]:
        """Ask for codes from now on; gives the recovery codes. Errors: `AccountError` code-wrong.

        The code that shows that the secret was taken up is used with that.
        """
        sealed = self._column(username, accounts.c.totp_offered)
        step = self._step(self._opened(username, sealed), code) if sealed is not None else None
        if step is None:
            raise AccountError("code-wrong")
        with self._engine.begin() as connection:
            values = {"totp": sealed, "totp_offered": None, "totp_step": step}
            connection.execute(update(accounts).where(_is(username)).values(values))
            return _new_recovery_codes(connection, username)

    def renew(self, username: str) -> list[str]:
        """Other recovery codes; those before are void."""
        with self._engine.begin() as connection:
            return _new_recovery_codes(connection, username)

    def remove(self, username: str) -> None:
        """Ask for codes no more."""
        with self._engine.begin() as connection:
            values = {"totp": None, "totp_offered": None}
            connection.execute(update(accounts).where(_is(username)).values(values))
            connection.execute(delete(recovery_codes).where(recovery_codes.c.username == username))

    def left(self, username: str) -> int:
        """How many recovery codes there still are."""
        wanted = select(func.count()).where(recovery_codes.c.username == username)
        with self._engine.connect() as connection:
            return int(connection.execute(wanted).scalar_one())

    def use(self, username: str, code: str) -> bool:
        """Whether this is a code of now, or a recovery code; good once, in whatever process."""
        sealed = self._column(username, accounts.c.totp)
        if sealed is None:
            return False
        step = self._step(self._opened(username, sealed), code)
        if step is None:
            return self._use_recovery(username, code)
        newer = _is(username) & (accounts.c.totp_step < step)
        return self._changed(update(accounts).where(newer).values(totp_step=step))

    def _use_recovery(self, username: str, code: str) -> bool:
        known = recovery_codes.c.code == _hashed(username, code)
        return self._changed(delete(recovery_codes).where(known))

    def _step(self, secret: str, code: str) -> int | None:
        """The step of time a code belongs to, if it is one of these."""
        typed = _typed(code)
        totp = pyotp.TOTP(secret, interval=SECONDS)
        now = _step_of(self._clock())
        steps = range(now - AROUND, now + AROUND + 1)
        found = [step for step in steps if compare_digest(totp.generate_otp(step), typed)]
        return found[-1] if found else None

    @cached_property
    def _keks(self) -> Keks:
        return Keks(self._settings)

    def _sealed(self, username: str, secret: str) -> bytes:
        return self._keks.wrap(secret.encode(), bound_to(username))

    def _opened(self, username: str, sealed: bytes) -> str:
        try:
            opened = self._keks.unwrap(sealed, bound_to(username))
        except InvalidTag:
            msg = f"the secret of {username}'s codes was altered, or sealed with another key"
            raise SealBroken(msg) from None
        return opened.decode()

    def _column(self, username: str, column: Any) -> bytes | None:
        with self._engine.connect() as connection:
            found: bytes | None = connection.execute(select(column).where(_is(username))).scalar()
        return found

    def _set(self, username: str, **values: object) -> None:
        self._changed(update(accounts).where(_is(username)).values(values))

    def _changed(self, statement: Any) -> bool:
        with self._engine.begin() as connection:
            return bool(connection.execute(statement).rowcount == 1)


def _new_recovery_codes(connection: Connection, username: str) -> list[str]:
    codes = [_recovery_code() for _ in range(RECOVERY_CODES)]
    rows = [{"username": username, "code": _hashed(username, code)} for code in codes]
    connection.execute(delete(recovery_codes).where(recovery_codes.c.username == username))
    connection.execute(insert(recovery_codes), rows)
    return codes


def _recovery_code() -> str:
    groups = ["".join(secrets.choice(ALPHABET) for _ in range(LETTERS)) for _ in range(GROUPS)]
    return "-".join(groups)


def _hashed(username: str, code: str) -> str:
    """Long enough at random that a plain hash gives nothing away."""
    return sha256(f"{username}:{_typed(code)}".encode()).hexdigest()


def _typed(code: str) -> str:
    """As phones show codes and people write them down: with spaces and dashes, in capitals."""
    text = unicodedata.normalize("NFKC", code).casefold()
    return "".join(sign for sign in text if sign.isalnum() and sign.isascii())


def _step_of(moment: datetime) -> int:
    return int(moment.timestamp()) // SECONDS


def _is(username: str) -> Any:
    return accounts.c.username == username


def bound_to(username: str) -> bytes:
    return f"account/{username}/totp".encode()
