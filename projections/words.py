"""What can be found: the words of a case, and of a search, cut alike for both databases.

Every Chinese character is a word, and a run of them is sought as a phrase, so that two characters
are found as surely as ten; letters and digits are words as they stand, digits without leading
zeros, so that QS2026-00037 is found by itself, by 2026-37 and by 37.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Sequence
from functools import lru_cache
from typing import NamedTuple

IDEOGRAPHS = "々-〇ぁ-ヺー-ヿ㐀-䶿一-鿿가-힣豈-﫿\U00020000-\U0003ffff"
_WORD = re.compile(rf"[{IDEOGRAPHS}]|\d{{1,64}}|[^\W\d_{IDEOGRAPHS}]{{1,64}}")
_LEADING_ZEROS = re.compile(r"(?<!\d)0+(?=\d)")
_BREAK = re.compile(r"[\s,;:()\[\]{}\"'、。，；：（）【】《》「」“”‘’！？!?…]+")
_NOT_WORD = re.compile(r"\W")
MOST_RUNS = 8

Codes = Callable[[str], Iterable[str]]
Line = tuple[int, str]  # a case, and its words with spaces between


class Run(NamedTuple):
    """Words sought in this order side by side, or any of the codes."""

    words: tuple[str, ...]
    prefix: bool  # the last word may go on
    codes: tuple[str, ...]


def words(text: str) -> list[str]:
    """The words of a text, in order; one longer than 64 letters counts as several.

    Full-width letters and the like count as what they stand for.
    """
    found = _cut(text)
    if text.isascii() or unicodedata.is_normalized("NFKC", " ".join(found)):
        return found
    return _cut(unicodedata.normalize("NFKC", text))


def _cut(text: str) -> list[str]:
    return _WORD.findall(_LEADING_ZEROS.sub("", text.lower()))


@lru_cache(maxsize=1024)
def category_code(code: str) -> str:
    """The word that stands for a category, under whatever name it goes."""
    return "c:" + _NOT_WORD.sub("_", code.lower())


@lru_cache(maxsize=1024)
def unit_code(code: str) -> str:
    """The word that stands for a unit, under whatever name it goes."""
    return "u:" + _NOT_WORD.sub("_", code.lower())


@lru_cache(maxsize=1024)
def part_code(code: str) -> str:
    """The word that stands for a unit with a part in the case: its people seek among these."""
    return "p:" + _NOT_WORD.sub("_", code.lower())


def runs(text: str, codes: Codes) -> list[Run]:
    """The runs of a search, all of which must be found; `codes` finds categories and units."""
    found = []
    for part in _BREAK.split(text)[:MOST_RUNS]:
        sought = tuple(words(part))
        if sought:
            found.append(Run(sought, _goes_on(sought[-1]), tuple(codes(part))))
    return found


def _goes_on(word: str) -> bool:
    return len(word) > 1 and word.isalpha()


def query_sqlite(text: str, codes: Codes, among: Sequence[str] = ()) -> str:
    """The search as FTS5 has it; "" when there is nothing to seek."""
    found = [_sqlite(run) for run in runs(text, codes)]
    if found and among:
        found.append("(" + " OR ".join(f'"{part_code(unit)}"' for unit in among) + ")")
    return " AND ".join(found)


def _sqlite(run: Run) -> str:
    phrase = f'"{" ".join(run.words)}"' + (" *" if run.prefix else "")
    return "(" + " OR ".join((phrase, *(f'"{code}"' for code in run.codes))) + ")"


def query_postgres(text: str, codes: Codes, among: Sequence[str] = ()) -> str:
    """The search as a `tsquery`; "" when there is nothing to seek."""
    found = [_postgres(run) for run in runs(text, codes)]
    if found and among:
        found.append("(" + " | ".join(f"'{part_code(unit)}'" for unit in among) + ")")
    return " & ".join(found)


def _postgres(run: Run) -> str:
    quoted = [f"'{word}'" for word in run.words]
    phrase = " <-> ".join(quoted) + (":*" if run.prefix else "")
    return "(" + " | ".join((f"({phrase})", *(f"'{code}'" for code in run.codes))) + ")"


def vector(line: str) -> str:
    """Words parted by spaces, as the `tsvector` with their places."""
    return " ".join(f"'{word}':{place}" for place, word in enumerate(line.split(" "), start=1))
