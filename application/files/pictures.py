"""Pictures are drawn anew: without place, time and device, upright, and no larger than needed."""

from io import BytesIO
from typing import Any, Final

from PIL import Image, ImageOps, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

from application.files.kinds import JPEG, PNG, WEBP, Kind
from application.files.refusing import FileRefused

# Only these are ever asked to read a file. Phones put a second picture (depth, brightness) behind
# the first of a JPEG; its reader knows.
FORMATS: Final[dict[Kind, str]] = {
    JPEG: JpegImagePlugin.JpegImageFile.format,
    PNG: PngImagePlugin.PngImageFile.format,
    WEBP: WebPImagePlugin.WebPImageFile.format,
}
SAVING: Final[dict[Kind, dict[str, Any]]] = {
    JPEG: {"format": "JPEG", "quality": 85, "optimize": True},
    PNG: {"format": "PNG", "compress_level": 6},
    WEBP: {"format": "WEBP", "quality": 85, "method": 4},
}
PLAIN: Final = ("L", "RGB", "RGBA")
POINTS_MOST: Final = 64_000_000  # a phone's largest; drawing it takes about 250 MB
SIDE: Final = 2560  # enough to read a number plate, or a page
SMALL: Final = 320

BROKEN: Final = (
    OSError,
    ValueError,
    SyntaxError,
    TypeError,
    KeyError,
    IndexError,
    EOFError,
    OverflowError,
    MemoryError,
    Image.DecompressionBombError,
    Image.DecompressionBombWarning,
)


def cleaned(data: bytes, kind: Kind) -> bytes:
    """The picture and nothing that came with it. Errors: `FileRefused`."""
    try:
        with Image.open(BytesIO(data), formats=[FORMATS[kind]]) as picture:
            _require_drawable(picture, kind)
            return _saved(_upright(picture, SIDE), kind)
    except BROKEN:
        raise FileRefused("damaged") from None


def small(data: bytes) -> bytes:
    """A JPEG to show in a list. Errors: `FileRefused` damaged."""
    try:
        with Image.open(BytesIO(data), formats=list(FORMATS.values())) as picture:
            return _saved(_upright(picture, SMALL), JPEG)
    except BROKEN:
        raise FileRefused("damaged") from None


def _require_drawable(picture: Image.Image, kind: Kind) -> None:
    if picture.width * picture.height > POINTS_MOST:
        raise FileRefused("too-many-points", most=POINTS_MOST)
    if kind is not JPEG and getattr(picture, "n_frames", 1) > 1:
        raise FileRefused("moving")


def _upright(picture: Image.Image, side: int) -> Image.Image:
    """Turned as it was held, at most `side` long, and alone: what hangs on it stays behind."""
    picture.draft("RGB", (side, side))  # a JPEG is read no larger than needed
    plain = picture if picture.mode in PLAIN else picture.convert(_mode(picture))
    plain.thumbnail((side, side))
    turned = _turned(plain)
    alone = Image.new(turned.mode, turned.size)
    alone.paste(turned)
    return alone


def _turned(picture: Image.Image) -> Image.Image:
    """As it was held; as it lies where what says so can't be read."""
    try:
        return ImageOps.exif_transpose(picture)
    except BROKEN:
        return picture


def _mode(picture: Image.Image) -> str:
    if picture.mode in ("1", "I", "I;16", "F"):
        return "L"
    clear = picture.mode in ("LA", "PA", "La", "RGBa") or "transparency" in picture.info
    return "RGBA" if clear else "RGB"


def _saved(picture: Image.Image, kind: Kind) -> bytes:
    if kind is JPEG and picture.mode == "RGBA":
        on_white = Image.new("RGB", picture.size, "white")
        on_white.paste(picture, mask=picture.getchannel("A"))
        picture = on_white
    out = BytesIO()
    picture.save(out, **SAVING[kind])
    return out.getvalue()
