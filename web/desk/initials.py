"""What a step is found by in the filter box: its name, and the first letters of its sounds."""

from functools import lru_cache


@lru_cache(maxsize=512)
def findable(name: str) -> str:
    """派单 is found by 派单 and by pd; English names by their words."""
    return f"{name} {initials(name)}".casefold()


@lru_cache(maxsize=512)
def initials(name: str) -> str:
    """The first letter of each character's sound: pd for 派单."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - reads a large table

    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER, errors="ignore"))
