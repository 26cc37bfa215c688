"""`linkage retention`: how long things are kept, and what was kept long enough."""

from collections.abc import Iterator
from pathlib import Path

import click

from application.retention import confirm_retention, issue_retention, parse_retention
from domain.case.erasure import AskErasure
from domain.retention.model import PERIOD_OVER
from domain.rules.model import RuleError
from projections.bootstrap import Service
from projections.overtime import Over, overtime
from projections.queries.overtime import last_case
from projections.queries.viewer import THE_SERVICE
from web.cli import language
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import Tell, bar, print_json, print_table
from web.cli.room import act, actor, opened, viewer
from web.cli.spoken import as_json, group, option

LOOKING = Text("Cases", "正在查找")
NONE = Text("Nothing was kept longer than its period.", "没有超过保管期限的事项。")
HEADS = (
    Text("Case", "事项"),
    Text("Kept for", "保管期限"),
    Text("Settled", "办结"),
    Text("Over since", "期满"),
    Text("State", "状态"),
)
STATES = {
    "": Text("to be proposed", "待提出"),
    "asked": Text("waits for a decision", "待决定"),
    "held": Text("held", "保全中"),
}
UNCONFIRMED = Text(
    "By version {version} of the rules, which nobody of the centre has confirmed: until then"
    " nothing can be proposed. linkage retention confirm {version} --as …",
    "按保管规则第 {version} 版，尚未经本中心确认，确认前不能提出："
    "linkage retention confirm {version} --as …",
)
PROPOSED = Text(
    "{count} cases are proposed. Another person of the inspection office decides on each:"
    " linkage erase list",
    "已提出 {count} 件，须由督查室另一人逐件决定：linkage erase list",
)
WHY = Text("The period of keeping is over since {until}.", "保管期限已于 {until} 届满。")
ISSUED = Text(
    "Version {version} is on record. Another person confirms it:"
    " linkage retention confirm {version} --as …",
    "第 {version} 版已入库，须由另一人确认：linkage retention confirm {version} --as …",
)
CONFIRMED = Text("Version {version} counts from now on.", "第 {version} 版已确认生效。")
MISTAKE = Text("{file}: {mistake}", "{file}：{mistake}")
FITS = Text("{file} can be used.", "{file} 可以使用。")
by_whom = option("--as", "user", required=True, en="Who does it: a user name.", zh="操作人账号。")
BASES = (Text("Basis", "依据代码"), Text("Name", "名称"), Text("Article", "条款"))


@group(
    "retention",
    "How long personal data is kept, and what was kept long enough.",
    "保管期限：规则，以及已到期的事项。",
    invoke_without_command=True,
    no_args_is_help=True,
)
@option(
    "--dry-run",
    "dry",
    is_flag=True,
    en="What would be proposed for erasing today; changes nothing.",
    zh="只列出今天可提出删除的事项，不作任何改动。",
)
@as_json
@click.pass_context
def retention(ctx: click.Context, *, dry: bool, json_: bool) -> None:
    """Nothing is erased by itself: what is over its time is proposed, and two people decide."""
    if ctx.invoked_subcommand is not None:
        return
    if not dry:
        raise click.UsageError("--dry-run", ctx)
    ctx.invoke(due, user="", dry=True, json_=json_)


@retention.command(
    "due",
    about=Text(
        "What was kept longer than its period; --propose asks that it be erased.",
        "已超过保管期限的事项；--propose 提出删除。",
    ),
)
@option(
    "--dry-run/--propose",
    "dry",
    default=True,
    en="Only list (the default), or ask that everybody's data of each be erased.",
    zh="只列出（默认），或逐件提出删除全部人员的个人信息。",
)
@option("--as", "user", default="", en="Who proposes: a user name.", zh="提出人账号。")
@as_json
def due(user: str, *, dry: bool, json_: bool) -> None:
    """All cases are looked through, in portions."""
    if not dry and not user:
        raise click.UsageError("--as")
    with opened() as service, bar(str(LOOKING)) as tell:
        found = list(_due(service, user, tell))
        view = service.desk.retention.view()
        proposed = [] if dry else [one for one in found if not one.state]
        for one in proposed:
            _propose(service, one, user)
    if json_:
        told = [{**one._asdict(), "of": one.of.id} for one in found]
        print_json({"confirmed": view.confirmed, "due": told, "proposed": len(proposed)})
        return
    _print(found)
    if not view.confirmed:
        click.echo(UNCONFIRMED(version=view.version))
    if not dry:
        click.echo(PROPOSED(count=len(proposed)))


