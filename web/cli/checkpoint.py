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
from application.proofs import trust as keys
from application.proofs.checkpoints import Checkpoints, Kept
from application.proofs.cosigning import take
from application.proofs.logtree import LogTree
from application.proofs.notes import parse_line
from application.settings import Settings, load
from application.signing.places import Pushing, push
from application.staff import COMMAND_LINE
from domain.trust import Trust
from web.cli.failures import Failure
from web.cli.keytext import key_text
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import opened
from web.cli.spoken import as_json, group, option

NONE = Text(
    "There is no checkpoint yet: linkage signer init, then linkage signer run.",
    "还没有校验点：请先 linkage signer init，再 linkage signer run。",
)
HEADS = (Text("Kept", "入库时间"), Text("Witnesses", "见证人"), Text("Root", "根哈希"))
EVENTS = Text("Events", "记录数")
COVERS = Text("It covers {size} of {head} events.\n", "覆盖 {head} 条记录中的前 {size} 条。\n")
NAMED = Text("Checkpoints are to be signed with {key}.", "校验点由此密钥签署：{key}")
ADMITTED = Text("Cosignatures of {key} are taken.", "接受此见证人签名：{key}")
DROPPED = Text("No further cosignatures of {name} are taken.", "不再接受 {name} 的见证签名。")
KEYS = Text("Signed by {key}", "签署密钥：{key}")
BEFORE = Text("Signed before by {key}", "原签署密钥：{key}")
WITNESS = Text("Witness {key}", "见证人：{key}")
NOBODY = Text(
    "No key is named yet: linkage checkpoint trust KEY.",
    "尚未确认签署密钥：linkage checkpoint trust 密钥。",
)
TAKEN = Text("{size} events: cosigned by {names}.", "{size} 条记录：{names} 已见证。")
TO = Text("Taken to {place}.", "已送达 {place}。")
NO_PLACE = Text(
    "Say where to, or set LINKAGE_CHECKPOINT_PLACES.",
    "请写明目的地，或设置 LINKAGE_CHECKPOINT_PLACES。",
)

by_whom = option("--as", "user", default=COMMAND_LINE, en="Who says so.", zh="经办人。")


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
        [str(plain["kept_at"]), ", ".join(plain["witnesses"]), plain["root"], str(kept.size)]
        for kept in every
        for plain in [_plain(kept)]
    ]
    print_table([*map(str, HEADS), str(EVENTS)], rows, numbers=1)


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
    "trust",
    about=Text(
        "Say which key signs the checkpoints (a key, or a file with it); without KEY: all keys.",
        "确认由哪把密钥签署校验点（密钥或其文件）；不写则列出全部密钥。",
    ),
)
@click.argument("key", required=False)
@by_whom
@as_json
def trust(key: str | None, user: str, *, json_: bool) -> None:
    """Goes on record: whoever reads the log sees when the key changed."""
    if key is None:
        _tell_keys(json_=json_)
        return
    with opened() as service:
        named = keys.name_signer(service.desk, key_text(key), user)
    print_json({"signer": str(named)}) if json_ else click.echo(NAMED(key=named))


def _tell_keys(*, json_: bool) -> None:
    with _kept() as (_, log, __):
        found = keys.trusted(log)
    if json_:
        print_json({"signers": found.signers, "witnesses": found.witnesses})
        return
    click.echo("\n".join(_keys(found)) or NOBODY())


def _keys(found: Trust) -> Iterator[str]:
    if found.signer:
        yield KEYS(key=found.signer)
    yield from (BEFORE(key=key) for key in found.signers[:-1])
    yield from (WITNESS(key=key) for key in found.witnesses.values())


@checkpoint.command(
    "admit",
    about=Text(
        "Take cosignatures of a witness's KEY (or a file with it).", "登记见证人密钥（或其文件）。"
    ),
)
@click.argument("key")
@by_whom
def admit(key: str, user: str) -> None:
    """Goes on record."""
    with opened() as service:
        admitted = keys.admit_witness(service.desk, key_text(key), user)
    click.echo(ADMITTED(key=admitted))


@checkpoint.command(
    "drop",
    about=Text("Take no further cosignatures of NAME.", "注销见证人 NAME。"),
)
@click.argument("name")
@option("--reason", required=True, en="Why.", zh="原因。")
@by_whom
def drop(name: str, reason: str, user: str) -> None:
    """Those that are kept stay."""
    with opened() as service:
        keys.drop_witness(service.desk, name, reason, user)
    click.echo(DROPPED(name=name))


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
