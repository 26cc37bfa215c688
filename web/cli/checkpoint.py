"""`linkage checkpoint`: the signed word of how far the log goes, and whose word is taken."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click
import segno

from application.clock import from_ms
from application.log import Log
from application.presence import require_store
from application.proofs.checkpoints import Checkpoints, Kept
from application.proofs.cosigning import take
from application.proofs.logtree import LogTree
from application.proofs.notes import parse_line
from application.settings import Settings, load
from application.signing.places import Pushing, push
from web.cli.checkpointkeys import admit, drop, trust
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import print_json, print_table
from web.cli.spoken import as_json, group, option

NONE = Text(
    "There is no checkpoint yet: linkage signer init, then linkage signer run.",
    "还没有校验点：请先 linkage signer init，再 linkage signer run。",
)
HEADS = (Text("Kept", "入库时间"), Text("Witnesses", "见证人"), Text("Root", "根哈希"))
EVENTS = Text("Events", "记录数")
COVERS = Text("It covers {size} of {head} events.\n", "覆盖 {head} 条记录中的前 {size} 条。\n")
TAKEN = Text("{size} events: cosigned by {names}.", "{size} 条记录：{names} 已见证。")
TO = Text("Taken to {place}.", "已送达 {place}。")
NO_PLACE = Text(
    "Say where to, or set LINKAGE_CHECKPOINT_PLACES.",
    "请写明目的地，或设置 LINKAGE_CHECKPOINT_PLACES。",
)


@group(
    "checkpoint",
    "Checkpoints: the signed word of how far the log goes and what its root is there.",
    "校验点：经签名确认的记录数与根哈希。",
)
def checkpoint() -> None:
    """Any of them, kept outside, catches every later rewriting of what it covers."""


@contextmanager
def _kept() -> Iterator[tuple[Settings, Log, Checkpoints]]:
    settings = load()
    require_store(settings)
    log = Log(settings)
    try:
        yield settings, log, Checkpoints(settings, log=log)
    finally:
        log.close()


def _one(found: Checkpoints, size: int | None) -> Kept:
    kept = found.last() if size is None else found.at(size)
    if kept is None:
        raise Failure(str(NONE))
    return kept


size_argument = click.argument("size", type=click.IntRange(min=1), required=False)


@checkpoint.command(
    "show",
    about=Text(
        "The last checkpoint, or the one of SIZE events.", "最近的校验点，或指定记录数的校验点。"
    ),
)
@size_argument
@as_json
def show(size: int | None, *, json_: bool) -> None:
    """As a signed note; send it to a file and you have kept it outside."""
    with _kept() as (_, log, found):
        kept, head = _one(found, size), log.head()
        if json_:
            print_json({**_plain(kept), "head": head, "note": kept.cosigned})
            return
        click.echo(COVERS(size=kept.size, head=head), err=True)
        click.echo(kept.cosigned, nl=False)


@checkpoint.command(
    "list",
    about=Text("All checkpoints.", "全部校验点。"),
)
@as_json
def list_(*, json_: bool) -> None:
    """In order."""
    with _kept() as (_, __, found):
        every = found.all()
    if json_:
        print_json([_plain(kept) for kept in every])
        return
    rows = [
        [_when(kept), ", ".join(plain["witnesses"]), plain["root"], str(kept.size)]
        for kept in every
        for plain in [_plain(kept)]
    ]
    print_table([*map(str, HEADS), str(EVENTS)], rows, numbers=1)


def _when(kept: Kept) -> str:
    return f"{from_ms(kept.kept_at).astimezone(zone()):%F %H:%M}"


def _plain(kept: Kept) -> dict[str, Any]:
    return {
        "size": kept.size,
        "root": kept.root.hex(),
        "kept_at": from_ms(kept.kept_at).isoformat(timespec="seconds"),
        "witnesses": [parse_line(line).name for line in kept.cosignatures],
    }


@checkpoint.command(
    "print",
    about=Text("The checkpoint with a QR code, for paper.", "输出带二维码的校验点，供打印留存。"),
)
@size_argument
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    en="Write the QR code to this file (.svg or .png) instead of the terminal.",
    zh="将二维码写入文件（.svg 或 .png），不写则显示在终端。",
)
def print_(size: int | None, out: Path | None) -> None:
    """Whoever has the paper has a checkpoint outside."""
    with _kept() as (_, __, found):
        note = _one(found, size).note
    code = segno.make(note, error="m", micro=False)
    if out is None:
        code.terminal(compact=True)
        click.echo(note, nl=False)
        return
    code.save(str(out), scale=4)


@checkpoint.command(
    "push",
    about=Text("Take the last checkpoint to PLACE now.", "立即将最近的校验点送往 PLACE。"),
)
@click.argument("place", nargs=-1)
def push_(place: tuple[str, ...]) -> None:
    """A folder gets the tree's hashes too, so that a witness can follow it there."""
    with _kept() as (settings, log, found):
        kept, tree = _one(found, None), LogTree(settings, log)
        places = list(place) or settings.places
        if not places:
            raise Failure(str(NO_PLACE))
        for one in places:
            for note in push(one, Pushing(kept.cosigned, 0, tree)):
                take(found, log, note)
            click.echo(TO(place=one))


@checkpoint.command(
    "cosign",
    about=Text(
        "Keep the cosignatures in FILES a witness handed over.", "存入见证人交来的签名文件。"
    ),
)
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
def cosign(files: tuple[Path, ...]) -> None:
    """Only of kept checkpoints, only of admitted witnesses."""
    with _kept() as (_, log, found):
        for file in files:
            done = take(found, log, file.read_text())
            click.echo(TAKEN(size=done.size, names=", ".join(done.witnesses)))


for one in (trust, admit, drop):
    checkpoint.add_command(one)
