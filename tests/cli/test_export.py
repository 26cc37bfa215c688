"""The log comes out as JSON lines: every event, its bytes as they are stored."""

import json
from hashlib import sha256
from pathlib import Path

import msgspec
import pytest

from application.codec import decode
from application.exporting.jsonl import line_of
from application.settings import Settings
from application.store.rows import NewRow
from domain.log.events import LogExported
from tests.cli.conftest import Asked, Linkage
from tests.conftest import Place
from tests.contract.records import Stored, stored

DATA = b'"data":'


@pytest.fixture
def rows(fire: str, place: Place) -> list[Stored]:
    """What is stored before anything is exported."""
    return stored(Settings(data=place.data_dir, database_url=place.database_url))


def test_each_event_is_one_line_that_proves_itself(
    rows: list[Stored], asked: Asked, tmp_path: Path, place: Place
) -> None:
    out = tmp_path / "log.jsonl"

    told = asked("export", "jsonl", "--out", str(out), "--as", "zhou")

    written = out.read_bytes()
    lines = written.splitlines()
    assert len(lines) == len(rows) == told["events"] == told["until"]
    assert told["sha256"] == sha256(written).hexdigest()
    assert [line.split(DATA, 1)[1][:-1] for line in lines] == [row.state for row in rows]
    for line, row in zip(map(json.loads, lines), rows, strict=True):
        assert line["digest"] == row.digest.hex() == sha256(row.state).hexdigest()
        entry = "\n".join(
            str(line[name])
            for name in ("seq", "stream", "version", "topic", "recorded_at", "digest")
        )
        assert line["leaf"] == sha256(b"\x00" + f"{entry}\n".encode()).hexdigest()
    assert "陈某" not in written.decode()

    *before, last = stored(Settings(data=place.data_dir, database_url=place.database_url))
    assert before == rows
    event = decode(last.topic, last.state)
    assert isinstance(event, LogExported)
    assert (event.by, event.form, event.since, event.until) == ("zhou", "jsonl", 0, len(rows))


def test_a_part_of_it_goes_to_the_terminal_as_it_stands_in_the_whole(
    rows: list[Stored], linkage: Linkage
) -> None:
    head = len(rows)

    part = linkage("export", "jsonl", "--since", str(head - 3), "--at", str(head - 1))
    none = linkage("export", "jsonl", "--since", str(head + 9), "--at", str(head))

    assert [json.loads(line)["seq"] for line in part.stdout.splitlines()] == [head - 2, head - 1]
    assert "2 events written" in part.stderr
    assert (none.exit_code, none.stdout) == (0, "")


def test_a_file_that_is_there_is_not_written_over_and_nothing_goes_on_record(
    rows: list[Stored], linkage: Linkage, tmp_path: Path, place: Place
) -> None:
    out = tmp_path / "log.jsonl"
    out.write_text("kept")

    refused = linkage("export", "jsonl", "--out", str(out))

    assert refused.exit_code == 1
    assert str(out) in refused.stderr
    assert [path.name for path in tmp_path.glob("log*")] == ["log.jsonl"]
    assert out.read_text() == "kept"
    assert stored(Settings(data=place.data_dir, database_url=place.database_url)) == rows


def test_lines_and_a_summary_in_json_do_not_go_to_the_same_place(
    centre: None, linkage: Linkage
) -> None:
    assert linkage("export", "jsonl", "--json").exit_code == 2
    assert linkage("export", "jsonl", "--at", "2020-01-01").exit_code == 1


@pytest.mark.parametrize("state", [b'{"at":\n1}', b"{broken", b"\xff\xfe", "text"])
def test_what_somebody_altered_is_shown_and_breaks_no_line(state: bytes) -> None:
    line = line_of(NewRow(7, "a" * 32, 1, "case.noted", state, 1, b"\x01", b"\x02"))
    written = msgspec.json.encode(line)

    assert b"\n" not in written
    assert json.loads(written)["data"] is None
    assert json.loads(written)["bytes"]
