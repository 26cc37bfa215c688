"""The tables of the outbox: how far it has read the log, its messages, and where channels lead."""

from typing import Any, Final

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    UniqueConstraint,
    false,
    insert,
    literal_column,
    select,
    update,
)

from application.keys import make_engine
from application.settings import Settings

INBOX: Final = "inbox"
WAITING, SENT, DEAD, VOID = "waiting", "sent", "dead", "void"

metadata = MetaData()
Whole = BigInteger().with_variant(Integer(), "sqlite")
position = Table(
    "message_position",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("seq", BigInteger, nullable=False),
)
messages = Table(
    "messages",
    metadata,
    Column("id", Whole, primary_key=True, autoincrement=True),
    Column("seq", BigInteger, nullable=False),
    Column("recipient", String(80), nullable=False),
    Column("channel", String(12), nullable=False),
    Column("lane", String(100), nullable=False),  # what one slow receiver holds up
    Column("kind", String(40), nullable=False),
    Column("case_id", String(32), nullable=False),
    Column("number", String(40), nullable=False),
    Column("category", String(20), nullable=False),
    Column("due", BigInteger),
    Column("path", String(200), nullable=False),
    Column("since", BigInteger, nullable=False),  # from when on it is too late to be news
    Column("state", String(10), nullable=False),
    Column("next_at", BigInteger, nullable=False),
    Column("tries", Integer, nullable=False, server_default="0"),
    Column("lease", String(32), nullable=False, server_default=""),
    Column("lease_until", BigInteger, nullable=False, server_default="0"),
    Column("done_at", BigInteger),
    Column("why", String(60), nullable=False, server_default=""),
    Column("unread", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("seq", "recipient", "channel", name="messages_once"),
)
channels = Table(
    "message_channels",
    metadata,
    Column("holder", String(80), primary_key=True),
    Column("channel", String(12), primary_key=True),
    Column("sealed", LargeBinary, nullable=False),
)
languages = Table(
    "message_languages",
    metadata,
    Column("holder", String(80), primary_key=True),
    Column("language", String(5), nullable=False),
)


def _where(condition: str) -> dict[str, Any]:
    """An index over some rows only, on both databases."""
    return {
        "sqlite_where": literal_column(condition),
        "postgresql_where": literal_column(condition),
    }


IS_WAITING: Final[ColumnElement[bool]] = literal_column("state = 'waiting'")
IS_DEAD: Final[ColumnElement[bool]] = literal_column("state = 'dead'")
IS_UNREAD: Final[ColumnElement[bool]] = literal_column("unread")
OF_INBOX: Final[ColumnElement[bool]] = literal_column("channel = 'inbox'")
Index("messages_due", messages.c.lane, messages.c.tries, messages.c.id, **_where(str(IS_WAITING)))
Index("messages_dead", messages.c.id, **_where(str(IS_DEAD)))
Index("messages_unread", messages.c.recipient, messages.c.id, **_where(str(IS_UNREAD)))
Index("messages_inbox", messages.c.recipient, messages.c.id, **_where(str(OF_INBOX)))
Index("messages_by_case", messages.c.case_id, messages.c.id)


def create(settings: Settings, head: int) -> None:
    """Make the tables; an outbox that is new begins at `head`: nobody is told about the past."""
    create_tables(settings)
    engine = make_engine(settings.messages_url)
    with engine.begin() as connection:
        if connection.execute(select(position.c.seq)).first() is None:
            connection.execute(insert(position).values(id=1, seq=head))
    engine.dispose()


def begin_after(settings: Settings, seq: int) -> None:
    """Let messages be made of what comes after a position, and of nothing before it."""
    engine = make_engine(settings.messages_url)
    with engine.begin() as connection:
        connection.execute(update(position).values(seq=seq))
    engine.dispose()


def create_tables(settings: Settings) -> None:
    """Make the tables, also in a place that has the others already; an outbox has no position."""
    engine = make_engine(settings.messages_url)
    metadata.create_all(engine)
    if settings.messages_url.startswith("sqlite"):
        with engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA journal_mode=WAL")
    engine.dispose()


def renumber(settings: Settings) -> None:
    """Let ids go on after those that were put in with their own."""
    engine = make_engine(settings.messages_url)
    if engine.dialect.name == "postgresql":
        last = "(SELECT coalesce(max(id), 0) + 1 FROM messages)"
        series = "pg_get_serial_sequence('messages', 'id')"
        with engine.begin() as connection:
            connection.exec_driver_sql(f"SELECT setval({series}, {last}, false)")
    engine.dispose()
