"""Sessions: a random token held by a browser, ended by log-out, by an hour or by lying idle."""

import secrets
from datetime import datetime, timedelta
from hashlib import sha256
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, delete, insert, select, update

from application.accounts.tables import SHOWN, Account, accounts, sessions
from application.clock import Clock, from_ms, to_ms
from application.settings import Settings

CODE_WITHIN: Final = timedelta(minutes=10)  # from the password to the code
# A session is marked as seen so often while it is idle at most; not with every click.
MARKS: Final = 20


class OpenSession(NamedTuple):
    """One browser that is logged in; `own` is the one that asks."""

    began: datetime | None
    seen: datetime
    address: str
    own: bool


class Sessions:
    """All sessions of the service."""

    def __init__(self, engine: Engine, clock: Clock, settings: Settings) -> None:
        """`engine` reaches the accounts' database."""
        self._engine = engine
        self._clock = clock
        self._longest = timedelta(hours=settings.session_hours)
        self._idle = timedelta(minutes=settings.idle_minutes)

    def begin(self, username: str, address: str = "", *, waits: bool = False) -> str:
        """A new session's token; one that `waits` opens nothing until the code came."""
        token = secrets.token_urlsafe(32)
        now = self._clock()
        row = {
            "token": digest(token),
            "username": username,
            "until": to_ms(now + (CODE_WITHIN if waits else self._longest)),
            "seen": to_ms(now),
            "began": to_ms(now),
            "address": address[:45],
            "waits": waits,
        }
        self._write(delete(sessions).where(sessions.c.until < to_ms(now)))
        self._write(insert(sessions).values(row))
        return token

    def holder(self, token: str, *, passive: bool = False) -> Account | None:
        """Who holds this token, if its session still runs.

        It is marked as seen, unless the look is `passive`: of a page that asks by itself.
        """
        row = self._found(token, waits=False)
        if row is None:
            return None
        now = to_ms(self._clock())
        idle = self._idle.total_seconds() * 1000
        if row.seen + idle < now:
            return None
        if not passive and now - row.seen > idle / MARKS:
            self._write(update(sessions).where(sessions.c.token == digest(token)).values(seen=now))
        return Account(*row[2:])

    def waiting(self, token: str) -> Account | None:
        """Who gave the right password under this token and owes the code."""
        row = self._found(token, waits=True)
        return None if row is None else Account(*row[2:])

    def end(self, token: str) -> None:
        """End one session."""
        self._write(delete(sessions).where(sessions.c.token == digest(token)))

    def end_all(self, username: str, but: str = "") -> None:
        """End every session of an account, all `but` the one with that token."""
        others = (sessions.c.username == username) & (sessions.c.token != digest(but))
        self._write(delete(sessions).where(others))

    def open(self, username: str, own: str = "") -> list[OpenSession]:
        """The sessions that run, the last used first; `own` is the token of who asks."""
        now = to_ms(self._clock())
        idle = round(self._idle.total_seconds() * 1000)
        running = (
            (sessions.c.username == username)
            & (sessions.c.until >= now)
            & (sessions.c.seen >= now - idle)
            & ~sessions.c.waits
        )
        wanted = select(sessions).where(running).order_by(sessions.c.seen.desc(), sessions.c.token)
        with self._engine.connect() as connection:
            return [_shown(row, own) for row in connection.execute(wanted)]

    def _found(self, token: str, *, waits: bool) -> Any:
        wanted = (
            select(sessions.c.until, sessions.c.seen, *SHOWN)
            .join(accounts, accounts.c.username == sessions.c.username)
            .where(sessions.c.token == digest(token), sessions.c.waits == waits)
        )
        with self._engine.connect() as connection:
            row = connection.execute(wanted).first()
        over = row is None or row.disabled or row.until < to_ms(self._clock())
        return None if over else row

    def _write(self, statement: Any) -> None:
        with self._engine.begin() as connection:
            connection.execute(statement)


def _shown(row: Any, own: str) -> OpenSession:
    began = from_ms(row.began) if row.began else None
    return OpenSession(began, from_ms(row.seen), row.address, row.token == digest(own))


def digest(token: str) -> str:
    """What is kept of a token."""
    return sha256(token.encode()).hexdigest()
