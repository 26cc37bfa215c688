"""The query code of a case: what the reporter asks with, and nobody can tell from the number.

Eight characters of Crockford's base 32, which has no I, L, O and U, so that a code can be read out
over a phone. It is derived, never stored: whoever holds the centre's key can tell it again.
"""

import hmac
import re
from hashlib import sha256

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
BITS = 5
PURPOSE = b"linkage-center query code"

_LOOK_ALIKE = str.maketrans("ILO", "110")
_PARTING = re.compile(r"[\s-]+")


def query_code(kek: bytes, case_id: str) -> str:
    """The code of a case under the centre's key-encryption key, such as "7K3QW0ZC"."""
    secret = hmac.digest(kek, PURPOSE, sha256)
    digest = hmac.digest(secret, case_id.encode(), sha256)
    number = int.from_bytes(digest) >> (8 * sha256().digest_size - BITS * LENGTH)
    return "".join(ALPHABET[number >> BITS * place & 0x1F] for place in reversed(range(LENGTH)))


def written(code: str) -> str:
    """The code as it is printed, in two groups: "7K3Q-W0ZC"."""
    return f"{code[:4]}-{code[4:]}"


def read(text: str) -> str:
    """The code somebody typed: any case, with or without dashes, look-alikes put right."""
    return _PARTING.sub("", text).upper().translate(_LOOK_ALIKE)


def fits(kek: bytes, case_id: str, text: str) -> bool:
    """Whether a typed code is the case's, compared in constant time."""
    return hmac.compare_digest(query_code(kek, case_id).encode(), read(text).encode())
