"""`linkage user`: who may log in, in which role, for which unit."""

import sys
from collections.abc import Callable
from typing import Any

import click

from application.accounts import SHORTEST, Account
from application.accounts.passwords import new_password
from application.registry import Units
from application.staff import COMMAND_LINE, Staff
from domain.case.words import Role
from domain.units import CENTRE
from projections.bootstrap import Service
from web import names, words
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import opened, worded
from web.cli.spoken import as_json, group, option

PASSWORD = Text("Password", "密码")
AGAIN = Text("The same again", "再输入一次")
DIFFERENT = Text("The two passwords are not the same.", "两次输入的密码不一致。")
SHORT = Text("The password needs at least {least} signs.", "密码至少 {least} 位。")
NOBODY_THERE = Text(
    "There is nobody to ask for a password: use --password-stdin or --generate.",
    "没有终端可输入密码，请用 --password-stdin 或 --generate。",
)
GENERATED = Text("The password, shown this once: {password}", "密码（只显示这一次）：{password}")
ADDED = Text("{user} may log in as {role}.", "账号 {user} 已建立，角色 {role}。")
CHANGED = Text(
    "{user} is {role} now; open sessions ended.", "{user} 现在的角色是 {role}，已登录的会话已结束。"
)
RESET = Text(
    "{user} has another password; open sessions ended.", "{user} 的密码已更换，已登录的会话已结束。"
)
NO_CODES = Text("{user} logs in without one-time codes now.", "{user} 登录不再需要动态码。")
LOGGED_OUT = Text("{user} is logged out everywhere.", "{user} 的所有登录已退出。")
DISABLED = Text("{user} can't log in any more.", "{user} 已停用。")
ENABLED = Text("{user} may log in again.", "{user} 已恢复。")
NO_UNIT = Text(
    "There is no unit {unit}; `linkage ledger units` lists them.",
    "没有单位 {unit}，可用 linkage ledger units 查看。",
)
HEADS = (
    Text("User", "账号"),
    Text("Name", "姓名"),
    Text("Role", "角色"),
    Text("Unit", "单位"),
    Text("Disabled", "停用"),
)
DISABLED_MARK = Text("disabled", "停用")

ROLES = click.Choice([role.value for role in Role])


@group("user", "Accounts: who may log in.", "账号：谁可以登录。")
def user() -> None:
    """Accounts are kept beside the log."""


def _staff(service: Service) -> Staff:
    return Staff(service.desk, service.accounts, COMMAND_LINE)


def _asks_password(function: Callable[..., Any]) -> Callable[..., Any]:
    keep = option(
        "--keep",
        is_flag=True,
        en="They keep it; else they choose their own at the first log-in.",
        zh="沿用此密码；不写则首次登录时须自设密码。",
    )
    generate = option(
        "--generate", is_flag=True, en="Make one and print it once.", zh="自动生成并显示一次。"
    )
    stdin = option(
        "--password-stdin",
        is_flag=True,
        en="Read it from the first line of the input.",
        zh="从标准输入的第一行读取。",
    )
    return generate(stdin(keep(function)))


@user.command(
    "add",
    about=Text(
        "Let somebody log in. Asks twice for a password unless told how to get one.",
        "新建账号。未指定密码来源时会要求输入两次。",
    ),
)
@click.argument("username")
@option("--name", required=True, en="The person's name.", zh="姓名。")
@option("--role", required=True, type=ROLES, en="Their role.", zh="角色。")
@option(
    "--unit", default="", en="Code of their unit (centre unless said).", zh="单位代码（默认中心）。"
)
@_asks_password
@as_json
def add(  # noqa: PLR0913 - one parameter for each option
    username: str,
    name: str,
    role: str,
    unit: str,
    *,
    generate: bool,
    password_stdin: bool,
    keep: bool,
    json_: bool,
) -> None:
    """Refused when the name is taken or the password too short or too easy to guess."""
    with opened() as service:
        _require_unit(service, unit)
        who = Account(username, name, role, unit or _usual_unit(role))
        password = _password(generate=generate, stdin=password_stdin)
        _staff(service).add(who, password, provisional=not keep)
    _done(ADDED(user=username, role=role), who, password if generate else "", json_=json_)


