"""`linkage export person`: what a case holds of one person, for them, as they asked."""

from pathlib import Path

import click
import msgspec

from application.desk import Act
from domain.case.record import ExportPerson
from projections.bootstrap import Service
from web.cli.language import Text
from web.cli.newfile import new_file
from web.cli.output import print_json, print_table
from web.cli.room import actor, opened, worded
from web.cli.spoken import as_json, command, option
from web.cli.telling import Telling
from web.readings.copied import Copy, copy_of

HEADS = (
    Text("Record", "记录"),
    Text("When", "时间"),
    Text("What it is", "内容"),
    Text("What is kept", "保存的信息"),
)
ON_RECORD = Text(
    "On record as {version} of {number}: the data of {person} were given out.",
    "已入库留痕：{number} 第 {version} 条，已提供{person}的个人信息。",
)


@command(
    "person",
    "All personal data of one person of one case, readable, because they asked for it.\n"
    "That they were surely the one who asked goes on record first, with who gave it out.",
    "将某事项中某人的全部个人信息提供给本人，可读格式。\n先核对身份并入库留痕，再导出。",
)
@click.argument("number")
@option(
    "--person",
    default="reporter",
    en="reporter (unless said), or a party: party-1.",
    zh="reporter（默认，反映人）或当事人 party-1 等。",
)
@option(
    "--identity",
    required=True,
    en="How their identity was checked; without names and numbers.",
    zh="身份核对方式，不写姓名和号码。",
)
@option("--as", "user", required=True, en="Who gives it out: a user name.", zh="经办人账号。")
@option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    default=None,
    en="Write it as JSON to this new file, which only its owner reads.",
    zh="以 JSON 写入新文件，仅本人可读。",
)
@as_json
def person_(
    number: str, *, person: str, identity: str, user: str, out: Path | None, json_: bool
) -> None:
    """The same as its page."""
    with opened() as service:
        copy = _given(service, number, ExportPerson(person=person, identity=identity), user)
    if out is not None:
        with new_file(out) as part:
            part.write_bytes(msgspec.json.encode(copy._asdict()))
    elif json_:
        print_json(copy._asdict())
    else:
        print_table([str(head) for head in HEADS], [_row(one) for one in copy.items])
    told = ON_RECORD(version=copy.version, number=copy.number, person=copy.person)
    click.echo(told, err=True)


def _given(service: Service, number: str, command: ExportPerson, user: str) -> Copy:
    told = Telling(service, user)
    case_id = told.now(number).case.id
    done = service.desk.execute(case_id, command, Act(by=actor(service, user)))
    with worded(service):
        return copy_of(told.standing(told.now(number)), command.person, done.version)


def _row(one: tuple[int, str, str, str, str]) -> list[str]:
    version, record, at, label, text = one
    return [f"{version} {record}", at, label, text]
