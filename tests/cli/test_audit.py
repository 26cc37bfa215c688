"""Audit sheets and the search of the log from the command line."""

from collections.abc import Callable
from pathlib import Path
from zipfile import ZipFile

import pytest
from click.testing import Result

from application.settings import Settings
from application.store.sqlite import connect
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place

pytestmark = pytest.mark.parametrize("database", ["sqlite"])  # both are held to it elsewhere
AS_AUDITOR = ("--as", "zhou")
DUE = ("--due", "2099-12-01")


@pytest.fixture
def sheet(fire: str, done: Callable[..., Result]) -> str:
    """The code of a sheet with the fire on it."""
    said = ("--title", "登记抽查", "--aim", "是否及时登记")
    code = done("audit", "open", *said, *AS_AUDITOR).stdout.split()[1]
    drawn = done("audit", "sample", code, "--size", "5", "--seed", "4 2 6", *AS_AUDITOR)
    assert fire in drawn.stdout
    return code


def test_an_audit_goes_its_way_and_is_taken_along(
    fire: str, sheet: str, done: Callable[..., Result], asked: Asked, tmp_path: Path
) -> None:
    found = ("--unit", "@inspection", "--text", "迟登", "--demand", "说明", *DUE)
    done("audit", "finding", sheet, *found, "--case", fire, "--record", "1", *AS_AUDITOR)
    done("audit", "answer", sheet, "1", "--disagree", "--text", "已按期", "--as", "chen")
    again = ("--text", "仍缺依据", *DUE)
    done("audit", "follow", sheet, "1", *again, *AS_AUDITOR)
    done("audit", "answer", sheet, "1", "--text", "已补", "--as", "chen")
    done("audit", "follow", sheet, "1", "--text", "属实", *AS_AUDITOR)
    done("audit", "close", sheet, "--conclusion", "总体及时", *AS_AUDITOR)
    (row,) = asked("audit", "list")
    assert (row["sheet"], row["findings"], row["waiting"]) == (sheet, 1, 0)
    assert row["closed_at"]
    (finding,) = asked("audit", "show", sheet)["findings"]
    assert (finding["state"], len(finding["answers"])) == ("settled", 2)

    for name in ("sheet.docx", "sheet.xlsx"):
        done("audit", "export", sheet, "--out", str(tmp_path / name), *AS_AUDITOR)
    assert "总体及时" in ZipFile(tmp_path / "sheet.docx").read("word/document.xml").decode()


def test_only_auditors_keep_sheets(sheet: str, fire: str, linkage: Linkage, tmp_path: Path) -> None:
    refused = linkage("audit", "examine", sheet, fire, "--as", "li")
    assert (refused.exit_code, "[not-your-role]" in refused.stderr) == (1, True)
    out = str(tmp_path / "sheet.docx")
    assert linkage("audit", "export", sheet, "--out", out, "--as", "li").exit_code == 1
    assert linkage("audit", "export", sheet, "--out", "sheet.pdf", *AS_AUDITOR).exit_code == 2
    assert linkage("audit", "show", "2020-001").exit_code == 1


def test_a_sample_that_does_not_come_out_again_is_told(
    sheet: str, fire: str, linkage: Linkage, done: Callable[..., Result], place: Place
) -> None:
    assert "the same 1 matters" in done("audit", "again", sheet).stdout
    path = Settings(data=place.data_dir).events_path
    connection = connect(str(path))
    for (trigger,) in connection.execute(
        "SELECT name FROM sqlite_master WHERE type='trigger'"
    ).fetchall():
        connection.execute(f"DROP TRIGGER {trigger}")
    changed = "UPDATE stored_events SET state = replace(state, '4 2 6', ?) WHERE topic = ?"
    connection.execute(changed, ("9 9 9", "audit.sampled"))
    other = "UPDATE stored_events SET state = replace(state, ?, 'QS2026-99999') WHERE topic = ?"
    connection.execute(other, (fire, "audit.sampled"))
    connection.close()
    again = linkage("audit", "again", sheet)
    assert (again.exit_code, "QS2026-99999" in again.stderr) == (1, True)


def test_records_are_found_by_what_is_asked(
    sheet: str, fire: str, asked: Asked, linkage: Linkage
) -> None:
    kinds = [row["kind"] for row in asked("events", "--case", fire)]
    assert kinds == ["case.dispatched", "case.received"]
    (drawn,) = asked("events", "--kind", "audit.sampled", "--by", "zhou")
    assert drawn["case"] == ""
    assert {row["case"] for row in asked("events", "--kind", "case.*", "--unit", "pcs")} == {fire}
    assert asked("events", "--lag", "60") == []
    assert len(asked("events", "--limit", "3")) == 3
    assert "these are the latest" in linkage("events", "--limit", "1").stderr
    assert linkage("events", "--kind", "case.flown").exit_code == 2
    assert len(asked("events", "--by", "zhang", *AS_AUDITOR)) == len(kinds)
    assert "[not-your-role]" in linkage("events", "--as", "wang").stderr
