"""What is said about files: why one is not taken, and what kind each is."""

from collections.abc import Mapping
from typing import Final

from application.files import kinds
from application.files.kinds import Kind
from web.desk.phrases import fill
from web.files.limits import megabytes
from web.wording import LazyString, _l, _lp

REFUSED: Final[dict[str, LazyString]] = {
    "empty": _l("{name}: the file is empty. Choose it again."),
    "too-large": _l(
        "{name}: larger than {most} MB. Send a smaller photo or a shorter recording, or part it."
    ),
    "unknown-type": _l(
        "{name}: files of this kind are not taken. Save it as a photo (JPEG, PNG, WebP) or as PDF."
    ),
    "active": _l("{name}: pages and programs are not taken. Save it as PDF or as plain text."),
    "macros": _l("{name}: it holds macros. Save it without them (docx, xlsx, pptx) or as PDF."),
    "heic": _l(
        "{name}: HEIC photos can't be read here. Set the camera to “Most compatible”, or send the"
        " photo as JPEG."
    ),
    "moving": _l("{name}: moving pictures are not taken. Send a still picture or an MP4."),
    "damaged": _l("{name}: the file is damaged or incomplete. Open and save it again, then send."),
    "too-many-points": _l("{name}: the picture has too many points. Make it smaller and send it."),
    "too-packed": _l("{name}: far more is packed into it than any paper holds. Save it as PDF."),
}

_PAPER: Final = _lp("type of file", "text document")
_SHEET: Final = _lp("type of file", "spreadsheet")
_SLIDES: Final = _lp("type of file", "slides")
_SOUND: Final = _lp("type of file", "sound recording")
_VIDEO: Final = _lp("type of file", "video")
_PICTURE: Final = _lp("type of file", "picture")

_BY_KIND: Final[dict[Kind, LazyString]] = {
    **dict.fromkeys(kinds.PICTURES, _PICTURE),
    kinds.PDF: _lp("type of file", "PDF"),
    kinds.OFD: _lp("type of file", "OFD"),
    **dict.fromkeys((kinds.DOCX, kinds.DOC), _PAPER),
    **dict.fromkeys((kinds.XLSX, kinds.XLS), _SHEET),
    **dict.fromkeys((kinds.PPTX, kinds.PPT), _SLIDES),
    kinds.TXT: _lp("type of file", "plain text"),
    kinds.CSV: _lp("type of file", "table as text"),
    **dict.fromkeys((kinds.MP3, kinds.M4A, kinds.AMR, kinds.WAV), _SOUND),
    **dict.fromkeys((kinds.MP4, kinds.MOV, kinds.THREE_GP), _VIDEO),
}
TYPES: Final[Mapping[str, LazyString]] = {kind.media_type: said for kind, said in _BY_KIND.items()}


def refused(code: str, name: str, most: int) -> str:
    """Why the file of this name is not taken; `most` is the limit of one, bytes."""
    return fill(str(REFUSED[code]), {"name": name, "most": megabytes(most)})
