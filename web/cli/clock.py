"""`linkage clock`: what the host's clock says against the log, and vouching for it."""

from datetime import datetime

import click

from application.clock import ASTRAY, from_ms
from application.clockwatch import vouch
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import print_json
from web.cli.room import actor, opened
from web.cli.spoken import as_json, group, option

SAYS = Text(
    "The host's clock says {now}; the last record was made at {last}.",
    "服务器时钟为 {now}，最后一条记录为 {last}。",
)
RIGHT = Text("Records are made.", "可正常入库。")
WRONG = Text(
    "That is too far back: nothing is recorded. Set the clock of this host right. If it is right"
    " and the records are not: linkage clock confirm --as ADMIN --reason …",
    "时钟落后过多，暂停入库。请校正服务器时间；若时钟无误而记录时间有误，请运行"
    " linkage clock confirm --as 管理员 --reason …",
)
CONFIRMED = Text("On record at position {seq}.", "已入库，序号 {seq}。")


@group("clock", "The host's clock, under which everything is recorded.", "入库所用的服务器时钟。")
def clock() -> None:
    """While it is astray, nothing is recorded."""


@clock.command(
    "show",
    about=Text(
        "What the clock says and when the last record was made; exit 1 when it is too far back.",
        "显示时钟与最后一条记录的时间；落后过多时退出码为 1。",
    ),
)
@as_json
@click.pass_context
def show(ctx: click.Context, *, json_: bool) -> None:
    """Changes nothing."""
    with opened() as service:
        now, last = service.desk.clock(), from_ms(service.desk.log.reader.last_recorded())
    behind = last - now > ASTRAY
    if json_:
        print_json({"now": now, "last": last, "behind": behind})
    else:
        click.echo(SAYS(now=_local(now), last=_local(last)))
        click.echo((WRONG if behind else RIGHT)())
    ctx.exit(1 if behind else 0)


def _local(moment: datetime) -> str:
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M:%S}"


@clock.command(
    "confirm",
    about=Text(
        "Say that the clock is right as it is, which goes on record; only administrators may.",
        "确认当前时钟无误并入库，仅管理员可操作。",
    ),
)
@option(
    "--as", "user", required=True, en="Who says so: an administrator.", zh="确认人，须为管理员。"
)
@option("--reason", required=True, en="Why records say a later time.", zh="记录时间较晚的原因。")
@as_json
def confirm(user: str, reason: str, *, json_: bool) -> None:
    """Records made until the clock reaches the last one carry that one's time."""
    with opened() as service:
        seq = vouch(service.desk, actor(service, user), reason)
    if json_:
        print_json({"seq": seq})
    else:
        click.echo(CONFIRMED(seq=seq))
