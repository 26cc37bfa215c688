"""What was recorded on a case since somebody opened its page."""

from typing import NamedTuple

from domain.case.readings import QUIET
from web import times
from web.desk import told
from web.desk.sight import Sight
from web.desk.standing import Standing
from web.timeline import who


class New(NamedTuple):
    """One record the viewer had not seen, as it is told in a line."""

    version: int
    title: str
    when: str
    who: str


def unseen(standing: Standing, seen: int) -> list[int]:
    """The records after version `seen` that the viewer may see."""
    sight = Sight(standing)
    after = enumerate(standing.loaded.history[seen:], start=seen + 1)
    if not 0 < seen <= standing.case.version:
        return []
    return [version for version, one in after if not sight.hides(one) and type(one) not in QUIET]


def expected(standing: Standing, seen: int) -> int:
    """The version a step is decided on: the present one, unless there is something to tell first.

    What the viewer is not shown keeps nobody from a step.
    """
    return seen if unseen(standing, seen) else standing.case.version


def news(standing: Standing, seen: int) -> list[New]:
    """The same, told."""
    return [_new(version, standing) for version in unseen(standing, seen)]


def _new(version: int, standing: Standing) -> New:
    event = standing.loaded.history[version - 1]
    return New(version, told.title(event), times.short(event.at), who(event.by))
