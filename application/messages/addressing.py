"""By which ways each addressee is told: what a batch of messages asks is looked up once."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from application.accounts import Account, Accounts
from application.desk import Desk
from application.duty import DutyBook
from application.messages.channels import ChannelBook
from application.messages.occasions import GROUP, UNIT
from application.messages.people import People, Rights
from application.messages.reaching import REPORTER, Channel, parted, person, unit
from application.messages.tables import INBOX


class Route(NamedTuple):
    """One way to one recipient."""

    recipient: str
    channel: str


class Addressing:
    """Who is told, and how, as accounts, shifts and channels are now."""

    def __init__(self, desk: Desk, accounts: Accounts, channels: ChannelBook) -> None:
        """Nothing is looked up before it is needed."""
        self._desk = desk
        self._accounts = accounts
        self._channels = channels
        self._duty = DutyBook(desk.log)
        self.anew()

    def anew(self) -> None:
        """Forget what was looked up."""
        self._known: Mapping[str, Account] | None = None
        self._ways: Mapping[str, list[str]] = {}
        self._people: People | None = None
        self._rights: dict[str, Rights] = {}

    def rights(self, case_id: str) -> Rights:
        """Who may be told of a case."""
        if case_id not in self._rights:
            self._rights[case_id] = Rights(self._desk, case_id)
        return self._rights[case_id]

    def account(self, username: str) -> Account | None:
        """Somebody who can log in."""
        return self._active().get(username)

    def routes(self, addressee: str, rights: Rights | None) -> Iterator[Route]:
        """All ways at once; without `rights` it is about no case, and nobody is barred."""
        self._active()
        sort, code = parted(addressee)
        if f"{sort}:" in (UNIT, GROUP) and (rights is None or rights.by_a_group):
            yield from (Route(unit(code), way) for way in self._ways.get(unit(code), ()))
        sealed = rights is not None and not rights.by_the_centre
        if f"{sort}:" == GROUP:
            return
        for who in self._behind(addressee, sealed=sealed):
            if rights is None or rights.may_tell(who):
                yield Route(person(who.username), INBOX)
                yield from self._outside(who, sealed=sealed)

    def to_reporter(self, case_id: str) -> Iterator[Route]:
        """A text to the telephone they gave, where there is a gateway for texts."""
        rights = self.rights(case_id)
        if self._desk.settings.sms_url and rights.by_the_centre and rights.has_number:
            yield Route(f"{REPORTER}:{rights.case.number}", Channel.SMS.value)

    def _outside(self, who: Account, *, sealed: bool) -> Iterator[Route]:
        holder = person(who.username)
        ways = () if sealed else self._ways.get(holder, ())
        yield from (Route(holder, way) for way in ways)

    def _behind(self, addressee: str, *, sealed: bool) -> list[Account]:
        if self._people is None:
            self._people = People(self._desk, self._duty, self._active())
        return self._people.behind(addressee, sealed=sealed)

    def _active(self) -> Mapping[str, Account]:
        if self._known is None:
            active = (one.account for one in self._accounts.listed(disabled=False))
            self._known = {one.username: one for one in active}
            self._ways = self._channels.open_ways()
        return self._known
