"""Records of another system, brought in from the command line."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import Result

from tests.cli.conftest import Asked, Linkage

MAPPING = """
id = "calls"
title = "Calls"
key = "number"

[file]
format = "csv"

[times]
zone = "Asia/Shanghai"

[receive]
at = "called"
track = "emergency"
channel = "phone"
title = { column = "what" }

[[steps]]
do = "Note"
at = "called"
label = { column = "remark" }
"""
CALLS = """number,called,what,remark,unused
1,2026-03-01 08:00:00,路灯不亮,已转办,a
2,2026-03-01 09:00:00,电动车起火,已处置,b
3,no time at all,水管爆裂,已报修,c
"""


@pytest.fixture
def files(tmp_path: Path) -> tuple[str, str]:
    """A file of calls, one of them without a time, and its mapping."""
    calls, mapping = tmp_path / "calls.csv", tmp_path / "calls.toml"
    calls.write_text(CALLS, encoding="utf-8")
    mapping.write_text(MAPPING, encoding="utf-8")
    return str(calls), str(mapping)


def test_records_come_in_once_and_what_does_not_is_listed(
    centre: None, asked: Asked, files: tuple[str, str], tmp_path: Path
) -> None:
    calls, mapping = files
    report = tmp_path / "refused.csv"

    first = asked("import", calls, "--mapping", mapping, "--report", str(report))
    again = asked("import", calls, "--mapping", mapping)

    assert (first["cases"], first["rows_in"], first["rows_out"]) == (2, 2, 1)
    assert (again["cases"], again["repeated"]) == (0, 2)
    with report.open(encoding="utf-8-sig") as file:
        (refused,) = csv.DictReader(file)
    assert refused["row"] == "4"
    titles = {row["title"] for row in asked("ledger", "cases")}
    assert titles == {"路灯不亮", "电动车起火"}


def test_the_report_is_printed_with_reasons(
    centre: None, done: Callable[..., Result], files: tuple[str, str]
) -> None:
    calls, mapping = files

    printed = done("import", calls, "--mapping", mapping).stdout

    assert "3 rows read; 2 cases came in" in printed
    assert "unused" in printed
    assert "1 refusals" in printed


def test_a_trial_keeps_nothing(centre: None, asked: Asked, files: tuple[str, str]) -> None:
    calls, mapping = files

    tried = asked("import", calls, "--mapping", mapping, "--dry-run")

    assert tried["cases"] == 2
    assert asked("ledger", "cases") == []


def test_refusals_fail_the_command_only_when_asked_to(
    centre: None, linkage: Linkage, files: tuple[str, str]
) -> None:
    calls, mapping = files

    assert linkage("import", calls, "--mapping", mapping).exit_code == 0
    assert linkage("import", calls, "--mapping", mapping, "--strict").exit_code == 1


def test_a_mapping_that_is_wrong_is_refused_before_anything_comes_in(
    centre: None, linkage: Linkage, files: tuple[str, str], tmp_path: Path
) -> None:
    wrong = tmp_path / "wrong.toml"
    wrong.write_text(MAPPING.replace('track = "emergency"', 'track = "moon"'), encoding="utf-8")

    result = linkage("import", files[0], "--mapping", str(wrong))

    assert result.exit_code == 1
    assert "moon" in result.stderr


def test_a_file_that_is_not_there_is_a_wrong_call(centre: None, linkage: Linkage) -> None:
    assert linkage("import", "nothing.csv", "--mapping", "sffd").exit_code == 2
