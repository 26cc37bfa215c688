"""How counts become points, a score, a band and a place: exact, and never a zero for nothing."""

from dataclasses import dataclass
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.assessment.model import Indicator, ScoringRules, Step
from domain.assessment.score import Account, Scored, Tally, score
from domain.case.failings import Failing
from tests.domain.assessment.given import account, deduction, indicator, rules

MINUTE = 60_000


def scored(given_rules: ScoringRules, *accounts: Account) -> Scored:
    return score(given_rules, accounts)[0]


@dataclass
class Case:
    name: str
    indicator: Indicator
    tally: Tally
    points: str


WORKED = [
    Case("ratio", indicator(points="25"), Tally(43, 45), "23.89"),
    Case("half up", indicator(points="1"), Tally(1, 8), "0.13"),
    Case("all", indicator(points="25"), Tally(45, 45), "25.00"),
    Case("none", indicator(points="25"), Tally(0, 45), "0.00"),
    Case(
        "basically counts 0.9",
        indicator(points="20", partly=Decimal("0.9")),
        Tally(40, 50, 10),
        "15.60",
    ),
    Case("inverse", indicator(points="5", inverse=True), Tally(3, 60), "4.75"),
    Case("inverse is clamped", indicator(points="5", inverse=True), Tally(70, 60), "0.00"),
    Case(
        "threshold reached",
        indicator(points="10", way="threshold", target=Decimal("0.98")),
        Tally(98, 100),
        "10.00",
    ),
    Case(
        "threshold missed",
        indicator(points="10", way="threshold", target=Decimal("0.98")),
        Tally(97, 100),
        "0.00",
    ),
    Case(
        "band",
        indicator(
            points="10",
            way="band",
            steps=(
                Step(at_least=Decimal("0.6"), gives=Decimal("0.5")),
                Step(at_least=Decimal("0.9"), gives=Decimal(1)),
            ),
        ),
        Tally(89, 100),
        "5.00",
    ),
    Case(
        "percentile within",
        indicator(points="8", way="percentile", within_minutes=20, none_at_minutes=40),
        Tally(0, 31, 0, 20 * MINUTE),
        "8.00",
    ),
    Case(
        "percentile between",
        indicator(points="8", way="percentile", within_minutes=20, none_at_minutes=40),
        Tally(0, 31, 0, 25 * MINUTE),
        "6.00",
    ),
    Case(
        "percentile far out",
        indicator(points="8", way="percentile", within_minutes=20),
        Tally(0, 31, 0, 20 * MINUTE + 1),
        "0.00",
    ),
]


@pytest.mark.parametrize("case", WORKED, ids=lambda case: case.name)
def test_an_indicator_gives_points(case: Case) -> None:
    found = scored(rules(case.indicator), account(kept=case.tally))

    assert found.lines[0].points == Decimal(case.points)


def test_what_was_not_due_counts_neither_way() -> None:
    given_rules = rules(indicator("a", "60"), indicator("b", "40"))

    found = scored(given_rules, account(a=Tally(45, 60)))

    assert found.lines[1].points is None
    assert found.total == Decimal("75.00")


def test_a_unit_nothing_was_due_from_has_no_score_and_no_place() -> None:
    found = scored(
        rules(indicator(), deductions=(deduction(Failing.LATE_ENTRY, "2"),)),
        account(failings=("late_entry",)),
    )

    assert (found.total, found.band, found.rank) == (None, "", None)


def test_failings_take_points_off_never_more_than_there_are() -> None:
    given_rules = rules(
        indicator(points="100"),
        deductions=(
            deduction(Failing.LATE_ENTRY, "2", most="3"),
            deduction(Failing.PASSED_ROUND, "50"),
        ),
    )

    once = scored(given_rules, account(kept=Tally(50, 50), failings=("late_entry",) * 2))
    often = scored(given_rules, account(kept=Tally(50, 50), failings=("passed_round",) * 3))

    assert once.total == Decimal("97.00")
    assert [(one.failing, one.times, one.points) for one in once.deducted] == [
        ("late_entry", 2, Decimal("3.00"))
    ]
    assert often.total == Decimal("0.00")


def test_duties_are_all_points_less_what_failings_take() -> None:
    given_rules = rules(
        indicator("a", "40"),
        indicator(
            "duties",
            "60",
            measure="",
            way="duties",
            deductions=(deduction(Failing.NOTICE_MISSED, "5"),),
        ),
    )

    found = scored(given_rules, account(a=Tally(40, 40), failings=("notice_missed",) * 3))
    idle = scored(given_rules, account())

    assert found.lines[1].points == Decimal("45.00")
    assert found.total == Decimal("85.00")
    assert idle.total is None


@pytest.mark.parametrize(
    ("kept", "band"),
    [(100, "excellent"), (90, "excellent"), (89, "good"), (80, "good"), (60, "pass"), (59, "fail")],
)
def test_a_score_lies_in_a_band_that_is_open_above(kept: int, band: str) -> None:
    assert scored(rules(indicator(points="100")), account(kept=Tally(kept, 100))).band == band


def test_units_are_ranked_within_their_class_and_share_a_place() -> None:
    given_rules = rules(indicator(points="100"))
    units = [
        account("a", kept=Tally(90, 100)),
        account("b", kept=Tally(45, 50)),
        account("c", kept=Tally(80, 100)),
        account("d", kept=Tally(29, 29)),  # too few
        account("e", kept=Tally(70, 100))._replace(unit_class="office"),
    ]

    places = {one.unit: one.rank for one in score(given_rules, units)}

    assert places == {"a": 1, "b": 1, "c": 3, "d": None, "e": 1}


@given(
    st.lists(
        st.tuples(st.integers(0, 300), st.integers(0, 300)).map(
            lambda two: Tally(min(two), max(two))
        ),
        min_size=3,
        max_size=3,
    ),
    st.integers(0, 40),
)
def test_a_score_lies_between_none_and_all_points(tallies: list[Tally], failed: int) -> None:
    given_rules = rules(
        indicator("a", "33.3"),
        indicator("b", "33.3", inverse=True),
        indicator("c", "33.4", partly=Decimal("0.9")),
        deductions=(deduction(Failing.LATE_ENTRY, "1.5"),),
    )

    found = scored(
        given_rules,
        account(a=tallies[0], b=tallies[1], c=tallies[2], failings=("late_entry",) * failed),
    )

    if not any(one.due for one in tallies):
        assert found.total is None
    else:
        assert found.total is not None
        assert Decimal(0) <= found.total <= Decimal(100)
