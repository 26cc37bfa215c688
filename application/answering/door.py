"""Lets a reporter in to the one case whose number, code and second factor they have.

Whatever is wrong is refused alike, and a number that is nobody's takes the same steps as one that
is somebody's: without the code nothing tells whether a case exists. Tries are counted before they
are looked at, by number and by where they come from; too many close that door for some minutes,
the right code or not. So a stranger can bar a page for a while, and never read it.
"""

from datetime import timedelta
from typing import Final, NamedTuple
from unicodedata import normalize
from zoneinfo import ZoneInfo

from application import numbers, querycode
from application.accounts.throttle import Limit, Throttle
from application.answering.factor import Expected, Factor, expected, proves
from application.desk import Desk, Loaded
from application.keys import ACTIVE
from domain.case import events as e
from domain.case.fold import corrected
from domain.sealed import Sealed

CLOSED_FOR: Final = timedelta(minutes=15)
BY_CASE: Final = Limit("query-case", 5, CLOSED_FOR, CLOSED_FOR)
# Many people may come from one address: a village office, the gateway of a telephone company.
BY_CLIENT: Final = Limit("query-client", 30, CLOSED_FOR, CLOSED_FOR, of_networks=True)
NOBODYS: Final = "0" * 32  # the id that is tried where the number is nobody's


class Asked(NamedTuple):
    """What somebody typed at the door."""

    number: str
    code: str
    factor: str


class Admitted(NamedTuple):
    """The case that is open now; `known`: they gave what the slip does not say."""

    case_id: str
    known: bool


class NotAdmitted(Exception):
    """Number, code and second factor are not those of one case; which is wrong is not said."""


def admit(desk: Desk, throttle: Throttle, asked: Asked, client: str) -> Admitted:
    """Errors: `NotAdmitted`; `AccountError` locked, with the minutes to wait."""
    parsed = numbers.parse(normalize("NFKC", asked.number))
    number = numbers.write(*parsed) if parsed is not None else ""
    throttle.take((BY_CLIENT, client), (BY_CASE, number))
    case_id = desk.log.reader.number(*parsed) if parsed is not None else None
    secret = desk.keys.secret(querycode.PURPOSE)
    if not querycode.fits(secret, case_id or NOBODYS, asked.code) or case_id is None:
        raise NotAdmitted
    wanted = _wanted(desk, desk.load(case_id))
    if not proves(wanted, asked.factor):
        raise NotAdmitted
    throttle.forgive((BY_CASE, number))
    throttle.give_back(BY_CLIENT, client)
    return Admitted(case_id, wanted.factor is not Factor.DAY)


def _wanted(desk: Desk, loaded: Loaded) -> Expected:
    receipt = next(iter(corrected(loaded.history)))
    assert isinstance(receipt, e.Received)  # noqa: S101 - a case begins with nothing else
    name = "" if receipt.anonymous else _opened(desk, loaded, "name", receipt.name)
    received = receipt.at.astimezone(ZoneInfo(desk.settings.timezone)).date()
    return expected(_opened(desk, loaded, "phone", receipt.phone), name, received)


def _opened(desk: Desk, loaded: Loaded, field: str, sealed: Sealed | None) -> str:
    """What was given, "" when nothing was or it is erased."""
    if sealed is None:
        return ""
    opened = desk.keys.open(loaded.case.id, field, sealed)
    return opened.text if opened.state == ACTIVE else ""
