"""`linkage ledger`: a ledger as a table, a file for office programs, or JSON."""

import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import IO, Any

import click
import msgspec

from application.clock import from_ms
from projections.queries.ledger import Kind, Ledger
from projections.queries.ledgers import everything, ledgers_for
from projections.queries.ledgers import ledger as find
from projections.queries.search import names as names_of
from projections.queries.viewer import THE_SERVICE
from projections.sheet import Head, csv_lines, table, write_xlsx
from web.cli import language
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.narrowing import filters, narrowed, period, require_known
from web.cli.output import print_json, print_table
from web.cli.reading import as_of, reading
from web.cli.room import opened, viewer, worded
from web.cli.spoken import as_json, command, option
from web.ledgers import cells

FORMATS = ("table", "csv", "xlsx", "json")
SECOND = 1000
BINARY = Text("A workbook needs a file: --output NAME.xlsx", "Excel 文件请用 --output 指定文件名。")
WRITTEN = Text("{rows} rows written to {path}", "已写入 {path}，共 {rows} 行")
HEADS = (Text("Name", "名称"), Text("Ledger", "台账"))


@command(
    "ledger",
    "A ledger, narrowed and sorted; without a name, which ledgers there are.",
    "台账，可筛选排序；不写名称则列出全部台账。",
)
@click.argument("name", default="")
@period("--from", "--to")
@narrowed(
    "unit",
    "track",
    "channel",
    "category",
    "place",
    "stage",
    "state",
    "clock",
    "failing",
    "contest",
    "report",
    "text",
)
@option(
    "--sort",
    default="",
    en="Column to sort by; -column the other way.",
    zh="排序列，前加 - 为倒序。",
)
@option(
    "--format",
    "as_",
    type=click.Choice(FORMATS),
    default=None,
    en="How to print it.",
    zh="输出格式。",
)
@option(
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    en="Write to this file; its ending tells the format.",
    zh="写入文件，按扩展名确定格式。",
)
@option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
@as_of
@as_json
def ledger(  # noqa: PLR0913 - one parameter for each option
    name: str,
    *,
    since: date | None,
    until: date | None,
    sort: str,
    as_: str | None,
    output: Path | None,
    user: str,
    at: datetime | int | None,
    json_: bool,
    **codes: str,
) -> None:
    """Rows are read while they are written, so a ledger may be of any length."""
    format_ = _format(as_, output, json_=json_)
    if format_ == "xlsx" and output is None:
        raise click.UsageError(BINARY())
    with opened() as service:
        if not name:
            _list(format_)
            return
        who = viewer(service, user)
        book = find(name, who)
        require_known(service, codes)
        with reading(service, at) as asked, worded(service):
            rows = everything(
                asked.connection,
                name,
                viewer=who,
                now=asked.now,
                filters=filters(since, until, **codes),
                sort=sort,
                codes=names_of(asked.connection, service.desk.categories.now().nodes()),
            )
            _write(book, rows, format_, output)


def _format(given: str | None, output: Path | None, *, json_: bool) -> str:
    if json_:
        return "json"
    ending = output.suffix.lstrip(".").lower() if output is not None else ""
    return given or (ending if ending in FORMATS else "csv" if output is not None else "table")


def _list(format_: str) -> None:
    books = [(one.name, one.heading(language.current())) for one in ledgers_for(THE_SERVICE)]
    if format_ == "json":
        print_json([{"name": name, "title": title} for name, title in books])
    else:
        print_table([str(head) for head in HEADS], books)


def _write(book: Ledger, rows: Iterable[Any], format_: str, output: Path | None) -> None:
    counted = Counted(rows)
    if format_ == "table":
        with _text_to(output):
            _print(book, counted)
    else:
        with _to(output) as file:
            WRITERS[format_](book, counted, file)
    if output is not None:
        click.echo(WRITTEN(rows=counted.count, path=output), err=True)


class Counted:
    """Rows that are counted while they are taken."""

    def __init__(self, rows: Iterable[Any]) -> None:
        self._rows = rows
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        for row in self._rows:
            self.count += 1
            yield row


@contextmanager
def _to(output: Path | None) -> Iterator[IO[bytes]]:
    if output is None:
        yield sys.stdout.buffer
        return
    with output.open("wb") as file:
        yield file


@contextmanager
def _text_to(output: Path | None) -> Iterator[None]:
    """Let tables go to the file."""
    if output is None:
        yield
        return
    shown = sys.stdout
    with output.open("w", encoding="utf-8") as file:
        sys.stdout = file
        try:
            yield
        finally:
            sys.stdout = shown


def _print(book: Ledger, rows: Iterable[Any]) -> None:
    heads = [column.heading(language.current()) for column in book.columns]
    shown = cells.Writing().shown
    print_table(heads, ([shown(one, row[one.key]) for one in book.columns] for row in rows))


def _heads(book: Ledger) -> list[Head]:
    return [Head(column.heading(language.current()), column.kind) for column in book.columns]


def _csv(book: Ledger, rows: Iterable[Any], file: IO[bytes]) -> None:
    for line in csv_lines(_heads(book), table(book.columns, rows, cells.said), zone()):
        file.write(line)


def _xlsx(book: Ledger, rows: Iterable[Any], file: IO[bytes]) -> None:
    title = book.heading(language.current())
    write_xlsx(file, title, _heads(book), table(book.columns, rows, cells.said), zone())


def _json(book: Ledger, rows: Iterable[Any], file: IO[bytes]) -> None:
    """Codes as they are stored, times as ISO text, durations in seconds."""
    file.write(b"[")
    for place, row in enumerate(rows):
        file.write(b"\n" if place == 0 else b",\n")
        file.write(msgspec.json.encode({c.key: _plain(c.kind, row[c.key]) for c in book.columns}))
    file.write(b"\n]\n")


def _plain(kind: Kind, value: Any) -> Any:
    if value is None:
        return None
    if kind is Kind.TIME:
        return from_ms(value)
    return value / SECOND if kind is Kind.DURATION else value


Writer = Callable[[Ledger, Iterable[Any], IO[bytes]], None]
WRITERS: dict[str, Writer] = {"csv": _csv, "xlsx": _xlsx, "json": _json}
