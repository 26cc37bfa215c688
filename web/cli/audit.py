"""`linkage audit`: audit sheets, drawn again to prove a sample, and taken along as files."""

from pathlib import Path
from typing import Any

import click

from application.auditbook import history
from domain.audit.events import Sampled
from domain.audit.rights import require_auditor
from domain.audit.state import Finding, Sheet
from projections.bootstrap import Service
from projections.sampling import draw_again
from web.cli import audit_acts, audit_findings
from web.cli.audit_act import by_whom, of_sheet
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import bar, print_json, print_table
from web.cli.room import actor, opened, worded
from web.cli.spoken import as_json, group, option

HEADS = Text(
    "sheet, matters, to go through, findings, waiting, closed, title",
    "底稿, 事项, 未查阅, 发现, 未了结, 结项, 名称",
)
FINDING_HEADS = Text(
    "finding, unit, weight, case, due, stands at, what was found",
    "发现, 单位, 程度, 事项, 答复期限, 状态, 内容",
)
SAME = Text(
    "Sample {n}: drawn again as of record {seq}, the same {count} matters.",
    "第 {n} 次抽样：按第 {seq} 条记录重新抽取，{count} 件相同。",
)
OTHER = Text(
    "Sample {n}: drawn again as of record {seq}, it is not what is on record:\n"
    "only on record: {lost}\nonly drawn again: {new}",
    "第 {n} 次抽样：按第 {seq} 条记录重新抽取，与记录不符。\n"
    "仅记录中有：{lost}\n仅重新抽取有：{new}",
)
FOLDING = Text("Folding up to there", "正在折算")
NOTHING = Text("{code} has no sample to draw again.", "{code} 没有可重新抽取的抽样。")
THERE_ALREADY = Text(
    "{file} is there already; choose another name.", "{file} 已存在，请另选文件名。"
)
NO_FORM = Text(
    "{file}: write a name that ends in .docx or .xlsx.", "{file}：文件名应以 .docx 或 .xlsx 结尾。"
)


@group(
    "audit",
    "Audit sheets: matters drawn by a recorded seed, findings, answers, follow-up.",
    "稽核底稿：按记录在案的种子抽样，审计发现、答复、跟踪。",
)
def audit() -> None:
    """A sheet is an aggregate of its own."""


for act in (*audit_acts.ACTS, *audit_findings.ACTS):
    audit.add_command(act)


@audit.command("list", about=Text("Every sheet, the latest first.", "列出底稿，最近的在前。"))
@as_json
def list_(*, json_: bool) -> None:
    """Closed ones too."""
    with opened() as service:
        rows = [_summary(one) for one in service.desk.sheets.sheets()]
    if json_:
        print_json(rows)
    else:
        print_table(HEADS().split(", "), [list(map(_text, row.values())) for row in rows])


def _summary(sheet: Sheet) -> dict[str, Any]:
    return {
        "sheet": sheet.known.code,
        "matters": len(sheet.matters),
        "unexamined": len(sheet.unexamined),
        "findings": len(sheet.findings),
        "waiting": len(sheet.waiting),
        "closed_at": sheet.closed.at if sheet.closed else None,
        "title": sheet.known.title,
    }


@audit.command(
    "show", about=Text("A sheet with its matters and findings.", "显示底稿的事项和发现。")
)
@of_sheet
@as_json
def show(sheet: str, *, json_: bool) -> None:
    """As the log has it."""
    with opened() as service:
        found = service.desk.sheets.of(sheet)
        if json_:
            matters = list(found.matters.values())
            findings = list(found.findings)
            events = history(service.desk.log, sheet)
            whole = {"matters": matters, "findings": findings, "history": events}
            print_json(_summary(found) | whole)
            return
    left = set(found.unexamined)
    print_table([*HEADS().split(", ")], [list(map(_text, _summary(found).values()))])
    for one in found.matters.values():
        click.echo(f"  {' ' if one.number in left else '✓'} {one.number} {' '.join(one.strata)}")
    rows = [list(map(_text, _finding(one).values())) for one in found.findings]
    print_table(FINDING_HEADS().split(", "), rows)


def _finding(one: Finding) -> dict[str, Any]:
    noted = one.noted
    told = {"finding": one.id, "unit": noted.unit, "grade": str(noted.grade)}
    return {**told, "case": noted.number, "due": one.due, "state": one.state, "text": noted.text}


@audit.command(
    "again",
    about=Text(
        "Draws a sheet's samples again from the log, and holds them against the record.\n"
        "Exit 1 where one does not come out again.",
        "由日志重新抽取底稿的抽样，并与记录核对。\n不一致时退出码为 1。",
    ),
)
@of_sheet
def again(sheet: str) -> None:
    """By folding the log up to the position of each."""
    with opened() as service:
        samples = service.desk.sheets.of(sheet).samples
        if not samples:
            raise Failure(NOTHING(code=sheet))
        told = [_again(service, one) for one in samples]
    for text in (text for text, same in told if same):
        click.echo(text)
    wrong = [text for text, same in told if not same]
    if wrong:
        raise Failure("\n".join(wrong))


def _again(service: Service, recorded: Sampled) -> tuple[str, bool]:
    with bar(str(FOLDING)) as tell:
        found = draw_again(service, recorded, tell)
    n, seq, count = recorded.sample, recorded.seq, len(recorded.drawn)
    if found.same:
        return SAME(n=n, seq=seq, count=count), True
    was = {one.number for one in recorded.drawn}
    now = {one.number for one in found.sample.drawn}
    lost, new = " ".join(sorted(was - now)), " ".join(sorted(now - was))
    return OTHER(n=n, seq=seq, lost=lost or "—", new=new or "—"), False


@audit.command(
    "export", about=Text("Writes a sheet as Word or Excel.", "把底稿写成 Word 或 Excel 文件。")
)
@of_sheet
@option("--out", required=True, type=click.Path(dir_okay=False), en="The file.", zh="文件名。")
@by_whom
def export(sheet: str, out: str, user: str) -> None:
    """With what exists for that auditor."""
    file = Path(out)
    if file.suffix not in (".docx", ".xlsx"):
        raise click.UsageError(NO_FORM(file=out))
    if file.exists():
        raise Failure(THERE_ALREADY(file=out))
    with opened() as service:
        file.write_bytes(_written(service, sheet, user, file.suffix.removeprefix(".")))


def _written(service: Service, sheet: str, user: str, ending: str) -> bytes:
    from flask import g  # noqa: PLC0415 - the pages are needed for this only

    from web.sheets import files, paper  # noqa: PLC0415

    by = actor(service, user)
    require_auditor(by)
    found = service.desk.sheets.of(sheet)
    with worded(service):
        g.visitor = service.accounts.get(user)
        return files.file(paper.paper(found, wide=ending == "xlsx"), ending)


def _text(value: Any) -> str:
    if hasattr(value, "astimezone"):
        return f"{value.astimezone(zone()):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
