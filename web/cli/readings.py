"""`linkage readings`: who opened what is sealed, when and what for, with what is unusual marked."""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

import click

from application.readings import Wanted, readings
from application.readings.looking import Looked, Looking
from projections.bootstrap import Service
from web.cli.language import Text
from web.cli.moments import begins, ends
from web.cli.narrowing import period
from web.cli.output import print_json, print_table
from web.cli.room import actor, opened, worded
from web.cli.spoken import as_json, command, option
from web.readings.words import Line, line

HEADS: Final = (
    Text("Record", "序号"),
    Text("When", "时间"),
    Text("By whom", "查阅人"),
    Text("Case", "事项"),
    Text("What", "内容"),
    Text("What for", "用途"),
    Text("Unusual", "异常"),
)


@command(
    "readings",
    "Who opened what is kept encrypted, and who took copies away: the latest first.\n"
    "Marked: many cases at a stretch, on no shift, nothing done about the case after it.",
    "谁查看过加密内容、谁导出过，最近的在前。\n"
    "异常有标记：短时间查看多件、当时不在班、看后没有办理。",
)
@option("--by", "user", default="", en="Only of this person: a user name.", zh="只看该账号。")
@option("--unit", default="", en="Only of this unit's people.", zh="只看该单位人员。")
@option("--case", "number", default="", en="Only of this case.", zh="只看该事项。")
@period("--from", "--to")
@option("--unusual", is_flag=True, default=False, en="Only what is marked.", zh="只看异常。")
@option(
    "--limit",
    type=click.IntRange(min=1),
    default=50,
    en="At most so many; 50 unless said.",
    zh="最多列出多少条，默认 50。",
)
@option("--as", "by", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。")
@as_json
def readings_(  # noqa: PLR0913 - one parameter for each option
    *,
    user: str,
    unit: str,
    number: str,
    since: date | None,
    until: date | None,
    unusual: bool,
    limit: int,
    by: str,
    json_: bool,
) -> None:
    """The same as the auditors' page; nothing sealed is opened for it."""
    with opened() as service:
        stream = service.desk.find(number) if number else ""
        wanted = Wanted(user, unit, stream, begins(since), ends(until))
        found = islice(_looked(service, wanted, by, unusual=unusual), limit)
        if json_:
            print_json([_plain(one) for one in found])
            return
        with worded(service):
            print_table([str(head) for head in HEADS], [_row(line(one)) for one in found])


def _looked(service: Service, wanted: Wanted, by: str, *, unusual: bool) -> Iterator[Looked]:
    reader = actor(service, by) if by else None
    looking = Looking(service.desk, reader, service.desk.clock())
    for one in readings(service.desk.log, wanted):
        looked = looking.at(one)
        if looked is not None and (looked.marks or not unusual):
            yield looked


def _row(one: Line) -> list[str]:
    case = " ".join(part for part in (one.number, one.title) if part)
    return [str(one.seq), one.at, one.who, case, one.what, one.purpose, ", ".join(one.marks)]


def _plain(looked: Looked) -> dict[str, Any]:
    case = "" if looked.case is None else looked.case.number
    return {**looked.reading._asdict(), "case": case, "marks": list(looked.marks)}
