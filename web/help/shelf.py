"""Which page of help belongs to whom, and its text."""

from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from domain.case.words import Role
from web.wording import LazyString, _lp

REPORTER: Final = "reporter"
# One file for each in docs/help, in both languages.
TITLES: Final[Mapping[str, LazyString]] = {
    Role.OPERATOR: _lp("help", "At the duty desk"),
    Role.RESPONDER: _lp("help", "In a unit"),
    Role.LEADER: _lp("help", "As head of the centre or a unit"),
    Role.SUPERVISOR: _lp("help", "In the inspection office"),
    Role.AUDITOR: _lp("help", "As auditor"),
    Role.ADMIN: _lp("help", "As administrator"),
    REPORTER: _lp("help", "If you brought a matter"),
}
HERE: Final = Path(__file__).parent
PICTURES: Final = HERE / "pictures"


@lru_cache(maxsize=32)
def rendered(page: str, language: str) -> str:
    """The page as HTML; its pictures are asked for beside it."""
    text = (HERE / "pages" / f"{page}.{language}.md").read_text(encoding="utf-8")
    markdown = MarkdownIt("commonmark", {"html": False}).enable("table")
    html: str = markdown.render(text.replace("](../pictures/", "](pictures/"))
    return html
