"""`linkage export ocel2`: the log for process mining over many objects."""

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from application.exporting.ocel import export_ocel
from application.exporting.ocel_json import JsonWriter
from application.exporting.ocel_sqlite import SqliteWriter
from web.cli.language import Text
from web.cli.mining import READING, asked, narrowing
from web.cli.newfile import new_file
from web.cli.output import bar, print_json
from web.cli.room import opened
from web.cli.spoken import as_json, command, option

WRITERS: dict[str, type[JsonWriter] | type[SqliteWriter]] = {
    "json": JsonWriter,
    "sqlite": SqliteWriter,
}
WRITTEN = Text(
    "{cases} cases written: {events} events, {objects} objects, as of position {until}.",
    "已导出 {cases} 件：事件 {events} 个，对象 {objects} 个，截至序号 {until}。",
)


@command(
    "ocel2",
    "The log as an object-centric event log (OCEL 2.0), for process mining.\n"
    "Objects: case, unit, dispatch, obligation, agreement, rule set, handler by a pseudonym of\n"
    "this one export. No name, no text, no answer of a reporter. The export goes on record.",
    "导出为面向对象的事件日志（OCEL 2.0），供流程分析。\n"
    "对象：事项、单位、派单、办理时限、协议、规则集、承办人（本次导出专用的代号）。\n"
    "不含姓名、文字内容和群众评价；导出本身会入库留痕。",
)
@option(
    "--format",
    "form",
    type=click.Choice(list(WRITERS)),
    default="json",
    en="json or sqlite.",
    zh="json 或 sqlite。",
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
def ocel2(form: str, out: Path, *, json_: bool, **options: Any) -> None:
    """Read while it is written, so that the log may be of any length."""
    with opened() as service:
        wanted, until, by = asked(service, **options)
        with (
            new_file(out) as part,
            closing(WRITERS[form](part)) as writer,
            bar(str(READING)) as tell,
        ):
            done = export_ocel(service.desk, writer, until, wanted, by, tell)
    if json_:
        print_json(done._asdict())
    else:
        click.echo(WRITTEN(**done._asdict()), err=True)
