"""`linkage erase`: personal data erased on a legal basis, asked by one and decided by another."""

from typing import Any

import click

from application.erasing.deciding import carried_out
from application.erasing.deciding import erase as carry_out
from application.erasing.looking import Look, look
from application.erasing.outside import ListBroken, bring_up, list_path
from application.erasing.purging import finish as finish_all
from application.opening import open_case
from domain.case.command import Command
from domain.case.erasure import AskErasure, LiftHold, RefuseErasure, SetHold
from projections.bootstrap import Service
from web.cli import language
from web.cli.erased import tell, whole
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import act, actor, opened
from web.cli.spoken import as_json, group, option
from web.cli.telling import NOBODY

ASKED = Text(
    "Record {record} of {number} asks for it. Another person of the inspection office decides:"
    " linkage erase decide {number} {record} --as …",
    "{number} 第 {record} 条记录已提出删除，须由督查室另一人决定："
    "linkage erase decide {number} {record} --as …",
)
ERASED = Text(
    "Erased: {keys} keys of {number} are destroyed. Nobody can read what they sealed any more.",
    "已删除：{number} 的 {keys} 个密钥已销毁，相应内容任何人无法再读取。",
)
UNFINISHED = Text(
    "Not finished yet: {left}. linkage erase finish does the rest.",
    "尚未全部完成：{left}。请运行 linkage erase finish。",
)
NOT_YET = Text(
    "It is decided, and nobody is shown it any more; but the keys of {number} can't be destroyed"
    " now. The log says why. Mend it, then: linkage erase finish.",
    "已决定删除，任何人不再能看到相应内容；但 {number} 的密钥现在无法销毁，原因见日志。"
    "排除后请运行 linkage erase finish。",
)
REFUSED = Text(
    "What record {record} of {number} asked for is not erased.",
    "已不予删除：{number} 第 {record} 条记录。",
)
HELD = Text(
    "Nothing of {number} is erased while hold {hold} lasts.", "{number} 已设第 {hold} 号保全。"
)
LIFTED = Text("Hold {hold} of {number} is lifted.", "{number} 第 {hold} 号保全已解除。")
FINISHED = Text(
    "{count} erasures were looked after; {left} are still unfinished.",
    "已处理 {count} 项删除，尚有 {left} 项未完成。",
)
LISTED = Text("{path}: {count} erasures.", "{path}：{count} 项删除。")
BROKEN = Text(
    "Line {line} of {path} can't be read. Put an unharmed copy there, or move it away: it is"
    " written anew from the log.",
    "{path} 第 {line} 行无法读取。请换上完好的副本，或将其移走，系统会按记录重新写出。",
)
PEOPLE = (
    Text("Whose", "对象"),
    Text("State", "状态"),
    Text("Texts", "文字"),
    Text("Files", "附件"),
)
THERE, GONE = Text("there", "在存"), Text("erased", "已删除")
KEPT = Text("Kept: {name}, until {until}.", "保管期限：{name}，至 {until}。")
LASTS = Text("Hold {number}: {reason}", "第 {number} 号保全：{reason}")
LEFT = {
    "list": Text("the list of erasures could not be written", "删除清单未能写入"),
    "remains": Text("the key store is still to be written anew", "密钥库尚待重写"),
}
number = click.argument("number")
by_whom = option("--as", "user", required=True, en="Who does it: a user name.", zh="操作人账号。")
reason = option("--reason", required=True, en="Why.", zh="理由。")


@group(
    "erase", "Personal data: erased, held, and what waits for a decision.", "删除个人信息与保全。"
)
def erase() -> None:
    """Two people, a legal basis, and the keys are gone."""


@erase.command(
    "list",
    about=Text(
        "What waits to be decided, which cases are held, what was erased.",
        "待决定的删除申请、保全中的事项、已删除的信息。",
    ),
)
@as_json
def waiting(*, json_: bool) -> None:
    """Over all cases, the oldest first."""
    with opened() as service:
        register = service.desk.register.now()
    if json_:
        print_json(whole(register))
    else:
        tell(register)


@erase.command(
    "show", about=Text("What a case holds of people, and how long.", "事项所存个人信息与保管期限。")
)
@number
@option("--as", "user", default="", en="Who asks: a user name.", zh="查询人账号。")
@as_json
def show(number: str, user: str, *, json_: bool) -> None:
    """Counts, no contents."""
    with opened() as service:
        by = actor(service, user) if user else NOBODY
        work, _ = open_case(service.desk, service.desk.find(number), by)
        found = look(service.desk, work.case, work.history)
    if json_:
        print_json(_plain(found))
        return
    rows = [
        (one.person, str(GONE if one.erased else THERE), str(one.texts), str(one.files))
        for one in found.people
    ]
    print_table([str(head) for head in PEOPLE], rows, numbers=2)
    if found.kept is not None:
        until = "—" if found.kept.until is None else f"{found.kept.until:%F}"
        english = language.current() == "en"
        of = found.kept.of.name_en if english else found.kept.of.name
        click.echo(KEPT(name=of, until=until))
    for hold in found.holds:
        click.echo(LASTS(number=hold.number, reason=hold.event.reason))


