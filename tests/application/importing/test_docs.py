"""The example of the documentation works as it stands there."""

import re
from importlib.resources import files
from pathlib import Path

import pytest

from application.desk import Desk
from application.importing import MappingError, load_mapping, parse_mapping, run_import
from application.importing.mapping import NOT_IMPORTED, STEP, UNIT
from application.importing.reasons import _texts
from application.importing.shape import FileShape, MappingShape, TimesShape
from domain.case import COMMANDS

DOCS = Path(__file__).parents[3] / "docs" / "import.md"


@pytest.fixture
def database() -> str:
    """The example is about the mapping."""
    return "sqlite"


def block(language: str) -> str:
    found = re.search(rf"```{language}\n(.*?)```", DOCS.read_text(encoding="utf-8"), re.DOTALL)
    assert found is not None
    return found[1]


def test_the_example_brings_both_calls_in(desk: Desk, tmp_path: Path) -> None:
    mapping, export = tmp_path / "m.toml", tmp_path / "export.csv"
    mapping.write_text(block("toml"), encoding="utf-8")
    export.write_text(block("csv"), encoding="utf-8")

    report = run_import(desk, export, mapping)

    assert (report.cases, report.units, report.refused, report.unused_columns) == (2, 1, [], [])
    found = desk.log.reader.key("import:old-hotline:R-17")
    assert found is not None
    case = desk.load(found[0]).case
    assert case.replied_at is not None
    assert case.dispatches[0].outcome == "solved"


def test_the_mistake_it_shows_is_told_in_those_words() -> None:
    with pytest.raises(MappingError) as told:
        parse_mapping(block("toml").replace("dispatch = {", "dispach = {"))

    assert f"\n{told.value}\n" in DOCS.read_text(encoding="utf-8")


def test_every_word_of_the_format_is_explained() -> None:
    text = DOCS.read_text(encoding="utf-8")
    words = {*STEP, *UNIT, "title_fallback", *NOT_IMPORTED} - {"Receive"}
    for shape in (MappingShape, FileShape, TimesShape):
        words.update(shape.__struct_fields__)

    assert not [word for word in words if not re.search(rf"[`\[]{word}[`\].]", text)]


def test_every_command_it_names_can_be_imported() -> None:
    rows = re.findall(r"^\| `(\w+)`(?:, `(\w+)`)? \| [`*]", block_of_steps(), re.MULTILINE)

    named = {name for row in rows for name in row if name}
    assert len(named) > 10
    assert named <= COMMANDS.keys() - NOT_IMPORTED


def block_of_steps() -> str:
    text = DOCS.read_text(encoding="utf-8")
    return text[text.index("## `[[steps]]`") : text.index("Every other command")]


def test_every_code_of_the_import_has_its_sentences() -> None:
    sources = files("application").joinpath("importing")
    text = "".join(f.read_text("utf-8") for f in sources.iterdir() if f.name.endswith(".py"))
    codes = set(re.findall(r'"((?:row|key|cell|value|time|case|no|nothing|not)-[a-z-]+)"', text))

    assert len(codes) > 10
    assert codes <= _texts().keys()
    assert all(set(sentences) == {"zh", "en"} for sentences in _texts().values())


def test_every_shipped_mapping_is_named() -> None:
    text = DOCS.read_text(encoding="utf-8")

    assert all(f"`{load_mapping(name).id}`" in text or f"mapping {name}" in text for name in NAMES)


NAMES = ("sffd", "wabo", "zh-messages")
