"""Slows guessing down: by account and by where it comes from, for all processes together.

A place is taken before the guess is looked at, so that many at once get no more of them. Whether
a name exists makes no difference: a name nobody has is slowed down as one somebody has.
"""

from collections.abc import Iterable
from datetime import timedelta
from hashlib import sha256
from ipaddress import IPv4Address, ip_address, ip_network
from typing import Any, Final, NamedTuple

from sqlalchemy import Connection, Engine, case, delete, insert, select, update
from sqlalchemy.exc import IntegrityError

from application.accounts.problems import AccountError
from application.accounts.tables import throttles
from application.clock import Clock, to_ms

FAILURES_ALLOWED: Final = 5
# A whole office may come from one address, and on Monday morning many mistype.
FAILURES_OF_AN_ADDRESS: Final = 60
LOCKED_FOR: Final = timedelta(minutes=10)
NETWORK_OF_ONE: Final = 64  # bits of an IPv6 address one customer has


class Limit(NamedTuple):
    """So many failures within so long; then nothing for so long.

    `of_networks`: what is named is an address, and counts with its neighbours.
    """

    name: str
    allowed: int
    within: timedelta
    closed: timedelta = LOCKED_FOR
    of_networks: bool = False


ACCOUNT: Final = Limit("account", FAILURES_ALLOWED, timedelta(days=1))
CODE: Final = Limit("code", FAILURES_ALLOWED, timedelta(days=1))
ADDRESS: Final = Limit("address", FAILURES_OF_AN_ADDRESS, LOCKED_FOR, of_networks=True)

Place = tuple[Limit, str]


class Throttle:
    """Counts failures beside the accounts."""

    def __init__(self, engine: Engine, clock: Clock) -> None:
        """`engine` reaches the accounts' database."""
        self._engine = engine
        self._clock = clock

    def take(self, *places: Place) -> None:
        """One more try at each; a place named "" is nowhere. Errors: `AccountError` locked."""
        now = to_ms(self._clock())
        for limit, name in places:
            if name:
                self._take(limit, key_of(limit, name), now)

    def forgive(self, *places: Place) -> None:
        """Who got it right has no failures left."""
        keys = [key_of(limit, name) for limit, name in places if name]
        self._write([delete(throttles).where(throttles.c.key.in_(keys))])

    def give_back(self, limit: Limit, name: str) -> None:
        """One of the tries was none; those of others still count."""
        mine = (throttles.c.key == key_of(limit, name)) & (throttles.c.failures > 0)
        if name:
            less = throttles.c.failures - 1
            self._write([update(throttles).where(mine).values(failures=less)])

    def closed_for(self, limit: Limit, name: str) -> int:
        """For how many minutes nothing is looked at, 0 when it is."""
        wanted = select(throttles.c.until).where(throttles.c.key == key_of(limit, name))
        with self._engine.connect() as connection:
            until: int = connection.execute(wanted).scalar() or 0
        return _minutes(until - to_ms(self._clock()))

    def _take(self, limit: Limit, key: str, now: int) -> None:
        for _ in range(2):
            try:
                with self._engine.begin() as connection:
                    failures = _counted(connection, limit, key, now)
                    _close_when_over(connection, limit, key, now, failures)
                    return
            except IntegrityError:  # another process began to count at the same moment
                continue

    def _write(self, statements: Iterable[Any]) -> None:
        with self._engine.begin() as connection:
            for statement in statements:
                connection.execute(statement)


def key_of(limit: Limit, name: str) -> str:
    """What is counted under; hashed, since people type their password for their name."""
    known = _network(name) if limit.of_networks else name
    return sha256(f"{limit.name}:{known}".encode()).hexdigest()


def _network(address: str) -> str:
    """An address that can be had by the million counts with its neighbours."""
    try:
        known = ip_address(address)
    except ValueError:
        return address
    if isinstance(known, IPv4Address):
        return address
    return str(ip_network((known, NETWORK_OF_ONE), strict=False))


def _counted(connection: Connection, limit: Limit, key: str, now: int) -> int:
    """One more failure. Errors: `AccountError` locked."""
    found = connection.execute(_one_more(limit, key, now)).scalar()
    if found is not None:
        return int(found)
    until = connection.execute(select(throttles.c.until).where(throttles.c.key == key)).scalar()
    if until is not None and until > now:
        raise AccountError("locked", minutes=_minutes(until - now))
    old = now - _ms(ACCOUNT.within)
    connection.execute(delete(throttles).where(throttles.c.since < old, throttles.c.until < now))
    connection.execute(insert(throttles).values(key=key, failures=1, since=now, until=0))
    return 1


def _one_more(limit: Limit, key: str, now: int) -> Any:
    over = throttles.c.since < now - _ms(limit.within)
    return (
        update(throttles)
        .where(throttles.c.key == key, throttles.c.until <= now)
        .values(
            failures=case((over, 1), else_=throttles.c.failures + 1),
            since=case((over, now), else_=throttles.c.since),
        )
        .returning(throttles.c.failures)
    )


def _close_when_over(
    connection: Connection, limit: Limit, key: str, now: int, failures: int
) -> None:
    if failures >= limit.allowed:
        values = {"failures": 0, "until": now + _ms(limit.closed)}
        connection.execute(update(throttles).where(throttles.c.key == key).values(values))


def _ms(span: timedelta) -> int:
    return round(span.total_seconds() * 1000)


def _minutes(milliseconds: int) -> int:
    return max(0, -(-milliseconds // 60_000))
