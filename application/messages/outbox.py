"""The outbox of one process: fills itself from the log, sends what is due, answers who looks."""

from types import SimpleNamespace
from typing import Final

from application.accounts import Accounts
from application.desk import Desk
from application.keys import make_engine
from application.logbook import note
from application.messages.addressing import Addressing
from application.messages.channels import ChannelBook
from application.messages.compose import Composer
from application.messages.deliveries import Deliveries
from application.messages.filling import Filler
from application.messages.inbox import Inbox
from application.messages.problems import Failed
from application.messages.reaching import Target
from application.messages.sending import Links, Parts, Sender
from application.messages.setting import Setting
from application.messages.store import Store
from application.messages.ways import open_way
from application.messages.wordings import WordingBook
from application.settings import Settings
from domain.messages.events import MessagesSentAgain

PATIENCE: Final = 2.0  # seconds one call waits for lanes; what takes longer goes on by itself
TRIAL: Final = "test"  # the kind of a message that only tries a channel


class Outbox:
    """Messages out, inboxes, and what became of each message."""

    def __init__(self, settings: Settings, desk: Desk, accounts: Accounts) -> None:
        """Connects when first used; the tables are there already."""
        self._engine = make_engine(settings.messages_url)
        self._desk = desk
        self._accounts = accounts
        self._settings = settings
        store = Store(self._engine)
        self.channels = ChannelBook(self._engine, settings)
        self.wordings = WordingBook(desk.log)
        self.inbox = Inbox(self._engine)
        self.deliveries = Deliveries(self._engine)
        self._store = store
        self._composer = Composer(settings, self.wordings, desk.categories)
        self._filler = Filler(desk, store, Addressing(desk, accounts, self.channels))
        self._sender = Sender(Parts(settings, desk, accounts, store, self.channels, self._composer))

    def fill(self) -> int:
        """Make messages of what came to the log since last time; how many were made.

        Any number of processes may do so at once: an event is taken once.
        """
        return self._filler.fill()

    def send_due(self, patience: float = PATIENCE) -> int:
        """Send what is due; how many arrived since it was asked last.

        Waits at most `patience` seconds: a slow receiver's messages go on in their own thread,
        and the next call counts them. Any number of processes may do so at once.
        """
        return self._sender.send_due(patience)

    @property
    def dispatch_links(self) -> Links | None:
        """What writes links to dispatches, for messages that bring one; the pages know how."""
        return self._sender.links

    @dispatch_links.setter
    def dispatch_links(self, links: Links) -> None:
        self._sender.links = links

    def position(self) -> int:
        """Up to which event of the log messages were made."""
        return self._store.position()

    def send_again(self, ids: list[int], by: str) -> int:
        """Try these of the given-up ones anew; how many there were. On record first."""
        if not ids:
            return 0
        again = MessagesSentAgain(at=self._desk.clock(), by=by, messages=tuple(ids))
        note(self._desk, again)
        return self.deliveries.send_again(ids, self._desk.clock())

    def setting(self, by: str) -> Setting:
        """Channels and wordings under the hands of somebody."""
        return Setting(self._desk, self._accounts, self.channels, by)

    def probe(self, holder: str, channel: str) -> None:
        """Send a message of no case, at once, to see that the channel works. Errors: `Failed`."""
        target = self.channels.target(holder, channel)
        if target is None:
            raise Failed("unset", permanent=True)
        self._probe(holder, channel, target)

    def _probe(self, holder: str, channel: str, target: Target) -> None:
        row = SimpleNamespace(
            seq=0, recipient=f"{holder} {self._desk.clock()}", channel=channel, kind=TRIAL
        )
        row.number, row.category, row.due, row.path = "TEST", "", None, "/"
        message = self._composer.message(row, self.channels.language(holder))
        way = open_way(channel, self._settings)
        try:
            way.send(message, target)
        finally:
            way.close()

    def close(self) -> None:
        """Let what is being sent be sent, and close all connections."""
        self._sender.close()
        self._engine.dispose()
