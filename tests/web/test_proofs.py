"""Checkpoints on pages: for auditors, for the world, on papers."""

from collections.abc import Callable
from io import BytesIO

import docx
import pytest
from flask import Flask

from application.bulletins import issue_bulletin
from application.proofs.checkpoints import Checkpoints
from application.proofs.notes import COSIGNATURE, Note, open_checkpoint, parse_line
from application.proofs.trust import admit_witness, log_key, name_signer, trusted
from application.settings import Settings
from application.signing.keyfile import make_key
from domain.bulletins.issuing import Draft
from domain.bulletins.periods import Kind, containing
from projections.bootstrap import Service
from tests.signed import begin, sign
from tests.tampering import change
from tests.web.conftest import Desk, MovableClock, Visitor, acting
from web.bulletins.draft import drafted

LogIn = Callable[[str], Visitor]
PAGE = "/audit/proofs"


@pytest.fixture
def note(service: Service, settings: Settings, desk: Desk, clock: MovableClock) -> str:
    """A case, and a checkpoint that covers it, by the key that was named."""
    desk.receive("老街起火")
    name_signer(service.desk, str(begin(settings)), "root")
    return sign(settings, clock).note


def test_before_there_is_a_checkpoint_the_page_says_what_to_do(logged_in: LogIn) -> None:
    auditor = logged_in("zhou")
    assert "linkage signer init" in auditor.get(PAGE).text
    assert auditor.get("/log/checkpoint").status_code == 404
    assert auditor.get("/log/vkey").status_code == 404


def test_auditors_see_what_is_covered_and_what_is_not_yet(
    logged_in: LogIn, note: str, desk: Desk
) -> None:
    auditor = logged_in("zhou")
    size = int(Note.parse(note).text.split("\n")[1])
    auditor.get("/language/en")
    desk.receive("巷口积水")
    page = auditor.get(PAGE).text
    assert f"the first {size} records" in page
    assert "1 record" in page
    assert "<svg" in page
    assert Note.parse(note).text.split("\n")[2] in page.replace("&#43;", "+")


def test_a_checkpoint_kept_outside_fits_until_a_record_is_changed(
    logged_in: LogIn, note: str, settings: Settings
) -> None:
    auditor = logged_in("zhou")
    auditor.get("/language/en")

    def asked(text: str) -> str:
        return auditor.client.get(PAGE, query_string={"note": text}).text

    assert "It fits" in asked(note)
    assert "It fits" in asked(note.replace("\n", "\r\n"))
    forged = note.replace("\n", "\n1", 1)
    assert "not signed by a key of this log" in asked(forged)
    refused = auditor.client.get(PAGE, query_string={"note": note[:60]})
    assert refused.status_code == 422
    assert "no whole checkpoint" in refused.text
    assert note[:20] in refused.text
    seq = "notification_id" if settings.database_url else "rowid"
    zero = "'\\x00'" if settings.database_url else "zeroblob(32)"
    change(settings, f"UPDATE stored_events SET leaf = {zero} WHERE {seq} = 3")
    assert "IT DOES NOT FIT" in asked(note)


def test_what_somebody_planted_beside_the_log_is_told_and_breaks_no_page(
    logged_in: LogIn, note: str, service: Service, settings: Settings
) -> None:
    auditor, found = logged_in("zhou"), Checkpoints(settings, log=service.desk.log)
    size = note.split("\n")[1]
    found.keep(note.replace(f"\n{size}\n", "\n9000\n") + f"— {'s' * 60} AAAAAAAA\n" * 60)
    change(settings, "INSERT INTO cosignatures VALUES (9000, 'x', 'no signature', 1)")
    page = auditor.get(PAGE)
    assert page.status_code == 200
    assert "不是由已确认的签署密钥签名" in page.text
    assert "no signature" in page.text


def test_the_world_gets_the_checkpoint_and_its_hashes_and_no_record(
    visitor: Visitor, note: str, service: Service
) -> None:
    answer = visitor.get("/log/checkpoint")
    assert (answer.status_code, answer.text) == (200, note)
    assert answer.content_type == "text/plain; charset=utf-8"
    size = int(note.split("\n")[1])
    assert visitor.get(f"/log/checkpoints/{size}").text == note
    assert len(visitor.get(f"/log/tile/0/000.p/{size}").data) == 32 * size
    for beyond in (f"0/000.p/{size + 1}", "0/000", "1/000.p/1", "0/001", "0/x", "99/000.p/1"):
        assert visitor.get(f"/log/tile/{beyond}").status_code == 404
    assert visitor.get("/log/tile/entries/000").status_code == 404
    for huge in (2**63, 10**30):  # more than a database counts
        assert visitor.get(f"/log/checkpoints/{huge}").status_code == 404
        assert visitor.get(f"/log/tile/0/000.p/{huge}").status_code == 404
        assert visitor.get(f"/log/tile/{huge}/000").status_code == 404
    assert service.desk.log.head() >= size


def test_a_witness_hands_its_cosignature_back_and_a_stranger_does_not(
    visitor: Visitor, note: str, service: Service, settings: Settings
) -> None:
    key = make_key(settings.data.parent / "witness.key", "audit.example", COSIGNATURE)
    line = key.cosign(Note.parse(note).text, 1_800_000_000)

    def handed(text: str) -> int:
        return visitor.client.post("/log/cosignature", data=text.encode()).status_code

    assert handed(note + line) == 422
    admit_witness(service.desk, str(key.verifier), "root")
    assert handed(note) == 422
    assert handed("nonsense") == 422
    assert handed(note.replace("\n", "\n99999999999999999", 1)) == 422
    assert handed(note.replace("\n", "\n9999999999999999", 1)) == 422
    assert handed(note + line.replace("A", "B")) == 422
    assert handed(note + line) == 200
    assert handed(note + line) == 200
    told = visitor.get("/log/checkpoint").text
    assert told == note + line
    assert parse_line(told.splitlines(keepends=True)[-1]).seconds == 1_800_000_000


@pytest.fixture
def bulletin(note: str, service: Service, desk: Desk, clock: MovableClock, app: Flask) -> str:
    """The code of a brief issued after the checkpoint."""
    assert note
    desk.receive("巷口积水")
    with app.test_request_context():
        drawn = drafted(containing(Kind.DAILY, clock().date()))
    draft = Draft(drawn.period, drawn.figures, drawn.seq, drawn.as_of, "")
    return issue_bulletin(service.desk, draft, acting("li"))


def test_an_issued_bulletin_bears_the_checkpoint_that_covers_it(
    logged_in: LogIn, bulletin: str, service: Service, settings: Settings, clock: MovableClock
) -> None:
    auditor = logged_in("zhou")
    auditor.get("/language/en")
    page = f"/bulletins/issued/{bulletin}"
    assert "not signed for yet" in auditor.get(page).text
    covering = sign(settings, clock)
    shown = auditor.get(page).text
    assert "is covered by it" in shown
    assert covering.note.split("\n")[2] in shown.replace("&#43;", "+")
    key = log_key(trusted(service.desk.log))
    assert key is not None
    document = docx.Document(BytesIO(auditor.get(f"{page}.docx").data))
    picture = document.inline_shapes[0]
    told = picture._inline.docPr.get("descr")
    assert open_checkpoint(told, key)[0].size == covering.size
