"""Units a file names are put on record, those above before those below."""

from pathlib import Path

import pytest

from application.desk import Desk
from application.importing import Report, parse_mapping, run_import
from application.registry import Units
from application.units import found_unit
from domain.units.events import UnitFounded

MAPPING = """
id = "units"
key = "no"
[times]
zone = "Asia/Shanghai"
[[units]]
code = { column = "unit" }
name = { column = "name" }
level = "village"
parent = { column = "above", otherwise = "centre" }
unless = { unit = "nobody" }
[receive]
at = "at"
track = "hotline"
channel = "phone"
title = "A matter"
received_by = { column = "unit" }
"""
HEAD = "no,at,unit,name,above"


@pytest.fixture
def database() -> str:
    """What is tested here is no business of the database."""
    return "sqlite"


def bring(desk: Desk, tmp_path: Path, *rows: str) -> Report:
    file = tmp_path / "units.csv"
    lines = [f"{n},2024-03-01,{row}" for n, row in enumerate(rows)]
    file.write_text("\n".join([HEAD, *lines]), encoding="utf-8")
    return run_import(desk, file, parse_mapping(MAPPING))


def test_a_unit_above_may_stand_further_down_the_file(desk: Desk, tmp_path: Path) -> None:
    report = bring(desk, tmp_path, "a,Village,b", "b,Town,", "nobody,,", "a,Other name,")

    units = Units(desk.log)
    assert (report.units, report.refused) == (2, [])
    assert (units["a"].parent, units["a"].name, units["b"].parent) == ("b", "Village", "centre")


def test_a_unit_below_nothing_known_or_in_a_circle_is_listed(desk: Desk, tmp_path: Path) -> None:
    report = bring(desk, tmp_path, "a,Village,z", "b,Town,c", "c,Town,b", "d,,")

    listed = [(one.row, one.key, one.step, one.code) for one in report.refused]
    assert listed == [
        (2, "a", "UnitFounded", "unit-unknown"),
        (3, "b", "UnitFounded", "unit-unknown"),
        (4, "c", "UnitFounded", "unit-unknown"),
        (5, "d", "UnitFounded", "field-missing"),
    ]
    assert (report.units, report.cases) == (0, 4)


def test_a_unit_on_record_keeps_its_name(desk: Desk, tmp_path: Path) -> None:
    founded = UnitFounded(
        at=desk.clock(), by="li", code="a", name="First", level="town", parent="centre"
    )
    found_unit(desk, founded)

    report = bring(desk, tmp_path, "a,Second,")

    assert (report.units, Units(desk.log)["a"].name) == (0, "First")
