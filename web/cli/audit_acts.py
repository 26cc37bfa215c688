"""What auditors do on a sheet from the command line: open, draw, add, go through, close."""

from typing import Any

import click

from application import audit as commands
from domain.audit.keeping import Plan
from domain.audit.sampling import Frame
from domain.audit.words import Method, Risk
from domain.case.words import Track
from projections.sampling import draw_sample
from web.cli.audit_act import because, by_whom, do, of_sheet
from web.cli.language import Text
from web.cli.narrowing import period
from web.cli.room import actor, opened
from web.cli.spoken import command, option

OPENED = Text("Sheet {code} is open.", "底稿 {code} 已建立。")
DRAWN = Text(
    "Sample {n} of {code}: {count} matters, as of record {seq}, seed {seed}",
    "底稿 {code} 第 {n} 次抽样：{count} 件，截至第 {seq} 条记录，种子 {seed}",
)


@command("open", "Opens a sheet; prints its code.", "建立底稿，输出编号。")
@option("--title", required=True, en="What the audit is.", zh="名称。")
@option("--aim", required=True, en="What is looked into.", zh="审计内容。")
@option("--unit", "units", multiple=True, en="Of which unit; may be said again.", zh="单位代码。")
@period("--from", "--to")
@by_whom
def open_(user: str, units: tuple[str, ...], **said: Any) -> None:
    """By an auditor."""
    plan = Plan(said["title"], said["aim"], units, said["since"], said["until"])
    with opened() as service:
        code = commands.open_sheet(service.desk, plan, actor(service, user))
    click.echo(OPENED(code=code))


@command(
    "sample",
    "Draws matters onto a sheet, as of now.\nWithout a seed, by the hash of the log's last record.",
    "为底稿抽样，以当前记录为准。\n不给种子时用最后一条记录的哈希。",
)
@of_sheet
@option(
    "--method",
    type=click.Choice([one.value for one in Method]),
    default=Method.RANDOM.value,
    en="At random, by unit, or by risk.",
    zh="随机（random）、按单位（unit）、按风险（risk）。",
)
@option("--size", type=int, required=True, en="How many; of each unit or risk.", zh="每类件数。")
@option("--unit", "units", multiple=True, en="Of which unit; may be said again.", zh="单位代码。")
@option(
    "--risk",
    "risks",
    type=click.Choice([one.value for one in Risk]),
    multiple=True,
    en="By which risk; may be said again.",
    zh="风险，可多次指定。",
)
@option(
    "--track",
    type=click.Choice(["", *(one.value for one in Track)]),
    default="",
    en="Of which track.",
    zh="类型。",
)
@option("--seed", default="", en="What decides what is drawn.", zh="种子。")
@period("--from", "--to")
@by_whom
def sample(sheet: str, user: str, **said: Any) -> None:
    """By an auditor."""
    frame = Frame(
        method=Method(said["method"]),
        size=said["size"],
        since=said["since"],
        until=said["until"],
        track=said["track"],
        units=said["units"],
        risks=tuple(map(Risk, said["risks"])),
    )
    with opened() as service:
        by = actor(service, user)
        service.projector.catch_up()
        drawn = draw_sample(service, frame, said["seed"], by)
        found = commands.take_sample(service.desk, sheet, drawn, by)
    last = found.samples[-1]
    count = len(last.drawn)
    click.echo(DRAWN(n=last.sample, code=sheet, count=count, seq=last.seq, seed=last.seed))
    for one in last.drawn:
        click.echo(f"  {one.number} {' '.join(one.strata)}".rstrip())


@command("add", "Puts a single matter on a sheet.", "把单个事项列入底稿。")
@of_sheet
@click.argument("number")
@because
@by_whom
def add(sheet: str, number: str, reason: str, user: str) -> None:
    """By an auditor."""
    do(sheet, user, lambda s, by: commands.add_matter(s.desk, sheet, number, reason, by))


@command("examine", "Says a matter was gone through.", "记录事项已查阅。")
@of_sheet
@click.argument("number")
@option("--note", default="", en="A remark.", zh="备注。")
@by_whom
def examine(sheet: str, number: str, note: str, user: str) -> None:
    """By an auditor."""
    do(sheet, user, lambda s, by: commands.examine(s.desk, sheet, number, note, by))


@command("close", "Closes a sheet.", "结项。")
@of_sheet
@option("--conclusion", required=True, en="What the audit came to.", zh="审计结论。")
@by_whom
def close(sheet: str, conclusion: str, user: str) -> None:
    """Once nothing waits."""
    do(sheet, user, lambda s, by: commands.close_sheet(s.desk, sheet, conclusion, by))


ACTS = (open_, sample, add, examine, close)
