"""How the command line speaks: languages, help, exit codes, and what no user should ever see."""

import errno
import re
from collections.abc import Iterator
from pathlib import Path

import click
import pytest

from tests.cli.conftest import Linkage
from tests.conftest import Place
from web.cli import linkage as command_line
from web.cli import store
from web.cli.spoken import Option, Spoken

DOCS = (Path(__file__).parents[2] / "docs" / "cli.md").read_text(encoding="utf-8")


@pytest.fixture
def place(data_dir: Path) -> Place:
    """How it speaks has nothing to do with the database."""
    return Place(data_dir, "")


def _commands(
    group: click.Group = command_line, path: tuple[str, ...] = ()
) -> Iterator[tuple[tuple[str, ...], click.Command]]:
    context = click.Context(group)
    for name in group.list_commands(context):
        found = group.get_command(context, name)
        assert found is not None
        yield (*path, name), found
        if isinstance(found, click.Group):
            yield from _commands(found, (*path, name))


ALL = dict(_commands())
PATHS = list(ALL)


@pytest.mark.parametrize("path", PATHS, ids=" ".join)
def test_every_command_has_help_in_both_languages(linkage: Linkage, path: tuple[str, ...]) -> None:
    command = ALL[path]
    assert isinstance(command, Spoken)

    english, chinese = linkage(*path, "--help"), linkage("--lang", "zh", *path, "--help")

    assert english.exit_code == chinese.exit_code == 0
    assert command.about.en.splitlines()[0] in english.stdout
    assert command.about.zh.splitlines()[0] in chinese.stdout
    assert "用法：" in chinese.stdout
    assert "选项" in chinese.stdout


@pytest.mark.parametrize("path", [path for path in PATHS if not isinstance(ALL[path], click.Group)])
def test_every_command_and_option_is_described(path: tuple[str, ...]) -> None:
    assert f"`linkage {' '.join(path)}" in DOCS
    options = {
        name for param in ALL[path].params if isinstance(param, Option) for name in param.opts
    }
    assert {name for name in options if name not in DOCS} == set()


def test_every_command_described_is_there() -> None:
    described = set(re.findall(r"`linkage ([a-z]+(?: (?:[a-z]+)(?= |`))?)", DOCS))
    names = {" ".join(path) for path in PATHS}

    assert {
        name for name in described if name not in names and name.split()[0] not in names
    } == set()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "用法"),
        ({"LANG": "C.UTF-8"}, "Usage"),
        ({"LANG": "C.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "用法"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_US.UTF-8"}, "Usage"),
    ],
)
def test_the_language_is_the_terminals(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], said: str
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)

    assert said in linkage("--help").stdout


@pytest.mark.parametrize(
    ("args", "english", "chinese"),
    [
        (("nothing",), "No such command", "没有命令 nothing"),
        (("migrate", "--fast"), "--fast", "没有选项 --fast"),
        (("case", "new"), "--as", "缺少 --as"),
        (("user", "role", "li", "king"), "king", "ROLE 的值不对：可选 operator"),
        (("ledger", "cases", "--from", "soon"), "soon is no day", "soon 不是日期"),
    ],
)
def test_a_wrong_call_is_explained_in_both_languages_with_code_2(
    linkage: Linkage, args: tuple[str, ...], english: str, chinese: str
) -> None:
    told, gesagt = linkage(*args), linkage("--lang", "zh", *args)

    assert told.exit_code == gesagt.exit_code == 2
    assert english in told.stderr
    assert chinese in gesagt.stderr
    assert "--help" in told.stderr


@pytest.mark.parametrize(
    ("error", "code", "said"),
    [
        (KeyboardInterrupt(), 130, "Interrupted"),
        (OSError(errno.ENOSPC, "No space left on device"), 1, "disk is full"),
        (PermissionError(errno.EACCES, "Permission denied", "/srv/x"), 1, "/srv/x"),
        (OSError(errno.EADDRINUSE, "Address in use"), 1, "--port"),
        (UnicodeEncodeError("utf-8", "\udcff", 0, 1, "surrogates not allowed"), 2, "no UTF-8"),
    ],
)
def test_what_can_be_foreseen_is_a_sentence(
    linkage: Linkage,
    monkeypatch: pytest.MonkeyPatch,
    error: BaseException,
    code: int,
    said: str,
) -> None:
    def fail(_: object) -> None:
        raise error

    monkeypatch.setattr(store, "make", fail)

    result = linkage("migrate")

    assert result.exit_code == code
    assert said in result.stderr


def test_what_nobody_foresaw_is_not_hidden(
    linkage: Linkage, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> None:
        raise ZeroDivisionError

    monkeypatch.setattr(store, "make", fail)

    assert isinstance(linkage("migrate").exception, ZeroDivisionError)


def test_a_damaged_file_is_named_so(
    linkage: Linkage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("LINKAGE_DATABASE_URL")
    monkeypatch.setenv("LINKAGE_DATA", str(tmp_path))
    (tmp_path / "events.db").write_bytes(b"this is no database" * 100)

    result = linkage("ledger", "cases")

    assert result.exit_code == 1
    assert "damaged" in result.stderr
