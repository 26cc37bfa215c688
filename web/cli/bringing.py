"""`linkage import`: records of other systems, by a mapping, each once."""

from hashlib import sha256
from pathlib import Path

import click

from application.importing import Report, run_import, shipped_mappings
from application.importing.running import untold
from application.logbook import note
from application.settings import load
from domain.log.events import Imported
from projections.bootstrap import Service
from projections.rebuild import rebuild
from web.cli import language
from web.cli.language import Text
from web.cli.output import bar, print_json, print_table
from web.cli.room import actor, opened
from web.cli.spoken import as_json, command, option

MANY = 5_000  # events from which on folding everything anew is quicker than following
SHOWN = 10
BRINGING = Text("Cases", "正在导入事项")
FOLDING = Text("Folding events", "正在更新读模型")
CAME = Text(
    "{mapping}: {rows_read} rows read; {cases} cases came in with {events} events, {units} units."
    "\n  rows: {rows_in} in, {rows_repeated} in before, {rows_out} out",
    "{mapping}：读取 {rows_read} 行；导入 {cases} 件事项、{events} 条记录、{units} 个单位。"
    "\n  行数：本次导入 {rows_in}，此前已导入 {rows_repeated}，未导入 {rows_out}",
)
TRIAL = Text("Trial only; nothing was kept.", "仅试运行，未写入任何内容。")
REFUSED = Text("{count} refusals:", "拒绝 {count} 处：")
WHERE = Text("All of them are in {path}", "全部明细见 {path}")
HOW = Text(
    "The first {count} of them; --report FILE.csv writes all:",
    "前 {count} 处如下，用 --report 文件.csv 输出全部：",
)
UNUSED = Text("Columns no rule speaks of: {names}", "映射未用到的列：{names}")
HEADS = (Text("Row", "行"), Text("Step", "步骤"), Text("Column", "列"), Text("Reason", "原因"))


@command(
    "import",
    "Bring records of another system in, by a mapping. A second run adds nothing; an interrupted\n"
    f"one goes on. Shipped mappings: {', '.join(shipped_mappings())}.",
    "按映射导入其他系统的记录。重复运行不会重复导入，中断后可继续。\n"
    f"自带映射：{'、'.join(shipped_mappings())}。",
)
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@option(
    "--mapping",
    required=True,
    en="TOML file, or name of a shipped one.",
    zh="映射文件（TOML）或自带映射名。",
)
@option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Write every refusal to this CSV file.",
    zh="将全部拒绝明细写入 CSV。",
)
@option("--as", "user", default="", en="Who imports: a user name.", zh="导入人账号。")
@option("--dry-run", is_flag=True, en="Decide everything, keep nothing.", zh="试运行，不写入。")
@option("--strict", is_flag=True, en="Exit 1 when anything was refused.", zh="有拒绝时退出码为 1。")
@as_json
@click.pass_context
def bring(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    file: Path,
    mapping: str,
    report: Path | None,
    user: str,
    *,
    dry_run: bool,
    strict: bool,
    json_: bool,
) -> None:
    """What breaks a rule comes in as far as it is true, and is listed with its reason."""
    with opened() as service:
        by = actor(service, user).user if user else "import"
        with bar(str(BRINGING)) as tell:
            done = run_import(service.desk, file, mapping, progress=tell, by=by, dry_run=dry_run)
        if not dry_run:
            _note(service, file, done, by)
        _follow(service)
    if report is not None:
        done.write_csv(report)
    if json_:
        print_json(done.as_dict())
    else:
        _print(done, report)
    ctx.exit(1 if strict and done.refused else 0)


def _note(service: Service, file: Path, done: Report, by: str) -> None:
    desk = service.desk
    brought = Imported(
        at=desk.clock(),
        by=by,
        mapping=done.mapping,
        file=sha256(file.read_bytes()).hexdigest(),
        cases=done.cases,
        events=done.events,
        refused=len(done.refused),
    )
    with untold(desk):
        note(desk, brought)


def _follow(service: Service) -> None:
    """Bring the read model level, the quicker way."""
    behind = service.desk.log.head() - service.projector.position()
    if behind < MANY:
        service.level()
        return
    with bar(str(FOLDING)) as tell:
        rebuild(load(), tell)


def _print(done: Report, report: Path | None) -> None:
    figures = (
        "mapping",
        "rows_read",
        "cases",
        "events",
        "units",
        "rows_in",
        "rows_repeated",
        "rows_out",
    )
    click.echo(CAME(**{name: getattr(done, name) for name in figures}))
    if done.dry_run:
        click.echo(TRIAL())
    if done.unused_columns:
        click.echo(UNUSED(names=", ".join(done.unused_columns)))
    if not done.refused:
        return
    click.echo(REFUSED(count=len(done.refused)))
    for code, count in done.by_code().items():
        click.echo(f"  {count:>6}  {code}")
    if report is not None:
        click.echo(WHERE(path=report))
        return
    click.echo(HOW(count=min(SHOWN, len(done.refused))))
    rows = [
        [str(one.row), one.step, one.column, one.zh if language.current() == "zh" else one.en]
        for one in done.refused[:SHOWN]
    ]
    print_table([str(head) for head in HEADS], rows)
