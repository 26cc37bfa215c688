"""In which language the command line speaks: as --lang says, else as the terminal is set."""

import os
from typing import NamedTuple

LANGUAGES = ("zh", "en")
VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")

_chosen: list[str] = []


def choose(language: str | None) -> None:
    """Speak this language from now on; None asks the terminal again."""
    _chosen[:] = [language] if language else []


def current() -> str:
    """Either "zh" or "en"."""
    if _chosen:
        return _chosen[0]
    set_to = next((value for name in VARIABLES if (value := os.environ.get(name))), "")
    return "zh" if set_to.lower().startswith("zh") else "en"


class Text(NamedTuple):
    """A sentence in both languages; its string is the one that is spoken."""

    en: str
    zh: str

    def __str__(self) -> str:
        return self.zh if current() == "zh" else self.en

    def __call__(self, **values: object) -> str:
        """The sentence with its {names} filled in."""
        return str(self).format(**values)
