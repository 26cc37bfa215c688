"""When a form was given out: a device without line states its own time, but none from before."""

from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from itsdangerous import BadSignature, Signer

from application.clock import from_ms, to_ms
from web.service import service

SALT: Final = "registration given out"
A_MINUTE: Final = timedelta(minutes=1)  # times are typed to the minute


def given_out() -> str:
    """A mark of now, for the form to bring back."""
    return _signer().sign(str(to_ms(service().desk.clock()))).decode()


def since(mark: str) -> datetime | None:
    """When the form with this mark was given out; None when the mark is not ours."""
    try:
        return from_ms(int(_signer().unsign(mark)))
    except (BadSignature, ValueError):
        return None


def kept_by_device(mark: str, at: datetime) -> bool:
    """Whether the time stated can be the device's: the form was in its hands by then."""
    began = since(mark)
    return began is not None and at >= began - A_MINUTE


def _signer() -> Signer:
    return Signer(current_app.config["SECRET_KEY"], salt=SALT)
