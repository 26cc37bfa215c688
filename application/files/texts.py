"""Plain texts: whatever can be read as one and is no page or program in disguise."""

import re
from typing import Final

from application.files.kinds import CSV, TXT, Kind
from application.files.refusing import FileRefused

MARKS: Final = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
ENCODINGS: Final = ("utf-8-sig", "gb18030")
NOT_IN_TEXTS: Final = re.compile("[\x00-\x08\x0b\x0e-\x1f\x7f]")
ACTIVE: Final = re.compile(
    r"\A\s*(#!|<\?|<!|<svg|@echo)|<(html|head|body|script|iframe|object|svg|meta)\b",
    re.IGNORECASE,
)
# A text with one of these extensions is what it says; any other text would be given another.
NAMES: Final = {extension: kind for kind in (TXT, CSV) for extension in kind.extensions}


def text(data: bytes, extension: str) -> Kind:
    """The kind of a text. Errors: `FileRefused` when it is none, or one that does something."""
    read = _read(data)
    if NOT_IN_TEXTS.search(read):
        raise FileRefused("unknown-type")
    if ACTIVE.search(read):
        raise FileRefused("active")
    if extension and extension not in NAMES:
        raise FileRefused("unknown-type")
    return NAMES.get(extension, TXT)


def _read(data: bytes) -> str:
    for encoding in (*(MARKS[mark] for mark in MARKS if data.startswith(mark)), *ENCODINGS):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise FileRefused("unknown-type")
