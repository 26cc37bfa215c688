"""Times of other systems become moments, whatever their clocks and formats were."""

from datetime import UTC, datetime

import pytest

from application.importing.problems import CellProblem
from application.importing.shape import TimesShape
from application.importing.tables import Cell, Row
from application.importing.times import Moments

SHANGHAI = TimesShape(zone="Asia/Shanghai")
CALIFORNIA = TimesShape(zone="America/Los_Angeles", ignore_offset=True)
SLASHES = TimesShape(zone="Asia/Shanghai", formats=("%Y/%m/%d %H:%M:%S", "%Y/%m/%d"))


def read(shape: TimesShape, cell: Cell) -> str:
    moment = Moments(shape).read(Row(2, [cell], {"at": 0}), "at")
    return "" if moment is None else moment.isoformat()


@pytest.mark.parametrize(
    ("shape", "cell", "moment"),
    [
        (SHANGHAI, "2024-03-01 08:00:00", "2024-03-01T00:00:00+00:00"),
        (SHANGHAI, "2024-03-01 08:00:00+01:00", "2024-03-01T07:00:00+00:00"),
        (SHANGHAI, "2024-03-01", "2024-02-29T16:00:00+00:00"),
        (SHANGHAI, datetime(2024, 3, 1, 8), "2024-03-01T00:00:00+00:00"),  # noqa: DTZ001
        (SHANGHAI, "", ""),
        (CALIFORNIA, "2006-01-10 19:44:46+00:00", "2006-01-11T03:44:46+00:00"),
        (CALIFORNIA, "2006-07-10 19:44:46+00:00", "2006-07-11T02:44:46+00:00"),
        (SLASHES, "2019/4/25 9:32:09", "2019-04-25T01:32:09+00:00"),
        (SLASHES, "2018/4/24", "2018-04-23T16:00:00+00:00"),
        (SLASHES, datetime(2019, 4, 8, 8, 37, 20), "2019-04-08T00:37:20+00:00"),  # noqa: DTZ001
    ],
)
def test_a_time_is_read_in_the_zone_and_format_the_mapping_names(
    shape: TimesShape, cell: Cell, moment: str
) -> None:
    assert read(shape, cell) == moment


def test_of_an_hour_that_comes_twice_the_first_is_meant() -> None:
    assert read(CALIFORNIA, "2005-10-30 01:30:00") == "2005-10-30T08:30:00+00:00"


def test_a_time_no_clock_showed_is_told() -> None:
    with pytest.raises(CellProblem) as told:
        read(CALIFORNIA, "2005-04-03 02:30:00")

    assert (told.value.column, told.value.code) == ("at", "time-skipped")


@pytest.mark.parametrize("cell", ["yesterday", "2019-04-25", "31/12/2019"])
def test_a_time_in_no_format_of_the_mapping_is_told_with_what_stood_there(cell: str) -> None:
    with pytest.raises(CellProblem) as told:
        read(SLASHES, cell)

    assert (told.value.code, told.value.data) == ("time-unreadable", {"value": cell})


def test_moments_are_in_utc() -> None:
    row = Row(2, ["2024-03-01 08:00:00"], {"at": 0})

    moment = Moments(SHANGHAI).read(row, "at")

    assert moment is not None
    assert moment.tzinfo is UTC
