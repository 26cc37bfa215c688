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

from tests.cli.conftest import Linkage

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
