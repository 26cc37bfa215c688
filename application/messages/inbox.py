"""收件箱: what came for somebody inside the service, and how much of it is unread."""

import logging
from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Engine, func, select, update
from sqlalchemy.exc import DBAPIError

from application.clock import from_ms
from application.messages.reaching import person
from application.messages.store import Stored
from application.messages.tables import IS_UNREAD, OF_INBOX, VOID, messages

log = logging.getLogger("linkage.messages")

COUNTED: Final = 100  # more than so many unread are not told apart


class Letter(NamedTuple):
    """One entry of an inbox."""

    id: int
    kind: str
    case_id: str
    number: str
    category: str
    due: datetime | None
    path: str
    at: datetime
    unread: bool


class Inbox:
    """The inboxes of everybody with an account."""

    def __init__(self, engine: Engine) -> None:
        """`engine` reaches the outbox."""
        self._engine = engine

    def unread(self, username: str) -> int:
        """How many are unread, `COUNTED` at most: one look into an index.

        It stands in the head of every page, so 0 where the outbox can't be read: a page must not
        fail for that.
        """
        some = select(messages.c.id).where(*_unread(username)).limit(COUNTED)
        counted = select(func.count()).select_from(some.subquery())
        try:
            with self._engine.connect() as connection:
                return int(connection.execute(counted).scalar_one())
        except DBAPIError:
            log.warning("unread messages can't be counted", exc_info=True)
            return 0

    def letters(
        self, username: str, *, before: int = 0, limit: int, unread: bool = False
    ) -> Sequence[Letter]:
        """The latest first; `before` is the id of the last one seen."""
        mine = _unread(username) if unread else _mine(username)
        wanted = select(messages).where(*mine).order_by(messages.c.id.desc()).limit(limit)
        if before:
            wanted = wanted.where(messages.c.id < before)
        with self._engine.connect() as connection:
            return [_letter(row) for row in connection.execute(wanted)]

    def letter(self, username: str, letter_id: int) -> Letter | None:
        """One of somebody's own."""
        wanted = select(messages).where(messages.c.id == letter_id, *_mine(username))
        with self._engine.connect() as connection:
            found = connection.execute(wanted).first()
        return _letter(found) if found is not None else None

    def mark_read(self, username: str, upto: int, *, only: bool = False) -> None:
        """All of somebody's up to that one, which they have seen; `only` that one."""
        which = messages.c.id == upto if only else messages.c.id <= upto
        read = update(messages).where(which, *_unread(username)).values(unread=False)
        with self._engine.begin() as connection:
            connection.execute(read)


def _mine(username: str) -> tuple[Any, ...]:
    return (messages.c.recipient == person(username), OF_INBOX, messages.c.state != VOID)


def _unread(username: str) -> tuple[Any, ...]:
    return (messages.c.recipient == person(username), IS_UNREAD)


def _letter(row: Stored) -> Letter:
    return Letter(
        id=row.id,
        kind=row.kind,
        case_id=row.case_id,
        number=row.number,
        category=row.category,
        due=from_ms(row.due) if row.due is not None else None,
        path=row.path,
        at=from_ms(row.since),
        unread=row.unread,
    )
