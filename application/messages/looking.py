"""Looks the outbox over: whether it follows the log, whether what is due goes out, and to where."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError

from application.clock import Clock, system_clock
from application.doctor import head_or_none
from application.findings import Finding, ok, problem, warning
from application.keys import make_engine
from application.messages.channels import ChannelBook
from application.messages.deliveries import Deliveries
from application.messages.reaching import Channel
from application.messages.tables import position
from application.settings import Settings

FAR_BEHIND = 1000  # events
STUCK = timedelta(hours=1)


def examine(settings: Settings, clock: Clock = system_clock) -> Iterator[Finding]:
    """What would keep messages from going out. Changes nothing."""
    head = head_or_none(settings)
    if head is None or (not settings.database_url and not _file_is_there(settings)):
        if head is not None:
            yield problem("messages-missing")
        return
    engine = make_engine(settings.messages_url)
    try:
        with engine.connect() as connection:
            behind = head - int(connection.execute(select(position.c.seq)).scalar_one())
        yield from _delivered(Deliveries(engine), behind, clock())
        yield from _ways(ChannelBook(engine, settings), settings)
    except DBAPIError:
        yield problem("messages-missing")
    finally:
        engine.dispose()


def _file_is_there(settings: Settings) -> bool:
    return (settings.data / "messages.db").exists()


def _delivered(deliveries: Deliveries, behind: int, now: datetime) -> Iterator[Finding]:
    standing = deliveries.standing()
    if behind > FAR_BEHIND:
        yield warning("messages-behind", behind=behind)
    if standing.oldest_due is not None and standing.oldest_due < now - STUCK:
        yield warning("messages-stuck", waiting=standing.waiting, since=standing.oldest_due)
    if standing.dead:
        yield warning("messages-dead", dead=standing.dead)
    if behind <= FAR_BEHIND and not standing.dead:
        yield ok("messages", waiting=standing.waiting)


def _ways(book: ChannelBook, settings: Settings) -> Iterator[Finding]:
    """Channels that somebody set, and what of the settings they need."""
    ways = {way for several in book.open_ways().values() for way in several}
    servers = {Channel.EMAIL: settings.smtp_host, Channel.SMS: settings.sms_url}
    missing = sorted(way for way in ways & set(servers) if not servers[Channel(way)])
    if missing:
        yield warning("messages-server", names=missing)
    if (ways or settings.sms_url) and not settings.public_url:
        yield warning("messages-link", base=settings.base_url)
