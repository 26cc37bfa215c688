"""The catalogues: every sentence of the pages is there in Chinese, and compiled as it stands."""

import re
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

import web

WEB = Path(web.__file__).parent
METHODS = [("**.py", "python"), ("**/templates/**.html", "jinja2")]
KEYWORDS: dict[str, Any] = {
    "_": None,
    "_l": None,
    "_n": (1, 2),
    "_p": ((1, "c"), 2),
    "_lp": ((1, "c"), 2),
    "ngettext": (1, 2),
    "pgettext": ((1, "c"), 2),
}
PARTS = {"web": WEB, **{path.parent.name: path.parent for path in WEB.glob("*/translations")}}


def catalogue(part: str) -> Catalog:
    with (PARTS[part] / "translations/zh/LC_MESSAGES/messages.po").open("rb") as file:
        return read_po(file, locale="zh")


def sentences(part: str) -> set[tuple[str | None, str]]:
    """Context and text of all that a part of the pages says."""
    inner = [folder for name, folder in PARTS.items() if name != part and part == "web"]
    found = set()
    for file, _, said, _, context in extract_from_dir(PARTS[part], METHODS, keywords=KEYWORDS):
        if not any((PARTS[part] / file).is_relative_to(folder) for folder in inner):
            found.add((context, said if isinstance(said, str) else said[0]))
    return found


def texts(string: Any) -> list[str]:
    return [string] if isinstance(string, str) else list(string)


@pytest.mark.parametrize("part", PARTS)
def test_every_sentence_is_there_in_chinese(part: str) -> None:
    known = catalogue(part)
    missing = []
    for context, said in sentences(part):
        message = known.get(said, context)
        if message is None or message.fuzzy or not all(texts(message.string)):
            missing.append((context, said))
    assert not missing, "run `make translations` and fill in what is empty"


@pytest.mark.parametrize("part", PARTS)
def test_no_sentence_is_kept_that_no_page_says(part: str) -> None:
    said = sentences(part)
    kept = {(one.context, texts(one.id)[0]) for one in catalogue(part) if one.id}
    assert kept <= said


@pytest.mark.parametrize("part", PARTS)
def test_what_is_filled_in_is_the_same_in_both_languages(part: str) -> None:
    for message in catalogue(part):
        if message.id:
            names = set(re.findall(r"%\((\w+)\)", texts(message.id)[-1]))
            for text in texts(message.string):
                assert set(re.findall(r"%\((\w+)\)", text)) == names, message.id


@pytest.mark.parametrize("part", PARTS)
def test_the_compiled_catalogue_is_that_of_the_text(part: str) -> None:
    compiled = BytesIO()
    write_mo(compiled, catalogue(part))
    kept = PARTS[part] / "translations/zh/LC_MESSAGES/messages.mo"
    assert kept.read_bytes() == compiled.getvalue(), "run `make translations`"


def test_a_sentence_is_the_same_in_chinese_wherever_it_stands() -> None:
    """The catalogues are merged, so one of two translations would win everywhere."""
    told: dict[tuple[str | None, str], set[str]] = {}
    for part in PARTS:
        for message in catalogue(part):
            if message.id:
                key = message.context, texts(message.id)[0]
                told.setdefault(key, set()).add(texts(message.string)[0])
    assert {key: said for key, said in told.items() if len(said) > 1} == {}
