"""`linkage verify BUNDLE`: whether a bundle is genuine, and what it is about."""

from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from application.exporting.checking import BundleError, Checked, altered, check
from application.log import Log
from application.presence import head_of
from application.proofs.notes import NOTE, VerifierKey
from application.proofs.trust import log_keys, trusted
from application.settings import load
from web.cli.bundletold import failure
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import print_json

NO_KEY = Text(
    "Give the log's key, as you were told it: --key KEY. There is no log here that names one.",
    "请提供签署密钥：--key 密钥。本机没有记录库可供查取。",
)
GENUINE = Text(
    "Genuine: {number} {title}\n  {records} records, exported by {user}; signed by {log} as of"
    " {size} events.",
    "真实：{number} {title}\n  共 {records} 条记录，导出人 {user}，{log} 签署（覆盖 {size} 条）。",
)
WITNESSED = Text("  Cosigned by {name} at {at}.", "  {name} 于 {at} 会签。")
UNCHECKED = Text(
    "  Also signed by {names}: no key was given to check that.",
    "  另有 {names} 的签名，未提供其密钥，未核验。",
)
OWN_WORD = Text(
    "The key was taken from the log here. Whoever runs it could have put another there: --key KEY.",
    "签署密钥取自本机记录库，运行者可能替换；请用 --key 提供您所知的密钥。",
)


def verify_bundle(path: Path, known: Sequence[VerifierKey], *, json_: bool) -> None:
    """Print what it says. Errors: `Failure` where it is refused."""
    given = [key for key in known if key.kind == NOTE]
    witnesses = [key for key in known if key.kind != NOTE]
    keys = given or _named_here()
    if not keys:
        raise Failure(NO_KEY())
    try:
        checked = check(path.read_bytes(), keys, witnesses)
        _compare(checked)
    except BundleError as error:
        raise failure(error) from error
    if json_:
        print_json(_about(checked))
        return
    _print(checked)
    if not given:
        click.echo(OWN_WORD(), err=True)


def _named_here() -> list[VerifierKey]:
    settings = load()
    if not head_of(settings):
        return []
    log = Log(settings)
    try:
        return log_keys(trusted(log))
    finally:
        log.close()


def _compare(checked: Checked) -> None:
    """Where this very log is here, it has to hold the same. Errors: `BundleError`."""
    settings = load()
    if not head_of(settings):
        return
    log = Log(settings)
    try:
        others = altered(checked.bundle, log) if _is_of(checked, log) else []
    finally:
        log.close()
    if others:
        raise BundleError("not-this-log", records=", ".join(map(str, others)))


def _is_of(checked: Checked, log: Log) -> bool:
    """By its name, so that a case which is gone from here altogether shows too."""
    named = {key.name for key in log_keys(trusted(log))}
    return checked.checkpoint.origin in named or bool(log.stream(checked.bundle.case))


def _about(checked: Checked) -> dict[str, Any]:
    bundle, export = checked.bundle, checked.export
    return {
        "genuine": True,
        "number": bundle.readable.number,
        "title": bundle.readable.title,
        "records": len(bundle.events),
        "exported_by": export.by.user,
        "exported_at": export.at,
        "log": checked.checkpoint.origin,
        "size": checked.checkpoint.size,
        "witnesses": {name: _moment(at) for name, at in checked.witnesses.items()},
        "unchecked": checked.unchecked,
    }


def _print(checked: Checked) -> None:
    about = _about(checked)
    click.echo(GENUINE(user=about["exported_by"], **about))
    for name, at in checked.witnesses.items():
        click.echo(WITNESSED(name=name, at=_read(_moment(at))))
    if checked.unchecked:
        click.echo(UNCHECKED(names=", ".join(checked.unchecked)))


def _moment(seconds: int) -> datetime | int:
    """What a witness says, as it is where no calendar goes so far."""
    try:
        return datetime.fromtimestamp(seconds, UTC)
    except (OverflowError, ValueError, OSError):
        return seconds


def _read(moment: datetime | int) -> str:
    if isinstance(moment, int):
        return str(moment)
    return f"{moment.astimezone(zone()):%Y-%m-%d %H:%M}"
