"""`linkage backup` and `linkage restore`: a copy anyone can check, and back again."""

from contextlib import closing
from pathlib import Path
from typing import Any

import click

from application.backup import BackupError, Manifest, back_up, verify
from application.backup import restore as put_back
from application.desk import Desk
from application.erasing.outside import list_path, read
from application.logbook import note
from application.settings import Settings, kek_path, load
from application.staff import COMMAND_LINE
from domain.log.events import BackedUp, Restored
from projections.rebuild import ensure
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import bar, print_json
from web.cli.spoken import as_json, command, option

COPYING = Text("Copying events", "正在复制记录")
WRITTEN = Text(
    "The backup goes up to event {seq} and was read back: every row proves itself.\n"
    "  log digest {digest}\n"
    "The key-encryption key {kek} is not in it: keep {path} (or LINKAGE_KEK) safe elsewhere.",
    "备份截至第 {seq} 条记录，已逐条核验。\n"
    "  记录摘要 {digest}\n"
    "备份不含主密钥 {kek}：请将 {path}（或 LINKAGE_KEK）另行妥善保存。",
)
INCOMPLETE = Text(
    "{count} attached files the log names were not there to be copied: see linkage doctor.",
    "记录中有 {count} 个附件未能找到，未进入备份：请运行 linkage doctor 查看。",
)
GOOD = Text(
    "The backup goes up to event {seq}; every row proves itself.\n  log digest {digest}",
    "备份截至第 {seq} 条记录，逐条核验无误。\n  记录摘要 {digest}",
)
RESTORED = Text(
    "Restored up to event {seq}, and the read model built anew.",
    "已恢复到第 {seq} 条记录，并重建读模型。",
)
AGAIN = Text(
    "Erased again as the list of erasures says: {count}, the last decided {last}. What was erased"
    " after that is not in the list: if there is a newer one, restore with --erasures FILE.",
    "已按删除清单重新删除 {count} 项，最后一项于 {last} 决定。此后的删除不在这份清单中："
    "如有更新的清单，请用 --erasures 文件 重新恢复。",
)
NONE_AGAIN = Text(
    "The list of erasures has none. Where something was erased since the backup, restore with a"
    " newer list: --erasures FILE.",
    "删除清单为空。如备份之后删除过信息，请用更新的清单重新恢复：--erasures 文件。",
)
WRONG: dict[str, Text] = {
    "folder-not-empty": Text(
        "{folder} is not empty; a backup needs a folder of its own.",
        "{folder} 不是空目录，备份需要单独的目录。",
    ),
    "no-backup": Text("There is no finished backup in {folder}.", "{folder} 中没有完整的备份。"),
    "other-format": Text(
        "The manifest in {folder} is none this version knows.", "{folder} 中的清单格式无法识别。"
    ),
    "file-missing": Text("{file} is missing from the backup.", "备份缺少文件 {file}。"),
    "file-changed": Text(
        "{file} is not as it was when the backup was made. Take another backup.",
        "{file} 与备份时不一致，请改用其他备份。",
    ),
    "file-damaged": Text(
        "{file} is damaged. Take another backup.", "{file} 已损坏，请改用其他备份。"
    ),
    "seq-not-dense": Text("There is a gap before event {seq}.", "第 {seq} 条记录之前有缺失。"),
    "event-altered": Text("Event {seq} was altered.", "第 {seq} 条记录被改动。"),
    "log-altered": Text("The log is not the one the manifest speaks of.", "记录与清单不符。"),
    "store-not-empty": Text(
        "There is a store here already ({seq} events). Restore into an empty folder or database.",
        "这里已有数据库（{seq} 条记录），请恢复到空目录或空数据库。",
    ),
    "list-missing": Text(
        "A list of erasures is needed, so that what was erased since this backup stays erased: give"
        " it with --erasures FILE. None is at {paths}. If nothing was ever erased, say so with"
        " --nothing-erased.",
        "需要删除清单，以免恢复备份后已删除的个人信息重新出现：请用 --erasures FILE 指定。"
        "未找到：{paths}。如从未删除过任何信息，请加 --nothing-erased。",
    ),
    "list-short": Text(
        "The list of erasures has {found} entries, and there were {told} when the backup was made."
        " Give the whole list with --erasures FILE.",
        "删除清单只有 {found} 条，而备份时已有 {told} 条，请用 --erasures FILE 指定完整清单。",
    ),
    "list-broken": Text(
        "Line {line} of the list of erasures {path} can't be read. Give an unharmed copy of it.",
        "删除清单 {path} 第 {line} 行无法读取，请改用完好的副本。",
    ),
    "kek-missing": Text(
        "Put the key-encryption key {kek} into {path} (chmod 600) or LINKAGE_KEK first; without it"
        " no sealed text can be read.",
        "请先将主密钥 {kek} 放到 {path}（chmod 600）或设置 LINKAGE_KEK，否则加密内容无法读取。",
    ),
    "key-is-here": Text(
        "The key-encryption key {kek} of the backup is here; without --without-key it is restored"
        " whole.",
        "备份的主密钥 {kek} 就在这里；去掉 --without-key 即可完整恢复。",
    ),
    "other-kek": Text(
        "The backup was sealed under key-encryption key {kek}; here is {here}.",
        "备份使用主密钥 {kek}，而这里是 {here}，请换回正确的主密钥。",
    ),
}

