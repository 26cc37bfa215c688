"""`linkage bulletin`: which bulletins there are, one of them, issuing it, and it as a file."""

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click
import msgspec

from application.bulletinbook import load_bulletin
from application.bulletins import issue_bulletin
from domain.bulletins.issuing import Draft
from domain.bulletins.periods import Kind, Period, parse
from domain.bulletins.register import Listed
from projections.bootstrap import Service
from web import times
from web.cli.failures import USAGE, Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import print_json, print_table
from web.cli.reading import as_of, position, reading
from web.cli.room import actor, opened, worded
from web.cli.spoken import as_json, group, option

if TYPE_CHECKING:
    from web.bulletins.draft import Drawn

HEADS = Text("bulletin, number, period, issued, by", "通报, 期号, 期间, 印发时间, 印发人")
ISSUED = Text("Issued as {code}.", "已印发：{code}。")
WRITTEN = Text("Written to {path}.", "已写入 {path}。")
THERE_ALREADY = Text(
    "{path} is there already; choose another name.", "{path} 已存在，请另选文件名。"
)
EQUAL = Text(
    "{code}: computed again as of record {seq}, every figure is the same.",
    "{code}：按记录序号 {seq} 重新计算，所有数字一致。",
)
DIFFERENT = Text(
    "{code}: computed again as of record {seq}, the figures are not the same.",
    "{code}：按记录序号 {seq} 重新计算，数字不一致。",
)
STAYS = Text(
    "{code} stays as it was issued; --at is for drafts: a kind and a period.",
    "{code} 已印发，内容不再改变；--at 仅用于草稿（种类加期间）。",
)
NOT_BEGUN = Text(
    "{period} has not begun yet. Choose a period that has.",
    "{period} 尚未开始，请选择已开始的期间。",
)

what = click.argument("what")
period = click.argument("period", default="")
output = option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    en="Write to this file.",
    zh="写入文件。",
)


@group(
    "bulletin",
    "Bulletins: daily briefs, circulars, results of quarters, rankings of a year.\n"
    "WHAT is one that was issued (monthly-2026-3), or a kind with a PERIOD: daily 2026-09-30,\n"
    "monthly 2026-09, quarter 2026Q3, half-year 2026H1, year 2026.",
    "通报：每日快报、月通报、季度考核结果、半年通报、年度考核排名。\n"
    "WHAT 是已印发的通报（如 monthly-2026-3），或种类加期间：daily 2026-09-30、\n"
    "monthly 2026-09、quarter 2026Q3、half-year 2026H1、year 2026。",
)
def bulletin() -> None:
    """Drafts are of the figures of now or then, issued ones of those they were issued with."""


@bulletin.command("list", about=Text("Those that were issued.", "列出已印发的通报。"))
@as_json
def list_(*, json_: bool) -> None:
    """The latest last."""
    with opened() as service:
        rows = [_listed(one) for one in service.desk.bulletins.now().issued]
    if json_:
        print_json(rows)
    else:
        print_table(HEADS().split(", "), [_line(row) for row in rows])


def _listed(one: Listed) -> dict[str, Any]:
    return {
        "bulletin": one.code,
        "kind": one.kind,
        "year": one.year,
        "number": one.number,
        "period": one.period,
        "digest": one.digest,
        "at": one.at,
        "by": one.by,
    }


def _line(row: dict[str, Any]) -> list[str]:
    at = f"{row['at'].astimezone(zone()):%Y-%m-%d %H:%M}"
    return [row["bulletin"], f"{row['year']}/{row['number']}", row["period"], at, row["by"]]


@bulletin.command(
    "show",
    about=Text(
        "What one says; with --check whether its figures come out again.",
        "通报内容；加 --check 则重新计算核对数字。",
    ),
)
@what
@period
@option(
    "--check",
    is_flag=True,
    en="Compute the figures of an issued one again from the log.",
    zh="按日志重新计算已印发通报的数字。",
)
@as_of
@as_json
def show(what: str, period: str, at: datetime | int | None, *, check: bool, json_: bool) -> None:
    """As text, or all its figures as JSON."""
    with opened() as service, worded(service):
        drawn = _drawn(service, what, period, at)
        if check and drawn.issued is not None:
            _check(service, what, drawn)
        elif json_:
            print_json(_plain(drawn))
        else:
            _print(drawn)


