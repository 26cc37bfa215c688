"""The files of a case as its timeline shows them: each under the step it came with."""

from collections.abc import Iterator
from typing import NamedTuple

from flask_babel import format_decimal

from application.files.kinds import is_picture
from domain.case.events import Attached
from domain.case.fold import corrected
from web.desk.sight import MASK, Sight
from web.desk.standing import Standing
from web.files.opening import NAME
from web.files.texts import TYPES
from web.wording import _

KILOBYTE = 1024


class Listed(NamedTuple):
    """One file: the event that names it, how it is called, what it is, whether it opens."""

    version: int
    name: str
    type: str
    size: str
    opens: bool
    picture: bool


Lists = dict[int, list[Listed]]


def listed(shown: Standing, sight: Sight) -> Lists:
    """The files the viewer may know of, by the version of the event they are shown under."""
    found: Lists = {}
    for version, event in _attached(shown):
        if not sight.hides(event):
            found.setdefault(under(version, event, shown), []).append(_one(version, event, sight))
    return found


def under(version: int, event: Attached, shown: Standing) -> int:
    """The step it was recorded with; its own event when it was added afterwards."""
    rows = shown.loaded.rows
    with_step = event.step and rows[event.step - 1].recorded == rows[version - 1].recorded
    same = with_step and shown.loaded.history[event.step - 1].by == event.by
    return event.step if same else version


def _attached(shown: Standing) -> Iterator[tuple[int, Attached]]:
    for version, event in enumerate(corrected(shown.loaded.history), start=1):
        if isinstance(event, Attached):
            yield version, event


def _one(version: int, event: Attached, sight: Sight) -> Listed:
    opens = sight.opens(event, NAME)
    return Listed(
        version=version,
        name=sight.read(event, NAME, event.name) if event.name is not None else MASK,
        type=str(TYPES.get(event.media_type, event.media_type)),
        size=size(event.size),
        opens=opens,
        picture=opens and is_picture(event.media_type),
    )


def size(length: int) -> str:
    """A length as people read it."""
    kilobytes = length / KILOBYTE
    if kilobytes < KILOBYTE:
        return _("%(num)s KB", num=format_decimal(max(1, round(kilobytes))))
    return _("%(num)s MB", num=format_decimal(round(kilobytes / KILOBYTE, 1)))
