"""How steps, ways and times read."""

from collections.abc import Sequence
from typing import Final

from projections.flow.steps import PREFIX
from web import times
from web.desk.texts.told import TOLD
from web.wording import _p

ARROW: Final = " → "
NOTHING: Final = "—"


def step_name(step: str) -> str:
    """As timelines call it."""
    return str(TOLD[PREFIX + step][0])


def steps_told(steps: Sequence[str], *, words_or: bool = False) -> str:
    """One after the other, or one of them."""
    return (_p("flow", " or ") if words_or else ARROW).join(map(step_name, steps))


def lasted(seconds: int | None) -> str:
    """A time, where it was measured."""
    return NOTHING if seconds is None else times.exact(seconds)


def per_cent(part: int, whole: int) -> str:
    """A share of what was counted."""
    return NOTHING if not whole else f"{100 * part / whole:.1f} %"
