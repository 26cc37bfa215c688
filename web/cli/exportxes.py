"""`linkage export xes`: the log for process mining case by case."""

from pathlib import Path
from typing import Any

import click

from application.exporting.xes import export_xes
from web.cli.language import Text
from web.cli.mining import READING, asked, narrowing
from web.cli.newfile import new_file
from web.cli.output import bar, print_json
from web.cli.room import opened
from web.cli.spoken import as_json, command, option

WRITTEN = Text(
    "{cases} cases written: {events} events, as of position {until}.",
    "已导出 {cases} 件：事件 {events} 个，截至序号 {until}。",
)


@command(
    "xes",
    "The log as an event stream by case (XES, IEEE 1849), for process mining.\n"
    "One trace for each case, handlers by pseudonyms of this one export. No name, no text, no\n"
    "answer of a reporter. The export goes on record.",
    "导出为按事项的事件流（XES，IEEE 1849），供流程分析。\n"
    "一件一条轨迹，承办人用本次导出专用的代号。\n"
    "不含姓名、文字内容和群众评价；导出本身会入库留痕。",
)
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    en="Write to this new file.",
    zh="写入新文件。",
)
@narrowing
@as_json
def xes(out: Path, *, json_: bool, **options: Any) -> None:
    """Read while it is written, so that the log may be of any length."""
    with opened() as service:
        wanted, until, by = asked(service, **options)
        with new_file(out) as part, part.open("wb") as file, bar(str(READING)) as tell:
            done = export_xes(service.desk, file, until, wanted, by, tell)
    if json_:
        print_json(done._asdict())
    else:
        click.echo(WRITTEN(**done._asdict()), err=True)
