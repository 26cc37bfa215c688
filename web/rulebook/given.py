"""The text of a file somebody brings: chosen as a file, or typed and changed on the page."""

from flask import request

from web.wording import _

MOST = 400_000  # characters; the longest shipped set has a tenth of that


class Unreadable(Exception):
    """The file is no text, or too long; `text` says so."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        self.text = text


def text() -> str:
    """What was brought; a file goes before the field. Errors: `Unreadable`."""
    chosen = request.files.get("file")
    typed = request.form.get("text", "").replace("\r\n", "\n")
    brought = chosen.stream.read() if chosen is not None and chosen.filename else b""
    found = _decoded(brought) if brought else typed
    if not found.strip():
        raise Unreadable(_("Choose a file, or write its text into the field."))
    if len(found) > MOST:
        raise Unreadable(_("The file is too long. Files of rules are text of some pages."))
    return found


def _decoded(brought: bytes) -> str:
    try:
        return brought.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError:
        raise Unreadable(
            _("The file is no text in UTF-8. Save it as UTF-8 and try again.")
        ) from None
