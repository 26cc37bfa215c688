"""What commands print: tables for people, JSON for programs, a bar for what takes long."""

import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click
import msgspec
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

WIDE = 1000  # where nobody looks at the width, nothing is cut

Tell = Callable[[int, int], object]


def print_json(value: Any) -> None:
    """One JSON document, indented; times as ISO text."""
    plain = msgspec.json.format(msgspec.json.encode(value, enc_hook=str), indent=2)
    click.echo(plain.decode())


def print_table(heads: Sequence[str], rows: Iterable[Sequence[str]], numbers: int = 0) -> None:
    """A table; so many of its last columns are numbers."""
    table = Table(box=None, pad_edge=False, header_style="bold")
    for place, head in enumerate(heads):
        right = place >= len(heads) - numbers
        table.add_column(head, justify="right" if right else "left", no_wrap=not _to_person())
    for row in rows:
        table.add_row(*map(plain, row))
    console().print(table)


def plain(text: str) -> str:
    """Text in which nothing is taken for markup."""
    return text.replace("[", "\\[")


def console(*, errors: bool = False) -> Console:
    """Where to print."""
    stream = sys.stderr if errors else sys.stdout
    width = None if stream.isatty() else WIDE
    return Console(file=stream, width=width, highlight=False, emoji=False)


def _to_person() -> bool:
    return sys.stdout.isatty()


@contextmanager
def bar(label: str) -> Iterator[Tell]:
    """A progress bar on the error channel; told (done, in all)."""
    columns = (TextColumn(label), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(errors=True), transient=True) as progress:
        task = progress.add_task(label, total=None)
        yield lambda done, total: progress.update(task, completed=done, total=total)
