"""What a browser keeps of a visit: one random token, and for a moment what it is to be told."""

import secrets
from hashlib import sha256
from typing import Any, cast

from flask import Flask, Request, Response
from flask import session as _session
from flask.sessions import SecureCookieSession, SessionInterface
from itsdangerous import BadSignature, URLSafeTimedSerializer

COOKIE = "linkage"
NOTES = "linkage-notes"
NOTES_KEPT = 300  # seconds between a form and the page it leads to, on the worst line
TOKEN_LENGTH = len(secrets.token_urlsafe(32))


class PageSession(SecureCookieSession):
    """One visit. Forms are bound to the token, so a form of another session is refused."""

    def __init__(self, token: str, notes: list[Any]) -> None:
        """`token` is what the browser sent, or "" when it sent none."""
        self.fresh = not token
        self.noted = bool(notes)
        self.token = token or secrets.token_urlsafe(32)
        super().__init__({"_flashes": notes} if notes else {})
        self["csrf_token"] = form_secret(self.token)
        self.accessed = self.modified = False

    def take(self, token: str) -> None:
        """Go on under another token; every form given out before is void."""
        self.token = token or secrets.token_urlsafe(32)
        self.fresh = True
        self["csrf_token"] = form_secret(self.token)


def form_secret(token: str) -> str:
    """What forms of a session are recognised by; it doesn't give the token away."""
    return sha256(f"form of {token}".encode()).hexdigest()


def current() -> PageSession:
    """The visit this request belongs to."""
    return cast("PageSession", _session)


class PageSessions(SessionInterface):
    """Reads and writes the two cookies; who holds a token is asked of the accounts."""

    def __init__(self, *, secure: bool, key: str) -> None:
        """`secure`: cookies travel by https only."""
        self._name = f"__Host-{COOKIE}" if secure else COOKIE
        self._options: dict[str, Any] = {"httponly": True, "samesite": "Lax", "secure": secure}
        self._signer = URLSafeTimedSerializer(key, salt="notes")

    def open_session(self, app: Flask, request: Request) -> PageSession:  # noqa: ARG002 - Flask's
        """The visit a request belongs to."""
        token = request.cookies.get(self._name, "")
        return PageSession(token if len(token) == TOKEN_LENGTH else "", self._notes(request))

    def save_session(self, app: Flask, session: Any, response: Response) -> None:  # noqa: ARG002
        """Cookies that changed; a request that needs none (a style sheet) gets none."""
        if session.fresh and session.accessed:
            response.set_cookie(self._name, session.token, **self._options)
        notes = [(category, str(text)) for category, text in session.get("_flashes", [])]
        if notes:
            kept = self._signer.dumps(notes)
            response.set_cookie(NOTES, str(kept), max_age=NOTES_KEPT, **self._options)
        elif session.noted:
            response.delete_cookie(NOTES, **self._options)

    def _notes(self, request: Request) -> list[Any]:
        kept = request.cookies.get(NOTES)
        if kept is None:
            return []
        try:
            return [tuple(note) for note in self._signer.loads(kept, max_age=NOTES_KEPT)]
        except BadSignature:
            return []
