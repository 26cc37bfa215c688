"""Names that stand for people in one export, and in no other."""

import hmac
import secrets
from collections.abc import Iterable

from domain.case.events import Actor
from domain.case.rights import NOBODY

LENGTH = 16  # hex digits
SECRET = 32  # bytes


class Pseudonyms:
    """Keyed by a secret that is made for one export and kept nowhere.

    The same person has the same name within the export, and nobody can tell by two exports, or by
    a list of account names, who it is.
    """

    def __init__(self, secret: bytes = b"") -> None:
        self._secret = secret or secrets.token_bytes(SECRET)

    def of(self, actor: Actor) -> str:
        """The name for who acted; "" where it was no account: the reporter, or the timekeeper."""
        if actor.role in NOBODY or not actor.user:
            return ""
        return self.named(actor.user)

    def named(self, user: str) -> str:
        """The name for an account."""
        return hmac.new(self._secret, user.encode(), "sha256").hexdigest()[:LENGTH]

    def of_all(self, actors: Iterable[Actor]) -> set[str]:
        """The names for all who acted."""
        return {self.of(actor) for actor in actors} - {""}
