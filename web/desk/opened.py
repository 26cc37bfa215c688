"""What of a case stands open to one viewer now: what they said they read, and what they typed."""

from collections.abc import Mapping
from functools import cached_property

from application.clock import from_ms
from domain.case import events as e
from domain.case.readings import (
    OPEN_FOR,
    Place,
    file_place,
    opens,
    opens_code,
    places,
    standing_open,
)
from domain.sealed import Sealed
from web.desk.standing import Standing


class Opened:
    """Looked up in the case's own records; nothing else is kept of who opened what."""

    def __init__(self, standing: Standing) -> None:
        """`standing` is the case as it stands now."""
        self._loaded = standing.loaded
        self._by, self._now = standing.ctx.by, standing.ctx.now

    def shows(self, place: Place | None) -> bool:
        """The viewer said what they read it for, or typed it themselves so lately."""
        if place is None:
            return False
        return place.version in self._typed or any(opens(one, place) for one in self.readings)

    @property
    def code(self) -> bool:
        """The same of the query code."""
        return 1 in self._typed or any(map(opens_code, self.readings))

    @cached_property
    def readings(self) -> list[e.DataRead]:
        """The viewer's readings that have not run out."""
        return standing_open(self._loaded.history, self._by, self._now)

    def place(self, event: e.Fact, field: str) -> Place | None:
        """Where the text in that field was written, whatever event it has been corrected into."""
        box = getattr(event, field, None)
        if isinstance(box, Sealed):
            return self._places.get(box)
        return file_place(self._loaded.history, event) if isinstance(event, e.Attached) else None

    @cached_property
    def _places(self) -> Mapping[Sealed, Place]:
        return places(self._loaded.history)

    @cached_property
    def _typed(self) -> frozenset[int]:
        """What the viewer recorded so lately that it is no news to them."""
        since = self._now - OPEN_FOR
        recorded = zip(self._loaded.history, self._loaded.rows, strict=True)
        return frozenset(
            version
            for version, (event, row) in enumerate(recorded, start=1)
            if event.by.user == self._by.user and from_ms(row.recorded) > since
        )
