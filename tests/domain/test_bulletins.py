"""Bulletins: which days they are about, who issues them when, and what a year comes to."""

from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from msgspec.structs import replace

from domain import errors
from domain.assessment.score import Scored
from domain.bulletins.figures import Count, Figures, QuarterUsed, UnitPoints, digest
from domain.bulletins.issuing import FOREWORD_MOST, Draft, issue
from domain.bulletins.periods import Kind, before, containing, parse
from domain.bulletins.register import Register, fold
from domain.bulletins.yearly import Scores, mean_of, ranked
from domain.case.events import Actor

SHANGHAI = ZoneInfo("Asia/Shanghai")
LEADER = Actor("li", "centre", "leader")
DECEMBER = datetime(2026, 12, 1, 2, tzinfo=UTC)
NOVEMBER = parse(Kind.MONTHLY, "2026-11")


def figures(kept: int = 3) -> Figures:
    return Figures(
        since=NOVEMBER.since(SHANGHAI),
        until=NOVEMBER.until(SHANGHAI),
        whole=(Count("received", kept, kept),),
    )


def draft(**changes: Any) -> Draft:
    return Draft(NOVEMBER, figures(), 7, DECEMBER)._replace(**changes)


@pytest.mark.parametrize(
    ("kind", "text", "first", "last"),
    [
        (Kind.DAILY, "2028-02-29", date(2028, 2, 29), date(2028, 2, 29)),
        (Kind.MONTHLY, "2026-12", date(2026, 12, 1), date(2026, 12, 31)),
        (Kind.QUARTER, "2026q4", date(2026, 10, 1), date(2026, 12, 31)),
        (Kind.HALF_YEAR, "2026H2", date(2026, 7, 1), date(2026, 12, 31)),
        (Kind.YEAR, " 2026 ", date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_has_its_first_and_its_last_day(
    kind: Kind, text: str, first: date, last: date
) -> None:
    period = parse(kind, text)
    assert (period.first, period.last) == (first, last)
    assert containing(kind, last) == period
    assert before(period).last == date.fromordinal(first.toordinal() - 1)


@pytest.mark.parametrize(
    ("kind", "text"),
    [
        (Kind.DAILY, "2026-02-29"),
        (Kind.DAILY, "2026-11"),
        (Kind.MONTHLY, "2026-13"),
        (Kind.QUARTER, "2026Q5"),
        (Kind.HALF_YEAR, "2026H0"),
        (Kind.YEAR, "1066"),
        (Kind.YEAR, ""),
    ],
)
def test_what_is_no_period_is_refused_with_an_example(kind: Kind, text: str) -> None:
    with pytest.raises(errors.PeriodUnknown) as refused:
        parse(kind, text)
    assert parse(kind, str(refused.value.data["example"]))


def test_half_a_year_holds_two_quarters() -> None:
    assert [one.label for one in parse(Kind.HALF_YEAR, "2026H2").quarters] == ["2026Q3", "2026Q4"]


def test_numbers_run_through_the_year_for_each_kind() -> None:
    register = Register()
    for kept in (1, 2):
        done = issue(register, draft(figures=figures(kept)), DECEMBER, LEADER, SHANGHAI)
        register = fold([done.listed], register)
        assert (done.issued.digest, done.issued.seq) == (digest(figures(kept)), 7)
    assert [one.code for one in register.issued] == ["monthly-2026-1", "monthly-2026-2"]
    assert register.next_number("monthly", 2027) == 1
    assert register.next_number("daily", 2026) == 1


def test_the_year_of_a_number_is_that_of_the_centre_s_clock() -> None:
    eve = datetime(2026, 12, 31, 17, tzinfo=UTC)  # in Shanghai it is the new year
    assert issue(Register(), draft(), eve, LEADER, SHANGHAI).issued.year == 2027


def test_the_same_figures_are_not_issued_twice() -> None:
    done = issue(Register(), draft(), DECEMBER, LEADER, SHANGHAI)
    with pytest.raises(errors.BulletinExists):
        issue(fold([done.listed]), draft(), DECEMBER, LEADER, SHANGHAI)


def test_who_looked_at_other_figures_looks_again() -> None:
    issue(Register(), draft(seen=digest(figures())), DECEMBER, LEADER, SHANGHAI)
    with pytest.raises(errors.FiguresMoved):
        issue(Register(), draft(seen=digest(figures(4))), DECEMBER, LEADER, SHANGHAI)


@pytest.mark.parametrize(
    ("by", "refusal"),
    [
        (Actor("zhang", "centre", "operator"), errors.NotYourRole),
        (Actor("chen", "centre", "supervisor"), errors.NotYourRole),
        (Actor("wang", "pcs", "leader"), errors.NotYourUnit),
    ],
)
def test_only_the_centre_s_leader_issues(by: Actor, refusal: type[errors.DomainError]) -> None:
    with pytest.raises(refusal):
        issue(Register(), draft(), DECEMBER, by, SHANGHAI)


def test_a_month_is_issued_when_it_is_over_and_a_day_in_its_evening() -> None:
    evening = datetime(2026, 11, 30, 10, tzinfo=UTC)
    with pytest.raises(errors.PeriodRunning):
        issue(Register(), draft(), evening, LEADER, SHANGHAI)
    today = draft(period=parse(Kind.DAILY, "2026-11-30"))
    assert issue(Register(), today, evening, LEADER, SHANGHAI).issued.kind == "daily"
    tomorrow = draft(period=parse(Kind.DAILY, "2026-12-01"))
    with pytest.raises(errors.PeriodRunning):
        issue(Register(), tomorrow, evening, LEADER, SHANGHAI)


def test_of_a_quarter_only_its_published_result_is_issued() -> None:
    quarter = parse(Kind.QUARTER, "2026Q3")
    computed = replace(figures(), quarters=(QuarterUsed("2026Q3"),))
    with pytest.raises(errors.QuarterNotPublished):
        issue(Register(), draft(period=quarter, figures=computed), DECEMBER, LEADER, SHANGHAI)
    published = replace(figures(), quarters=(QuarterUsed("2026Q3", "ab"),))
    issue(Register(), draft(period=quarter, figures=published), DECEMBER, LEADER, SHANGHAI)


@pytest.mark.parametrize(
    ("foreword", "refusal"),
    [
        ("请各单位做好稳控工作。", errors.ForbiddenTask),
        ("联系电话13800138000。", errors.PersonInText),
        ("据王小明反映。本人王小明。", errors.NameInText),
        ("长" * (FOREWORD_MOST + 1), errors.WrongValue),
    ],
)
def test_a_foreword_names_nobody_and_gives_no_task_against_anybody(
    foreword: str, refusal: type[errors.DomainError]
) -> None:
    with pytest.raises(refusal) as refused:
        issue(Register(), draft(foreword=foreword), DECEMBER, LEADER, SHANGHAI)
    assert refused.value.data["field"] == "foreword"


# --- the year ---


def scored(unit: str, total: str | None, *, enough: bool = True, of: str = "派出所") -> Scored:
    points = None if total is None else Decimal(total)
    return Scored(unit, of, (), (), points, points, "", enough)


def quarter(label: str, *units: Scored) -> Scores:
    return Scores(label, {one.unit: one for one in units})


def year(*quarters: Scores) -> dict[str, UnitPoints]:
    return {one.code: one for one in ranked(mean_of(quarters))}


def test_a_year_is_the_mean_of_its_quarters_rounded_half_up() -> None:
    found = year(
        quarter("2026Q1", scored("a", "90.00")),
        quarter("2026Q2", scored("a", "90.01")),
    )
    assert found["a"].total == Decimal("90.01")  # of 90.005


def test_a_quarter_in_which_nothing_was_due_counts_neither_way() -> None:
    found = year(
        quarter("2026Q1", scored("a", "80.00"), scored("b", None, enough=False)),
        quarter("2026Q2", scored("a", None, enough=False), scored("b", None, enough=False)),
    )
    assert found["a"].total == Decimal("80.00")
    assert found["b"].total is None
    assert found["b"].rank is None


def test_units_are_ranked_within_their_class_and_share_a_place() -> None:
    units = [
        scored("a", "90.00"),
        scored("b", "90.00"),
        scored("c", "80.00"),
        scored("d", "70.00", of="村"),
    ]
    ranks = {code: one.rank for code, one in year(quarter("2026Q1", *units)).items()}
    assert ranks == {"a": 1, "b": 1, "c": 3, "d": 1}


@pytest.mark.parametrize(("often", "rank"), [(0, None), (1, None), (2, 1), (3, 1)])
def test_ranked_is_who_had_enough_in_more_than_half_of_the_quarters(
    often: int, rank: int | None
) -> None:
    quarters = [quarter(f"2026Q{n}", scored("a", "90.00", enough=n <= often)) for n in (1, 2, 3)]
    assert year(*quarters)["a"].rank == rank
