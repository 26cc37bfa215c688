"""How a record says which form it came from, so that nobody can take the form's key away unseen.

The key keeps a form from counting twice; it stands in a table beside the records. The record it led
to bears a digest of it, and what a record says stands in the log's tree. From the digest nobody
can make the key, or tell that two records came from forms alike.
"""

from hashlib import sha256
from typing import Final

DIGITS: Final = 16  # hexadecimal; nobody finds another key for a record that is there


def mark(key: str, stream: str, version: int) -> str:
    """The digest, of the key and the place of the record it led to."""
    return sha256(f"{stream}/{version}/{key}".encode()).hexdigest()[:DIGITS]
