"""The marks of Word's own language that its library has no words for."""

from collections.abc import Mapping
from typing import Any, Final

from docx.oxml import OxmlElement
from docx.oxml.ns import qn

from web.papers.word.measures import TEXT, TWIPS, Letters

PLACES: Final = {"left": "left", "right": "right", "first": "firstLine"}


def mark(name: str, values: Mapping[str, object] | None = None, *inside: Any) -> Any:
    """An element "w:name" with these attributes."""
    element = OxmlElement(f"w:{name}")
    for key, value in (values or {}).items():
        element.set(qn(f"w:{key}"), str(value))
    element.extend(inside)
    return element


def replace(parent: Any, element: Any, before: tuple[str, ...] = ()) -> Any:
    """Put an element in place of the one of its name; Word wants those of `before` after it."""
    for old in parent.findall(element.tag):
        parent.remove(old)
    later = [parent.find(qn(f"w:{name}")) for name in before]
    places = [parent.index(one) for one in later if one is not None]
    parent.insert(min(places), element) if places else parent.append(element)
    return element


def letters(properties: Any, kind: Letters) -> None:
    """Write in these letters, Chinese and Latin ones."""
    fonts = {"ascii": kind.latin, "hAnsi": kind.latin, "eastAsia": kind.name, "cs": kind.latin}
    for old in properties.findall(qn("w:rFonts")):
        properties.remove(old)
    properties.insert(0, mark("rFonts", fonts))


def field(instruction: str) -> list[Any]:
    """The runs' contents of a field that Word reckons itself, such as the page's number."""
    text = mark("instrText")
    text.text = instruction
    ends = [mark("fldChar", {"fldCharType": kind}) for kind in ("begin", "separate", "end")]
    shown = mark("t")
    shown.text = "1"
    return [ends[0], text, ends[1], shown, ends[2]]


def indented(properties: Any, **places: int) -> None:
    """Off the edges by hundredths of a character: left, right, first line.

    The same in twips, of the text's own characters, for programs that don't count characters.
    """
    values = {}
    for place, value in places.items():
        values[f"{PLACES[place]}Chars"] = value
        values[PLACES[place]] = round(value / 100 * TEXT.pt * TWIPS)
    replace(properties, mark("ind", values), ("jc", "outlineLvl"))
