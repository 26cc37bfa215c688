"""`linkage verify BUNDLE`: whether a bundle is genuine, and whether it is what this log holds."""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

from application.clock import from_ms
from application.exporting.checking import BundleError, Checked, altered, check, cosigners
from application.log import Log
from application.presence import NotMigrated, require_store
from application.proofs.errors import NoteError
from application.proofs.notes import VerifierKey
from application.proofs.trust import log_keys, trusted, witness_keys
from application.settings import load
from web.cli.bundletold import failure
from web.cli.failures import Failure
from web.cli.keytext import key_text
from web.cli.language import Text
from web.cli.output import print_json
from web.cli.proving import said
from web.cli.spoken import option

F = TypeVar("F", bound=Callable[..., Any])

GENUINE = Text(
    "GENUINE: {number} {title}\n"
    "  {records} records, the last at position {seq} of the log {log}\n"
    "  exported by {by}, recorded {at}, for: {purpose}\n"
    "  checkpoint of {size} events, root {root}",
    "真实：{number} {title}\n"
    "  共 {records} 条记录，最后一条在记录库 {log} 的第 {seq} 位\n"
    "  导出人 {by}，入库时间 {at}，用途：{purpose}\n"
    "  校验点：{size} 条记录，根哈希 {root}",
)
COSIGNED = Text("  cosigned by {name}, {at}", "  见证人 {name} 于 {at} 会签")
ALONE = Text(
    "  No witness signed it: whoever holds the log's key could keep two logs.",
    "  没有见证人会签：仅凭记录库签名，不能排除其保有两套记录。",
)
UNCHECKED = Text("  not checked, no key for: {names}", "  未核验（没有公钥）：{names}")
HERE = Text("  It is what the log holds here.", "  与本机记录库一致。")
WHOSE = Text(
    "Say whose log it is, since there is none here: --log KEY (a key, or a file with it).",
    "本机没有记录库，请用 --log 给出其公钥（或公钥文件）。",
)


class Trusted(NamedTuple):
    """By whose keys it is decided, and the log to compare with, if there is one here."""

    logs: Sequence[VerifierKey]
    witnesses: Callable[[bytes], Sequence[VerifierKey]]
    here: Log | None


def trusting(command: F) -> F:
    """The options by which a bundle's keys are given."""
    of_log = option(
        "--log",
        "log_keys_",
        multiple=True,
        metavar="KEY",
        en="The log's key, for a bundle; without it, the keys this log is signed with.",
        zh="验证包所属记录库的公钥；不写则用本机记录库的公钥。",
    )
    of_witnesses = option(
        "--witness",
        "witness_keys_",
        multiple=True,
        metavar="KEY",
        en="A witness who must have cosigned the bundle's checkpoint; again for more.",
        zh="必须会签过的见证人公钥，可重复。",
    )
    return of_log(of_witnesses(command))


def verify_bundle(
    path: Path, logs: Sequence[str], witnesses: Sequence[str], *, json_: bool
) -> None:
    """Decide on one file. Errors: `Failure`."""
    data = path.read_bytes()
    given = [_key(one) for one in witnesses]
    trust = Trusted([_key(one) for one in logs], lambda _: given, None) if logs else _own(given)
    try:
        found = check(data, trust.logs, trust.witnesses(data))
        if trust.here is not None:
            _compare(found, trust.here)
    except BundleError as error:
        raise failure(error) from error
    finally:
        if trust.here is not None:
            trust.here.close()
    told = _plain(found, here=trust.here is not None)
    print_json(told) if json_ else _tell(told)


def _own(given: Sequence[VerifierKey]) -> Trusted:
    """The keys of the log here; of its witnesses those that signed, unless some were named."""
    settings = load()
    try:
        require_store(settings)
    except NotMigrated as error:
        raise click.UsageError(WHOSE()) from error
    log = Log(settings)
    known = trusted(log)
    return Trusted(log_keys(known), lambda data: given or cosigners(data, witness_keys(known)), log)


def _compare(found: Checked, log: Log) -> None:
    other = altered(found.bundle, log)
    if other:
        raise BundleError("not-this-log", records=", ".join(map(str, other)))


def _key(told: str) -> VerifierKey:
    try:
        return VerifierKey.parse(key_text(told))
    except NoteError as error:
        raise Failure(said(error), 2) from error


def _plain(found: Checked, *, here: bool) -> dict[str, Any]:
    bundle, last = found.bundle, found.bundle.events[-1]
    return {
        "genuine": True,
        "number": bundle.readable.number,
        "title": bundle.readable.title,
        "records": len(bundle.events),
        "seq": last.seq,
        "by": found.export.by.user,
        "at": from_ms(last.recorded_at).isoformat(timespec="seconds"),
        "purpose": found.export.purpose,
        "log": found.checkpoint.origin,
        "size": found.checkpoint.size,
        "root": found.checkpoint.root.hex(),
        "witnesses": {
            name: from_ms(seconds * 1000).isoformat(timespec="seconds")
            for name, seconds in found.witnesses.items()
        },
        "unchecked": found.unchecked,
        "here": here,
    }


def _tell(told: dict[str, Any]) -> None:
    click.echo(GENUINE(**told))
    for name, at in told["witnesses"].items():
        click.echo(COSIGNED(name=name, at=at))
    if not told["witnesses"]:
        click.echo(ALONE())
    if told["unchecked"]:
        click.echo(UNCHECKED(names=", ".join(told["unchecked"])))
    if told["here"]:
        click.echo(HERE())
