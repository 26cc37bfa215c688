"""`linkage bench` runs what the checkout has, and says so where there is none."""

from pathlib import Path

import pytest

from tests.cli.conftest import Linkage
from web.cli import bench


def test_outside_a_checkout_it_says_where_the_measurements_are(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)

    result = linkage("bench")

    assert result.exit_code == 1
    assert "make bench" in result.stderr


def test_in_a_checkout_it_runs_them_and_passes_on_how_they_ended(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    (tmp_path / "bench").mkdir()
    (tmp_path / "bench" / "__init__.py").touch()
    program = "import sys; sys.exit(3 if sys.argv[1:] == ['lives', '--quick'] else 0)"
    (tmp_path / "bench" / "__main__.py").write_text(program)
    monkeypatch.setattr(bench, "CHECKOUT", tmp_path)

    assert linkage("bench").exit_code == 0
    assert linkage("bench", "lives", "--quick").exit_code == 3