def _plain(found: Look) -> dict[str, Any]:
    """With every part by its name."""
    kept = found.kept
    return {
        "people": [one._asdict() for one in found.people],
        "kept": None if kept is None else {"class": kept.of.id, "until": kept.until},
        "asked": found.asked,
        "holds": [one._asdict() for one in found.holds],
        "left": [one._asdict() for one in found.left],
    }


@erase.command(
    "ask",
    about=Text("Ask that data of a case be erased; another decides.", "提出删除，由另一人决定。"),
)
@number
@option(
    "--person",
    required=True,
    en="Whose, as in linkage erase show: reporter, matter, party-1 …, or all.",
    zh="对象：reporter、matter、party-1……或 all，见 linkage erase show。",
)
@option(
    "--basis",
    required=True,
    en="Code of the legal basis, as in linkage retention rules.",
    zh="法定依据代码，见 linkage retention rules。",
)
@reason
@option("--identity", default="", en="How it was checked who asks.", zh="申请人身份如何核验。")
@by_whom
@as_json
def ask(
    number: str, person: str, basis: str, reason: str, identity: str, user: str, *, json_: bool
) -> None:
    """The bases are in `linkage retention rules`."""
    command = AskErasure(person=person, basis=basis, reason=reason, identity=identity)
    record, found = _do(number, command, user)
    _tell({"number": found, "record": record}, ASKED, json_=json_)


@erase.command(
    "refuse", about=Text("Refuse what a record asks, or take it back.", "不予删除，或撤回申请。")
)
@number
@click.argument("record", type=int)
@reason
@by_whom
@as_json
def refuse(number: str, record: int, reason: str, user: str, *, json_: bool) -> None:
    """By the inspection office, or by whoever asked."""
    _, found = _do(number, RefuseErasure(asked=record, reason=reason), user)
    _tell({"number": found, "record": record}, REFUSED, json_=json_)


@erase.command(
    "decide",
    about=Text("Erase what a record asks. It can't be undone.", "决定删除。删除后无法恢复。"),
)
@number
@click.argument("record", type=int)
@by_whom
@as_json
def decide(number: str, record: int, user: str, *, json_: bool) -> None:
    """Keys destroyed, files removed, the key store written anew."""
    with opened() as service:
        case_id = service.desk.find(number)
        done = carry_out(service.desk, case_id, record, act(service, user))
        purged = [one for one in service.desk.register.now().purged.values() if one.case == case_id]
        if not carried_out(service.desk, case_id):
            raise Failure(NOT_YET(number=done.number))
    told = {"number": done.number, "keys": sum(one.keys for one in purged)}
    _tell(told, ERASED, json_=json_)
    left = sorted({one for purge in purged[-1:] for one in purge.left})
    if left and not json_:
        click.echo(UNFINISHED(left=", ".join(str(LEFT[one]) for one in left)))


@erase.command(
    "hold", about=Text("Let nothing of a case be erased.", "保全：事项任何信息不得删除。")
)
@number
@reason
@option("--authority", default="", en="Who wants it.", zh="要求单位。")
@by_whom
@as_json
def hold(number: str, reason: str, authority: str, user: str, *, json_: bool) -> None:
    """By a head, or the inspection office."""
    with opened() as service:
        case_id = service.desk.find(number)
        command = SetHold(reason=reason, authority=authority)
        done = service.desk.execute(case_id, command, act(service, user))
        held = len(service.desk.load(case_id).case.holds)
    _tell({"number": done.number, "hold": held}, HELD, json_=json_)


@erase.command("lift", about=Text("End a hold.", "解除保全。"))
@number
@click.argument("hold", type=int)
@reason
@by_whom
@as_json
def lift(number: str, hold: int, reason: str, user: str, *, json_: bool) -> None:
    """By the inspection office."""
    _, found = _do(number, LiftHold(hold=hold, reason=reason), user)
    _tell({"number": found, "hold": hold}, LIFTED, json_=json_)


@erase.command(
    "finish",
    about=Text(
        "Do what is left of erasures decided before; the service does so itself too.",
        "完成此前决定而未做完的删除；服务运行时也会自动完成。",
    ),
)
@as_json
def finish(*, json_: bool) -> None:
    """After a crash, or where somebody was in the way."""
    with opened() as service:
        count = finish_all(service.desk)
        left = len(service.desk.register.now().unfinished)
    _tell({"count": count, "left": left}, FINISHED, json_=json_)


@erase.command(
    "outside",
    about=Text(
        "Bring the list of erasures that is kept beside backups up to date.",
        "更新备份旁的删除清单。",
    ),
)
@as_json
def outside(*, json_: bool) -> None:
    """Restoring a backup needs it."""
    with opened() as service:
        path = list_path(service.settings)
        try:
            count = bring_up(service.desk, path)
        except ListBroken as broken:
            raise Failure(BROKEN(path=broken.path, line=broken.line)) from broken
    _tell({"path": str(path), "count": count}, LISTED, json_=json_)


def _do(number: str, command: Command, user: str) -> tuple[int, str]:
    with opened() as service:
        done = service.desk.execute(_find(service, number), command, act(service, user))
    return done.version, done.number


def _find(service: Service, number: str) -> str:
    return service.desk.find(number)


def _tell(told: dict[str, Any], text: Text, *, json_: bool) -> None:
    if json_:
        print_json(told)
    else:
        click.echo(text(**told))
