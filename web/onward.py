"""Where somebody may be sent on to: within this service only."""

from urllib.parse import urlsplit


def local_path(target: str) -> str:
    """A path of this service, or "": nobody is sent elsewhere by a link to the log-in page."""
    if not target.startswith("/") or target.startswith("//"):
        return ""
    if "\\" in target or not target.isprintable():
        return ""
    parts = urlsplit(target)
    return "" if parts.scheme or parts.netloc else target
