"""`linkage export`: the log for other programs, every event as it is stored."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

import click

from application.exporting.jsonl import export_jsonl
from application.staff import COMMAND_LINE
from web.cli.exportcase import case
from web.cli.exportocel import ocel2
from web.cli.exportperson import person_
from web.cli.exportxes import xes
from web.cli.language import Text
from web.cli.newfile import new_file
from web.cli.output import bar, print_json
from web.cli.reading import as_of, position
from web.cli.room import actor, opened
from web.cli.spoken import as_json, group, option

WRITING = Text("Events", "正在导出")
NEEDS_FILE = Text(
    "--json needs --out FILE: the lines themselves are JSON.", "--json 须与 --out 同用。"
)
WRITTEN = Text(
    "{events} events written, after position {since} up to {until}.\n  SHA-256 {sha256}",
    "已导出 {events} 条记录（序号 {since} 之后至 {until}）。\n  SHA-256 {sha256}",
)


@group("export", "The log in forms other programs read.", "导出记录，供其他程序读取。")
def export() -> None:
    """Nothing sealed is opened; that it was done is put on record."""


@export.command(
    "jsonl",
    about=Text(
        "Every event as one line of JSON: position, times, digest, leaf and what is stored.\n"
        "Sealed texts stay sealed. The export itself goes on record.",
        "逐条导出为 JSON 行：序号、时间、摘要、叶哈希与原始内容。\n"
        "加密内容保持加密；导出本身会入库留痕。",
    ),
)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    en="Write to this new file; without it, to the terminal.",
    zh="写入新文件；不写则输出到终端。",
)
@option(
    "--since",
    type=click.IntRange(min=0),
    default=0,
    en="Only what is after this position in the log.",
    zh="只导出该记录序号之后的内容。",
)
@option("--as", "user", default="", en="Who exports: a user name.", zh="导出人账号。")
@as_of
@as_json
def jsonl(
    out: Path | None, since: int, user: str, at: datetime | int | None, *, json_: bool
) -> None:
    """Read while it is written, so that the log may be of any length."""
    if json_ and out is None:
        raise click.UsageError(NEEDS_FILE())
    with opened() as service:
        by = actor(service, user).user if user else COMMAND_LINE
        until = position(service, at)
        with _to(out) as file, bar(str(WRITING)) as tell:
            done = export_jsonl(service.desk, file, min(since, until), until, by, tell)
    if json_:
        print_json(done._asdict())
    else:
        click.echo(WRITTEN(**done._asdict()), err=True)


@contextmanager
def _to(out: Path | None) -> Iterator[IO[bytes]]:
    """A new file, or the terminal."""
    if out is None:
        yield sys.stdout.buffer
        return
    with new_file(out) as part, part.open("wb") as file:
        yield file


for _command in (case, ocel2, person_, xes):
    export.add_command(_command)
