"""The report is data for programs and a list for people, in both languages."""

import csv
import json
from pathlib import Path

from application.importing import Refused, Report

LATE = Refused(
    row=3,
    key="=2+3",
    step="Arrive",
    column="arrived",
    code="occurred-before",
    data={
        "at": "2024-03-01T08:00:00+00:00",
        "earliest": "2024-03-01T08:10:00+00:00",
        "what": "dispatch",
    },
)
RARE = Refused(
    row=4, key="7", step="Pause", column="at", code="pause-not-allowed", data={"reason": "x"}
)


def test_reasons_are_told_in_chinese_and_english() -> None:
    assert LATE.en == (
        "The time 2024-03-01T08:00:00+00:00 lies before the dispatch it depends on,"
        " at 2024-03-01T08:10:00+00:00"
    )
    assert LATE.zh.startswith("时间 2024-03-01T08:00:00+00:00 早于")


def test_a_reason_without_a_sentence_is_told_by_its_code_and_data() -> None:
    assert RARE.en == RARE.zh == "pause-not-allowed (reason=x)"


def test_the_list_opens_in_a_spreadsheet_and_holds_no_formula(tmp_path: Path) -> None:
    file = tmp_path / "refused.csv"

    Report(mapping="town", refused=[LATE, RARE]).write_csv(file)

    assert file.read_bytes().startswith(b"\xef\xbb\xbf")
    with file.open(encoding="utf-8-sig", newline="") as opened:
        rows = list(csv.DictReader(opened))
    assert [(row["row"], row["key"], row["code"]) for row in rows] == [
        ("3", "'=2+3", "occurred-before"),
        ("4", "7", "pause-not-allowed"),
    ]


def test_it_is_plain_data() -> None:
    report = Report(mapping="town", rows_read=2, rows_out=1, refused=[LATE, RARE])

    plain = json.loads(json.dumps(report.as_dict()))

    assert plain["refused"][0]["code"] == "occurred-before"
    assert plain["rows_out"] == 1
    assert report.by_code() == {"occurred-before": 1, "pause-not-allowed": 1}
