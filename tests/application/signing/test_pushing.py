"""The signer brings checkpoints to witnesses; what hostile ones answer stops it from nothing."""

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from application.desk import Desk
from application.proofs.notes import VerifierKey
from application.proofs.trust import admit_witness
from application.settings import Settings
from application.signing import posting
from application.signing.running import Missed, Turn, Turns
from application.witnessing.witness import Witness
from tests.application.signing.answering import served
from tests.signed import begin
from web.cli.proving import WRONG
from web.witnessing import answering

DRIP = 0.05  # seconds between two bytes


@contextmanager
def hostile(answer: Callable[[socket.socket], object]) -> Iterator[str]:
    """The address of somebody who answers anything at all."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(5)

        def one() -> None:
            while True:
                try:
                    line, _ = server.accept()
                except OSError:
                    return
                with line:
                    line.recv(65536)
                    answer(line)

        thread = threading.Thread(target=one)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.getsockname()[1]}"
        finally:
            server.shutdown(socket.SHUT_RDWR)
            thread.join()


def turn(on_files: Settings, *places: str) -> Turn:
    settings = Settings(data=on_files.data, checkpoint_places=" ".join(places))
    with closing(Turns(settings)) as turns:
        return turns.turn()


@pytest.fixture
def witness(on_files: Settings, tmp_path: Path) -> Witness:
    own = Witness(tmp_path / "auditor")
    own.begin("audit.example", begin(on_files))
    return own


def grow(desk: Desk, name: str) -> None:
    admit_witness(desk, str(VerifierKey(name, 4, bytes(32))), "op")


def test_a_witness_is_brought_the_proof_and_its_signature_is_kept(
    on_files: Settings, desk: Desk, witness: Witness
) -> None:
    with served(answering(witness.folder)) as at:
        place = f"witness+{at}/"
        first = turn(on_files, place)
        assert (first.pushed, first.missed) == ([], [Missed(place, "no-witness")])
        admit_witness(desk, str(witness.key), "op")
        for name in ("a", "b", "c"):
            grow(desk, name)
        second = turn(on_files, place)
        assert (second.cosigned, second.pushed) == (["audit.example"], [place])
        assert turn(on_files, place).missed == []
    last = witness.seen()[0].last()
    assert last is not None
    assert last.size == second.signed.size == desk.log.head()
    assert turn(on_files, place).missed != []  # nobody is there; and it is said


def test_a_witness_that_saw_more_or_something_else_raises_the_alarm(
    on_files: Settings, desk: Desk, witness: Witness
) -> None:
    admit_witness(desk, str(witness.key), "op")
    with served(answering(witness.folder)) as at:
        turn(on_files, f"witness+{at}")
        ahead = hostile(said(b"409 Conflict", b"99\n"))
        fork = hostile(said(b"422 No", b"unproved\n"))
        strange = hostile(said(b"404 Not Found", b"log-unknown\n"))
        with ahead as before, fork as beside, strange as nobody:
            done = turn(on_files, *(f"witness+{one}" for one in (before, beside, nobody)))
    why = [one.why for one in done.missed]
    assert why == ["witness-ahead", "witness-refuses", "witness-strange"]
    assert set(why) <= set(WRONG)


def said(status: bytes, body: bytes) -> Callable[[socket.socket], object]:
    told = b"HTTP/1.1 %s\r\nContent-Length: %d\r\n\r\n%s" % (status, len(body), body)
    return lambda line: line.sendall(told)


RUBBISH = [
    b"",
    b"\xff\x00 nonsense\r\n\r\n",
    b"HTTP/1.1 409 Conflict\r\n\r\n\xc2\xb2",
    b"HTTP/1.1 409 Conflict\r\n\r\n" + b"9" * 60_000,
    b"HTTP/1.1 409 Conflict\r\n\r\n0\n",
    b"HTTP/1.1 409 Conflict\r\nContent-Length: 70\r\n\r\n0\n",
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
    b"HTTP/1.1 200 OK\r\n\r\n\n\n\xe2\x80\x94 a b\n",
    b"HTTP/1.1 200 OK\r\n\r\n" + "— audit.example AAAAAAAAAA==\n".encode() * 2_000,
    b"HTTP/1.1 302 Found\r\nLocation: file:///etc/hostname\r\n\r\n",
    b"HTTP/1.1 200 OK\r\n" + b"X: y\r\n" * 200 + b"\r\n",
]


def test_whatever_a_witness_answers_the_log_is_signed(
    on_files: Settings, desk: Desk, witness: Witness
) -> None:
    admit_witness(desk, str(witness.key), "op")
    for number, answer in enumerate(RUBBISH):
        grow(desk, f"w{number}")
        with hostile(lambda line, told=answer: line.sendall(told)) as at:  # type: ignore[misc]
            done = turn(on_files, f"witness+{at}")
        assert (done.signed.size, done.signed.new) == (desk.log.head(), True)
        assert (len(done.missed), done.cosigned) == (1, [])


def test_who_answers_byte_for_byte_holds_the_signer_up_no_longer_than_allowed(
    on_files: Settings, witness: Witness, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert witness.key
    monkeypatch.setattr(posting, "AT_MOST", 4 * DRIP)

    def drip(line: socket.socket) -> None:
        line.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        for _ in range(round(3 / DRIP)):
            try:
                line.sendall(b"x")
            except OSError:
                return
            time.sleep(DRIP)

    with hostile(drip) as at:
        began = time.monotonic()
        done = turn(on_files, f"witness+{at}")
        assert time.monotonic() - began < 2
    assert len(done.missed) == 1


def test_an_address_is_told_once_and_a_new_stick_gets_everything(
    on_files: Settings, desk: Desk, witness: Witness, tmp_path: Path
) -> None:
    told: list[int] = []
    stick = tmp_path / "stick"

    def answers(environ: dict[str, Any], start: Any) -> list[bytes]:
        told.append(int(environ["CONTENT_LENGTH"]))
        start("200 OK", [])
        return [b""]

    grow(desk, "a")
    with served(answers) as at:
        for _ in range(2):
            turn(on_files, at, str(stick))
    assert len(told) == 1
    stick.rename(tmp_path / "full")
    turn(on_files, str(stick))
    assert sorted(path.name for path in stick.rglob("*") if path.is_file()) == sorted(
        path.name for path in (tmp_path / "full").rglob("*") if path.is_file()
    )
    assert witness.key


def test_what_lies_in_a_folder_harms_nobody(
    on_files: Settings, witness: Witness, tmp_path: Path
) -> None:
    left = tmp_path / "stick" / "cosignatures"
    left.mkdir(parents=True)
    (left / "binary").write_bytes(b"\xff\xfe\x00")
    (left / "large").write_bytes(b"x" * 200_000)
    (left / "folder").mkdir()
    (left / "size").write_text("a\n9999999999999999999\nAAAA\n\n— a AAAAAAAA\n")
    done = turn(on_files, str(left.parent))
    assert (done.missed, done.cosigned) == ([], [])
    assert witness.key
