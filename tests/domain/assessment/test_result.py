"""A result's file: the same bytes everywhere, read back as it was; and what two differ by."""

from datetime import UTC, datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

from domain.assessment.periods import Quarter
from domain.assessment.result import (
    Exclusion,
    Part,
    Pinned,
    Result,
    canonical,
    difference,
    digest,
    part,
    read,
)
from domain.assessment.score import Account, Failed, Tally
from domain.case.failings import Failing
from tests.domain.assessment.given import account, deduction, indicator, rules

PINNED = Pinned(
    rules(indicator(points="100"), deductions=(deduction(Failing.LATE_ENTRY, "2"),)), "ab" * 32
)
ZONE = ZoneInfo("Asia/Shanghai")
QUARTER = Quarter(2026, 3)


def scored(*accounts: Account) -> Part:
    return part(PINNED, accounts, [Exclusion("QS2", "kept", 4), Exclusion("QS1", "", 3)])


def result(*accounts: Account) -> Result:
    return Result(
        QUARTER.label,
        QUARTER.since(ZONE),
        QUARTER.until(ZONE),
        812,
        datetime(2026, 10, 2, 3, 4, 5, 678000, UTC),
        (scored(*accounts),),
    )


def test_a_result_read_back_is_written_the_same() -> None:
    given = result(account(kept=Tally(43, 45), failings=("late_entry",)), account("west"))

    again = read(canonical(given))

    assert canonical(again) == canonical(given)
    assert digest(again) == digest(given)
    assert canonical(given).startswith(b'{\n "quarter": "2026Q3",\n')


def test_the_order_in_which_accounts_and_failings_come_does_not_show() -> None:
    east = Account(
        "east",
        "station",
        {"kept": Tally(4, 5)},
        [Failed("b", "QS2", (1,)), Failed("a", "QS1", (2,))],
    )
    west = account("west", kept=Tally(1, 2))
    turned = east._replace(failings=list(reversed(east.failings)))

    assert canonical(result(east, west)) == canonical(result(west, turned))


def test_any_other_count_gives_another_digest() -> None:
    assert digest(result(account(kept=Tally(43, 45)))) != digest(
        result(account(kept=Tally(44, 45)))
    )


def test_units_that_come_to_the_same_do_not_differ() -> None:
    before = scored(account(kept=Tally(40, 50)), account("west", kept=Tally(40, 50)))

    assert difference(before, before) == []


def test_a_difference_names_unit_indicator_and_failing() -> None:
    before = scored(
        account(kept=Tally(40, 50), failings=("late_entry",)),
        account("west", kept=Tally(44, 50)),
    )
    after = scored(account(kept=Tally(45, 50)), account("west", kept=Tally(44, 50)))

    east, west = difference(before, after)

    assert (east.unit, east.before, east.after) == ("east", Decimal("78.00"), Decimal("90.00"))
    assert [one.indicator for one in east.lines] == ["kept"]
    assert [one.number for one in east.failings_gone] == ["QS1"]
    assert east.failings_new == ()
    assert (west.unit, west.rank_before, west.rank_after) == ("west", 1, 2)


def test_a_unit_that_is_only_on_one_side_differs_by_all_it_has() -> None:
    found = difference(scored(), scored(account(kept=Tally(40, 50))))

    assert [(one.unit, one.before, one.after) for one in found] == [
        ("east", None, Decimal("80.00"))
    ]
