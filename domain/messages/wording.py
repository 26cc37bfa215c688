"""What a message may say: number, category, due, link; never whom or what a case is about."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from domain.case.clear import personal
from domain.rules.tasks import forbidden_task

LONGEST: Final = 200  # characters: an SMS gateway splits what is longer, robots cut it
KNOWN: Final = ("number", "category", "due", "link", "centre")
REPLY: Final = "reply"
# To the reporter goes that there is a reply, and where; an SMS is read by whoever holds the phone.
TO_REPORTER: Final = ("number", "link", "centre")
NEEDED: Final = "number"

_PART = re.compile(r"\[([^\[\]{}]*(?:\{[a-z]+\}[^\[\]{}]*)*)\]")
_NAME = re.compile(r"\{([a-z]+)\}")
_STRAY = re.compile(r"[{}\[\]]")


class Wording(Struct, frozen=True):
    """How messages of one kind read, in both languages."""

    zh: str
    en: str

    def in_language(self, language: str) -> str:
        """The text for somebody of that language."""
        return self.en if language == "en" else self.zh


class WordingWrong(Exception):
    """A text that can't go out. `code`: empty, long, stray, unknown, needed, task, personal."""

    def __init__(self, code: str, field: str, what: str = "") -> None:
        """`field` is the language whose text it is; `what` is the word or placeholder meant."""
        super().__init__(code, field, what)
        self.code = code
        self.field = field
        self.what = what


def check(kind: str, wording: Wording) -> None:
    """Errors: `WordingWrong`, for the first thing that is wrong."""
    for language in ("zh", "en"):
        text = wording.in_language(language)
        code, what = _wrong(text, placeholders(kind))
        if code:
            raise WordingWrong(code, language, what)


def placeholders(kind: str) -> tuple[str, ...]:
    """What messages of that kind may name."""
    return TO_REPORTER if kind == REPLY else KNOWN


def fill(text: str, values: Mapping[str, str]) -> str:
    """The text with its values; a part in [brackets] only where all it names has a value."""
    kept = _PART.sub(lambda part: part[1] if _complete(part[1], values) else "", text)
    return _NAME.sub(lambda name: values.get(name[1], ""), kept).strip()


def _wrong(text: str, allowed: tuple[str, ...]) -> tuple[str, str]:
    names = _NAME.findall(text)
    unknown = next((name for name in names if name not in allowed), "")
    stray = _STRAY.search(_NAME.sub("", _PART.sub(r"\1", text)))
    found = (
        ("empty", not text.strip()),
        ("long", len(text) > LONGEST),
        ("unknown", unknown),
        ("stray", stray[0] if stray else ""),
        ("needed", "" if NEEDED in names else NEEDED),
        ("task", forbidden_task(text)),
        ("personal", personal(text)),
    )
    code, what = next(((code, what) for code, what in found if what), ("", ""))
    return code, what if isinstance(what, str) else ""


def _complete(part: str, values: Mapping[str, str]) -> bool:
    return all(values.get(name) for name in _NAME.findall(part))
