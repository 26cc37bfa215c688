"""The slip for the reporter: number, query code, and what happens next, until when."""

from datetime import datetime
from typing import Final, NamedTuple
from urllib.parse import urlencode

import segno
from flask import request
from markupsafe import Markup

from application.querycode import PURPOSE, query_code, written
from domain.case.state import Case
from domain.case.words import Track
from domain.units import CENTRE
from web import times, words
from web.desk.phrases import fill
from web.service import service
from web.wording import _

PAGE: Final = "query"
# Limits the reporter can hold the centre to.
OWED: tuple[str, ...] = ("notice", "reply", "opinion", "close")


class Slip(NamedTuple):
    """What is printed."""

    number: str
    code: str
    received_at: datetime
    next: list[str]
    page: str  # address where the reporter asks
    mark: Markup  # the same with the number, never with the code, for a phone's camera
    complaint: str


def slip(case: Case) -> Slip:
    """The slip of a case."""
    code = query_code(service().desk.keys.secret(PURPOSE), case.id)
    page = f"{request.host_url}{PAGE}"
    return Slip(
        number=case.number,
        code=written(code),
        received_at=case.received_at,
        next=[*_promises(case), *_owed(case)],
        page=page,
        mark=_mark(f"{page}?{urlencode({'number': case.number})}"),
        complaint=_complaint(case),
    )


def _mark(page: str) -> Markup:
    """The address as a square code; the library draws it from the address alone."""
    return Markup(segno.make(page, error="m").svg_inline(border=2, omitsize=True))  # noqa: S704


def _complaint(case: Case) -> str:
    """Against the centre nobody of the centre is named as the place to go to."""
    if CENTRE in case.accused:
        return _("If you are put under pressure or treated badly, tell the inspection office.")
    return _(
        "If you are put under pressure or treated badly, tell the inspection office or say so on "
        "that page. The unit it is about is not told who you are."
    )


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
