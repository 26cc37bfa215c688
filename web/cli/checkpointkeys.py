"""Whose word is taken: the key that signs the log's checkpoints, and the keys of witnesses."""

from collections.abc import Iterator
from contextlib import closing

import click

from application.log import Log
from application.presence import require_store
from application.proofs import trust as keys
from application.settings import Settings, load
from application.signing.state import VKEY, folder_of
from application.staff import COMMAND_LINE
from domain.trust import Trust
from web.cli.keytext import key_text
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.room import opened
from web.cli.spoken import as_json, command, option

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
SIGNER = "signer"

by_whom = option("--as", "user", default=COMMAND_LINE, en="Who says so.", zh="经办人。")


@command(
    "trust",
    "Say which KEY signs the checkpoints: a key, a file with it, or “signer” for the one of\n"
    "this host. Without KEY: all keys there are.",
    "确认由哪把密钥 KEY 签署校验点：密钥、其文件，或写 signer 表示本机签署进程的密钥。\n"
    "不写则列出全部密钥。",
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
        named = keys.name_signer(service.desk, _signer_key(service.desk.settings, key), user)
    print_json({"signer": str(named)}) if json_ else click.echo(NAMED(key=named))


def _signer_key(settings: Settings, told: str) -> str:
    """The key's line; `signer` stands for that of this host's own signer."""
    return key_text(str(folder_of(settings) / VKEY) if told == SIGNER else told)


def _tell_keys(*, json_: bool) -> None:
    settings = load()
    require_store(settings)
    with closing(Log(settings)) as log:
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


@command(
    "admit",
    "Take cosignatures of a witness's KEY (or a file with it).",
    "登记见证人密钥（或其文件）。",
)
@click.argument("key")
@by_whom
def admit(key: str, user: str) -> None:
    """Goes on record."""
    with opened() as service:
        admitted = keys.admit_witness(service.desk, key_text(key), user)
    click.echo(ADMITTED(key=admitted))


@command("drop", "Take no further cosignatures of NAME.", "注销见证人 NAME。")
@click.argument("name")
@option("--reason", required=True, en="Why.", zh="原因。")
@by_whom
def drop(name: str, reason: str, user: str) -> None:
    """Those that are kept stay."""
    with opened() as service:
        keys.drop_witness(service.desk, name, reason, user)
    click.echo(DROPPED(name=name))
