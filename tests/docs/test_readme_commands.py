"""What the README tells people to type works on the demo it tells them to start."""

import re
import shlex
from pathlib import Path

import pytest
from click.testing import CliRunner

from application.clock import system_clock
from application.demo import load
from application.migrate import migrate
from application.settings import Settings
from domain.assessment.periods import Quarter
from web.cli import linkage as command_line

README = Path(__file__).parents[2] / "README.md"
NUMBER = re.compile(r"[A-Z]+\d{4}-\d{5}")
QUARTER = re.compile(r"[0-9]{4}Q[1-4]")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")


def told() -> list[str]:
    """The README's commands on the demo, in its order; bringing own records needs own records."""
    lines = [line.strip() for line in README.read_text().splitlines()]
    return [line for line in lines if line.startswith("linkage ") and " import " not in line]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> CliRunner:
    load(Settings(data=data_dir))
    migrate(Settings(data=data_dir))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKAGE_DATA", str(data_dir))
    return CliRunner()


def test_the_commands_of_the_readme_do_what_it_says(run: CliRunner) -> None:
    number, last_quarter = "", Quarter.of(system_clock().date()).before.label
    assert len(told()) > 5
    for line in told():
        typed = MOMENT.sub(system_clock().isoformat(), line)  # with its zone: told from anywhere
        typed = QUARTER.sub(last_quarter, typed)
        typed = NUMBER.sub(number, typed) if number else typed
        answer = run.invoke(command_line, shlex.split(typed)[1:])
        assert answer.exit_code == 0, f"{typed}\n{answer.output}"
        number = number or NUMBER.findall(answer.output)[0]