FOLDER = click.Path(path_type=Path, file_okay=False)


@command(
    "backup",
    "Copy log, keys, accounts and attached files into a new folder, and prove the copy.\n"
    "May be done while the service runs. The key-encryption key is left out on purpose.",
    "将记录、密钥、账号和附件复制到新目录并核验。\n可在服务运行时进行；主密钥不在其中。",
)
@click.argument("folder", type=FOLDER)
@option("--check", is_flag=True, en="Only check the backup that is there.", zh="只核验已有的备份。")
@as_json
def backup(folder: Path, *, check: bool, json_: bool) -> None:
    """The same files whatever database the service runs on."""
    try:
        made = verify(folder) if check else _made(folder)
    except BackupError as error:
        raise Failure(WRONG[error.code](**error.data)) from error
    if json_:
        print_json(made)
        return
    click.echo((GOOD if check else WRITTEN)(**_about(made)))
    if made.files_missing:
        click.echo(INCOMPLETE(count=made.files_missing))


def _made(folder: Path) -> Manifest:
    settings = load()
    with bar(str(COPYING)) as tell:
        made = back_up(settings, folder, tell)
    _note(settings, BackedUp, made, kek=made.kek)
    return made


def _note(settings: Settings, kind: type[BackedUp | Restored], made: Manifest, **said: Any) -> None:
    """The copy itself ends before this; the log goes on with it."""
    with closing(Desk(settings)) as desk:
        about = {"until": made.seq, "digest": made.log_digest, **said}
        note(desk, kind(at=desk.clock(), by=COMMAND_LINE, **about))


def _about(made: Manifest) -> dict[str, Any]:
    return {"seq": made.seq, "digest": made.log_digest, "kek": made.kek, "path": kek_path(load())}


@command(
    "restore",
    "Put a backup where there is no store yet.\n"
    "Checks every event first, and that the key-encryption key is the right one.",
    "将备份恢复到尚未建库的位置。\n会先逐条核验，并检查主密钥是否匹配。",
)
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False, exists=True))
@option(
    "--without-key",
    "sealed",
    is_flag=True,
    en="As a copy to audit: sealed texts stay closed, no message goes out.",
    zh="恢复为审计副本：加密内容无法打开，也不发送任何消息。",
)
@option(
    "--erasures",
    "lists",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    en="A list of erasures, which are done again; may be given more than once. Without it those"
    " beside the backup and at LINKAGE_ERASURES_FILE are taken.",
    zh="删除清单，恢复后重新执行；可给多份。不写则用备份旁和 LINKAGE_ERASURES_FILE 处的清单。",
)
@option(
    "--nothing-erased",
    is_flag=True,
    en="Vouch that nothing was erased since the backup was made, and go without a list.",
    zh="确认备份之后从未删除过信息，不用清单。",
)
@as_json
def restore(
    folder: Path, *, sealed: bool, lists: tuple[Path, ...], nothing_erased: bool, json_: bool
) -> None:
    """SQLite or PostgreSQL, whichever the settings name."""
    settings = load()
    try:
        with bar(str(COPYING)) as tell:
            given = None if nothing_erased else lists
            made = put_back(settings, folder, tell, sealed=sealed, lists=given)
    except BackupError as error:
        raise Failure(WRONG[error.code](**error.data)) from error
    if not sealed:  # a copy to audit stays the same log, to the last byte
        _note(settings, Restored, made, made_at=made.made_at)
    ensure(settings)
    if json_:
        print_json(made)
    else:
        click.echo(RESTORED(seq=made.seq))
        if not sealed and not nothing_erased:
            click.echo(_again(settings))


def _again(settings: Settings) -> str:
    """How far the list goes by which keys were left out: as old as it is, so much it can know."""
    done = read(list_path(settings))
    if not done:
        return NONE_AGAIN()
    last = max(one.at for one in done).astimezone(zone())
    return AGAIN(count=len(done), last=f"{last:%F %H:%M}")
