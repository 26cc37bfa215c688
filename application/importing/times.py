"""Reads the times of a foreign file: in which formats and in which zone they are written."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from application.importing.problems import CellProblem
from application.importing.shape import TimesShape
from application.importing.tables import Row

ISO = "iso"


class Moments:
    """Moments of a file as aware times in UTC."""

    def __init__(self, shape: TimesShape) -> None:
        """`shape` was checked when the mapping was read."""
        self._formats = shape.formats
        self._zone = ZoneInfo(shape.zone)
        self._ignore_offset = shape.ignore_offset

    def read(self, row: Row, column: str) -> datetime | None:
        """The moment in a cell; None when it is empty. Errors: `CellProblem`.

        A time without an offset, or whose offset is to be ignored, is local time of the zone; in
        the hour that comes twice when summer time ends, the first is meant. A day without a time
        is its first moment.
        """
        cell = row[column]
        if not cell:
            return None
        written = cell if isinstance(cell, datetime) else self._parse(cell)
        if written is None:
            raise CellProblem(column, "time-unreadable", value=cell)
        if written.tzinfo is not None and not self._ignore_offset:
            return written.astimezone(UTC)
        return self._local(written.replace(tzinfo=None), column)

    def _parse(self, text: str) -> datetime | None:
        for form in self._formats:
            try:
                if form == ISO:
                    return datetime.fromisoformat(text)
                return datetime.strptime(text, form)  # noqa: DTZ007 - the zone follows
            except ValueError:
                continue
        return None

    def _local(self, written: datetime, column: str) -> datetime:
        moment = written.replace(tzinfo=self._zone).astimezone(UTC)
        if moment.astimezone(self._zone).replace(tzinfo=None) != written:
            raise CellProblem(column, "time-skipped", value=written.isoformat(sep=" "))
        return moment
