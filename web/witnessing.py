"""The address of a witness: takes what logs bring it, and answers with a signature or a refusal."""

from collections.abc import Callable, Iterable
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

from application.witnessing.adding import MOST, TEXT, Answer, add_checkpoint
from application.witnessing.witness import Witness

PLACE: Final = "/add-checkpoint"
Start = Callable[[str, list[tuple[str, str]]], object]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


def answering(folder: Path) -> Wsgi:
    """By the witness of a folder; a WSGI application that needs nothing else of the service."""
    witness = Witness(folder)

    def answer(environ: dict[str, Any], start: Start) -> Iterable[bytes]:
        found = _answer(witness, environ)
        told = found.text.encode()
        status = f"{found.status} {HTTPStatus(found.status).phrase}"
        start(status, [("Content-Type", found.kind), ("Content-Length", str(len(told)))])
        return [told]

    return answer


def _answer(witness: Witness, environ: dict[str, Any]) -> Answer:
    if environ["PATH_INFO"] != PLACE:
        return _said(HTTPStatus.NOT_FOUND)
    if environ["REQUEST_METHOD"] != "POST":
        return _said(HTTPStatus.METHOD_NOT_ALLOWED)
    told = environ.get("CONTENT_LENGTH") or str(MOST + 1)  # or until its last part
    sent = environ["wsgi.input"].read(min(int(told), MOST + 1))
    if len(sent) > MOST:
        return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    return add_checkpoint(witness, sent)


def _said(status: HTTPStatus) -> Answer:
    return Answer(status, f"{status.phrase}\n", TEXT)
