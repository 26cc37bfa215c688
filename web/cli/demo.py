"""`linkage demo`: a believable small town to look around in."""

import click

from application.demo import StoreNotEmpty, Told, load, logins_path
from application.presence import head_of
from application.settings import Settings
from application.settings import load as load_settings
from projections.rebuild import rebuild
from projections.storytelling import assessor, sampler
from web.cli.language import Text
from web.cli.output import bar, print_json
from web.cli.spoken import as_json, command, option

TELLING = Text("Two quarters of 青石镇", "正在写入青石镇两个季度的事项")
TOLD = Text(
    "青石镇 is there: {cases} cases, {events} events, up to this moment.\n"
    "Log in as zhoumin (duty desk), hejian (leader), dengfei (police station),"
    " qinfang (inspection), weining (auditor) or luoping (administrator).\n"
    "The password of all: {password}\n"
    "All user names and the password are kept in {path}",
    "青石镇已就绪：{cases} 件事项、{events} 条记录，截至此刻。\n"
    "登录账号：zhoumin（值班员）、hejian（领导）、dengfei（派出所）、"
    "qinfang（督查）、weining（审计）、luoping（管理员）。\n"
    "统一密码：{password}\n"
    "全部账号和密码保存在 {path}",
)
SKIPPED = Text(
    "There are {events} events here already; no demo data was added.",
    "这里已有 {events} 条记录，未写入演示数据。",
)


@command(
    "demo",
    "Fill an empty place with a sample town: units, people, two quarters of cases.\n"
    "Makes the store, so nothing has to be there before; refuses where something is.",
    "在空库中写入演示用的青石镇：单位、人员、两个季度的事项。\n会自动建库；库中已有记录时拒绝执行。",
)
@option(
    "--if-empty",
    is_flag=True,
    en="Where something is already, do nothing and succeed.",
    zh="库中已有记录时不做任何事，正常退出。",
)
@as_json
def demo(*, if_empty: bool, json_: bool) -> None:
    """Commands played through the desk, each at its own moment."""
    settings = load_settings()
    head = head_of(settings)
    if head and if_empty:
        _skip(head, json_=json_)
        return
    if head:
        raise StoreNotEmpty
    with bar(str(TELLING)) as tell:
        told = load(settings, progress=tell, assess=assessor(settings), draw=sampler(settings))
    rebuild(settings)
    _print(settings, told, json_=json_)


def _skip(head: int, *, json_: bool) -> None:
    if json_:
        print_json({"loaded": False, "seq": head})
    else:
        click.echo(SKIPPED(events=head))


def _print(settings: Settings, told: Told, *, json_: bool) -> None:
    path, events = logins_path(settings), head_of(settings)
    if json_:
        print_json(
            {
                "loaded": True,
                "cases": told.cases,
                "seq": events,
                "password": told.password,
                "logins": str(path),
            }
        )
    else:
        click.echo(TOLD(cases=told.cases, events=events, password=told.password, path=path))
