"""Where checkpoints are taken to: a folder with the whole tree, an address, a public witness.

A folder gets what C2SP's tlog-tiles puts at a log's address, so that whoever is handed a copy of
it can follow the log without the service: `checkpoint`, `tile/…`, and each checkpoint by its size.
"""

from base64 import b64encode
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from application.proofs.logtree import LogTree
from application.proofs.notes import Checkpoint, Note
from application.proofs.tiles import all_tiles, path
from application.signing.holding import replace
from application.signing.posting import post

WITNESS = "witness+"


class Pushing(NamedTuple):
    """A note to take somewhere: how far the place had got, and the tree to prove it from."""

    note: str
    since: int
    tree: LogTree

    @property
    def size(self) -> int:
        """How many events the note covers."""
        return Checkpoint.parse(Note.parse(self.note).text).size


def push(place: str, pushing: Pushing) -> list[str]:
    """Take it there; cosignature lines that came back. Errors: `OSError` where that fails."""
    if place.startswith(WITNESS):
        return _to_witness(place.removeprefix(WITNESS), pushing)
    if place.startswith(("http://", "https://")):
        post(place, pushing.note)
        return []
    return _to_folder(Path(place), pushing)


def _to_folder(folder: Path, pushing: Pushing) -> list[str]:
    for level, index, width in all_tiles(pushing.since, pushing.size):
        hashes = b"".join(pushing.tree.tile(level, index, width))
        _write(folder / path(level, index, width), hashes)
    _write(folder / "checkpoints" / str(pushing.size), pushing.note.encode())
    _write(folder / "checkpoint", pushing.note.encode())
    return [file.read_text() for file in sorted(folder.glob("cosignatures/*"))]


def _write(to: Path, data: bytes) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    replace(to, data)


def _to_witness(url: str, pushing: Pushing) -> list[str]:
    """By C2SP's tlog-witness: it says how far it got, and gets the proof from there."""

    def add(old: int) -> tuple[int, str]:
        proof = pushing.tree.consistency(old, pushing.size) if old else []
        lines = "".join(f"{b64encode(one).decode()}\n" for one in proof)
        return post(
            f"{url.rstrip('/')}/add-checkpoint", f"old {old}\n{lines}\n{pushing.note}", CONFLICT
        )

    return _asked_again(add, pushing)


CONFLICT = 409


def _asked_again(add: Callable[[int], tuple[int, str]], pushing: Pushing) -> list[str]:
    """Once more from the size the witness names, where it stands elsewhere than we thought."""
    status, answer = add(pushing.since)
    if status == CONFLICT and answer.strip().isdigit() and int(answer) <= pushing.size:
        status, answer = add(int(answer))
    if status == CONFLICT:
        msg = f"the witness stands at {answer.strip()[:20]}"
        raise OSError(msg)
    return [pushing.note + answer]
