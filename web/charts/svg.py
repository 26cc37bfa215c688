"""Writes a drawing as SVG: inside a page, or as a file that stands alone.

Looks are written as attributes of each shape, so no style sheet has to go with it.
"""

from collections.abc import Iterator, Mapping
from typing import Final
from xml.sax.saxutils import escape, quoteattr

from markupsafe import Markup

from web.charts.drawing import LOOKS, Drawing, Shape, number

NAMESPACE: Final = "http://www.w3.org/2000/svg"
FONTS: Final = "Noto Sans CJK SC, Microsoft YaHei, SimHei, sans-serif"


def element(drawing: Drawing) -> Markup:
    """For a page, which says in what letters."""
    return Markup(_written(drawing, {"role": "img"}))  # noqa: S704 - every word is escaped there


def file(drawing: Drawing) -> bytes:
    """For a document or a folder."""
    written = _written(drawing, {"xmlns": NAMESPACE, "font-family": FONTS})
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def _written(drawing: Drawing, own: Mapping[str, str]) -> str:
    size = {"width": drawing.width, "height": drawing.height}
    box = f"0 0 {number(drawing.width)} {number(drawing.height)}"
    inside = [_tag("title", {}, drawing.title)]
    inside += [_tag("desc", {}, drawing.about)] if drawing.about else []
    inside += [_tag(one.tag, _attributes(one), one.words) for one in drawing.shapes]
    return f"<svg{_told({**own, **size, 'viewBox': box})}>{''.join(inside)}</svg>"


def _attributes(shape: Shape) -> dict[str, float | str]:
    return {**shape.places, **LOOKS[shape.look]}


def _tag(name: str, attributes: Mapping[str, float | str], words: str = "") -> str:
    if not words:
        return f"<{name}{_told(attributes)}/>"
    return f"<{name}{_told(attributes)}>{escape(_sayable(words))}</{name}>"


def _told(attributes: Mapping[str, float | str]) -> str:
    return "".join(f" {name}={quoteattr(_value(value))}" for name, value in attributes.items())


def _value(value: float | str) -> str:
    return _sayable(value) if isinstance(value, str) else number(value)


def _sayable(words: str) -> str:
    """Without signs no SVG may hold."""
    return "".join(_signs(words))


def _signs(words: str) -> Iterator[str]:
    return (sign for sign in words if sign.isprintable() or (sign.isspace() and sign >= " "))
