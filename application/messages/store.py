"""The outbox on disk: what was filled in, what is due, who has it in hand, and how it ended."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, Row, Select, and_, select, update
from sqlalchemy.dialects import postgresql, sqlite

from application.clock import to_ms
from application.messages.tables import (
    DEAD,
    INBOX,
    IS_WAITING,
    SENT,
    VOID,
    WAITING,
    messages,
    position,
)

LEASE_SECONDS: Final = 90  # longer than a lane works on what it took at once
Stored = Row[Any]


class Filled(NamedTuple):
    """One message to one recipient by one channel, as an event led to it."""

    seq: int
    recipient: str
    channel: str
    lane: str
    kind: str
    case_id: str
    number: str
    category: str
    due: int | None
    path: str
    since: int


class Store:
    """The messages, for whoever fills and sends them."""

    def __init__(self, engine: Engine) -> None:
        """`engine` reaches the outbox."""
        self._engine = engine

    # --- filling ---

    def position(self) -> int:
        """Up to which event of the log messages were made."""
        with self._engine.connect() as connection:
            return int(connection.execute(select(position.c.seq)).scalar_one())

    def take(self, before: int, upto: int, filled: Sequence[Filled], now: datetime) -> int | None:
        """Go on to a position with the messages made up to it; None: somebody else went on.

        Position and messages are written together, and a message there already stays as it is.
        """
        with self._engine.begin() as connection:
            on = update(position).where(position.c.seq == before).values(seq=upto)
            if not connection.execute(on).rowcount:
                return None
            return _insert(connection, [_row(one, to_ms(now)) for one in filled])

    # --- sending ---

    def lanes(self, now: datetime) -> list[str]:
        """The lanes in which something is due and in nobody's hands."""
        wanted = select(messages.c.lane).where(_is_due(to_ms(now))).distinct()
        with self._engine.connect() as connection:
            return list(connection.execute(wanted).scalars())

    def lease(self, lane: str, holder: str, limit: int, now: datetime) -> list[Stored]:
        """Take some of a lane in hand; nobody else gets them until the lease runs out.

        What was never tried goes first, so that one which fails again and again holds nobody up.
        """
        moment = to_ms(now)
        chosen = (
            select(messages.c.id)
            .where(_is_due(moment), messages.c.lane == lane)
            .order_by(messages.c.tries, messages.c.id)
            .limit(limit)
            .with_for_update(skip_locked=True)
        )
        until = moment + LEASE_SECONDS * 1000
        taken = update(messages).where(messages.c.id.in_(chosen.scalar_subquery()))
        with self._engine.begin() as connection:
            connection.execute(taken.values(lease=holder, lease_until=until))
            return list(connection.execute(_held(lane, holder, moment)))

    def sent(self, row: Stored, now: datetime) -> None:
        """It arrived."""
        self._end(row, state=SENT, done_at=to_ms(now), why="")

    def void(self, row: Stored, why: str, now: datetime) -> None:
        """It is not to go out any more, for a reason that is nobody's failing."""
        self._end(row, state=VOID, done_at=to_ms(now), why=why)

    def dead(self, row: Stored, why: str, now: datetime) -> None:
        """It was given up."""
        self._end(row, state=DEAD, done_at=to_ms(now), why=why, tries=row.tries + 1)

    def later(self, row: Stored, why: str, next_at: int) -> None:
        """Try it again then."""
        self._end(row, next_at=next_at, why=why, tries=row.tries + 1)

    def put_off(self, rows: Iterable[Stored], next_at: int) -> None:
        """Leave those of a lane that were not tried for a moment, and for whoever comes first."""
        for row in rows:
            self._end(row, next_at=max(next_at, row.next_at))

    def withdraw(self, case_id: str, recipient: str, why: str, now: datetime) -> int:
        """Let nothing about a case go to somebody any more that still waits; how much did."""
        waiting = update(messages).where(
            messages.c.case_id == case_id,
            messages.c.recipient == recipient,
            messages.c.state == WAITING,
        )
        ended = waiting.values(state=VOID, why=why, done_at=to_ms(now))
        with self._engine.begin() as connection:
            return connection.execute(ended).rowcount

    def _end(self, row: Stored, **values: object) -> None:
        """Only while it is still in the hands that had it."""
        mine = and_(messages.c.id == row.id, messages.c.lease == row.lease)
        ended = update(messages).where(mine).values(lease="", lease_until=0, **values)
        with self._engine.begin() as connection:
            connection.execute(ended)

    # --- what became of a case ---

    def waiting_or_unread(self, case_id: str) -> list[Stored]:
        """Messages of a case that somebody has still to get or to read."""
        open_ones = (messages.c.state == WAITING) | messages.c.unread
        wanted = select(messages).where(messages.c.case_id == case_id, open_ones)
        with self._engine.connect() as connection:
            return list(connection.execute(wanted))

    def take_back(self, ids: Sequence[int], why: str, now: datetime) -> None:
        """These are not to be sent, nor to be read any more."""
        values = {"state": VOID, "why": why, "unread": False, "done_at": to_ms(now)}
        with self._engine.begin() as connection:
            connection.execute(update(messages).where(messages.c.id.in_(ids)).values(values))


def _is_due(moment: int) -> Any:
    return and_(IS_WAITING, messages.c.next_at <= moment, messages.c.lease_until <= moment)


def _held(lane: str, holder: str, moment: int) -> Select[Any]:
    mine = (messages.c.lease == holder, messages.c.lease_until > moment)
    held = select(messages).where(IS_WAITING, messages.c.lane == lane, *mine)
    return held.order_by(messages.c.tries, messages.c.id)


def _row(one: Filled, now: int) -> dict[str, object]:
    """What is in the inbox has arrived with that."""
    arrived = one.channel == INBOX
    return {
        **one._asdict(),
        "state": SENT if arrived else WAITING,
        "done_at": now if arrived else None,
        "unread": arrived,
        "next_at": now,
    }


def _insert(connection: Connection, rows: list[dict[str, object]]) -> int:
    """How many of them are new."""
    if not rows:
        return 0
    dialect = sqlite if connection.dialect.name == "sqlite" else postgresql
    once = dialect.insert(messages).on_conflict_do_nothing().returning(messages.c.id)
    made = (connection.execute(once.values(row)).scalar() for row in rows)
    return sum(one is not None for one in made)
