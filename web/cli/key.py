"""`linkage key`: the key-encryption key rotated, copied for custodians, and its copies tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from application.custody.book import CustodyError, custody
from application.custody.copying import copy_key, note_recovery
from application.custody.copying import drill as try_copy
from application.custody.copying import recover as put_back
from application.custody.rotating import forget_old as take_off
from application.custody.rotating import prepare as make_next
from application.custody.rotating import rotate as go_on
from application.keys import Keks
from application.keys.wrapping import wrapped_by
from application.presence import head_of
from application.settings import kek_path, load
from application.staff import COMMAND_LINE
from projections.bootstrap import Service
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import bar, print_json, print_table
from web.cli.room import actor, opened
from web.cli.spoken import as_json, group, option

WRAPPING = Text("Keys", "正在更换")
PASSPHRASE = Text("Passphrase", "口令")
AGAIN = Text("The same again", "再输一次")
IN_USE = Text("In use: {kek}, {keys} keys wrapped by it.", "使用中：{kek}，加密 {keys} 个密钥。")
OTHERS = Text(
    "{keys} keys are wrapped by {kek}: run linkage key rotate to finish.",
    "有 {keys} 个密钥由 {kek} 加密：请运行 linkage key rotate 完成轮换。",
)
NO_COPY = Text(
    "No sealed copy of it is on record: linkage key copy FILE --custodian NAME.",
    "尚无密封副本：linkage key copy FILE --custodian NAME。",
)
HEADS = (
    Text("Custodian", "保管人"),
    Text("Made", "制作时间"),
    Text("Last drill", "最近演练"),
    Text("File's SHA-256", "文件 SHA-256"),
)
PREPARED = Text(
    "The next key {kek} is in {path}. Bring the file to every other host, then run linkage key"
    " rotate on each.",
    "下一个主密钥 {kek} 已写入 {path}。请复制到其他主机，再在各主机运行 linkage key rotate。",
)
ROTATED = Text(
    "{new} is in use; {keys} keys that {old} had wrapped are wrapped anew.\n"
    "Make new copies of it for the custodians. {old} stays beside it ({path}) for backups made"
    " before: put it away with their copies, then run linkage key forget-old.",
    "主密钥已更换为 {new}，{keys} 个密钥已由 {old} 改为新密钥加密。\n"
    "请为保管人制作新副本。{old} 仍在 {path}，供恢复此前的备份；随其副本妥善收存后，"
    "运行 linkage key forget-old 移除。",
)
FORGOTTEN = Text(
    "{kek} is taken off this host. Backups made under it need a custodian's copy.",
    "{kek} 已从本机移除。此前的备份须用保管人的副本恢复。",
)
COPIED = Text(
    "A copy of {kek} for {custodian} is in {path}. Hand it over, keep no other, and try it:"
    " linkage key drill {path}",
    "{kek} 的副本已写入 {path}，保管人 {custodian}。请交付保管，不另存，并演练："
    "linkage key drill {path}",
)
DRILLED = Text(
    "The copy of {custodian} opens: {keys} keys were tried with it. It is on record.",
    "{custodian} 的副本可用：已试开 {keys} 个密钥，演练已留痕。",
)
RECOVERED = Text(
    "{kek} is back in {path}, from the copy of {custodian}.",
    "已由 {custodian} 的副本找回 {kek}，写入 {path}。",
)
WRONG: dict[str, Text] = {
    "unfinished": Text(
        "Somebody else is doing the same at this moment. Try again.",
        "有人正在进行同样操作，请重试。",
    ),
    "from-environment": Text(
        "The key is given by LINKAGE_KEK. Set LINKAGE_KEK_OLD to it and LINKAGE_KEK to a new one,"
        " start the service anew on every host, then run this again.",
        "主密钥由 LINKAGE_KEK 给出。请把它设为 LINKAGE_KEK_OLD，LINKAGE_KEK 设为新密钥，"
        "各主机重启服务后再运行。",
    ),
    "same-key": Text(
        "The next key is the one in use, {kek}: remove the file and begin anew.",
        "下一个主密钥就是使用中的 {kek}，请删除该文件后重新开始。",
    ),
    "old-there": Text(
        "{path} still has the key of an earlier rotation. Put it away, then run linkage key"
        " forget-old.",
        "{path} 中仍有上次轮换的旧主密钥，请先收存，再运行 linkage key forget-old。",
    ),
    "nothing-to-forget": Text("There is no earlier key in {path}.", "{path} 中没有旧主密钥。"),
    "still-needed": Text(
        "{kek} still wraps keys: run linkage key rotate first.",
        "{kek} 仍在加密部分密钥，请先运行 linkage key rotate。",
    ),
    "weak": Text(
        "The passphrase is too short or too plain: at least {most} signs, not the same few.",
        "口令过短或过于简单：至少 {most} 个字符，不要反复使用少数几个。",
    ),
    "custodian-missing": Text(
        "Say who keeps it with --custodian.", "请用 --custodian 写明保管人。"
    ),
    "no-copy": Text("{path} is no copy of a key made here.", "{path} 不是本服务制作的密钥副本。"),
    "wrong-passphrase": Text(
        "This passphrase does not open the copy of {custodian}, or the file was changed.",
        "口令打不开 {custodian} 的副本，或文件已被改动。",
    ),
    "other-key": Text(
        "The copy is of {kek}; in use is {here}. Make a new copy and destroy this one.",
        "副本对应 {kek}，使用中的是 {here}。请制作新副本并销毁旧副本。",
    ),
    "key-is-here": Text(
        "A key is here already: {kek}. Nothing was changed.", "本机已有主密钥 {kek}，未作改动。"
    ),
    "cannot-open": Text(
        "Keys wrapped by {kek} can't be opened here. Bring that key to this host (LINKAGE_KEK_OLD,"
        " or beside the one in use as …old), then run this again.",
        "由 {kek} 加密的密钥在本机打不开。请将该主密钥带到本机"
        "（LINKAGE_KEK_OLD 或 .old 文件）后重试。",
    ),
    "file-there": Text(
        "{path} is there already and is not written over.", "{path} 已存在，不会覆盖。"
    ),
}
FILE = click.Path(path_type=Path, dir_okay=False)
by_whom = option("--as", "user", default="", en="Who does it: a user name.", zh="操作人账号。")
passphrase_file = option(
    "--passphrase-file",
    type=click.Path(path_type=Path, dir_okay=False, exists=True),
    default=None,
    en="Read the passphrase from this file's first line; without it, it is asked for.",
    zh="从该文件第一行读取口令；不写则提示输入。",
)


@group("key", "The key that wraps all others.", "主密钥：轮换、副本与演练。")
def key() -> None:
    """Each act is on record; the key itself is told nowhere."""


@contextmanager
def _told() -> Iterator[None]:
    try:
        yield
    except CustodyError as error:
        raise Failure(WRONG[error.code](**error.data)) from error


def _who(service: Service, user: str) -> str:
    return actor(service, user).user if user else COMMAND_LINE


def _passphrase(file: Path | None, *, new: bool) -> str:
    if file is not None:
        return (file.read_text().splitlines() or [""])[0]
    again = str(AGAIN) if new else False
    said: str = click.prompt(str(PASSPHRASE), hide_input=True, confirmation_prompt=again, err=True)
    return said


@key.command(
    "show",
    about=Text(
        "Which key is in use, what it wraps, who keeps a copy, and when that was last tried.",
        "使用中的主密钥、加密的密钥数、保管人副本与最近演练。",
    ),
)
@as_json
def show(*, json_: bool) -> None:
    """Ids, never keys."""
    with opened() as service:
        kek, wrapped = Keks(service.settings).current.id, wrapped_by(service.settings.keyring_url)
        copies = custody(service.desk.log).of(kek)
    if json_:
        print_json({"kek": kek, "wrapped": wrapped, "copies": copies})
        return
    click.echo(IN_USE(kek=kek, keys=wrapped.pop(kek, 0)))
    for other, keys in wrapped.items():
        click.echo(OTHERS(kek=other, keys=keys))
    if not copies:
        click.echo(NO_COPY())
        return
    rows = [(one.custodian, f"{one.at:%F}", _day(one.drilled), one.sha256) for one in copies]
    print_table([str(head) for head in HEADS], rows)


def _day(moment: Any) -> str:
    return "—" if moment is None else f"{moment:%F}"


@key.command(
    "rotate",
    about=Text(
        "Let a new key take over, or finish doing so after it was cut off.\n"
        "May be done while the service runs; what is sealed stays as it is.",
        "更换主密钥，中断后重新运行会继续。\n可在服务运行时进行，已加密内容不变。",
    ),
)
@option(
    "--prepare",
    is_flag=True,
    en="Only make the next key, to be brought to the other hosts first.",
    zh="只生成下一个主密钥，先复制到其他主机。",
)
@by_whom
@as_json
def rotate(user: str, *, prepare: bool, json_: bool) -> None:
    """The one before stays at hand until `forget-old`."""
    with opened() as service, _told():
        if prepare:
            made = make_next(service.settings)
            path = f"{kek_path(service.settings)}.next"
            _tell({"kek": made, "path": path}, PREPARED, json_=json_)
            return
        with bar(str(WRAPPING)) as tell:
            done = go_on(service.desk, _who(service, user), tell)
        told = {**done._asdict(), "path": f"{kek_path(service.settings)}.old"}
        _tell(told, ROTATED, json_=json_)


@key.command(
    "forget-old",
    about=Text(
        "Take the key before off this host, once nothing is wrapped by it.",
        "旧主密钥不再加密任何密钥后，从本机移除。",
    ),
)
@by_whom
@as_json
def forget_old(user: str, *, json_: bool) -> None:
    """What was sealed under it in backups needs a custodian's copy from then on."""
    with opened() as service, _told():
        _tell({"kek": take_off(service.desk, _who(service, user))}, FORGOTTEN, json_=json_)


