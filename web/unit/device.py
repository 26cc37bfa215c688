"""What a phone keeps for later: since when its page is open, and when a waiting form was pressed.

A form sent without line waits on the phone and comes later with the time at which it happened.
The phone can't claim any time it likes: only one since its page was opened, which the page says
under the service's own signature, and none that is still to come.
"""

import hmac
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import replace as copied
from datetime import datetime, timedelta
from typing import Final, NamedTuple

from marshmallow import ValidationError
from msgspec.structs import replace

from application.clock import from_ms, to_ms
from application.desk import Act
from domain.case.command import timely
from domain.errors import DomainError
from web.desk.standing import Standing
from web.service import service
from web.unit.tokens import sign

SOURCE: Final = "device"
DRIFT: Final = timedelta(minutes=2)
"""So far a phone's measured time may run ahead: its page took as long to arrive."""
LONGEST: Final = len("1700000000000")


class Keeping(NamedTuple):
    """With what a phone encrypts what waits, and whose it is; neither is kept on the phone."""

    owner: str
    key: str


def keeping(who: str) -> Keeping:
    """The same for the same person whenever they are logged in, and for nobody else."""
    says = who.encode()
    owner = sign(b"owner of waiting forms", says).hex()[:16]
    return Keeping(owner, b64encode(sign(b"key of waiting forms", says)).decode())


def moment() -> int:
    """The service's clock, milliseconds: a phone's may be wrong, so it measures how far."""
    return to_ms(service().desk.clock())


def opened(standing: Standing) -> str:
    """Since when this viewer has a page of this case open, signed."""
    moment = str(to_ms(standing.ctx.now))
    return f"{moment}.{_mark(standing, moment)}"


def as_kept(standing: Standing, sent: Mapping[str, str]) -> Callable[[Act], Act]:
    """How the act of a form that waited is stamped; one that didn't stays as it is."""
    if "pressed" not in sent:
        return lambda act: act
    pressed = _pressed(standing, sent)
    return lambda act: _stamped(act, pressed, standing)


def _stamped(act: Act, pressed: datetime | None, standing: Standing) -> Act:
    if act.at is not None:
        return _said_otherwise(act, pressed, standing)
    if pressed is None:
        raise ValidationError({"at": ["form:device-time"]})
    return replace(act, at=pressed, source=SOURCE)


def _said_otherwise(act: Act, pressed: datetime | None, standing: Standing) -> Act:
    """A time somebody typed is late or not by when they pressed, not by when the line came back."""
    if pressed is None or act.at is None:
        return act
    try:
        timely(copied(standing.ctx, at=act.at, now=pressed, late=act.late, source=""))
    except DomainError:
        return act
    return replace(act, source=SOURCE)


def _pressed(standing: Standing, sent: Mapping[str, str]) -> datetime | None:
    """When the form was pressed; None when that can't be."""
    since, now = _since(standing, sent.get("opened", "")), standing.ctx.now
    told = _moment(sent.get("pressed", ""))
    if since is None or told is None or not since <= told <= now + DRIFT:
        return None
    return min(told, now)


def _since(standing: Standing, stamp: str) -> datetime | None:
    moment, _, mark = stamp.partition(".")
    signed = hmac.compare_digest(mark.encode(), _mark(standing, moment).encode())
    return _moment(moment) if signed else None


def _moment(text: str) -> datetime | None:
    known = text.isascii() and text.isdecimal() and len(text) <= LONGEST
    return from_ms(int(text)) if known else None


def _mark(standing: Standing, moment: str) -> str:
    says = f"{standing.ctx.by.user} {standing.case.id} {moment}"
    return sign(b"page opened", says.encode()).hex()
