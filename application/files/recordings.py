"""Sound and video of the MP4 family: what the device wrote of itself and the place is blanked.

Boxes keep their lengths, since others point into the file by distance: a box of remarks becomes a
free one (ISO/IEC 14496-12, "free"), filled with nothing.
"""

from collections.abc import Iterator
from struct import error, unpack_from
from typing import Final, NamedTuple

from application.files.kinds import M4A, MOV, MP4, THREE_GP
from application.files.refusing import FileRefused

KINDS: Final = (M4A, MP4, MOV, THREE_GP)
WITHIN: Final = (b"moov", b"trak", b"moof", b"traf")  # boxes in which remarks stand
REMARKS: Final = (b"udta", b"meta", b"uuid", b"XMP_")
HEAD, LONG_HEAD, DEEPEST = 8, 16, 8
REST, LONG = 0, 1  # lengths that mean: to the end; written after the name


class Box(NamedTuple):
    """A box and where its content begins and ends."""

    name: bytes
    start: int
    content: int
    end: int


def cleaned(data: bytes) -> bytes:
    """The recording without remarks. Errors: `FileRefused` damaged."""
    blanked = bytearray(data)
    try:
        for box in _remarks(data, 0, len(data), 0):
            blanked[box.start + 4 : box.start + HEAD] = b"free"
            blanked[box.content : box.end] = bytes(box.end - box.content)
    except error:
        raise FileRefused("damaged") from None
    return bytes(blanked)


def _remarks(data: bytes, start: int, end: int, depth: int) -> Iterator[Box]:
    for box in _boxes(data, start, end):
        if box.name in REMARKS:
            yield box
        elif box.name in WITHIN and depth < DEEPEST:
            yield from _remarks(data, box.content, box.end, depth + 1)


def _boxes(data: bytes, start: int, end: int) -> Iterator[Box]:
    while end - start >= HEAD:
        box = _box(data, start, end)
        yield box
        start = box.end


def _box(data: bytes, start: int, end: int) -> Box:
    length, name = unpack_from(">I4s", data, start)
    content = start + HEAD
    if length == LONG:
        length, content = unpack_from(">Q", data, start + HEAD)[0], start + LONG_HEAD
    elif length == REST:
        length = end - start
    if not content <= start + length <= end:
        raise FileRefused("damaged")
    return Box(name, start, content, start + length)
