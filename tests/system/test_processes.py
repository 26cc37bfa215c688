"""Real processes: killed at any moment nothing is lost or doubled; a full disk is said plainly."""

import os
import random
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from application.desk import Act, Desk
from application.migrate import migrate
from application.proofs import digest, leaf
from application.settings import Settings
from projections.bootstrap import open_service
from projections.compare import compare
from tests.contract.records import stored
from tests.system.writer import CALL, DESK

pytestmark = pytest.mark.system
WRITER = Path(__file__).with_name("writer.py")
ROOT = Path(__file__).parents[2]
ROUNDS = 5


@pytest.fixture
def settings(data_dir: Path, database_url: str) -> Settings:
    """The settings of a migrated place."""
    settings = Settings(data=data_dir, database_url=database_url)
    migrate(settings)
    return settings


def start_writer(settings: Settings, first: int) -> subprocess.Popen[str]:
    """A process of its own that writes from this number on."""
    arguments = [str(settings.data), settings.database_url, str(first)]
    return subprocess.Popen(
        [sys.executable, str(WRITER), *arguments],
        stdout=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    )


def kill_amid(writer: subprocess.Popen[str], seconds: float) -> tuple[int, int]:
    """Kill it so long after its first word: the last number sent, and the last one recorded."""
    assert writer.stdout is not None
    lines = [writer.stdout.readline()]
    time.sleep(seconds)
    writer.kill()
    lines += writer.stdout.read().splitlines()
    writer.wait()
    writer.stdout.close()
    first = int(lines[0].split()[1])
    return last("sent", lines), last("recorded", lines, none=first - 1)


def last(word: str, lines: list[str], none: int = 0) -> int:
    """The number of the last whole line that begins so."""
    numbers = [int(line.split()[1]) for line in lines if line.startswith(f"{word} ")]
    return max(numbers, default=none)


def check_store(settings: Settings) -> None:
    """Positions dense, times in order, each digest and leaf as computed anew."""
    rows = stored(settings)
    assert [row.seq for row in rows] == list(range(1, len(rows) + 1))
    assert [row.recorded for row in rows] == sorted(row.recorded for row in rows)
    for row in rows:
        state_digest = digest(bytes(row.state))
        proof = leaf(row.seq, row.stream, row.version, row.topic, row.recorded, state_digest)
        assert (bytes(row.digest), bytes(row.leaf)) == (state_digest, proof)


def received(desk: Desk, number: int) -> str:
    """The case of a form, sent once more as a browser would after an answer that never came."""
    return desk.receive(CALL, Act(by=DESK, key=f"case-{number}")).case_id


def test_a_writer_killed_at_any_moment_loses_and_doubles_nothing(settings: Settings) -> None:
    moments = random.Random(7)
    sent = 0
    for _ in range(ROUNDS):
        writer = start_writer(settings, sent + 1)
        sent, recorded = kill_amid(writer, moments.uniform(0.05, 0.6))
        assert sent - recorded in (0, 1)
        with closing(Desk(settings)) as desk:
            topics = [row.topic for row in stored(settings)]
            for number in range(max(1, recorded - 3), sent + 1):
                received(desk, number)  # what was recorded isn't recorded again
            assert topics.count("case.received") in (sent - 1, sent)
        check_store(settings)
    received_in_all = [row for row in stored(settings) if row.topic == "case.received"]
    assert len(received_in_all) == sent
    service = open_service(settings)
    service.close()
    assert list(compare(settings)) == []


def test_two_writers_killed_one_after_the_other_do_not_disturb_each_other(
    settings: Settings,
) -> None:
    first, second = start_writer(settings, 1), start_writer(settings, 100_001)
    sent_first, recorded_first = kill_amid(first, 0.5)
    sent_second, recorded_second = kill_amid(second, 0.5)
    check_store(settings)
    topics = [row.topic for row in stored(settings)]
    done = recorded_first + recorded_second - 100_000
    assert done <= topics.count("case.received") <= done + 2
    assert (sent_first, sent_second) >= (recorded_first, recorded_second)


def limited(limit: int) -> Callable[[], None]:
    """Set in the child: no file may grow beyond so many bytes, as on a disk that is full."""

    def limit_files() -> None:
        import signal  # noqa: PLC0415 - in the child only

        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit))

    return limit_files


def test_a_full_disk_is_said_plainly_and_leaves_nothing_half_written(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    settings = Settings(data=tmp_path / "data")
    migrate(settings)
    with closing(Desk(settings)) as desk:
        received(desk, 0)
    grown = max(path.stat().st_size for path in settings.data.glob("events.db*"))
    run = subprocess.run(
        [sys.executable, str(WRITER), str(settings.data), "", "1"],
        capture_output=True,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        preexec_fn=limited(grown + 200_000),
        check=False,
        timeout=120,
    )
    assert run.returncode != 0
    told = run.stderr.strip().splitlines()[-1]
    assert "OperationalError" in told
    assert "disk" in told
    recorded = last("recorded", run.stdout.splitlines())
    assert recorded > 0
    check_store(settings)
    with closing(Desk(settings)) as desk:  # with room again it goes on where it was
        cases = [received(desk, number) for number in range(recorded + 2)]
        assert len(set(cases)) == len(cases)
        for number, case in enumerate(cases[1 : recorded + 1], start=1):
            assert desk.load(case).history[1].label == f"{number}"  # type: ignore[attr-defined]
    check_store(settings)
