"""Bulletins from the command line."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import docx
import pytest
from openpyxl import load_workbook

from application.clock import system_clock
from tests.cli.conftest import Asked, Linkage


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("forgotten")
def test_a_bulletin_is_read_issued_listed_taken_along_and_proven(
    asked: Asked, linkage: Linkage, tmp_path: Path
) -> None:
    # given a draft of the day the case came in
    then = system_clock() - timedelta(hours=5)
    day = f"{then.astimezone(ZoneInfo('Asia/Shanghai')):%Y-%m-%d}"
    draft = asked("bulletin", "show", "daily", day)
    assert ["received", 1, 1] in draft["figures"]["whole"]
    assert "Daily brief of" in linkage("bulletin", "show", "daily", day).stdout
    # as of the record before it there was none
    before = int(draft["seq"]) - 3
    earlier = asked("bulletin", "show", "daily", day, "--at", str(before))
    assert earlier["seq"] == before
    assert ["received", 1, 1] not in earlier["figures"]["whole"]
    # when the leader issues it
    refused = linkage("bulletin", "issue", "daily", day, "--as", "chen")
    assert (refused.exit_code, "[not-your-role]" in refused.stderr) == (1, True)
    done = linkage("bulletin", "issue", "daily", day, "--as", "li", "--foreword", "请对照办理。")
    year = f"{system_clock().astimezone(ZoneInfo('Asia/Shanghai')):%Y}"
    code = f"daily-{year}-1"
    assert done.stdout == f"Issued as {code}.\n"
    # then it is listed, is the same as a file, and comes out again from the log
    (row,) = asked("bulletin", "list")
    assert (row["bulletin"], row["period"], row["by"]) == (code, day, "li")
    assert linkage("bulletin", "show", code, "--check").exit_code == 0
    assert linkage("bulletin", "show", code, "--at", "3").exit_code == 2
    word, sheet = tmp_path / "brief.docx", tmp_path / "brief.xlsx"
    assert linkage("bulletin", "word", code, "--output", str(word)).exit_code == 0
    assert linkage("bulletin", "xlsx", code, "--output", str(sheet)).exit_code == 0
    assert "请对照办理。" in [one.text for one in docx.Document(str(word)).paragraphs]
    assert load_workbook(sheet).sheetnames[1] == "Workload by unit"
    again = linkage("bulletin", "word", code, "--output", str(word))
    assert (again.exit_code, "there already" in again.stderr) == (1, True)


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
@pytest.mark.usefixtures("centre")
def test_what_there_is_not_is_said(linkage: Linkage) -> None:
    for what, told in (
        ("monthly-2026-9", "[bulletin-unknown]"),
        ("monthly", "[period-unknown]"),
        ("monthly 2999-01", "has not begun"),
    ):
        answer = linkage("bulletin", "show", *what.split())
        assert (answer.exit_code, told in answer.stderr) == (1, True)
