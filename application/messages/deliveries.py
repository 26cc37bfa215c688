"""What became of messages: of one case, those given up, and how the outbox stands as a whole."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Engine, func, select, update

from application.clock import from_ms, to_ms
from application.messages.store import Stored
from application.messages.tables import DEAD, IS_DEAD, IS_WAITING, WAITING, messages


class Delivery(NamedTuple):
    """One message to one recipient by one channel, and how far it came."""

    id: int
    seq: int
    case_id: str
    number: str
    category: str
    kind: str
    recipient: str
    channel: str
    state: str
    tries: int
    why: str
    made: datetime
    done: datetime | None
    next: datetime
    unread: bool


class Standing(NamedTuple):
    """How many wait, since when the one that was due longest ago is, and how many were given up."""

    waiting: int
    oldest_due: datetime | None
    dead: int


class Deliveries:
    """All messages, for those who watch over them."""

    def __init__(self, engine: Engine) -> None:
        """`engine` reaches the outbox."""
        self._engine = engine

    def of_case(self, case_id: str, limit: int, upto: int | None = None) -> Sequence[Delivery]:
        """The latest first; up to a position of the log."""
        wanted = select(messages).where(messages.c.case_id == case_id)
        if upto is not None:
            wanted = wanted.where(messages.c.seq <= upto)
        return self._all(wanted.order_by(messages.c.id.desc()).limit(limit))

    def dead(self, limit: int, before: int = 0) -> Sequence[Delivery]:
        """Those given up, the latest first."""
        wanted = select(messages).where(IS_DEAD).order_by(messages.c.id.desc()).limit(limit)
        return self._all(wanted.where(messages.c.id < before) if before else wanted)

    def waiting(self, limit: int) -> Sequence[Delivery]:
        """Those still to go out, the one that is due first first."""
        wanted = select(messages).where(IS_WAITING)
        return self._all(wanted.order_by(messages.c.next_at, messages.c.id).limit(limit))

    def one(self, message_id: int) -> Delivery | None:
        """One message."""
        found = self._all(select(messages).where(messages.c.id == message_id))
        return found[0] if found else None

    def send_again(self, ids: Sequence[int], now: datetime) -> int:
        """Try these anew from the beginning; those that were not given up stay as they are."""
        moment = to_ms(now)
        values = {"state": WAITING, "tries": 0, "next_at": moment, "since": moment}
        again = update(messages).where(messages.c.id.in_(ids), messages.c.state == DEAD)
        with self._engine.begin() as connection:
            done = connection.execute(again.values(**values, why="", done_at=None))
            return int(done.rowcount)

    def standing(self) -> Standing:
        """As it is now."""
        with self._engine.connect() as connection:
            counted = select(func.count(messages.c.id), func.min(messages.c.next_at)).where(
                IS_WAITING
            )
            waiting, oldest = connection.execute(counted).one()
            dead = connection.execute(select(func.count(messages.c.id)).where(IS_DEAD)).scalar_one()
        return Standing(waiting, from_ms(oldest) if oldest is not None else None, dead)

    def _all(self, wanted: Any) -> list[Delivery]:
        with self._engine.connect() as connection:
            return [_delivery(row) for row in connection.execute(wanted)]


def _delivery(row: Stored) -> Delivery:
    return Delivery(
        id=row.id,
        seq=row.seq,
        case_id=row.case_id,
        number=row.number,
        category=row.category,
        kind=row.kind,
        recipient=row.recipient,
        channel=row.channel,
        state=row.state,
        tries=row.tries,
        why=row.why,
        made=from_ms(row.since),
        done=from_ms(row.done_at) if row.done_at is not None else None,
        next=from_ms(row.next_at),
        unread=row.unread,
    )
