"""Notes, keys, checkpoints and cosignatures are read and written as the formats have them."""

from base64 import b64encode

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from application.proofs.errors import NoteError
from application.proofs.notes import (
    COSIGNATURE,
    NOTE,
    Checkpoint,
    Note,
    Signer,
    VerifierKey,
    is_signed,
    open_checkpoint,
    parse_line,
)

# The example of the Go project's package for such notes.
PUBLISHED_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
PUBLISHED = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdng"
    "otpRZb6KE6RyyBwJnAM=\n"
)
# The example of the format's own text.
BEHIND_THE_SOFA = (
    "example.com/behind-the-sofa\n20852163\nCsUYapGGPo4dkMgIAUqom/Xajj7h2fB2MPA3j2jxq2I=\n"
)
SECONDS = 1_679_315_147


def signer(name: str = "qs.example/log", kind: int = NOTE) -> Signer:
    return Signer(name, kind, Ed25519PrivateKey.generate())


def signed(log: Signer, size: int = 7) -> str:
    text = Checkpoint(log.name, size, bytes(range(32))).text
    return f"{text}\n{log.sign(text)}"


def test_a_published_note_is_read_checked_and_written_again() -> None:
    key, note = VerifierKey.parse(PUBLISHED_KEY), Note.parse(PUBLISHED)
    assert str(key) == PUBLISHED_KEY
    assert note.signed_by(key) is not None
    assert str(note) == PUBLISHED


def test_a_published_checkpoint_is_read_and_written_again() -> None:
    checkpoint = Checkpoint.parse(BEHIND_THE_SOFA)
    assert (checkpoint.origin, checkpoint.size) == ("example.com/behind-the-sofa", 20852163)
    assert checkpoint.text == BEHIND_THE_SOFA


def test_any_changed_byte_of_a_checkpoint_is_refused() -> None:
    log = signer()
    told = signed(log).encode()
    for place in range(len(told)):
        changed = told[:place] + bytes([told[place] ^ 1]) + told[place + 1 :]
        with pytest.raises(NoteError):
            open_checkpoint(changed.decode(errors="replace"), log.verifier)


def test_a_checkpoint_is_taken_from_its_own_log_only() -> None:
    log, other = signer(), signer("other.example/log")
    with pytest.raises(NoteError):
        open_checkpoint(signed(log), other.verifier)
    text = Checkpoint("other.example/log", 7, bytes(32)).text
    with pytest.raises(NoteError) as refused:
        open_checkpoint(f"{text}\n{log.sign(text)}", log.verifier)
    assert refused.value.code == "other-origin"


def test_a_cosignature_holds_for_its_text_its_time_and_its_witness() -> None:
    witness = signer("audit.example", COSIGNATURE)
    line = parse_line(witness.cosign(BEHIND_THE_SOFA, SECONDS))
    assert line.seconds == SECONDS
    assert is_signed(BEHIND_THE_SOFA, line, witness.verifier)
    later = line._replace(signature=(SECONDS + 1).to_bytes(8, "big") + line.signature[8:])
    assert not is_signed(BEHIND_THE_SOFA, later, witness.verifier)
    assert not is_signed(BEHIND_THE_SOFA.replace("3\n", "4\n"), line, witness.verifier)
    assert not is_signed(BEHIND_THE_SOFA, line, signer("audit.example", COSIGNATURE).verifier)


def test_signatures_of_others_beside_the_logs_are_passed_over() -> None:
    log, witness = signer(), signer("audit.example", COSIGNATURE)
    told = signed(log)
    text = Note.parse(told).text
    checkpoint, note = open_checkpoint(told + witness.cosign(text, SECONDS), log.verifier)
    assert checkpoint.size == 7
    assert [line.name for line in note.lines] == [log.name, witness.name]


@pytest.mark.parametrize(
    "told",
    [
        "",
        "no note",
        "text\n\n",
        "text\n\n- name AAAA\n",
        "text\n\n— name\n",
        "text\n\n— name AAAA\n",
        "a\ttab\n\n— name AAAAAAAA\n",
        "text\n\n— na me AAAAAAAA\n",
        "text\n\n— name AAAAAAAA",
    ],
)
def test_what_is_no_note_is_refused(told: str) -> None:
    with pytest.raises(NoteError):
        Note.parse(told)


@pytest.mark.parametrize("size", ["-1", "+1", "01", "1 ", "", "1e3", "٣"])
def test_a_size_is_written_in_one_way(size: str) -> None:
    root = b64encode(bytes(32)).decode()
    with pytest.raises(NoteError):
        Checkpoint.parse(f"log\n{size}\n{root}\n")


def test_a_key_that_was_not_copied_whole_is_noticed() -> None:
    told = str(signer().verifier)
    for wrong in (told[:-4], told.replace("qs", "qz"), "x", "", "name+12345678+AAAA"):
        with pytest.raises(NoteError):
            VerifierKey.parse(wrong)


def test_a_log_larger_than_any_database_counts_is_no_checkpoint() -> None:
    root = b64encode(bytes(32)).decode()
    assert Checkpoint.parse(f"a\n9223372036854775807\n{root}\n").size == 2**63 - 1
    for size in ("9223372036854775808", "9999999999999999999", "٣"):
        with pytest.raises(NoteError, match="checkpoint-malformed"):
            Checkpoint.parse(f"a\n{size}\n{root}\n")
