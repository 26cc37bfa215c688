"""What a Chinese name is found by when it is typed without a Chinese keyboard."""

from functools import lru_cache
from typing import Final

KEPT: Final = 4096  # names whose sounds are remembered


@lru_cache(maxsize=KEPT)
def initials(name: str) -> str:
    """The first letter of each character's sound: pd for 派单."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - reads large tables

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore")).lower()


@lru_cache(maxsize=KEPT)
def sought(name: str) -> str:
    """The initials of a name's syllables and the syllables themselves: "fwhz fangwuhuozai"."""
    from pypinyin import lazy_pinyin  # noqa: PLC0415 - reads large tables

    return f"{initials(name)} {''.join(lazy_pinyin(name))}".lower()


def findable(name: str) -> str:
    """派单 is found by 派单 and by pd; English names by their words."""
    return f"{name} {initials(name)}".casefold()
