"""The log's public address, as C2SP's tlog-tiles has it: checkpoint and hashes, nothing else.

No entry is handed out; a hash of one says nothing to who doesn't have it. A witness hands its
cosignature back here: the signature itself says whether it may.
"""

from typing import Final

from flask import Response, abort, request

from application.proofs.checkpoints import Checkpoints, Kept
from application.proofs.cosigning import take
from application.proofs.errors import NoteError
from application.proofs.logtree import LogTree
from application.proofs.notes import LARGEST, MOST_BYTES
from application.proofs.tiles import WIDTH, hashes, parse_path
from application.proofs.trust import trusted
from web.proofs.routes import UNPROCESSABLE, blueprint
from web.service import service, settings

TEXT: Final = "text/plain; charset=utf-8"
LEVELS: Final = 8  # of tiles: more than any log will have
BYTES: Final = "application/octet-stream"


def checkpoints() -> Checkpoints:
    """Those of this service's log, read by its connections."""
    return Checkpoints(settings(), service().desk.clock, service().desk.log)


@blueprint.get("/log/checkpoint")
def checkpoint() -> Response:
    """The last one, with what witnesses signed."""
    return _note(checkpoints().last())


@blueprint.get("/log/checkpoints/<int:size>")
def earlier(size: int) -> Response:
    """The one of so many events."""
    return _note(checkpoints().at(size) if size <= LARGEST else None)


def _note(kept: Kept | None) -> Response:
    if kept is None:
        abort(404)
    return Response(kept.cosigned, content_type=TEXT)


@blueprint.get("/log/vkey")
def vkey() -> Response:
    """The key the log signs with: to compare with the one that was handed over, not to trust."""
    key = trusted(service().desk.log).signer
    if not key:
        abort(404)
    return Response(f"{key}\n", content_type=TEXT)


@blueprint.get("/log/tile/<int:level>/<path:place>")
def tile(level: int, place: str) -> Response:
    """The hashes of a tile, as far as the last checkpoint goes."""
    last, found = checkpoints().last(), parse_path(place)
    if last is None or found is None:
        abort(404)
    index, width = found
    if level > LEVELS or index * WIDTH + width > hashes(level, last.size):
        abort(404)
    try:
        hashed = LogTree(settings(), service().desk.log).tile(level, index, width)
    except IndexError:
        abort(404)
    return Response(b"".join(hashed), content_type=BYTES)


@blueprint.post("/log/cosignature")
def cosignature() -> Response:
    """A checkpoint of this log with a line of an admitted witness."""
    told = request.stream.read(MOST_BYTES).decode(errors="replace")
    try:
        taken = take(checkpoints(), service().desk.log, told)
    except NoteError as error:
        return Response(f"{error.code}\n", UNPROCESSABLE, content_type=TEXT)
    return Response(f"{taken.size} {', '.join(taken.witnesses)}\n", content_type=TEXT)