@user.command("role", about=Text("Give somebody another role or unit.", "变更角色或单位。"))
@click.argument("username")
@click.argument("role", type=ROLES)
@option(
    "--unit",
    default=None,
    en="Code of their unit (unchanged unless said).",
    zh="单位代码（默认不变）。",
)
@as_json
def role(username: str, role: str, unit: str | None, *, json_: bool) -> None:
    """Ends their sessions."""
    with opened() as service:
        _require_unit(service, unit or "")
        kept = service.accounts.get(username).unit
        _staff(service).give_role(username, role, kept if unit is None else unit)
        who = service.accounts.get(username)
    _done(CHANGED(user=username, role=role), who, "", json_=json_)


@user.command("reset", about=Text("Give somebody another password.", "重设密码。"))
@click.argument("username")
@_asks_password
@as_json
def reset(username: str, *, generate: bool, password_stdin: bool, keep: bool, json_: bool) -> None:
    """Ends their sessions and the lock after wrong passwords."""
    with opened() as service:
        who = service.accounts.get(username)
        password = _password(generate=generate, stdin=password_stdin)
        _staff(service).reset(username, password, provisional=not keep)
    _done(RESET(user=username), who, password if generate else "", json_=json_)


@user.command("disable", about=Text("Let somebody log in no more.", "停用账号。"))
@click.argument("username")
@option("--undo", is_flag=True, en="Let them log in again.", zh="恢复账号。")
@as_json
def disable(username: str, *, undo: bool, json_: bool) -> None:
    """Ends their sessions."""
    with opened() as service:
        staff = _staff(service)
        staff.enable(username) if undo else staff.disable(username)
        who = service.accounts.get(username)
    _done((ENABLED if undo else DISABLED)(user=username), who, "", json_=json_)


@user.command(
    "no-codes",
    about=Text(
        "Let somebody log in without one-time codes, as when their phone is lost.",
        "取消动态码，例如手机丢失时。",
    ),
)
@click.argument("username")
@as_json
def no_codes(username: str, *, json_: bool) -> None:
    """Their password alone opens the account then."""
    with opened() as service:
        _staff(service).remove_codes(username)
        who = service.accounts.get(username)
    _done(NO_CODES(user=username), who, "", json_=json_)


@user.command("log-out", about=Text("End somebody's sessions.", "强制下线。"))
@click.argument("username")
@as_json
def log_out(username: str, *, json_: bool) -> None:
    """They may log in again."""
    with opened() as service:
        _staff(service).end_sessions(username)
        who = service.accounts.get(username)
    _done(LOGGED_OUT(user=username), who, "", json_=json_)


@user.command("list", about=Text("Who may log in.", "列出账号。"))
@as_json
def list_(*, json_: bool) -> None:
    """Everybody, by user name."""
    with opened() as service:
        everyone = service.accounts.everyone()
        if json_:
            print_json([one._asdict() for one in everyone])
            return
        rows = _rows(service, everyone)
    print_table([str(head) for head in HEADS], rows)


def _rows(service: Service, everyone: list[Account]) -> list[list[str]]:
    with worded(service):
        return [
            [
                one.username,
                one.name,
                words.word(words.ROLE, one.role),
                names.unit(one.unit),
                str(DISABLED_MARK) if one.disabled else "",
            ]
            for one in everyone
        ]


def _usual_unit(role: str) -> str:
    return "" if role == Role.RESPONDER else CENTRE


def _require_unit(service: Service, unit: str) -> None:
    if unit and unit not in Units(service.desk.log):
        raise Failure(NO_UNIT(unit=unit))


def _password(*, generate: bool, stdin: bool) -> str:
    if generate:
        return new_password()
    if stdin:
        return sys.stdin.readline().rstrip("\r\n")
    if not sys.stdin.isatty():
        raise Failure(NOBODY_THERE())
    password: str = click.prompt(str(PASSWORD), hide_input=True, err=True)
    if len(password) < SHORTEST:
        raise Failure(SHORT(least=SHORTEST))
    if click.prompt(str(AGAIN), hide_input=True, err=True) != password:
        raise Failure(DIFFERENT())
    return password


def _done(text: str, who: Account, password: str, *, json_: bool) -> None:
    if json_:
        shown = {"password": password} if password else {}
        print_json({**who._asdict(), **shown})
        return
    click.echo(text)
    if password:
        click.echo(GENERATED(password=password))
