"""`linkage verify`: holds the log, or a bundle somebody brings, against its proofs."""

from pathlib import Path
from typing import Any

import click

from application.presence import require_store
from application.proofs.notes import VerifierKey
from application.settings import Settings, load
from application.verifying import Claim, Outside, Verified, read_claims, verify
from application.verifying.recording import record
from web.cli.keytext import key_text
from web.cli.language import Text, current
from web.cli.output import bar, print_json
from web.cli.room import actor, opened
from web.cli.spoken import as_json, command, option
from web.cli.verifybundle import verify_bundle
from web.verifying.whole import verify_whole
from web.verifying.words import MORE, told

WHAT = Text(
    "Say what to verify: a bundle's file, or --all for the whole log.",
    "请写明核验什么：验证包文件，或用 --all 核验全部记录。",
)
PROVING = Text("Events against proofs", "正在核验记录")
PROVING_ALL = Text("Events against proofs, ledgers against events", "正在核验记录、核对台账")
HELD = Text(
    "{events} events, root {root}\n{checkpoints} checkpoints; the last the log fits covers"
    " {covered} events, {later} came later.",
    "共 {events} 条记录，根哈希 {root}\n对照校验点 {checkpoints} 个；"
    "相符的最后一个覆盖 {covered} 条，此后 {later} 条尚无校验点。",
)
SOUND = Text("Nothing is wrong.", "未发现问题。")
WRONG = Text("{count} things are wrong:", "发现 {count} 处问题：")
TRUST = Text(
    "Whoever rewrites the whole log rewrites what is kept in it: bring a checkpoint kept outside"
    " (--checkpoint FILE) and the log's key (--key KEY).",
    "若整个记录库被改写，库内留存的校验点也会随之改写：请提供库外留存的校验点（--checkpoint 文件）"
    "和签署密钥（--key 密钥）。",
)


@command(
    "verify",
    "Hold the log against its proofs, or a bundle (验证包) that somebody brings.\n"
    "Exit 1 when anything is wrong, with what and where. Changes nothing.",
    "按证明核验全部记录，或核验他人提供的验证包。\n"
    "有问题时写明是什么、在哪里，退出码为 1。不做任何改动。",
)
@click.argument(
    "bundle", type=click.Path(path_type=Path, exists=True, dir_okay=False), required=False
)
@option(
    "--all",
    "everything",
    is_flag=True,
    en="Events, tree, checkpoints, signatures, file numbers, ledgers.",
    zh="记录、哈希树、校验点、签名、编号、台账。",
)
@option(
    "--checkpoint",
    "checkpoints",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    multiple=True,
    en="A file of checkpoints kept outside; may be said again.",
    zh="库外留存的校验点文件，可重复。",
)
@option(
    "--key",
    "keys",
    multiple=True,
    en="A key (or its file) you were told of: the log's, a witness's; may be said again.",
    zh="您所知的密钥或其文件（签署密钥、见证人密钥），可重复。",
)
@option("--no-ledgers", is_flag=True, en="Leave ledgers and figures out.", zh="不核对台账与统计。")
@option(
    "--as", "user", default="", en="Put the result on record, by them.", zh="以该账号将结果入库。"
)
@as_json
@click.pass_context
def verify_(  # noqa: PLR0913 - one parameter for each option
    ctx: click.Context,
    bundle: Path | None,
    checkpoints: tuple[Path, ...],
    keys: tuple[str, ...],
    user: str,
    *,
    everything: bool,
    no_ledgers: bool,
    json_: bool,
) -> None:
    """Of a log that can't be opened by the service too."""
    if (bundle is None) != everything:
        raise click.UsageError(WHAT())
    known = [VerifierKey.parse(key_text(key)) for key in keys]
    if bundle is not None:
        verify_bundle(bundle, known, json_=json_)
        return
    found = _verified(load(), Outside(_claims(checkpoints), known), ledgers=not no_ledgers)
    if user:
        _record(found, user)
    _tell(found, alone=not (checkpoints and keys), json_=json_)
    ctx.exit(0 if found.sound else 1)


def _claims(files: tuple[Path, ...]) -> list[Claim]:
    return [claim for path in files for claim in read_claims(path.read_text(), str(path))]


def _verified(settings: Settings, outside: Outside, *, ledgers: bool) -> Verified:
    require_store(settings)
    if not ledgers:
        with bar(str(PROVING)) as tell:
            return verify(settings, outside, tell)
    with bar(str(PROVING_ALL)) as tell:
        return verify_whole(settings, outside, tell)


def _record(found: Verified, user: str) -> None:
    with opened() as service:
        record(service.desk, found, actor(service, user))


def _tell(found: Verified, *, alone: bool, json_: bool) -> None:
    if json_:
        print_json(_as_json(found))
        return
    click.echo(HELD(**_figures(found)))
    if found.sound:
        click.echo(SOUND())
    else:
        click.echo(WRONG(count=sum(found.counts.values())))
        for line in lines(found, current(), load().timezone):
            click.echo(f"  {line}")
    if alone:
        click.echo(TRUST(), err=True)


def lines(found: Verified, language: str, zone: str) -> list[str]:
    """What is wrong, one sentence each; of many alike the first, and how many more."""
    shown: list[str] = []
    for code, count in found.counts.items():
        alike = [one for one in found.findings if one.code == code]
        shown += [f"{told(one, language, zone)} [{code}]" for one in alike]
        if count > len(alike):
            shown.append(f"… {MORE(count=count - len(alike))} [{code}]")
    return shown


def _figures(found: Verified) -> dict[str, object]:
    return {
        "events": found.events,
        "root": found.root,
        "checkpoints": found.checkpoints,
        "covered": found.covered,
        "later": found.events - found.covered,
    }


def _as_json(found: Verified) -> dict[str, Any]:
    zone = load().timezone
    findings = [
        {"code": one.code, **one.data, "told": told(one, current(), zone)} for one in found.findings
    ]
    return {"sound": found.sound, **_figures(found), "counts": found.counts, "findings": findings}
