"""Opens a file for whoever may: the one door to the content of files."""

from typing import Final, NamedTuple

from flask import abort

from application.files.keeping import FileGone, Kept
from application.files.kinds import of_type
from application.files.names import clean, fitting
from application.keys import DESTROYED
from domain.case.events import Attached
from domain.case.fold import corrected
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.service import service

NAME: Final = "name"


class Closed(Exception):
    """The file opens for the viewer once they said what for."""


class Opened(NamedTuple):
    """A file as its viewer gets it."""

    name: str
    media_type: str
    data: bytes


def attached(standing: Standing, version: int) -> Attached:
    """The event that names the file, corrected where it was. Errors: 404 for what is none."""
    history = list(corrected(standing.loaded.history))
    event = history[version - 1] if 0 < version <= len(history) else None
    if not isinstance(event, Attached):
        abort(404)
    return event


def opened(standing: Standing, version: int) -> Opened:
    """The file, to whoever said what they read the case for, or just added it themselves.

    Errors: 404 when the viewer may not open it, `Closed`, `FileGone`.
    """
    event, sight = attached(standing, version), Sight(standing)
    if sight.hides(event) or not sight.may_open(event, NAME):
        abort(404)
    if not sight.is_open(event, NAME):
        raise Closed
    if event.name is not None and sight.is_erased(event.name):
        raise FileGone(DESTROYED)
    data = service().desk.files.read(Kept(standing.case.id, event.sha256))
    name = sight.read(event, NAME, event.name) if event.name is not None else ""
    kind = of_type(event.media_type)  # a name may have been corrected; its extension stays true
    return Opened(fitting(name, kind) if kind else clean(name), event.media_type, data)
