"""What a Chinese name is found by when it is typed without a Chinese keyboard."""

from functools import lru_cache


@lru_cache(maxsize=4096)
def sought(name: str) -> str:
    """The initials of a name's syllables and the syllables themselves: "fwhz fangwuhuozai"."""
    from pypinyin import Style, lazy_pinyin  # noqa: PLC0415 - reads large tables

    initials = "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))
    return f"{initials} {''.join(lazy_pinyin(name))}".lower()
