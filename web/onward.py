"""Where somebody may be sent on to: within this service only."""

from urllib.parse import urlsplit


def local_path(target: str) -> str:
    """A path of this service, or "": nobody is sent elsewhere by a link to the log-in page."""
    parts = urlsplit(target) if "\\" not in target else None
    if parts is None or parts.scheme or parts.netloc or not target.startswith("/"):
        return ""
    return "" if target.startswith("//") or not target.isprintable() else target
