"""Prints why a time limit is due when it is, as its page tells it."""

import click

from web.cli.language import Text
from web.desk.limits import LimitPage, Told

HEAD = Text("{number}. {what} · {holder} · due {due}", "{number}. {what} · {holder} · {due}到期")
MOVE = Text("   {cause}: due {due}", "   {cause}：{due}到期")
RECORD = Text("record {event}: {title}", "第 {event} 条记录：{title}")
START = Text("counted from {start}", "起算时刻 {start}")
CALENDAR = Text("working calendar: {years}", "工作日历：{years}")
TODAY = Text(
    "with the calendar as it is now the count would end {today}",
    "按现在的日历计算应于 {today} 届满",
)


def print_limit(limit: LimitPage) -> None:
    """Every due time it had, with what gave it."""
    head = HEAD(number=limit.number, what=limit.what, holder=limit.holder, due=limit.due)
    click.echo(f"{head} ({limit.rules})")
    for move in limit.moves:
        click.echo(MOVE(cause=move.cause, due=move.due))
        for line in _said(move):
            click.echo(f"      {line}")


def _said(move: Told) -> list[str]:
    record = RECORD(event=move.event, title=move.title) if move.title else ""
    today = TODAY(today=move.today) if move.today else ""
    calendar = CALENDAR(years=move.calendar) if move.calendar else ""
    start = START(start=move.start)
    said = [record, start, move.article, move.rule, calendar, *move.lines, today]
    return [line for line in said if line]
