"""Which kinds of files there are: how each is called, and which extensions its name may have."""

from typing import Final, NamedTuple


class Kind(NamedTuple):
    """A kind of file. A name with none of the extensions gets the first."""

    media_type: str
    extensions: tuple[str, ...]


_OPEN: Final = "application/vnd.openxmlformats-officedocument."

JPEG: Final = Kind("image/jpeg", ("jpg", "jpeg", "jpe", "jfif"))
PNG: Final = Kind("image/png", ("png",))
WEBP: Final = Kind("image/webp", ("webp",))
PDF: Final = Kind("application/pdf", ("pdf",))
OFD: Final = Kind("application/ofd", ("ofd",))  # GB/T 33190, what offices exchange
DOCX: Final = Kind(f"{_OPEN}wordprocessingml.document", ("docx",))
XLSX: Final = Kind(f"{_OPEN}spreadsheetml.sheet", ("xlsx",))
PPTX: Final = Kind(f"{_OPEN}presentationml.presentation", ("pptx",))
DOC: Final = Kind("application/msword", ("doc", "wps"))
XLS: Final = Kind("application/vnd.ms-excel", ("xls", "et"))
PPT: Final = Kind("application/vnd.ms-powerpoint", ("ppt", "dps"))
TXT: Final = Kind("text/plain", ("txt", "log", "md"))
CSV: Final = Kind("text/csv", ("csv",))
MP3: Final = Kind("audio/mpeg", ("mp3",))
M4A: Final = Kind("audio/mp4", ("m4a",))
AMR: Final = Kind("audio/amr", ("amr",))
WAV: Final = Kind("audio/x-wav", ("wav",))
MP4: Final = Kind("video/mp4", ("mp4", "m4v", "m4a"))
MOV: Final = Kind("video/quicktime", ("mov",))
THREE_GP: Final = Kind("video/3gpp", ("3gp",))

PICTURES: Final = (JPEG, PNG, WEBP)
RECORDINGS: Final = (MP3, M4A, AMR, WAV, MP4, MOV, THREE_GP)
PAPERS: Final = (PDF, OFD, DOCX, XLSX, PPTX, DOC, XLS, PPT, TXT, CSV)
KINDS: Final = (*PICTURES, *PAPERS, *RECORDINGS)
EXTENSIONS: Final = tuple(dict.fromkeys(one for kind in KINDS for one in kind.extensions))


def of_type(media_type: str) -> Kind | None:
    """The kind of files of this type; some have several extensions."""
    return next((kind for kind in KINDS if kind.media_type == media_type), None)


def is_picture(media_type: str) -> bool:
    """A file of this type can be shown small."""
    return any(kind.media_type == media_type for kind in PICTURES)
