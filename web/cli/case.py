"""`linkage case`: register a matter, take a step on it, look at it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import click
import msgspec

from application.desk import Act, Recorded
from application.numbers import new_case_id
from application.opening import look
from application.sealing import build
from domain.case.clear import names_somebody
from domain.case.events import Fact
from domain.case.intake import Receive
from domain.errors import NoSuchItem, PersonInText, PersonInTitle
from projections.bootstrap import Service
from web import times
from web.cli.case_page import print_case
from web.cli.fields import find_command, read_fields
from web.cli.language import Text
from web.cli.limit_page import print_limit
from web.cli.moments import Moment
from web.cli.output import print_json
from web.cli.room import actor, opened, worded
from web.cli.spoken import as_json, group, option
from web.cli.telling import Telling
from web.desk import limits

DONE = Text("{number}: {events} (event {seq})", "{number}：{events}（第 {seq} 条记录）")
REPEATED = Text(
    "{number}: recorded before (event {seq}); nothing was added.",
    "{number}：此前已记录（第 {seq} 条），未重复写入。",
)
NO_FIT = Text("{command}: {why}", "{command}：{why}")
UNCHANGED = Text("{number}: it was so already.", "{number}：情况已是如此，未新增记录。")

by_whom = option("--as", "user", required=True, en="Who does it: a user name.", zh="经办人账号。")
at_what_time = option(
    "--at", type=Moment(), en="When it happened (now, unless said).", zh="发生时间（默认现在）。"
)
entered_late = option("--late", default="", en="Why it is entered late.", zh="补录原因。")
once = option(
    "--key",
    default="",
    en="Told again with the same key, it counts once.",
    zh="同一键值重复提交只算一次。",
)


@group("case", "Cases: register, act, look.", "事项：登记、办理、查看。")
def case() -> None:
    """Everything a form can do."""


@case.command(
    "new",
    about=Text(
        "Register a matter: track=… title=… channel=…, and any other field of the receipt.\n"
        "Personal fields (narrative, name, phone, address) are encrypted.",
        "登记接报：track=… title=… channel=…，以及接报的其他字段。\n"
        "个人信息字段（narrative、name、phone、address）加密保存。",
    ),
)
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE…")
@by_whom
@at_what_time
@entered_late
@once
@as_json
def new(
    fields: tuple[str, ...], user: str, at: datetime | None, late: str, key: str, *, json_: bool
) -> None:
    """Prints the file number."""
    values = {"number": "", "channel": "phone", **read_fields(Receive, fields)}
    with opened() as service:
        _check_names(values, late)
        case_id = new_case_id()
        command = _built(service, Receive, case_id, values)
        act = Act(by=actor(service, user), at=at, late=late, key=key)
        recorded = service.desk.receive(command, act, case_id)
    _tell(recorded, json_=json_)


def _check_names(values: Mapping[str, Any], late: str) -> None:
    """The reporter's name stands in nothing everybody reads. Errors: as for what surely is one."""
    known = [str(values.get("name", ""))]
    if names_somebody(str(values.get("title", "")), known):
        raise PersonInTitle
    for field, text in (("place", str(values.get("place", ""))), ("late", late)):
        if names_somebody(text, known):
            raise PersonInText(field=field)


