"""What a paper says, before it is shown on a page, laid out for Word or put on sheets."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Final, Literal, NamedTuple

from projections.queries.proportion import Proportion
from web.charts import Chart
from web.charts.model import NOTHING

Kind = Literal["text", "number", "share", "volume", "points", "score"]
Language = Literal["zh", "en"]

_DIGITS: Final = "零一二三四五六七八九"
_TEN: Final = 10


class Share(NamedTuple):
    """So many of so many. `told` False: so few that single answers could be told from it.

    What is no `rate` is a volume: how much of the whole, never a per cent.
    """

    kept: int
    due: int
    told: bool = True
    rate: bool = True

    @property
    def value(self) -> Proportion:
        """What can be reckoned from it."""
        return Proportion(self.kept, self.due)

    @property
    def per_cent(self) -> str:
        """A dash where nothing was due, which is no zero."""
        found = self.value.per_cent
        return NOTHING if found is None or not self.told else f"{found:.1f} %"

    @property
    def interval(self) -> str:
        """From what to what it may really be."""
        found = self.value.interval
        if found is None or not self.told:
            return ""
        return f"{found[0]:.1f}–{found[1]:.1f} %"

    @property
    def few(self) -> bool:
        """Something was due, and too little to rank by."""
        return self.rate and self.due > 0 and self.value.too_few

    @property
    def counted(self) -> str:
        """Numerator and denominator; "" where nothing was due."""
        if not self.due:
            return ""
        return f"{self.kept if self.told else NOTHING} / {self.due}"


class Points(NamedTuple):
    """Points, and what they were given for; None where nothing was due, which is no zero."""

    points: Decimal | None
    share: Share | None = None

    @property
    def shown(self) -> str:
        """With its digits."""
        return NOTHING if self.points is None else f"{self.points:.2f}"


class Cell(NamedTuple):
    """One value of a table, and where its rows are; of a share also the rows that were kept."""

    value: str | int | Share | Points | None
    url: str = ""
    kept_url: str = ""

    @property
    def text(self) -> str:
        """As one reads it in a line."""
        return " ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        """The number, and below it what it was counted of."""
        value = self.value
        if isinstance(value, Points):
            share = value.share
            return [value.shown, share.counted] if share and share.counted else [value.shown]
        if not isinstance(value, Share):
            return [] if value is None else [str(value)]
        if not value.rate or not value.counted:
            return [value.counted or NOTHING]
        return [f"{value.per_cent}{'*' if value.few else ''}", value.counted]


class Column(NamedTuple):
    """A column's head, what stands below it, and how wide it is beside the others."""

    label: str
    kind: Kind = "text"
    width: float = 1.0


class Heading(NamedTuple):
    """A heading; `level` 1 is numbered 一、 and 2 （一）."""

    text: str
    level: int = 1


class Paragraph(NamedTuple):
    """Some sentences; `small` for what explains a table."""

    text: str
    small: bool = False


class Table(NamedTuple):
    """Rows under heads; `title` says what they are, to who can't see them too."""

    title: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[Cell]]


class Figure(NamedTuple):
    """A chart; `line` where its values follow each other in time."""

    chart: Chart
    line: bool = False


Block = Heading | Paragraph | Table | Figure


class Seal(NamedTuple):
    """The log's signed checkpoint, as text, and what it says of the paper."""

    note: str
    text: str


class Paper(NamedTuple):
    """A paper as an office issues it.

    `organ` stands in red at its head, `number` below it, and `day` at its end; what has no `organ`
    bears its number at the right above the title, as papers to single people do.
    """

    title: str
    organ: str
    number: str
    to: str
    blocks: Sequence[Block]
    signed: str
    day: str
    at: datetime
    language: Language = "zh"
    printed: str = ""  # the line at the foot: who had it printed, when
    code: str = ""
    seal: Seal | None = None


def numbered(blocks: Sequence[Block], language: Language) -> Iterator[Block]:
    """The headings with their numbers: 一、（一）, in English 1. and 1.1."""
    counts = [0, 0]
    for block in blocks:
        if isinstance(block, Heading):
            counts = [counts[0] + 1, 0] if block.level == 1 else [counts[0], counts[1] + 1]
            yield block._replace(text=_number(block.level, counts, language) + block.text)
        else:
            yield block


def _number(level: int, counts: Sequence[int], language: Language) -> str:
    if language == "en":
        return f"{counts[0]}. " if level == 1 else f"{counts[0]}.{counts[1]} "
    return f"{chinese(counts[0])}、" if level == 1 else f"（{chinese(counts[1])}）"


def chinese(number: int) -> str:
    """A number from 1 to 99 as headings have it: 一, 十, 十二, 二十三."""
    tens, ones = divmod(number, _TEN)
    ten = "" if not tens else ("十" if tens == 1 else f"{_DIGITS[tens]}十")
    return ten + (_DIGITS[ones] if ones else "")
