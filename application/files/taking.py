"""Takes a file in: what it is, told by its content; what it may not hold, refused or removed."""

from hashlib import sha256
from typing import IO, Final

import filetype

from application.files import kinds, names, office, pictures, recordings, texts
from application.files.keeping import Prepared
from application.files.kinds import Kind
from application.files.refusing import FileRefused

MOST_AT_ONCE: Final = 9  # files with one step; what a phone's album offers to send at once
PDF_END: Final = 2048  # bytes at the end of a PDF in which it says that it ends
HEIC: Final = frozenset({"image/heic", "image/heif"})

BY_SIGNATURE: Final[dict[str, Kind]] = {
    kind.media_type: kind for kind in (*kinds.PICTURES, kinds.PDF, *kinds.RECORDINGS)
} | {"video/x-m4v": kinds.MP4}


def take(stream: IO[bytes], name: str, most: int) -> Prepared:
    """The file, cleaned, under a fitting name. `most` is in bytes. Errors: `FileRefused`."""
    data = stream.read(most + 1)
    if not data:
        raise FileRefused("empty")
    if len(data) > most:
        raise FileRefused("too-large", most=most)
    kind = recognise(data, names.split(names.clean(name))[1].lower())
    kept = _cleaned(data, kind)
    return Prepared(names.fitting(name, kind), kind.media_type, kept, sha256(kept).hexdigest())


def _cleaned(data: bytes, kind: Kind) -> bytes:
    if kind in kinds.PICTURES:
        return pictures.cleaned(data, kind)
    return recordings.cleaned(data) if kind in recordings.KINDS else data


def recognise(data: bytes, extension: str) -> Kind:
    """The kind of a file; only for a text does the extension count. Errors: `FileRefused`."""
    if data.startswith(office.ZIP):
        return office.zipped(data)
    if data.startswith(office.OLE):
        return office.compound(data)
    guessed = filetype.guess_mime(data)
    if guessed in HEIC:
        raise FileRefused("heic")
    if guessed is None:
        return texts.text(data, extension)
    if guessed not in BY_SIGNATURE:
        raise FileRefused("unknown-type")
    return _whole(data, BY_SIGNATURE[guessed])


def _whole(data: bytes, kind: Kind) -> Kind:
    if kind is kinds.PDF and b"%%EOF" not in data[-PDF_END:]:
        raise FileRefused("damaged")
    return kind
