"""Text goes out compressed: units read these pages over bad lines.

What a page repeats of an address can't be used to guess at the token of its forms by measuring
the size of answers: another site's requests come without our cookie, which is SameSite=Lax.
"""

import gzip
from functools import lru_cache
from typing import Final

from flask import Flask, Response, request

from web.security import is_static

KINDS: Final = frozenset({"text/html", "text/css", "text/javascript", "image/svg+xml"})
SHORTEST: Final = 1_000  # bytes; less is not worth the work
FAST, SMALL = 4, 9


def init_app(app: Flask) -> None:
    """For whoever says they can read it."""
    app.after_request(compress)


def compress(response: Response) -> Response:
    """Files once and small, pages each time and fast."""
    if response.mimetype not in KINDS or not request.accept_encodings["gzip"]:
        return response
    response.vary.add("Accept-Encoding")
    if response.status_code in {204, 304} or request.method == "HEAD":
        return response
    response.direct_passthrough = False
    data = response.get_data()
    if len(data) < SHORTEST:
        return response
    response.set_data(_file(data) if is_static(request.endpoint) else gzip.compress(data, FAST))
    response.headers["Content-Encoding"] = "gzip"
    return response


@lru_cache(maxsize=32)
def _file(data: bytes) -> bytes:
    return gzip.compress(data, SMALL)
