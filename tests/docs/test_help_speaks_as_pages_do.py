"""What help puts into quotation marks stands on a page in the same words."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from projections.queries.ledgers import LEDGERS
from web.help.shelf import TITLES

ROOT = Path(__file__).parents[2]
QUOTED = re.compile("“([^”]+)”")
FOLDED = {"zh": "", "en": " "}  # what stands for the end of a line inside a sentence


def _messages() -> Iterator[Message]:
    for path in sorted((ROOT / "web").rglob("zh/LC_MESSAGES/messages.po")):
        with path.open("rb") as catalogue:
            yield from read_po(catalogue, locale="zh")


def _forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    return (text,) if isinstance(text, str) else tuple(text or ())


@pytest.fixture(scope="module")
def said() -> dict[str, str]:
    """All the pages say, in each language."""
    messages = list(_messages())
    english = [form for one in messages for form in _forms(one.id)]
    chinese = [form for one in messages for form in _forms(one.string)]
    return {
        "en": "\n".join([*english, *(book.en for book in LEDGERS.values())]),
        "zh": "\n".join([*chinese, *(book.zh for book in LEDGERS.values())]),
    }


@pytest.mark.parametrize("language", ["zh", "en"])
@pytest.mark.parametrize("page", list(TITLES))
def test_buttons_are_named_as_they_are_on_the_page(
    said: dict[str, str], page: str, language: str
) -> None:
    text = (ROOT / "docs" / "help" / f"{page}.{language}.md").read_text(encoding="utf-8")
    quoted = set(QUOTED.findall(re.sub(r"\s*\n\s*", FOLDED[language], text)))

    assert quoted
    assert {name for name in quoted if name.lower() not in said[language].lower()} == set()
