"""`linkage messages`: where messages go, which did not arrive, and trying a channel."""

import sys
from collections.abc import Callable, Sequence

import click

from application.messages import ChannelWrong, Delivery, Failed, Target
from application.messages.reaching import LANGUAGES, SIGNED, Channel
from application.messages.setting import Setting
from application.staff import COMMAND_LINE
from web import times
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import opened, worded
from web.cli.spoken import as_json, group, option

MOST = 1000
STATES = ("dead", "waiting")
HEADS = (
    Text("No.", "编号"),
    Text("Case", "事项"),
    Text("Message", "消息"),
    Text("To", "收件方"),
    Text("By", "渠道"),
    Text("Tries", "次数"),
    Text("Why", "原因"),
    Text("Since", "时间"),
)
CHANNEL_HEADS = (Text("Holder", "对象"), Text("Channel", "渠道"), Text("Leads to", "地址"))
AGAIN = Text("{count} messages go out again.", "{count} 条消息将重新发送。")
NONE = Text("No message of these was given up.", "没有可重发的消息。")
WHICH = Text("Say which: their numbers, or --all.", "请写明编号，或用 --all 全部重发。")
ARRIVED = Text("It arrived.", "已送达。")
NOT_ARRIVED = Text("It did not arrive: {why}", "未送达：{why}")
SET = Text(
    "Messages to {holder} go out by {channel} too.", "发给 {holder} 的消息将同时走 {channel}。"
)
REMOVED = Text(
    "No message to {holder} goes out by {channel}.", "{holder} 的 {channel} 渠道已停用。"
)
SPEAKS = Text("Messages to {holder} are in {language}.", "发给 {holder} 的消息语言为 {language}。")
SECRET = Text("What signs it", "签名密钥")
WRONG: dict[str, Text] = {
    "holder-unknown": Text(
        "There is no {what}: write unit:CODE or person:USERNAME.",
        "没有 {what}，请写 unit:单位代码 或 person:账号。",
    ),
    "address-missing": Text("Say where it leads: --address.", "请用 --address 写明地址。"),
    "url-wrong": Text(
        "That is no web address: it begins with http:// or https:// and names a host.",
        "网址不对：应以 http:// 或 https:// 开头并写明主机。",
    ),
    "url-local": Text(
        "That address is this host's own. LINKAGE_MESSAGES_LOCAL=true allows it.",
        "该地址是本机地址；如确需使用，请设 LINKAGE_MESSAGES_LOCAL=true。",
    ),
    "email-wrong": Text("That is no mail address.", "邮箱地址不对。"),
    "phone-wrong": Text("That is no telephone number.", "电话号码不对。"),
    "secret-short": Text(
        "A webhook is signed: its secret needs at least 16 characters.",
        "Webhook 需要签名：密钥至少 16 个字符。",
    ),
}

by_whom = option(
    "--as", "user", default="linkage", en="Who says so, for the record.", zh="经办人，记入日志。"
)
CHANNEL = click.Choice([one.value for one in Channel])


@group(
    "messages",
    "Messages out: where they go, which did not arrive.",
    "外发消息：渠道、未送达的消息。",
)
def messages() -> None:
    """Nothing here shows what a case is about."""


@messages.command(
    "list", about=Text("Messages that were given up, the latest first.", "未送达的消息，新的在前。")
)
@option("--waiting", is_flag=True, en="Those still to go out.", zh="只列待发送的。")
@as_json
def listed(*, waiting: bool, json_: bool) -> None:
    """Number and category say what they are about."""
    with opened() as service, worded(service):
        kept = service.messages.deliveries
        found = kept.waiting(MOST) if waiting else kept.dead(MOST)
        if json_:
            print_json([one._asdict() for one in found])
            return
        print_table([str(head) for head in HEADS], [_line(one) for one in found])


def _line(one: Delivery) -> Sequence[str]:
    about = (str(one.id), one.number, one.kind, one.recipient, one.channel)
    return (*about, str(one.tries), one.why, times.stamp(one.made))


