"""The independent count is written without a line of the service."""

import ast
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def imported(source: Path) -> set[str]:
    """The modules one asks for, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add(node.module or "")
    return found


@pytest.mark.parametrize("name", ["recompute.py", "scoring.py"])
def test_it_imports_the_standard_library_and_duckdb_and_nothing_of_ours(name: str) -> None:
    asked = imported(HERE / name) - {"tests.independent.recompute"}

    assert {one.partition(".")[0] for one in asked} - {"duckdb"} <= sys.stdlib_module_names


def test_the_limits_of_that_are_told_apart() -> None:
    assert "duckdb" in imported(HERE / "recompute.py")
    assert {"application.exporting.jsonl", "projections.tables"} <= imported(HERE / "agreeing.py")
