"""`linkage replay`: a case as it stood, record by record, at two moments, and who saw it."""

from datetime import datetime

import click

from application.desk import Loaded
from web.cli.case_page import print_case
from web.cli.language import Text
from web.cli.moments import MomentOrSeq
from web.cli.output import print_json
from web.cli.replaying import compared, seen_by, stepped
from web.cli.room import opened
from web.cli.spoken import as_json, command, option
from web.cli.telling import Telling

ONE = Text(
    "Choose one of --step, --compare and --readings.",
    "--step、--compare、--readings 只能选一个。",
)
OTHER = Text(
    "--compare names both moments itself; leave out --at.",
    "--compare 已指定两个时刻，不要再写 --at。",
)


@command(
    "replay",
    "Show a case as it stood at a time of recording, or after an event of the log; "
    "--step: record by record, with what each changed.",
    "回放事项：显示某一时刻或某条记录之后的情况；--step 逐条记录显示各自改变了什么。",
)
@click.argument("number", metavar="CASE")
@option(
    "--at",
    type=MomentOrSeq(),
    en="A time (2026-11-22T08:30) or a position in the log (1204); now unless said.",
    zh="时间（2026-11-22T08:30）或记录序号（1204），默认现在。",
)
@option(
    "--step",
    is_flag=True,
    en="Record by record: both times, what each changed, corrections with what stood before.",
    zh="逐条记录：两个时间、各自的改变、更正及原有内容。",
)
@option(
    "--compare",
    type=MomentOrSeq(),
    nargs=2,
    metavar="T1 T2",
    en="Two moments side by side: what is not the same.",
    zh="两个时刻并列：只列不同之处。",
)
@option(
    "--readings",
    is_flag=True,
    en="Who saw it: readings of sealed texts, exports, attempts of those it accuses.",
    zh="谁看过：加密内容的查阅、导出，以及被检举者的被拒尝试。",
)
@option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
@as_json
def replay(
    number: str,
    *,
    at: datetime | int | None,
    step: bool,
    compare: tuple[datetime | int, datetime | int] | None,
    readings: bool,
    user: str,
    json_: bool,
) -> None:
    """Sealed texts stay sealed."""
    if step + bool(compare) + readings > 1:
        raise click.UsageError(ONE())
    if compare and at is not None:
        raise click.UsageError(OTHER())
    with opened() as service:
        told = Telling(service, user)
        shown = told.now(number) if at is None else told.at(number, at)
        if step:
            stepped(told, shown, json_=json_)
        elif compare:
            compared(told, shown, compare, json_=json_)
        elif readings:
            seen_by(told, shown, json_=json_)
        else:
            _whole(told, shown, as_of=at is not None, json_=json_)


def _whole(told: Telling, shown: Loaded, *, as_of: bool, json_: bool) -> None:
    if json_:
        print_json(told.as_json(shown))
    else:
        print_case(told, shown, as_of=as_of)
