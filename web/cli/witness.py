"""`linkage witness`: for an auditor's own machine; sees that the log only grows, and cosigns."""

import signal
import threading
from pathlib import Path

import click

from application.proofs.errors import Refused
from application.proofs.notes import VerifierKey
from application.witnessing.sources import source
from application.witnessing.witness import VKEY, Cosigned, Witness
from web.cli.keytext import key_text
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.proving import said
from web.cli.spoken import as_json, group, option

MADE = Text(
    "The witness's key is made in {folder}; keep it on this machine.\n  {key}\n"
    "Tell the centre: linkage checkpoint admit '{key}'",
    "已在 {folder} 建立见证密钥，请只留在本机。\n  {key}\n"
    "告知中心：linkage checkpoint admit '{key}'",
)
COSIGNED = Text(
    "{origin}: {size} events, and all {before} seen before are among them. Cosigned.",
    "{origin}：共 {size} 条记录，包含此前见证的全部 {before} 条。已签名见证。",
)
FIRST = Text(
    "{origin}: {size} events. This is the first look; from here on nothing may be taken away.",
    "{origin}：共 {size} 条记录。首次见证，此后不得减少或改动。",
)
SAME = Text("{origin}: still {size} events.", "{origin}：仍为 {size} 条记录。")
NOT_HANDED = Text("The cosignature was not taken: {why}", "未能交回见证签名：{why}")
EVERY = 3600  # seconds

folder_option = option(
    "--folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("linkage-witness"),
    show_default=True,
    en="Where the witness keeps its key and what it saw.",
    zh="见证密钥与见证记录的存放目录。",
)


@group(
    "witness",
    "A witness: keeps the last checkpoint, sees that the log only grew, cosigns. Needs no service.",
    "见证：保存上一校验点，核对记录只增不改后签名。无需安装服务。",
)
def witness() -> None:
    """Runs on a machine the centre has no hand in."""


@witness.command(
    "init",
    about=Text(
        "Begin: a key of your own under NAME, for the log of LOGKEY (its line, or a file with it).",
        "开始见证：以 NAME 为名建立自己的密钥，见证 LOGKEY（密钥行或其文件）的记录。",
    ),
)
@click.argument("name")
@click.argument("logkey")
@folder_option
def init(name: str, logkey: str, folder: Path) -> None:
    """Get the log's key from the centre on paper or by hand, not from its pages."""
    key = Witness(folder).begin(name, VerifierKey.parse(key_text(logkey)))
    click.echo(MADE(folder=folder, key=key))


@witness.command(
    "run",
    about=Text(
        "Look at the log at SOURCE (https://centre.example/log, or a copied folder) and cosign.",
        "核对 SOURCE（https://中心/log，或由其复制的目录）处的记录并签名见证。",
    ),
)
@click.argument("source_", metavar="SOURCE")
@folder_option
@option("--once", is_flag=True, en="Look once and stop.", zh="核对一次即结束。")
@option(
    "--every",
    type=click.IntRange(min=1),
    default=EVERY,
    show_default=True,
    en="Seconds between two looks.",
    zh="两次核对之间的秒数。",
)
@option("--keep", is_flag=True, en="Hand nothing back.", zh="不交回见证签名。")
@as_json
@click.pass_context
def run(
    ctx: click.Context,
    source_: str,
    folder: Path,
    every: int,
    *,
    once: bool,
    keep: bool,
    json_: bool,
) -> None:
    """Refusing ends it with exit code 1: go and ask."""
    own = Witness(folder)
    if once:
        ctx.exit(0 if _look(own, source_, keep=keep, json_=json_) else 1)
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    while not stop.is_set():
        _look_again(own, source_, keep=keep, json_=json_)
        stop.wait(every)


def _look_again(own: Witness, place: str, *, keep: bool, json_: bool) -> None:
    """A log that can't be reached for a while is looked at the next time."""
    try:
        _look(own, place, keep=keep, json_=json_)
    except Refused as error:
        if error.code != "source-silent":
            raise
        click.echo(said(error), err=True)


def _look(own: Witness, place: str, *, keep: bool, json_: bool) -> bool:
    """Whether the cosignature got back to the log, or was not to."""
    log = source(place)
    done = own.cosign(log)
    print_json(_plain(done)) if json_ else click.echo(_told(done))
    if keep:
        return True
    try:
        log.hand_back(f"{own.log.key_id.hex()}-{done.checkpoint.size}.txt", done.note)
    except OSError as error:
        click.echo(NOT_HANDED(why=error), err=True)
        return False
    return True


def _told(done: Cosigned) -> str:
    text = SAME if not done.new else COSIGNED if done.before else FIRST
    told = done.checkpoint
    return text(origin=told.origin, size=told.size, before=done.before)


def _plain(done: Cosigned) -> dict[str, object]:
    told = done.checkpoint
    return {
        "origin": told.origin,
        "size": told.size,
        "root": told.root.hex(),
        "before": done.before,
        "new": done.new,
        "note": done.note,
    }


@witness.command(
    "show",
    about=Text("Your key, and what you cosigned last.", "本机见证密钥与最近一次见证。"),
)
@folder_option
@as_json
def show(folder: Path, *, json_: bool) -> None:
    """Nothing secret."""
    own = Witness(folder)
    log, last = own.log, own.last()
    found = {
        "key": (folder / VKEY).read_text().strip(),
        "log": str(log),
        "size": last.size if last else 0,
        "root": last.root.hex() if last else "",
    }
    print_json(found) if json_ else click.echo("\n".join(f"{k}: {v}" for k, v in found.items()))
