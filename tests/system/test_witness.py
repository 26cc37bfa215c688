"""A witness as a process of its own: killed at any moment it signs on, and takes nothing back."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from application.desk import Desk
from application.migrate import migrate
from application.proofs.notes import VerifierKey
from application.proofs.trust import admit_witness
from application.settings import Settings
from application.signing.running import Turn, Turns
from application.witnessing.witness import Witness
from tests.signed import begin

pytestmark = pytest.mark.system
PATIENCE = 15  # seconds to listen
ROOT = Path(__file__).parents[2]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@contextmanager
def serving(folder: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """`linkage witness serve`, in a group of processes of its own."""
    told = ["witness", "serve", "--folder", str(folder), "--port", str(port)]
    process = subprocess.Popen(
        [sys.executable, "-c", "from web.cli import main; main()", *told],
        cwd=ROOT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    try:
        _listens(port)
        yield process
    finally:
        kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """With all that it started, as a power cut does."""
    if process.poll() is None:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def _listens(port: int) -> None:
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            time.sleep(0.05)
        else:
            return
    pytest.fail("it does not listen")


def test_killed_and_started_anew_it_goes_on_from_what_it_saw(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path / "data")
    migrate(settings)
    witness, port = Witness(tmp_path / "auditor"), free_port()
    witness.begin("audit.example", begin(settings))
    with closing(Desk(settings)) as desk:
        admit_witness(desk, str(witness.key), "op")
        turn = turning(settings, f"witness+http://127.0.0.1:{port}")
        with serving(witness.folder, port) as process:
            assert turn().cosigned == ["audit.example"]
            kill(process)
            admit_witness(desk, str(VerifierKey("another", 4, bytes(32))), "op")
            missed = turn()
            assert (missed.signed.new, missed.cosigned, len(missed.missed)) == (True, [], 1)
        with serving(witness.folder, port):
            again = turn()
    assert (again.cosigned, again.missed) == (["audit.example"], [])
    last = witness.seen()[0].last()
    assert last is not None
    assert last.size == again.signed.size


def turning(settings: Settings, place: str) -> Callable[[], Turn]:
    """One turn of a signer that has that place, each by a signer begun anew."""
    told = Settings(data=settings.data, checkpoint_places=place)

    def turn() -> Turn:
        with closing(Turns(told)) as turns:
            return turns.turn()

    return turn
