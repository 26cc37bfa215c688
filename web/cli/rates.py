"""`linkage rates`: how much was kept of what fell due, in a table, a file or as JSON."""

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any, Final, TypeVar

import click

from projections.queries.filters import Filters
from projections.queries.rates import Rated
from projections.queries.split import SPLITS
from projections.sheet import csv_lines, write_xlsx
from web.cli.failures import Failure
from web.cli.figures import AS_WHOM
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.narrowing import CODES, filters, narrowed, period, require_known
from web.cli.output import print_json, print_table
from web.cli.reading import as_of, reading
from web.cli.room import opened, viewer, worded
from web.cli.spoken import as_json, command, option
from web.rates import sheets
from web.rates.asked import group_codes
from web.rates.question import Whom, counted, cut, register, too_many
from web.rates.steps import STEPS, TooMany
from web.wording import _

Cell = TypeVar("Cell")
FORMATS: Final = ("table", "csv", "xlsx")
NO_GROUP = Text("There is no group of categories {group}.", "没有类别组 {group}。")
BINARY = Text("A workbook needs a file: --output NAME.xlsx", "Excel 文件请用 --output 指定文件名。")
WRITTEN = Text("{rows} rows written to {path}", "已写入 {path}，共 {rows} 行")


@command(
    "rates",
    "The rates of a period: kept of due, with the interval that says how sure they are.\n"
    "What fell due in the period counts, after an extension by the new due; open and overdue "
    "counts as failed.",
    "某一时期的各项指标：达到数/应有数，并给出置信区间。\n"
    "按到期之日归入时期，经延期的按新的到期之日；到期仍未办结的计为未达到。",
)
@period("--from", "--to")
@option("--by", type=click.Choice((*SPLITS, *STEPS)), en="Split by.", zh="分组。")
@narrowed(*CODES)
@option("--class", "unit_class", default="", en="Class of units.", zh="单位类别。")
@option("--group", default="", en="Code of a group of categories.", zh="类别组代码。")
@option("--format", "as_", type=click.Choice(FORMATS), en="How to print it.", zh="输出格式。")
@option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Write to this file; its ending tells the format.",
    zh="写入文件，按扩展名确定格式。",
)
@AS_WHOM
@as_of
@as_json
def rates(  # noqa: PLR0913 - one parameter for each option
    *,
    since: date | None,
    until: date | None,
    by: str | None,
    group: str,
    as_: str | None,
    output: Path | None,
    user: str,
    at: datetime | int | None,
    json_: bool,
    **codes: str,
) -> None:
    """What fell due in the period; open and overdue counts as failed."""
    format_ = _format(as_, output)
    by = by or ""
    with opened() as service, reading(service, at) as asked, worded(service):
        require_known(service, codes)
        narrowing = filters(since, until, **codes, categories=_of_group(group))
        whom = Whom(viewer(service, user), asked.now, register())
        found = _counted(asked.connection, whom, narrowing, by)
        if json_:
            spans = _spans(narrowing, by, whom)
            print_json([sheets.plain(one, spans) for one in found])
        else:
            _write([sheets.row(one, by) for one in found], format_, output)


def _format(given: str | None, output: Path | None) -> str:
    ending = output.suffix.lstrip(".").lower() if output is not None else ""
    found = given or (ending if ending in FORMATS else "csv" if output is not None else "table")
    if found == "xlsx" and output is None:
        raise click.UsageError(BINARY())
    return found


def _of_group(group: str) -> str:
    codes = group_codes(group)
    if group and not codes:
        raise Failure(NO_GROUP(group=group))
    return ",".join(codes)


def _counted(connection: Any, whom: Whom, narrowing: Filters, by: str) -> list[Rated]:
    try:
        return counted(connection, whom, narrowing, by)
    except TooMany:
        raise Failure(too_many()) from None


def _spans(narrowing: Filters, by: str, whom: Whom) -> dict[str, dict[str, str]]:
    if by not in STEPS:
        return {}
    return {
        step.code: {"since": step.first.isoformat(), "until": step.last.isoformat()}
        for step in cut(narrowing, by, whom.now)
    }


def _write(rows: Sequence[sheets.Row], format_: str, output: Path | None) -> None:
    if format_ == "table":
        told = [[str(one) for one in _seen(row)] for row in rows]
        print_table([head.label for head in _seen(sheets.heads())], told)
        return
    with _to(output) as file:
        if format_ == "xlsx":
            write_xlsx(file, _("Rates"), sheets.heads(), rows, zone())
        else:
            file.writelines(csv_lines(sheets.heads(), rows, zone()))
    if output is not None:
        click.echo(WRITTEN(rows=len(rows), path=output), err=True)


def _seen(row: Sequence[Cell]) -> list[Cell]:
    """Without the definition, for which a terminal is too narrow."""
    return [*row[: sheets.DEFINITION], *row[sheets.DEFINITION + 1 :]]


@contextmanager
def _to(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        return
    with output.open("wb") as file:
        yield file
