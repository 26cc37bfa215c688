"""`linkage witness`: for an auditor's own machine; sees that the log only grows, and cosigns."""

import signal
import threading
from http import HTTPStatus
from pathlib import Path
from typing import Any
from urllib.error import HTTPError

import click

from application.proofs.errors import Refused
from application.proofs.notes import VerifierKey
from application.witnessing.seen import Seen
from application.witnessing.sources import source
from application.witnessing.witness import Cosigned, Witness
from web.cli.keytext import key_text
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.proving import said
from web.cli.spoken import as_json, group, option
from web.cli.witness_folder import folder_option
from web.cli.witness_serve import serve

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
UNKNOWN_THERE = Text(
    "The cosignature was not taken: the centre does not know this witness, or no longer. Ask it for"
    " linkage checkpoint admit '{key}'; the next look hands the cosignature back.",
    "见证签名未被接收：对方尚未（或不再）接纳本见证人。请对方运行"
    " linkage checkpoint admit '{key}'，"
    "下次核对时自动交回。",
)
NOT_HANDED = Text("The cosignature was not taken: {why}", "未能交回见证签名：{why}")
FOLLOWED = Text("It looks at {log} too from now on.", "今后同时见证 {log}。")
OF_LOG = Text(
    "{log}\n  cosigned {size} events, root {root}", "{log}\n  已见证 {size} 条记录，根 {root}"
)
NOT_YET = Text("{log}\n  not seen yet", "{log}\n  尚未见证")
CAUGHT = Text(
    "  CAUGHT: it signed two things that can't both be: {file}",
    "  已查获：该记录库签署了互相矛盾的内容：{file}",
)
EVERY = 3600  # seconds
PASSING = ("source-silent", "busy")


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
        if error.code not in PASSING:
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
        log.hand_back(f"{own.key.key_id.hex()}-{done.checkpoint.size}.txt", done.note)
    except OSError as error:
        click.echo(_not_handed(own, error), err=True)
        return False
    return True


def _not_handed(own: Witness, error: OSError) -> str:
    if isinstance(error, HTTPError) and error.code == HTTPStatus.UNPROCESSABLE_ENTITY:
        return UNKNOWN_THERE(key=own.key)
    return NOT_HANDED(why=error)


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
    "follow",
    about=Text(
        "Look at one more log, of LOGKEY (its line, or a file with it), by the same key.",
        "用同一密钥再见证一个记录库：LOGKEY 为其密钥行或文件。",
    ),
)
@click.argument("logkey")
@folder_option
def follow(logkey: str, folder: Path) -> None:
    """Each log is kept apart from the others."""
    log = VerifierKey.parse(key_text(logkey))
    Witness(folder).follow(log)
    click.echo(FOLLOWED(log=log))


@witness.command(
    "show",
    about=Text("Your key, and what you cosigned last.", "本机见证密钥与最近一次见证。"),
)
@folder_option
@as_json
def show(folder: Path, *, json_: bool) -> None:
    """Nothing secret."""
    own = Witness(folder)
    logs, key = [_state(one) for one in own.seen()], str(own.key)
    if json_:
        print_json({"key": key, "logs": logs})
        return
    click.echo("\n".join([key, *map(_shown, logs)]))


def _state(one: Seen) -> dict[str, Any]:
    last = one.last()
    return {
        "log": str(one.log),
        "size": last.size if last else 0,
        "root": last.root.hex() if last else "",
        "evidence": [str(file) for file in one.caught()],
    }


def _shown(state: dict[str, Any]) -> str:
    text = OF_LOG if state["root"] else NOT_YET
    caught = [CAUGHT(file=file) for file in state["evidence"]]
    return "\n".join([text(**state), *caught])


witness.add_command(serve)
