"""`linkage events`: looks through the log for records by whom, of which unit and kind, when."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import click

from application.audit.searching import Hit, Wanted, lag, search
from application.codec import TOPICS
from application.opening import exists_for
from domain import errors
from domain.case.events import TOPICS as OF_CASES
from domain.case.events import Actor
from domain.case.words import Role
from domain.units import CENTRE
from projections.bootstrap import Service
from web.cli.language import Text
from web.cli.moments import begins, ends, zone
from web.cli.narrowing import period
from web.cli.output import bar, print_json, print_table
from web.cli.room import account, opened
from web.cli.spoken import as_json, command, option

HEADS = Text(
    "record, kind, case, by, unit, happened, recorded, late (min), why late",
    "记录, 种类, 事项, 操作人, 单位, 发生时间, 入库时间, 滞后（分）, 补录原因",
)
LOOKING = Text("Searching", "正在检索")
NO_KIND = Text(
    "There is no kind of record {kind}. Write one such as case.corrected, or case.* for all of a"
    " group; they are listed in docs/events.md.",
    "没有记录种类 {kind}。请写 case.corrected 这样的种类，或用 case.* 表示一组，"
    "见 docs/events.md。",
)
MORE = Text(
    "More than {limit} were found; these are the latest. Narrow it, or say --limit.",
    "超过 {limit} 条，仅列最近的。请缩小范围，或用 --limit 指定。",
)
GROUP = ".*"
SEARCHING = frozenset({Role.AUDITOR, Role.SUPERVISOR})
AT_ONCE = 500
USUAL = 1000


@command(
    "events",
    "Looks through the log for records: by whom, of which unit and kind, when, how late.\n"
    "The latest come first.",
    "检索全部记录：何人、何单位、何种记录、何时、滞后多久。\n最近的在前。",
)
@option("--by", "actor", default="", en="User name of who acted.", zh="操作人的用户名。")
@option(
    "--unit",
    default="",
    en="Code of a unit that acted or is named in the record.",
    zh="操作单位或记录中涉及的单位代码。",
)
@option(
    "--kind",
    multiple=True,
    en="Kind of record, e.g. case.corrected or case.*; may be said again.",
    zh="记录种类，如 case.corrected 或 case.*，可多次指定。",
)
@option("--case", "number", default="", en="Number of a case.", zh="事项编号。")
@period("--from", "--to")
@option(
    "--occurred",
    is_flag=True,
    en="The days are of when it happened, not of when it was recorded.",
    zh="日期按发生时间，而非入库时间。",
)
@option(
    "--lag",
    type=click.IntRange(0),
    default=0,
    en="Recorded at least so many minutes after it happened.",
    zh="入库至少滞后这么多分钟。",
)
@option("--late", is_flag=True, en="With a reason for being late.", zh="有补录原因。")
@option(
    "--limit",
    type=click.IntRange(1),
    default=USUAL,
    en=f"At most so many ({USUAL}).",
    zh=f"最多条数（{USUAL}）。",
)
@option("--as", "user", default="", en="As whom: only what they may see.", zh="以某账号查看。")
@as_json
def events(*, limit: int, user: str, json_: bool, **said: Any) -> None:
    """The whole log, in portions."""
    with opened() as service:
        wanted = _wanted(service, said)
        found = list(_found(service, wanted, limit + 1, user))
        rows = [_row(service, hit) for hit in found[:limit]]
    if json_:
        print_json(rows)
    else:
        print_table(HEADS().split(", "), [list(map(_text, row.values())) for row in rows])
    if len(found) > limit:
        click.echo(MORE(limit=limit), err=True)


def _wanted(service: Service, said: dict[str, Any]) -> Wanted:
    """Errors: `CaseUnknown`, UsageError."""
    since: date | None = said["since"]
    return Wanted(
        said["actor"],
        said["unit"],
        [topic for kind in said["kind"] for topic in _topics(kind)],
        begins(since),
        ends(said["until"]),
        "occurred" if said["occurred"] else "recorded",
        said["lag"],
        said["late"],
        service.desk.find(said["number"]) if said["number"] else "",
    )


def _topics(kind: str) -> list[str]:
    word = kind.removesuffix(GROUP) + "." if kind.endswith(GROUP) else ""
    found = [topic for topic in TOPICS if topic == kind or (word and topic.startswith(word))]
    if not found:
        raise click.UsageError(NO_KIND(kind=kind))
    return found


def _found(service: Service, wanted: Wanted, limit: int, user: str) -> Iterator[Hit]:
    log, known = service.desk.log, _Known(service, user)
    head = before = log.head()
    with bar(str(LOOKING)) as tell:
        while limit > 0:
            portion = search(log, wanted, before, AT_ONCE)
            for hit in filter(known.may_see, portion.hits):
                if limit > 0:
                    limit -= 1
                    yield hit
            before = portion.reached
            tell(head - before, head - portion.floor)
            if portion.done:
                return


class _Known:
    """Which cases exist for somebody, each looked up once; to nobody named all do."""

    def __init__(self, service: Service, user: str) -> None:
        self._desk, self._by, self._exists = service.desk, None, dict[str, bool]()
        if user:
            who = account(service, user)
            if who.role not in SEARCHING:
                raise errors.NotYourRole(role=who.role, needed=", ".join(sorted(SEARCHING)))
            self._by = Actor(who.username, who.unit or CENTRE, who.role)

    def may_see(self, hit: Hit) -> bool:
        if self._by is None or hit.topic not in OF_CASES:
            return True
        if hit.stream not in self._exists:
            self._exists[hit.stream] = exists_for(self._desk, hit.stream, self._by)
        return self._exists[hit.stream]


def _row(service: Service, hit: Hit) -> dict[str, Any]:
    return {
        "seq": hit.seq,
        "kind": hit.topic,
        "case": service.desk.load(hit.stream).case.number if hit.topic in OF_CASES else "",
        "by": hit.user,
        "unit": hit.unit,
        "at": hit.at,
        "recorded_at": hit.recorded,
        "lag": lag(hit),
        "late": hit.late,
    }


def _text(value: Any) -> str:
    if hasattr(value, "astimezone"):
        return f"{value.astimezone(zone()):%Y-%m-%d %H:%M}"
    return "" if value in (None, 0) else str(value)
