"""Where checkpoints are taken to: a folder with the whole tree, an address, a public witness.

A folder gets what C2SP's tlog-tiles puts at a log's address, so that whoever is handed a copy of
it can follow the log without the service: `checkpoint`, `tile/…`, and each checkpoint by its size.
"""

from base64 import b64encode
from collections.abc import Callable
from heapq import nlargest
from pathlib import Path
from typing import Final, NamedTuple

from application.proofs.errors import NoteError
from application.proofs.logtree import LogTree
from application.proofs.notes import MOST_BYTES, SIZE, Checkpoint, Note, parse_line
from application.proofs.tiles import all_tiles, path
from application.signing.holding import begun, replace
from application.signing.posting import post

WITNESS: Final = "witness+"
HTTP: Final = ("http://", "https://")
NEWEST: Final = 64  # cosignatures in a folder that are looked at in one turn


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
    if place.startswith(HTTP):
        post(place, pushing.note)
        return []
    return _to_folder(Path(place), pushing)


def is_told_once(place: str) -> bool:
    """Whether it has nothing to say; folders and witnesses may, at every turn."""
    return place.startswith(HTTP)


def _to_folder(folder: Path, pushing: Pushing) -> list[str]:
    for level, index, width in all_tiles(_there(folder, pushing.since), pushing.size):
        hashes = b"".join(pushing.tree.tile(level, index, width))
        _write(folder / path(level, index, width), hashes)
    _write(folder / "checkpoints" / str(pushing.size), pushing.note.encode())
    _write(folder / "checkpoint", pushing.note.encode())
    return _left(folder / "cosignatures")


def _there(folder: Path, since: int) -> int:
    """How far the folder goes by its own word, where that is less: sticks are swapped and lost."""
    try:
        told = Checkpoint.parse(Note.parse(_begun(folder / "checkpoint")).text)
    except (OSError, ValueError, NoteError):
        return 0
    return min(since, told.size)


def _left(folder: Path) -> list[str]:
    """What witnesses left there of late; anybody may write there, and anything."""
    files = [(one.stat().st_mtime, one) for one in folder.glob("*") if one.is_file()]
    return [_begun(file) for _, file in nlargest(NEWEST, files)]


def _begun(file: Path) -> str:
    return begun(file, MOST_BYTES).decode(errors="replace")


def _write(to: Path, data: bytes) -> None:
    to.parent.mkdir(parents=True, exist_ok=True)
    replace(to, data)


def _to_witness(url: str, pushing: Pushing) -> list[str]:
    """By C2SP's tlog-witness: it says how far it got, and gets the proof from there."""

    def add(old: int) -> tuple[int, str]:
        proof = pushing.tree.consistency(old, pushing.size) if old else []
        lines = "".join(f"{b64encode(one).decode()}\n" for one in proof)
        sent = f"old {old}\n{lines}\n{pushing.note}"
        return post(f"{url.rstrip('/')}/add-checkpoint", sent, CONFLICT, UNPROVEN, *STRANGE)

    answer = _asked_again(add, pushing)
    return [pushing.note + "".join(line for line in answer.splitlines(keepends=True) if _is(line))]


CONFLICT, UNPROVEN = 409, 422
STRANGE: Final = (403, 404)  # by whom, and of which log: it was told of neither


def _asked_again(add: Callable[[int], tuple[int, str]], pushing: Pushing) -> str:
    """Once more from the size the witness names, where it stands elsewhere than we thought.

    Errors: `NoteError` witness-ahead, witness-refuses: it saw what this log is not, so it says;
    witness-strange: it does not look at this log.
    """
    status, answer = add(pushing.since)
    if status in STRANGE:
        raise NoteError("witness-strange", status=status)
    told = answer.removesuffix("\n")
    if status == CONFLICT and SIZE.fullmatch(told):
        if int(told) > pushing.size:
            raise NoteError("witness-ahead", size=int(told))
        status, answer = add(int(told))
    if status in {CONFLICT, UNPROVEN}:
        raise NoteError("witness-refuses", status=status)
    return answer


def _is(line: str) -> bool:
    """A signature line, whoever's; whatever else a witness says is passed over."""
    try:
        return bool(parse_line(line))
    except NoteError:
        return False
