"""`linkage serve` as a real process."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import Result

from application.codec import decode
from application.log import Log
from application.settings import Settings
from tests.cli.conftest import Linkage
from tests.conftest import Place

PATIENCE = 60


@pytest.fixture
def port() -> int:
    """A port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        found: int = probe.getsockname()[1]
        return found


@pytest.fixture
def served(centre: None, port: int, tmp_path: Path) -> Iterator[Path]:
    """The service running with two workers; gives the file it prints to."""
    printed = tmp_path / "printed.txt"
    command = [sys.executable, "-c", "from web.cli import main; main()"]
    with printed.open("wb") as out:
        process = subprocess.Popen(
            [*command, "serve", "--port", str(port), "--workers", "2"],
            stdout=out,
            stderr=subprocess.STDOUT,
            cwd=Path(__file__).parents[2],
            env=dict(os.environ),
        )
        yield printed
        process.send_signal(signal.SIGTERM)
        assert process.wait(PATIENCE) == 0


@pytest.mark.system
def test_it_says_where_it_is_and_answers_there(served: Path, port: int) -> None:
    address = f"http://127.0.0.1:{port}"

    page = _get(f"{address}/login")

    assert "登录" in page
    assert address in served.read_text(encoding="utf-8")
    assert "linkage user list" in served.read_text(encoding="utf-8")


@pytest.mark.system
@pytest.mark.usefixtures("served")
def test_beside_the_pages_time_is_kept_by_one_of_its_processes(
    forgotten: str, place: Place
) -> None:
    # given a fire the police were sent to hours ago, then pages served by two processes
    log = Log(Settings(data=place.data_dir, database_url=place.database_url))
    deadline = time.monotonic() + PATIENCE
    # when somebody waits for what time demands
    rules: list[str] = []
    while "leader.emergency" not in rules:
        assert time.monotonic() < deadline, rules
        time.sleep(0.1)
        events = [decode(row.topic, row.state) for row in log.stream(forgotten)]
        kept = [event for event in events if event.by.user == "timekeeper"]
        rules = [event.rule for event in kept if event.kind == "arrive"]
    log.close()
    # then each act stands once, in order
    assert rules == [
        "urge.emergency",
        "head.emergency",
        "centre.emergency",
        "urge.emergency",
        "urge.emergency",
        "leader.emergency",
    ]


def _get(address: str) -> str:
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            with urllib.request.urlopen(address, timeout=PATIENCE) as answer:  # noqa: S310 - our own
                text: str = answer.read().decode()
                return text
        except urllib.error.URLError:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_a_port_in_use_is_said_before_anything_starts(
    done: Callable[..., Result], linkage: Linkage, port: int
) -> None:
    done("migrate")
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", port))
        taken.listen()

        result = linkage("serve", "--port", str(port))

    assert result.exit_code == 1
    assert "--port" in result.stderr