def _due(service: Service, user: str, tell: Tell) -> Iterator[Over]:
    who = viewer(service, user) if user else THE_SERVICE
    with service.read() as connection:
        total = last_case(connection)
    portion = overtime(service, who, 0)
    yield from portion.found
    while portion.next:
        tell(portion.next, total)
        portion = overtime(service, who, portion.next)
        yield from portion.found


def _propose(service: Service, one: Over, user: str) -> None:
    command = AskErasure(person="all", basis=PERIOD_OVER, reason=WHY(until=f"{one.until:%F}"))
    service.desk.execute(one.case_id, command, act(service, user))


def _print(found: list[Over]) -> None:
    if not found:
        click.echo(NONE())
        return
    rows = [
        (
            one.number,
            one.of.name_en if language.current() == "en" else one.of.name,
            f"{one.settled:%F}",
            f"{one.until:%F}",
            str(STATES[one.state]),
        )
        for one in found
    ]
    print_table([str(head) for head in HEADS], rows)


@retention.command("rules", about=Text("The rules and the legal bases.", "保管规则与法定依据。"))
@option("--text", is_flag=True, en="The whole file.", zh="输出整个文件。")
@as_json
def rules(*, text: bool, json_: bool) -> None:
    """Those that count, or the proposal."""
    with opened() as service:
        view, book = service.desk.retention.view(), service.desk.retention.now()
    if text:
        click.echo(book.issued[view.version].text, nl=False)
        return
    if json_:
        print_json({"version": view.version, "confirmed": view.confirmed, "rules": view.rules})
        return
    if not view.confirmed:
        click.echo(UNCONFIRMED(version=view.version))
    bases = view.rules.bases if view.rules is not None else ()
    print_table([str(head) for head in BASES], [(one.id, one.name, one.article) for one in bases])


@retention.command(
    "issue", about=Text("Put a new version of the rules on record.", "发布新版保管规则。")
)
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@option("--check", is_flag=True, en="Only look whether it can be used.", zh="只检查能否使用。")
@option("--as", "user", default="", en="Who issues it: a user name.", zh="发布人账号。")
@as_json
def issue(file: Path, user: str, *, check: bool, json_: bool) -> None:
    """Another person confirms it."""
    try:
        text = file.read_text(encoding="utf-8")
        parse_retention(text)
    except (RuleError, UnicodeDecodeError) as error:
        raise Failure(MISTAKE(file=file, mistake=error)) from error
    if check:
        click.echo(FITS(file=file))
        return
    if not user:
        raise click.UsageError("--as")
    with opened() as service:
        version = issue_retention(service.desk, text, actor(service, user))
    _tell(version, ISSUED, json_=json_)


@retention.command(
    "confirm", about=Text("Let a version of the rules count.", "确认保管规则，使其生效。")
)
@click.argument("version", type=int)
@by_whom
@as_json
def confirm(version: int, user: str, *, json_: bool) -> None:
    """By a head of the centre or the inspection office who did not issue it."""
    with opened() as service:
        confirm_retention(service.desk, version, actor(service, user))
    _tell(version, CONFIRMED, json_=json_)


def _tell(version: int, text: Text, *, json_: bool) -> None:
    if json_:
        print_json({"version": version})
    else:
        click.echo(text(version=version))
