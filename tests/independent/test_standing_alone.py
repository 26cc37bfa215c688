"""The independent count is written without a line of the service."""

import ast
import sys
from pathlib import Path

HERE = Path(__file__).parent


def imported(source: Path) -> set[str]:
    """The packages a module asks for, wherever in it."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {name.name.partition(".")[0] for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0
            found.add((node.module or "").partition(".")[0])
    return found


def test_it_imports_the_standard_library_and_duckdb_and_nothing_of_ours() -> None:
    asked = imported(HERE / "recompute.py")

    assert "duckdb" in asked
    assert asked - {"duckdb"} <= sys.stdlib_module_names
    assert not {"domain", "application", "projections", "web"} & asked
