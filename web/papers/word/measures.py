"""What GB/T 9704-2012 fixes: paper, margins, lines and characters, letters and their sizes."""

from typing import Final, NamedTuple

from docx.shared import Mm, Pt

PAGE: Final = (Mm(210), Mm(297))  # A4
TOP, BOTTOM, LEFT, RIGHT = Mm(37), Mm(35), Mm(28), Mm(26)
TYPE_AREA: Final = (Mm(156), Mm(225))
LINES, CHARACTERS = 22, 28  # of a full page, of a full line
TEXT: Final = Pt(16)  # 三号
TITLE: Final = Pt(22)  # 二号
SMALL: Final = Pt(12)  # 小四, in tables, which the standard leaves free
TINY: Final = Pt(10.5)  # 五号, in tables with many columns
PAGE_NUMBER: Final = Pt(14)  # 四号
LINE: Final = Pt(28.95)  # of 22 lines on 225 mm, cut to what Word keeps
TITLE_LINE: Final = Pt(35)
SMALL_LINE: Final = Pt(18)
ABOVE_ORGAN: Final = Mm(35)  # from the type area's upper edge
BELOW_NUMBER: Final = 11  # points from the number to the red line: 4 mm
BELOW_AREA: Final = Mm(7)  # from the type area's lower edge to the page number's dashes
SIGNED_FROM_RIGHT: Final = 4  # characters the day stands off the right edge
RED: Final = "FF0000"
TWIPS: Final = 20  # of a point
GRID: Final = 4096  # of a point, in which Word keeps how wide a character's place is


class Letters(NamedTuple):
    """Chinese ones by the name offices know, what stands in for them, the Latin ones beside."""

    name: str
    instead: str
    latin: str = "Times New Roman"


FANGSONG: Final = Letters("仿宋_GB2312", "仿宋")
XIAOBIAOSONG: Final = Letters("方正小标宋简体", "宋体")
HEITI: Final = Letters("黑体", "SimHei")
KAITI: Final = Letters("楷体_GB2312", "楷体")
SONGTI: Final = Letters("宋体", "SimSun", "宋体")  # page numbers: its own digits
ALL: Final = (FANGSONG, XIAOBIAOSONG, HEITI, KAITI, SONGTI)


def width(text: str) -> float:
    """How many Chinese characters a text is as wide as."""
    return sum(1.0 if letter >= "⺀" else 0.5 for letter in text)