@messages.command(
    "retry", about=Text("Send messages again that were given up.", "重新发送未送达的消息。")
)
@click.argument("number", nargs=-1, type=int)
@option("--all", "all_", is_flag=True, en="All of them.", zh="全部重发。")
def retry(number: tuple[int, ...], *, all_: bool) -> None:
    """They go out with the next round of whoever sends."""
    if not number and not all_:
        raise Failure(WHICH())
    with opened() as service:
        ids = [one.id for one in service.messages.deliveries.dead(MOST)] if all_ else [*number]
        count = service.messages.send_again(ids, COMMAND_LINE)
    click.echo(AGAIN(count=count) if count else NONE())


@messages.command(
    "test",
    about=Text(
        "Send a trial message now: linkage messages test unit:pcs webhook",
        "立即发送测试消息：linkage messages test unit:pcs webhook",
    ),
)
@click.argument("holder")
@click.argument("channel", type=CHANNEL)
def trial(holder: str, channel: str) -> None:
    """Exit 1 when it did not arrive."""
    with opened() as service:
        try:
            service.messages.probe(holder, channel)
        except Failed as failed:
            raise Failure(NOT_ARRIVED(why=failed.why)) from None
    click.echo(ARRIVED())


@messages.command(
    "channels",
    about=Text("Which units and people have which channels.", "各单位和人员的消息渠道。"),
)
@as_json
def channels(*, json_: bool) -> None:
    """Addresses are shown in part only."""
    with opened() as service:
        book = service.messages.channels
        found = [
            {"holder": holder, "channel": channel, "address": target.masked}
            for holder in sorted(book.open_ways())
            for channel, target in book.of(holder).items()
        ]
    if json_:
        print_json(found)
    else:
        print_table([str(head) for head in CHANNEL_HEADS], [[*one.values()] for one in found])


@messages.command(
    "set",
    about=Text(
        "Let messages go there too: linkage messages set unit:pcs wecom --address https://…",
        "启用渠道：linkage messages set unit:pcs wecom --address https://…",
    ),
)
@click.argument("holder")
@click.argument("channel", type=CHANNEL)
@option("--address", default="", en="Web address, mail or number.", zh="网址、邮箱或号码。")
@option(
    "--stdin",
    is_flag=True,
    en="Read from the input: the address, and in a second line what signs it.",
    zh="从标准输入读取：第一行地址，第二行签名密钥。",
)
@by_whom
def keep(holder: str, channel: str, address: str, user: str, *, stdin: bool) -> None:
    """The address is encrypted before it is kept; what signs it stands in no list of processes."""
    address, secret = _typed(channel, address) if not stdin else _read()
    target = Target(address, secret)
    _do(user, lambda setting: setting.set_channel(holder, channel, target))
    click.echo(SET(holder=holder, channel=channel))


@messages.command("remove", about=Text("Let none go there any more.", "停用渠道。"))
@click.argument("holder")
@click.argument("channel", type=CHANNEL)
@by_whom
def remove(holder: str, channel: str, user: str) -> None:
    """The address is forgotten."""
    _do(user, lambda setting: setting.remove_channel(holder, channel))
    click.echo(REMOVED(holder=holder, channel=channel))


@messages.command(
    "language", about=Text("In which language a holder gets messages.", "设置消息语言。")
)
@click.argument("holder")
@click.argument("language", type=click.Choice(LANGUAGES))
@by_whom
def language(holder: str, language: str, user: str) -> None:
    """Chinese where nothing is said."""
    _do(user, lambda setting: setting.choose_language(holder, language))
    click.echo(SPEAKS(holder=holder, language=language))


def _read() -> tuple[str, str]:
    lines = [*sys.stdin.read().splitlines(), "", ""]
    return lines[0].strip(), lines[1].strip()


def _typed(channel: str, address: str) -> tuple[str, str]:
    """Asked for where nobody watches; a DingTalk robot may have none."""
    if channel not in SIGNED:
        return address, ""
    return address, click.prompt(str(SECRET), hide_input=True, default="", show_default=False)


def _do(user: str, change: Callable[[Setting], None]) -> None:
    with opened() as service:
        try:
            change(service.messages.setting(user))
        except ChannelWrong as wrong:
            raise Failure(WRONG[wrong.code](what=wrong.what)) from None
