"""What each stored event proves itself by: the digest of its bytes and its leaf in the log's tree.

The leaf is RFC 6962's leaf hash, SHA-256 of 0x00 and the entry; the entry is plain text, one value
a line, so that anyone can build it again: position, aggregate, version, topic, time of recording
in milliseconds, SHA-256 of the stored bytes in hex.
"""

from hashlib import sha256

LEAF = b"\x00"


def digest(state: bytes) -> bytes:
    """SHA-256 of the stored bytes."""
    return sha256(state).digest()


def entry(
    seq: int, stream: str, version: int, topic: str, recorded: int, state_digest: bytes
) -> bytes:
    """What the leaf of an event is the hash of."""
    return f"{seq}\n{stream}\n{version}\n{topic}\n{recorded}\n{state_digest.hex()}\n".encode()


def leaf(
    seq: int, stream: str, version: int, topic: str, recorded: int, state_digest: bytes
) -> bytes:
    """The RFC 6962 leaf hash of an event."""
    return sha256(LEAF + entry(seq, stream, version, topic, recorded, state_digest)).digest()