@key.command(
    "copy",
    about=Text(
        "Write a copy of the key for one custodian, sealed by a passphrase of their own.",
        "为一位保管人制作主密钥副本，以其本人口令密封。",
    ),
)
@click.argument("file", type=FILE)
@option("--custodian", required=True, en="Who keeps it, in a word.", zh="保管人。")
@passphrase_file
@by_whom
@as_json
def copy(
    file: Path, custodian: str, passphrase_file: Path | None, user: str, *, json_: bool
) -> None:
    """By scrypt; each custodian has one, and knows no other's passphrase."""
    said = _passphrase(passphrase_file, new=True)
    with opened() as service, _told():
        made = copy_key(service.desk, file, custodian, said, _who(service, user))
    told = {"kek": made.kek, "custodian": made.custodian, "path": str(file)}
    _tell(told, COPIED, json_=json_)


@key.command(
    "drill",
    about=Text(
        "Try a copy as if the key were lost: open it, and keys with it. Put on record either way.",
        "演练：假设主密钥丢失，试开副本及密钥；成败均留痕。",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@passphrase_file
@by_whom
@as_json
def drill(file: Path, passphrase_file: Path | None, user: str, *, json_: bool) -> None:
    """Changes nothing else."""
    said = _passphrase(passphrase_file, new=False)
    with opened() as service, _told():
        done = try_copy(service.desk, file, said, _who(service, user))
    _tell({"custodian": done.custodian, "keys": done.keys, "kek": done.kek}, DRILLED, json_=json_)


@key.command(
    "recover",
    about=Text(
        "Put the key back from a custodian's copy, where there is none any more.",
        "主密钥丢失时，由保管人副本找回。",
    ),
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@passphrase_file
@by_whom
@as_json
def recover(file: Path, passphrase_file: Path | None, user: str, *, json_: bool) -> None:
    """Before a restore there is no log yet to record it in; then the restore is on record."""
    settings = load()
    said = _passphrase(passphrase_file, new=False)
    with _told():
        copy_, digest = put_back(settings, file, said)
    if head_of(settings):
        with opened(settings) as service:
            note_recovery(service.desk, copy_, digest, _who(service, user))
    told = {"kek": copy_.kek, "custodian": copy_.custodian, "path": str(kek_path(settings))}
    _tell(told, RECOVERED, json_=json_)


def _tell(told: dict[str, Any], text: Text, *, json_: bool) -> None:
    if json_:
        print_json(told)
    else:
        click.echo(text(**told))
