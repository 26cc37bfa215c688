"""`linkage migrate` and `linkage rebuild`: making the store, and its read model anew."""

from contextlib import closing
from itertools import islice

import click
import msgspec

from application.desk import Desk
from application.logbook import note
from application.migrate import migrate as make
from application.presence import head_of, require_store
from application.settings import load
from application.staff import COMMAND_LINE
from domain.log.events import Rebuilt
from projections.compare import Difference
from projections.compare import compare as differences
from projections.rebuild import ensure
from projections.rebuild import rebuild as build
from web.cli.language import Text
from web.cli.output import bar, print_json
from web.cli.spoken import as_json, command, option

SHOWN = 20
MADE = Text("The store is made: {head} events.", "数据库已建立，共 {head} 条记录。")
KEPT = Text("The store is up to date: {head} events.", "数据库已是最新，共 {head} 条记录。")
FOLDING = Text("Folding events", "正在重建")
COMPARING = Text("Comparing", "正在核对")
BUILT = Text(
    "Built anew from {events} events in {seconds:.1f} s.",
    "已由 {events} 条记录重建，用时 {seconds:.1f} 秒。",
)
EQUAL = Text("Every row is as the log says.", "每一行都与记录一致。")
UNEQUAL = Text("{count} rows are not as the log says:", "有 {count} 行与记录不一致：")


@command(
    "migrate",
    "Make the store, or bring it up to date; told again, nothing changes.",
    "建立或升级数据库；重复运行不改变任何内容。",
)
@as_json
def migrate(*, json_: bool) -> None:
    """Files or tables, keys, shipped rule sets, the centre itself, and the read model."""
    settings = load()
    before = head_of(settings) or 0
    make(settings)
    ensure(settings)
    head = require_store(settings)
    if json_:
        print_json({"made": not before, "seq": head})
    else:
        click.echo((KEPT if before else MADE)(head=head))


@command(
    "rebuild",
    "Build the read model anew from the log, or compare it with the log.",
    "由原始记录重建读模型，或核对读模型与原始记录是否一致。",
)
@option(
    "--compare",
    is_flag=True,
    en="Change nothing; fold every event and list the rows that differ (exit 1 if any).",
    zh="不改动，只逐行核对并列出不一致的行（有则退出码为 1）。",
)
@as_json
@click.pass_context
def rebuild(ctx: click.Context, *, compare: bool, json_: bool) -> None:
    """The live one serves until the fresh one is level."""
    settings = load()
    require_store(settings)
    if compare:
        ctx.exit(_compare(json_=json_))
    with bar(str(FOLDING)) as tell:
        built = build(settings, tell)
    with closing(Desk(settings)) as desk:
        note(desk, Rebuilt(at=desk.clock(), by=COMMAND_LINE, until=built.events))
    if json_:
        print_json(built)
    else:
        click.echo(BUILT(events=built.events, seconds=built.seconds))


def _compare(*, json_: bool) -> int:
    with bar(str(COMPARING)) as tell:
        found = list(differences(load(), tell))
    if json_:
        print_json({"different": len(found), "rows": found})
    elif not found:
        click.echo(EQUAL())
    else:
        click.echo(UNEQUAL(count=len(found)))
        for one in islice(found, SHOWN):
            click.echo(f"  {_line(one)}")
    return 1 if found else 0


def _line(one: Difference) -> str:
    held, folded = (
        msgspec.json.encode(side, enc_hook=str).decode() for side in (one.held, one.folded)
    )
    return f"{one.table} {one.key}: {held} ≠ {folded}"
