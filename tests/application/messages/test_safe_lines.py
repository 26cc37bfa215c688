"""Over TLS: to who can show a certificate this host trusts, and with the log-in they want."""

import base64
import ssl
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from application.messages import Failed, Outbox
from application.messages.ways import posting
from domain.case.dispatch import Dispatch
from projections.bootstrap import Service
from tests.application.messages.conftest import SECRET, Post, Receiver, Town
from tests.application.messages.leaving import ALL, drip, outside


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Of this machine, signed by itself; certificate and key in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "own.pem"
    closed = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + closed)
    return path


@pytest.fixture
def safe(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


@pytest.fixture(params=[True, False], ids=["trusted", "unknown"])
def trusted(
    request: pytest.FixtureRequest, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[bool]:
    """Whether this host trusts the certificate."""
    if request.param:
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    posting._context.cache_clear()
    yield request.param
    posting._context.cache_clear()


@pytest.fixture
def safe_post(safe: ssl.SSLContext) -> Iterator[Post]:
    with closing(Post(safe)) as found:
        yield found


@pytest.fixture
def said(safe_post: Post) -> Mapping[str, object]:
    return {
        "smtp_host": "127.0.0.1",
        "smtp_port": safe_post.port,
        "smtp_from": "linkage@example.gov.cn",
        "smtp_user": "linkage",
        "smtp_password": "mail word",
    }


def test_a_webhook_over_https_is_for_who_can_show_who_they_are(
    town: Town, outbox: Outbox, service: Service, safe: ssl.SSLContext, trusted: bool
) -> None:
    with closing(Receiver(safe)) as receiver:
        town.set("unit:pcs", "webhook", receiver.address, SECRET)
        number = town.receive()
        town.do(number, Dispatch(unit="pcs", zone="seat"))
        outbox.fill()
        outbox.send_due(ALL)

        one = outside(service, number)
        expected = ("sent", "") if trusted else ("waiting", "certificate")
        assert (one.state, one.why) == expected
        assert len(receiver.came) == trusted


@pytest.mark.parametrize("trusted", [True], indirect=True)
def test_an_answer_that_drips_is_none_over_https_either(
    safe: ssl.SSLContext, trusted: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(posting, "ANSWER_SECONDS", 0.4)
    with closing(Receiver(safe)) as receiver:
        receiver.behave = drip
        with pytest.raises(Failed) as failed:
            posting.post(receiver.address, b"", {}, local=True)
    assert failed.value.why == "timeout"


def test_mail_goes_on_in_tls_and_logs_in_there_only(
    town: Town, outbox: Outbox, service: Service, safe_post: Post, trusted: bool
) -> None:
    town.set("person:wang", "email", "wang@example.gov.cn")
    number = town.receive()
    town.do(number, Dispatch(unit="pcs", zone="seat"))
    outbox.fill()
    outbox.send_due(ALL)

    one = outside(service, number)
    expected = ("sent", "") if trusted else ("waiting", "certificate")
    assert (one.state, one.why) == expected
    assert len(safe_post.mails) == trusted
    told = base64.b64encode(b"\0linkage\0mail word").decode()
    assert safe_post.logins == ([told] if trusted else [])
