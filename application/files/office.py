"""Papers of office programs: recognised by what is in their containers, refused with macros."""

import zipfile
import zlib
from io import BytesIO
from typing import Final

from application.files.kinds import DOC, DOCX, OFD, PPT, PPTX, XLS, XLSX, Kind
from application.files.refusing import FileRefused

ZIP: Final = b"PK\x03\x04"
OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"

CONTENTS: Final = "[Content_Types].xml"
CONTENTS_MOST: Final = 1 << 20  # bytes; it lists parts, a few hundred at most
PARTS_MOST: Final = 10_000
UNPACKED_MOST: Final = 1 << 30  # bytes
PACKED_MOST: Final = 200  # times smaller than what is in it
SMALL: Final = 10 << 20  # bytes that may be packed as tightly as they will

MAIN: Final = {
    b"wordprocessingml.document.main+xml": DOCX,
    b"spreadsheetml.sheet.main+xml": XLSX,
    b"presentationml.presentation.main+xml": PPTX,
}
MACROS: Final = (b"macroenabled", b"vbaproject")
STREAMS: Final = {"WordDocument": DOC, "Workbook": XLS, "Book": XLS, "PowerPoint Document": PPT}


def zipped(data: bytes) -> Kind:
    """The kind of a zip that is a paper. Errors: `FileRefused` for any other."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return _zipped(archive)
    except (
        zipfile.BadZipFile,
        zlib.error,
        ValueError,
        OSError,
        EOFError,
        NotImplementedError,  # a way of packing nobody has heard of
        RuntimeError,  # a part under a password
    ):
        raise FileRefused("damaged") from None


def _zipped(archive: zipfile.ZipFile) -> Kind:
    parts = archive.infolist()
    _require_reasonable(parts)
    names = {part.filename for part in parts}
    if "OFD.xml" in names:
        return OFD
    if CONTENTS not in names:
        raise FileRefused("unknown-type")
    with archive.open(CONTENTS) as contents:
        told = contents.read(CONTENTS_MOST)
    _require_no_macros(told, names)
    return next((kind for main, kind in MAIN.items() if main in told), None) or _unknown()


def _require_reasonable(parts: list[zipfile.ZipInfo]) -> None:
    """What a part says of its length, unpacking holds it to."""
    whole = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    tight = whole > SMALL and whole / packed > PACKED_MOST
    if len(parts) > PARTS_MOST or whole > UNPACKED_MOST or tight:
        raise FileRefused("too-packed")


def _require_no_macros(told: bytes, names: set[str]) -> None:
    said = told.lower()
    if any(mark in said for mark in MACROS) or any(
        name.lower().endswith("vbaproject.bin") for name in names
    ):
        raise FileRefused("macros")


def compound(data: bytes) -> Kind:
    """The kind of an older container, by its streams. Errors: `FileRefused`."""
    if _has(data, "_VBA_PROJECT"):
        raise FileRefused("macros")
    found = (kind for stream, kind in STREAMS.items() if _has(data, stream))
    return next(found, None) or _unknown()


def _has(data: bytes, stream: str) -> bool:
    """Names of streams stand in the container's directory as they are."""
    return stream.encode("utf-16-le") in data


def _unknown() -> Kind:
    raise FileRefused("unknown-type")
