"""`linkage replay`: a case as it stood at any time, or after any event."""

from datetime import datetime

import click

from web.cli.case_page import print_case
from web.cli.moments import MomentOrSeq
from web.cli.output import print_json
from web.cli.room import opened
from web.cli.spoken import as_json, command, option
from web.cli.telling import Telling


@command(
    "replay",
    "Show a case as it stood at a time of recording, or after an event of the log.",
    "回放事项：显示某一时刻或某条记录之后的情况。",
)
@click.argument("number", metavar="CASE")
@option(
    "--at",
    type=MomentOrSeq(),
    en="A time (2026-11-22T08:30) or a position in the log (1204); now unless said.",
    zh="时间（2026-11-22T08:30）或记录序号（1204），默认现在。",
)
@option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
@as_json
def replay(number: str, at: datetime | int | None, user: str, *, json_: bool) -> None:
    """Sealed texts stay sealed."""
    with opened() as service:
        told = Telling(service, user)
        shown = told.now(number) if at is None else told.at(number, at)
        if json_:
            print_json(told.as_json(shown))
        else:
            print_case(told, shown, as_of=at is not None)
