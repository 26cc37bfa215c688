"""Percentiles and rates from the command line."""

from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.cli.conftest import Asked, Linkage


@pytest.fixture
def arrived(fire: str, asked: Asked) -> str:
    """The police have come."""
    asked("case", "do", fire, "Arrive", "--as", "wang", "dispatch=1")
    return fire


def test_percentiles_are_seconds_between_two_moments(arrived: str, asked: Asked) -> None:
    found = asked("percentiles", "--from", "dispatched", "--to", "arrived")

    assert (found["n"], found["missing"]) == (1, 0)
    assert 0 <= found["p50"] == found["p99"] < 60


def test_a_stretch_that_has_a_name_is_the_same(arrived: str, asked: Asked) -> None:
    named = asked("percentiles", "--clock", "arrive")

    assert named == asked("percentiles", "--from", "dispatched", "--to", "arrived")


def test_percentiles_are_narrowed_and_bounded_by_receipt(arrived: str, asked: Asked) -> None:
    def n(*narrowing: str) -> int:
        found: int = asked("percentiles", "--clock", "arrive", *narrowing)["n"]
        return found

    assert n("--unit", "pcs") == 1
    assert n("--unit", "sfs") == 0
    assert n("--until", "2020-01-01") == 0


@pytest.mark.parametrize(
    "question",
    [(), ("--from", "received"), ("--clock", "arrive", "--from", "received", "--to", "closed")],
)
def test_what_is_asked_has_to_be_said_in_one_way(
    centre: None, linkage: Linkage, question: tuple[str, ...]
) -> None:
    assert linkage("percentiles", *question).exit_code == 2


def test_a_moment_nobody_knows_is_refused_with_those_there_are(
    centre: None, linkage: Linkage
) -> None:
    result = linkage("percentiles", "--from", "received", "--to", "landed")

    assert result.exit_code == 1
    assert "arrived" in result.stderr


def test_rates_say_how_many_of_how_many(fire: str, asked: Asked) -> None:
    rates = {one["rate"]: one for one in asked("rates")}

    assert (rates["registration"]["numerator"], rates["registration"]["denominator"]) == (1, 1)
    assert rates["registration"]["per_cent"] == 100
    assert rates["registration"]["too_few"] is True
    assert rates["closure"]["per_cent"] is None


def test_rates_are_split_by_unit(fire: str, asked: Asked) -> None:
    groups = {one["group"] for one in asked("rates", "--by", "unit")}

    assert groups == {"centre"}


def test_units_are_not_shown_what_single_reporters_answered(fire: str, asked: Asked) -> None:
    shown = {one["rate"] for one in asked("rates", "--as", "wang")}

    assert "arrival" in shown
    assert "satisfied" not in shown


def test_figures_are_printed_in_the_words_of_the_pages(arrived: str, linkage: Linkage) -> None:
    rates = linkage("rates", "--by", "unit", "--lang", "zh").stdout
    percentiles = linkage("percentiles", "--clock", "arrive", "--lang", "zh").stdout

    assert "及时登记率" in rates
    assert "青石镇联动中心" in rates
    assert "秒" in percentiles


def test_rates_are_counted_as_of_an_earlier_event(fire: str, asked: Asked) -> None:
    seq = asked("replay", fire)["history"][0]["seq"]

    before = {one["rate"]: one for one in asked("rates", "--at", str(seq - 1))}

    assert before["registration"]["denominator"] == 0


@pytest.mark.parametrize("at", ["999", "2999-01-01"])
def test_no_figure_is_told_of_a_moment_to_come(fire: str, linkage: Linkage, at: str) -> None:
    told = linkage("rates", "--at", at)
    assert (told.exit_code, "Give a" in told.stderr) == (1, True)


def test_each_kind_of_time_limit_has_its_percentiles(
    arrived: str, asked: Asked, linkage: Linkage
) -> None:
    # given what has not fallen due yet, which does not count
    assert asked("percentiles", "--limits") == []
    # when all is asked of at a later time, by the log
    result = linkage("percentiles", "--limits", "--lang", "zh")
    assert result.exit_code == 0
    assert "仍未办成" in result.stdout
    assert linkage("percentiles", "--limits", "--clock", "arrive").exit_code == 2


def test_rates_are_split_by_class_group_and_time(fire: str, asked: Asked) -> None:
    def groups(*question: str) -> set[str]:
        found = asked("rates", "--from", "2026-01-01", "--to", "2030-12-31", *question)
        return {one["group"] for one in found if one["rate"] == "registration"}

    assert groups("--by", "class") == {""}
    (year,) = groups("--by", "year")
    assert groups("--by", "quarter").pop().startswith(f"{year}Q")
    assert len(groups("--by", "group")) == 1


def test_rates_go_into_files_for_office_programs(
    fire: str, linkage: Linkage, tmp_path: Path
) -> None:
    for name in ("rates.csv", "rates.xlsx"):
        assert linkage("rates", "--output", str(tmp_path / name)).exit_code == 0
    lines = (tmp_path / "rates.csv").read_text("utf-8-sig").splitlines()
    sheet = load_workbook(tmp_path / "rates.xlsx").active
    assert sheet is not None
    cells = [str(one) for one in next(sheet.iter_rows(min_row=2, values_only=True))[2:4]]
    assert lines[1].split(",")[2:4] == cells == ["1", "1"]
    assert linkage("rates", "--format", "xlsx").exit_code == 2


def test_what_rates_can_not_be_split_or_narrowed_by_is_said(centre: None, linkage: Linkage) -> None:
    unknown = linkage("rates", "--group", "moon")
    endless = linkage("rates", "--by", "day", "--to", "2026-12-31")
    assert (unknown.exit_code, endless.exit_code) == (1, 1)
    assert "moon" in unknown.stderr
    assert "62" in endless.stderr


@pytest.mark.parametrize(
    "command", ["flow", "rates", "ledger cases", "percentiles --limits", "workload"]
)
def test_a_unit_that_is_mistyped_gives_no_figures_of_nothing(
    fire: str, linkage: Linkage, command: str
) -> None:
    refused = linkage(*command.split(), "--unit", "pcx")

    assert refused.exit_code == 1
    assert "pcx" in refused.stderr
    assert "[unit-unknown]" in refused.stderr


@pytest.mark.parametrize(
    "command",
    [("rates",), ("percentiles", "--limits"), ("workload",), ("ledger", "cases"), ("flow",)],
)
def test_a_category_that_is_mistyped_or_a_group_gives_no_figures_of_nothing(
    fire: str, linkage: Linkage, command: tuple[str, ...]
) -> None:
    assert linkage(*command, "--category", "A01").exit_code == 0
    mistyped = linkage(*command, "--category", "a01")
    assert mistyped.exit_code == 1
    assert "[category-unknown]" in mistyped.stderr
    group = linkage(*command, "--category", "A")
    assert group.exit_code == 1
    assert "A01, A02" in group.stderr
