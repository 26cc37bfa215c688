"""The query code of a case: what the reporter asks with, and nobody can tell from the number.

Eight characters of Crockford's base 32, which has no I, L, O and U, so that a code can be read out
over a phone. It is derived from a secret of its own, which the key store keeps: codes are nowhere
written down, and outlive a change of the key-encryption key.
"""

import hmac
import re
from hashlib import sha256
from unicodedata import normalize

PURPOSE = "query-code"  # under which `Keyring.secret` keeps what codes are made of
ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH = 8
BITS = 5

_LOOK_ALIKE = str.maketrans("ILO", "110")
_PARTING = re.compile(r"[\s‐-―-]+")


def query_code(secret: bytes, case_id: str) -> str:
    """The code of a case under the centre's secret for codes, such as "7K3QW0ZC"."""
    digest = hmac.digest(secret, case_id.encode(), sha256)
    number = int.from_bytes(digest) >> (8 * sha256().digest_size - BITS * LENGTH)
    return "".join(ALPHABET[number >> BITS * place & 0x1F] for place in reversed(range(LENGTH)))


def written(code: str) -> str:
    """The code as it is printed, in two groups: "7K3Q-W0ZC"."""
    return f"{code[:4]}-{code[4:]}"


def read(text: str) -> str:
    """The code somebody typed: any case and width, dashes or none, look-alikes put right."""
    return _PARTING.sub("", normalize("NFKC", text)).upper().translate(_LOOK_ALIKE)


def fits(secret: bytes, case_id: str, text: str) -> bool:
    """Whether a typed code is the case's, compared in constant time."""
    return hmac.compare_digest(query_code(secret, case_id).encode(), read(text).encode())
