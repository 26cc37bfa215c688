"""What the README tells people to type works on the demo it tells them to start."""

import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from subprocess import Popen

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
    """The README's commands on the demo, in its order; others' places and own records are left."""
    lines = [line.strip() for line in README.read_text().splitlines()]
    commands = [line for line in lines if line.startswith(("linkage ", "python tools/"))]
    return [line for line in commands if " import " not in line and "https://" not in line]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, data_dir: Path) -> CliRunner:
    load(Settings(data=data_dir))
    migrate(Settings(data=data_dir))
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("LINKAGE_DATA", str(data_dir))
    return CliRunner()


@pytest.fixture
def signed(run: CliRunner, data_dir: Path, tmp_path: Path) -> Iterator[None]:
    """A signer beside the service, its key in a file, and a checkpoint somebody kept."""
    for line in ("signer init", "checkpoint trust signer", "signer run --once"):
        assert run.invoke(command_line, line.split()).exit_code == 0
    shutil.copy(data_dir.with_name(f"{data_dir.name}-signer") / "log.vkey", tmp_path)
    kept = run.invoke(command_line, ["checkpoint", "show"]).stdout
    (tmp_path / "kept.txt").write_text(kept)
    asked = "from web.cli import main; main()"
    with Popen([sys.executable, "-c", asked, "signer", "run", "--every", "1"]) as signer:
        yield
        signer.terminate()


@pytest.mark.usefixtures("signed")
def test_the_commands_of_the_readme_do_what_it_says(run: CliRunner) -> None:
    number, last_quarter = "", Quarter.of(system_clock().date()).before.label
    assert len(told()) > 5
    for line in told():
        typed = MOMENT.sub(system_clock().isoformat(), line)  # with its zone: told from anywhere
        typed = QUARTER.sub(last_quarter, typed)
        typed = NUMBER.sub(number, typed) if number else typed
        code, output = _done(run, shlex.split(typed))
        assert code == 0, f"{typed}\n{output}"
        number = number or NUMBER.findall(output)[0]


def _done(run: CliRunner, words: list[str]) -> tuple[int, str]:
    """Exit code and what was said."""
    if words[0] == "python":
        tool = [sys.executable, str(README.parent / words[1]), *words[2:]]
        done = subprocess.run(tool, capture_output=True, text=True, check=False)
        return done.returncode, done.stdout + done.stderr
    answer = run.invoke(command_line, words[1:])
    return answer.exit_code, answer.output
