"""Where a witness gets a log's checkpoint and tiles: its address, or a folder copied from it."""

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from application.proofs.errors import Refused
from application.proofs.notes import MOST_BYTES
from application.proofs.tiles import WIDTH, path
from application.proofs.tree import HASH
from application.signing.holding import begun, replace
from application.signing.posting import fetch, post

Read = Callable[[str], bytes]


class Source(NamedTuple):
    """A log from outside. `hand_back` takes a cosigned note to where it came from."""

    read: Read
    hand_back: Callable[[str, str], object]  # file name, note

    def checkpoint(self) -> str:
        """The log's last word. Errors: `Refused` source-silent."""
        try:
            return self.read("checkpoint").decode()
        except (OSError, ValueError) as error:
            raise Refused("source-silent", why=str(error)) from None

    def tile(self, level: int, index: int, width: int) -> list[bytes]:
        """So many first hashes of a tile; a full one will do where the part is gone."""
        found = self._tile(level, index, width)
        return [found[start : start + HASH] for start in range(0, width * HASH, HASH)]

    def _tile(self, level: int, index: int, width: int) -> bytes:
        for wanted in dict.fromkeys((width, WIDTH)):
            try:
                found = self.read(path(level, index, wanted))
            except OSError:
                continue
            if len(found) == wanted * HASH:
                return found
        raise Refused("source-silent", why=path(level, index, width))


def source(place: str) -> Source:
    """An address that begins with http, or a folder."""
    if place.startswith(("http://", "https://")):
        address = place.rstrip("/")
        return Source(
            lambda part: fetch(f"{address}/{part}"),
            lambda _, note: post(f"{address}/cosignature", note),
        )
    folder = Path(place)
    return Source(
        lambda part: begun(folder / part, MOST_BYTES), lambda name, note: _put(folder, name, note)
    )


def _put(folder: Path, name: str, note: str) -> None:
    to = folder / "cosignatures" / name
    to.parent.mkdir(parents=True, exist_ok=True)
    replace(to, note.encode())
