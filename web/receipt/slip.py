"""The slip for the reporter: number, query code, and what happens next, until when."""

from datetime import datetime
from typing import NamedTuple

from application.querycode import PURPOSE, query_code, written
from domain.case.state import Case
from domain.case.words import Track
from web import times, words
from web.desk.phrases import fill
from web.service import service
from web.wording import _

# Limits the reporter can hold the centre to.
OWED: tuple[str, ...] = ("notice", "reply", "opinion", "close")


class Slip(NamedTuple):
    """What is printed."""

    number: str
    code: str
    received_at: datetime
    next: list[str]


def slip(case: Case) -> Slip:
    """The slip of a case."""
    code = query_code(service().desk.keys.secret(PURPOSE), case.id)
    return Slip(case.number, written(code), case.received_at, [*_promises(case), *_owed(case)])


def _promises(case: Case) -> list[str]:
    texts = {
        Track.EMERGENCY: [
            _("A unit is sent at once."),
            _("The centre calls back when the matter is closed."),
        ],
        Track.HOTLINE: [
            _("A unit deals with it, and you get a reply."),
            _("The centre then asks you whether it is solved."),
        ],
        Track.PETITION: [
            _("You are told whether it is taken up or passed on."),
            _("The outcome is given to you in writing."),
        ],
        Track.DISPUTE: [
            _("Mediators invite both sides; taking part is voluntary and free of charge."),
            _("You may go to court at any time."),
        ],
    }
    return texts[case.track]


def _owed(case: Case) -> list[str]:
    return [
        fill(
            _("{kind}: by {due} at the latest."),
            {"kind": words.word(words.CLOCK, one.kind), "due": times.stamp(one.due)},
        )
        for one in case.obligations
        if one.running and one.kind in OWED
    ]
