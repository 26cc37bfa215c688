"""What a chart tells: values with what they were counted of, before they are drawn."""

from collections.abc import Sequence
from typing import Final, NamedTuple

from projections.queries.proportion import Proportion

HUNDRED: Final = 100.0
NOTHING: Final = "—"


class Value(NamedTuple):
    """One value. `value` is None where nothing was due, which is no zero.

    `shown` is how it is written, `of` what it was counted of: "45 / 50". `low` and `high` bound
    its interval. `few` were too few to rank by. `url` leads to the rows it is made of.
    """

    label: str
    value: float | None
    shown: str
    of: str
    low: float | None = None
    high: float | None = None
    few: bool = False
    url: str = ""

    @property
    def interval(self) -> str:
        """From what to what it may really be."""
        if self.low is None or self.high is None:
            return ""
        return f"{self.low:.1f}–{self.high:.1f} %"


class Chart(NamedTuple):
    """Values under one title. `about` says in a sentence what is drawn, for who can't see it.

    `before` are the values of the same things in a time before, drawn beside; `now_name` and
    `before_name` are what the two times are called. `target` is a line all are held against.
    Bars are as long as the value is of `top`.
    """

    title: str
    values: Sequence[Value]
    about: str = ""
    before: Sequence[Value] = ()
    now_name: str = ""
    before_name: str = ""
    target: float | None = None
    top: float = HUNDRED
    unit: str = " %"

    @property
    def any_few(self) -> bool:
        """Whether a value stands on too few."""
        return any(one.few for one in (*self.values, *self.before))


def share(label: str, value: Proportion, url: str = "") -> Value:
    """A per cent with its interval, of what was counted."""
    low, high = value.interval or (None, None)
    return Value(
        label=label,
        value=value.per_cent,
        shown=NOTHING if value.per_cent is None else f"{value.per_cent:.1f} %",
        of=f"{value.numerator}/{value.denominator}" if value.denominator else "",
        low=low,
        high=high,
        few=value.too_few and value.denominator > 0,
        url=url,
    )


def amount(label: str, number: int, whole: int, url: str = "") -> Value:
    """A number of a whole: how much work it was, which is no rate and ranks nobody."""
    return Value(label, number, str(number), f"{number}/{whole}", url=url)