def _drawn(service: Service, what: str, period: str, at: datetime | int | None) -> "Drawn":
    """Errors: `PeriodUnknown`, `BulletinUnknown`; `Failure` for an earlier issued one."""
    from web.bulletins.draft import as_known  # noqa: PLC0415 - of the pages, loaded late

    if what in set(Kind):
        return _drafted(service, parse(Kind(what), period), at)
    if at is not None:
        raise Failure(STAYS(code=what), USAGE)
    return as_known(load_bulletin(service.desk.log, what))


def _drafted(service: Service, of: Period, at: datetime | int | None) -> "Drawn":
    from web.bulletins.draft import drawn_of  # noqa: PLC0415 - as above

    with reading(service, at) as asked:
        if of.first > times.local(asked.now).date():
            raise Failure(NOT_BEGUN(period=of.label))
        upto = None if at is None else position(service, at)
        return drawn_of(asked.connection, of, asked.now, upto)


def _check(service: Service, code: str, drawn: "Drawn") -> None:
    from web.bulletins.checking import comes_again  # noqa: PLC0415 - as above

    assert drawn.issued is not None  # noqa: S101 - whoever asks has looked
    with reading(service, drawn.seq) as asked:
        same = comes_again(asked.connection, drawn.issued)
    if not same:
        raise Failure(DIFFERENT(code=code, seq=drawn.seq))
    click.echo(EQUAL(code=code, seq=drawn.seq))


def _plain(drawn: "Drawn") -> dict[str, Any]:
    return {
        "kind": drawn.period.kind,
        "period": drawn.period.label,
        "seq": drawn.seq,
        "as_of": drawn.as_of,
        "digest": drawn.digest,
        "issued": drawn.issued is not None,
        "figures": msgspec.to_builtins(drawn.figures),
    }


def _print(drawn: "Drawn") -> None:
    from web.bulletins.plain import lines  # noqa: PLC0415 - as above

    for line in lines(drawn):
        click.echo(line)


@bulletin.command(
    "issue",
    about=Text("Issue the bulletin of a period.", "印发某一期间的通报。"),
)
@click.argument("kind", type=click.Choice([one.value for one in Kind]))
@click.argument("period")
@option("--foreword", default="", en="Words before the figures.", zh="前言。")
@option("--as", "user", required=True, en="The centre's leader.", zh="中心领导的账号。")
def issue(kind: str, period: str, *, foreword: str, user: str) -> None:
    """With the figures of now."""
    with opened() as service, worded(service):
        from web.bulletins.draft import drafted  # noqa: PLC0415 - as above

        drawn = drafted(parse(Kind(kind), period))
        draft = Draft(drawn.period, drawn.figures, drawn.seq, drawn.as_of, foreword)
        code = issue_bulletin(service.desk, draft, actor(service, user))
    click.echo(ISSUED(code=code))


@bulletin.command("word", about=Text("As a Word document.", "导出 Word 文档。"))
@what
@period
@as_of
@output
def word(what: str, period: str, at: datetime | int | None, output: Path) -> None:
    """Laid out by GB/T 9704."""
    _write(what, period, at, output)


@bulletin.command("xlsx", about=Text("As a workbook.", "导出 Excel 工作簿。"))
@what
@period
@as_of
@output
def xlsx(what: str, period: str, at: datetime | int | None, output: Path) -> None:
    """With a chart of Excel's own for each chart."""
    _write(what, period, at, output, "xlsx")


def _write(
    what: str, period: str, at: datetime | int | None, output: Path, ending: str = "docx"
) -> None:
    if output.exists():
        raise Failure(THERE_ALREADY(path=output))
    with opened() as service, worded(service):
        from web.bulletins.draft import paper  # noqa: PLC0415 - as above
        from web.bulletins.files import file  # noqa: PLC0415 - as above

        output.write_bytes(file(paper(_drawn(service, what, period, at)), ending))
    click.echo(WRITTEN(path=output), err=True)
