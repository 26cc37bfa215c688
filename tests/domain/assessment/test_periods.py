"""Quarters: how they are written, where they begin and end by the centre's clock."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from domain import errors
from domain.assessment.periods import Quarter

SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.mark.parametrize("text", ["2026Q3", "2026q3", " 2026Q3 "])
def test_a_quarter_is_written_with_year_and_number(text: str) -> None:
    assert Quarter.parse(text) == Quarter(2026, 3)
    assert Quarter.parse(text).label == "2026Q3"


@pytest.mark.parametrize(
    "text", ["", "2026", "2026Q0", "2026Q5", "Q3", "26Q3", "1900Q1", "9999Q4", "２０２６Q3"]
)
def test_what_names_no_quarter_is_refused(text: str) -> None:
    with pytest.raises(errors.QuarterUnknown):
        Quarter.parse(text)


def test_it_begins_and_ends_at_midnight_of_the_centre() -> None:
    quarter = Quarter(2026, 4)

    assert quarter.since(SHANGHAI) == datetime(2026, 9, 30, 16, tzinfo=UTC)
    assert quarter.until(SHANGHAI) == datetime(2026, 12, 31, 16, tzinfo=UTC)
    assert quarter.after == Quarter(2027, 1)
    assert quarter.after.before == quarter
    assert Quarter(2026, 2).after == Quarter(2026, 3)


@pytest.mark.parametrize(
    ("moment", "quarter"),
    [
        (datetime(2026, 9, 30, 15, 59, 59, tzinfo=UTC), Quarter(2026, 3)),
        (datetime(2026, 9, 30, 16, tzinfo=UTC), Quarter(2026, 4)),
    ],
)
def test_a_moment_lies_in_the_quarter_of_the_centres_day(
    moment: datetime, quarter: Quarter
) -> None:
    assert Quarter.at(moment, SHANGHAI) == quarter
    assert Quarter.of(date(2026, 1, 1)) == Quarter(2026, 1)
