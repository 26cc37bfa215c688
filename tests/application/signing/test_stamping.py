"""Time stamps are had from a real authority's program, over HTTP, and openssl reads them."""

import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing
from hashlib import sha512
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from application.desk import Desk
from application.settings import Settings
from application.signing.running import Turns
from application.signing.stamping import QUERY, stamp
from tests.application.signing.answering import served
from tests.signed import begin

NOTE = b"note\n"
OPENSSL = shutil.which("openssl") or ""
pytestmark = pytest.mark.skipif(not OPENSSL, reason="openssl is not here")
CONFIGURATION = """
[tsa]
default_tsa = here
[here]
serial = {folder}/serial
signer_cert = {folder}/cert.pem
signer_key = {folder}/key.pem
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = {digests}
[req]
distinguished_name = whose
x509_extensions = stamping
[whose]
[stamping]
extendedKeyUsage = critical, timeStamping
"""


class Authority(NamedTuple):
    """A time stamp authority's folder, and how it answers."""

    folder: Path

    def run(self, *told: str) -> subprocess.CompletedProcess[bytes]:
        return subprocess.run([OPENSSL, *told], cwd=self.folder, capture_output=True, check=False)

    def configure(self, digests: str = "sha256, sha384, sha512") -> str:
        path = self.folder / "ts.cnf"
        path.write_text(CONFIGURATION.format(folder=self.folder, digests=digests))
        return str(path)

    def reply(self, query: bytes) -> bytes:
        (self.folder / "query").write_bytes(query)
        told = ("-config", "ts.cnf", "-queryfile", "query", "-out", "reply")
        assert self.run("ts", "-reply", *told).returncode == 0
        return (self.folder / "reply").read_bytes()

    def answers(self, environ: dict[str, Any], start: Any) -> list[bytes]:
        assert environ["CONTENT_TYPE"] == QUERY["Content-Type"]
        query = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start("200 OK", [("Content-Type", "application/timestamp-reply")])
        return [self.reply(query)]

    def vouches(self, token: bytes, note: str) -> bool:
        """What an auditor does with a token, by openssl alone."""
        (self.folder / "token").write_bytes(token)
        (self.folder / "note").write_text(note)
        told = ("-in", "token", "-data", "note", "-CAfile", "cert.pem")
        return self.run("ts", "-verify", *told).returncode == 0


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return made_in(tmp_path_factory.mktemp("authority"))


def made_in(folder: Path) -> Authority:
    made = Authority(folder)
    (made.folder / "serial").write_text("01")
    made.configure()
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-keyout", "key.pem")
    told = ("-x509", "-subj", "/CN=TSA", "-days", "2", "-out", "cert.pem", "-config", "ts.cnf")
    assert made.run("req", *key, *told).returncode == 0
    return made


@pytest.fixture
def address(authority: Authority) -> Iterator[str]:
    with served(authority.answers) as at:
        yield at


def test_a_checkpoint_is_stamped_once_and_openssl_verifies_it(
    on_files: Settings, desk: Desk, authority: Authority, address: str
) -> None:
    assert desk.log.head()
    begin(on_files)
    ca = str(authority.folder / "cert.pem")
    settings = Settings(data=on_files.data, time_stamp_url=address, time_stamp_ca=ca)
    with closing(Turns(settings)) as turns:
        first, second = turns.turn(), turns.turn()
        ((name, token, _),) = turns.signer.checkpoints.time_stamps(first.signed.size)
    assert (first.missed, first.pushed, second.pushed) == ([], [address], [])
    assert address.endswith(name)
    assert authority.vouches(token, first.signed.note)
    assert not authority.vouches(token, first.signed.note + " ")


Broken = Callable[[Authority, bytes], bytes]
BROKEN: dict[str, Broken] = {
    "of something else": lambda authority, query: authority.reply(
        query.replace(sha512(NOTE).digest(), bytes(64))
    ),
    "of an earlier question": lambda authority, _: authority.reply(_asked_before(authority)),
    "none": lambda _, __: b"",
    "rubbish": lambda _, __: b"0\x82\xff\xff" * 400,
    "cut off": lambda authority, query: authority.reply(query)[:-30],
}


def _asked_before(authority: Authority) -> bytes:
    (authority.folder / "data").write_bytes(NOTE)
    authority.run("ts", "-query", "-data", "data", "-sha512", "-cert", "-out", "other")
    return (authority.folder / "other").read_bytes()


@pytest.mark.parametrize("how", BROKEN)
def test_what_is_no_stamp_of_the_note_is_not_taken(authority: Authority, how: str) -> None:
    def answers(environ: dict[str, Any], start: Any) -> list[bytes]:
        query = environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"]))
        start("200 OK", [])
        return [BROKEN[how](authority, query)]

    with served(answers) as at, pytest.raises(OSError, match=r"stamp|response|parse|ASN|decode"):
        stamp(at, NOTE.decode())


def test_a_stamp_with_another_signature_or_by_somebody_else_is_not_taken(
    authority: Authority, address: str, tmp_path: Path
) -> None:
    def forges(environ: dict[str, Any], start: Any) -> list[bytes]:
        reply = authority.reply(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))
        start("200 OK", [])
        return [reply[:-1] + bytes([reply[-1] ^ 1])]

    own, other = authority.folder / "cert.pem", made_in(tmp_path).folder / "cert.pem"
    assert stamp(address, NOTE.decode(), str(own)).token
    with served(forges) as at, pytest.raises(OSError, match="not of the authority"):
        stamp(at, NOTE.decode(), str(own))
    for ca in (other, authority.folder / "serial"):
        with pytest.raises(OSError, match="not of the authority"):
            stamp(address, NOTE.decode(), str(ca))
    with pytest.raises(OSError, match="No such file"):
        stamp(address, NOTE.decode(), str(tmp_path / "none.pem"))


def test_an_authority_that_grants_none_says_so(authority: Authority, address: str) -> None:
    authority.configure("sha1")
    with pytest.raises(OSError, match="no time stamp was granted"):
        stamp(address, NOTE.decode())
    authority.configure()
