"""What became of messages, as pages show it: to whom, by which way, when or why not."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Final, NamedTuple

from application.messages import Delivery
from application.messages.reaching import PERSON, UNIT, parted
from application.messages.tables import DEAD, SENT, WAITING
from web import names, times
from web.desk.values import person
from web.messaging import vocabulary
from web.service import service
from web.wording import _
from web.words import word

SHOWN: Final = 60  # messages of one case on its page


class Row(NamedTuple):
    """One message as a list shows it."""

    id: int
    kind: str
    recipient: str
    channel: str
    made: datetime
    state: str  # the code, for its colour
    told: str


class OfCase(NamedTuple):
    """The messages of a case that its page shows; `more` were left out."""

    rows: list[Row]
    more: bool


def of_case(case_id: str, upto: int | None = None) -> OfCase:
    """What went out about a case up to a position of the log, the latest first.

    None of these is about a step that is kept from units: who sees the case sees them all.
    """
    found = service().messages.deliveries.of_case(case_id, SHOWN + 1, upto)
    return OfCase(list(rows_of(found[:SHOWN])), len(found) > SHOWN)


def rows_of(deliveries: Iterable[Delivery]) -> Iterator[Row]:
    """In the order they come."""
    for one in deliveries:
        yield Row(
            id=one.id,
            kind=vocabulary.kind(one.kind),
            recipient=recipient(one.recipient),
            channel=word(vocabulary.CHANNEL, one.channel),
            made=one.made,
            state=one.state,
            told=told(one),
        )


def told(one: Delivery) -> str:
    """How it ended, or how it stands."""
    if one.state == SENT:
        return _sent(one)
    why = vocabulary.why(one.why)
    if one.state == DEAD:
        return _("not delivered: %(why)s", why=why)
    if one.state != WAITING:
        return _("not sent: %(why)s", why=why)
    if not one.tries:
        return _("on its way")
    return _(
        "tried %(tries)d times (%(why)s), again at %(time)s",
        tries=one.tries,
        why=why,
        time=times.short(one.next),
    )


def _sent(one: Delivery) -> str:
    if one.channel != "inbox":
        return _("delivered %(time)s", time=times.short(one.done))
    return _("in the inbox, unread") if one.unread else _("in the inbox, read")


def recipient(holder: str) -> str:
    """A unit, a person or the reporter, in words; nobody's number or address."""
    sort, name = parted(holder)
    if sort == UNIT:
        return names.unit(name)
    return person(name) if sort == PERSON else _("The reporter")