@case.command(
    "do",
    about=Text(
        "Take a step: linkage case do QS2026-00301 Dispatch --as zhoumin unit=xfz zone=seat\n"
        "Lists: parties=1,2. Nested: notice.how=… notice.served_at=2026-11-22T10:00.",
        "办理事项：linkage case do QS2026-00301 Dispatch --as zhoumin unit=xfz zone=seat\n"
        "列表：parties=1,2。嵌套：notice.how=… notice.served_at=2026-11-22T10:00。",
    ),
)
@click.argument("number")
@click.argument("command")
@click.argument("fields", nargs=-1, metavar="FIELD=VALUE…")
@by_whom
@at_what_time
@entered_late
@once
@as_json
def do(  # noqa: PLR0913 - one parameter for each option
    number: str,
    command: str,
    fields: tuple[str, ...],
    user: str,
    at: datetime | None,
    late: str,
    key: str,
    *,
    json_: bool,
) -> None:
    """Refused steps say why."""
    kind = find_command(command)
    values = read_fields(kind, fields)
    with opened() as service:
        case_id = service.desk.find(number)
        act = Act(by=actor(service, user), at=at, late=late, key=key)
        history = look(service.desk, case_id, act.by)[0].history
        built = _built(service, kind, case_id, values, history)
        recorded = service.desk.execute(case_id, built, act)
    _tell(recorded, json_=json_)


@case.command(
    "show",
    about=Text(
        "A case as it stands: state, dispatches, time limits, timeline. Sealed texts stay sealed,\n"
        "unless --open says what for; the reading is recorded under the name of --as.",
        "查看事项：状态、派单、时限、办理过程。加密内容默认不显示，\n"
        "用 --open 写明用途方可查看，并以 --as 的账号记录查阅。",
    ),
)
@click.argument("number")
@option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
@option(
    "--open",
    "purpose",
    default="",
    en="Open sealed texts, for this purpose.",
    zh="查看加密内容的用途。",
)
@as_json
def show(number: str, user: str, purpose: str, *, json_: bool) -> None:
    """The same as its page."""
    if purpose and not user:
        raise click.UsageError(OPEN_NEEDS_AS())
    with opened() as service:
        told = Telling(service, user)
        shown = told.opened(number, purpose) if purpose else told.now(number)
        if json_:
            print_json(told.as_json(shown))
        else:
            print_case(told, shown)


@case.command(
    "why",
    about=Text(
        "Why the time limits of a case are due when they are: rule, article, start, every step of\n"
        "the count, and what moved them.",
        "事项各项时限的依据：规则、出处、起算时刻、计算过程，以及延期、中止等变动。",
    ),
)
@click.argument("number")
@option("--limit", "n", type=click.IntRange(min=1), en="Only this one.", zh="只看第几项时限。")
@option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
@as_json
def why(number: str, n: int | None, user: str, *, json_: bool) -> None:
    """The same as its page."""
    with opened() as service:
        told = Telling(service, user)
        loaded = told.now(number)
        shown, sight = told.standing(loaded), told.sight(loaded)
        if n and n > len(loaded.case.obligations):
            raise NoSuchItem(item=n)
        with worded(service):
            found = [one for one in limits.reckonings(shown) if n in (None, one.number)]
            if json_:
                print_json([limits.data(one, shown) for one in found])
                return
            for one in found:
                print_limit(limits.page(one, shown, sight, times.now()))


OPEN_NEEDS_AS = Text("--open needs --as: who reads it.", "--open 需要同时用 --as 写明查阅人。")


def _built(
    service: Service,
    kind: type[Any],
    case_id: str,
    values: dict[str, Any],
    history: Sequence[Fact] = (),
) -> Any:
    try:
        return build(service.desk.keys, kind, case_id, values, history)
    except msgspec.ValidationError as error:
        raise click.UsageError(NO_FIT(command=kind.__name__, why=error)) from None


def _tell(recorded: Recorded, *, json_: bool) -> None:
    names = [type(event).__name__ for event in recorded.events]
    if json_:
        print_json(
            {
                "number": recorded.number,
                "case_id": recorded.case_id,
                "version": recorded.version,
                "seq": recorded.seq,
                "repeated": recorded.repeated,
                "events": names,
            }
        )
    elif recorded.repeated:
        click.echo(REPEATED(number=recorded.number, seq=recorded.seq))
    elif not names:
        click.echo(UNCHANGED(number=recorded.number))
    else:
        click.echo(DONE(number=recorded.number, events=", ".join(names), seq=recorded.seq))
