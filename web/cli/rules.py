"""`linkage rules`: rule sets and their versions, and what another version would change."""

import click

from application.rulebook import parse
from application.rulesets import activate_rules, issue_rules
from domain.errors import RulesUnknown
from domain.rules.comparison import Change, compare
from domain.rules.model import RuleSet
from domain.rules.versions import Versions
from projections.bootstrap import Service
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import opened, worded
from web.cli.rulefile import read_rules
from web.cli.ruleswhatif import whatif
from web.cli.spoken import as_json, group, option

HEADS = (
    Text("Version", "版本"),
    Text("State", "状态"),
    Text("On record since", "发布时间"),
    Text("By", "发布人"),
    Text("Jurisdiction", "适用范围"),
    Text("SHA-256", "SHA-256"),
)
IN_FORCE = Text("in force", "现行")
NEW_CASES = Text("in force, new cases get it", "现行，新事项适用")
NOT_IN_FORCE = Text("not in force", "未启用")
NO_REF = Text("{ref} is no version: write NAME@NUMBER.", "{ref} 不是版本，请写成 名称@版本号。")
FINE = Text("Nothing is wrong with {ref}: {title}", "{ref} 检查无误：{title}")
ISSUED = Text(
    "{ref} is on record. Another person puts it in force: linkage rules activate {ref} --as USER",
    "{ref} 已发布。须由另一人启用：linkage rules activate {ref} --as USER",
)
ACTIVATED = Text(
    "{ref} is in force: new cases are received under it.", "{ref} 已启用，新事项按此受理。"
)
OTHERWISE = Text("{number} rules are otherwise.", "{number} 条规则不同。")

by_whom = option(
    "--as", "user", default="linkage", en="Who says so, for the record.", zh="经办人，记入日志。"
)


@group(
    "rules",
    "Rule sets: which there are, what they say, and which version new cases get.",
    "规则集：查看、发布、启用各版本，测算变化。",
)
def rules() -> None:
    """Each version is a fact in the log."""


rules.add_command(whatif)


@rules.command("list", about=Text("Every version on record.", "列出已有的全部版本。"))
@as_json
def listed(*, json_: bool) -> None:
    """Those in force are marked."""
    with opened() as service:
        known = [service.desk.rules.versions(name) for name in service.desk.rules.names()]
        if json_:
            print_json([_plain(one, service.settings.rules) for one in known])
            return
        rows = (row for one in known for row in _rows(one, service.settings.rules))
        print_table([str(head) for head in HEADS], rows)


@rules.command("show", about=Text("One version in words.", "用文字查看一个版本。"))
@click.argument("ref")
@option("--toml", is_flag=True, en="Its text, as it was issued.", zh="输出其 TOML 文本。")
@as_json
def show(ref: str, *, toml: bool, json_: bool) -> None:
    """Time limits and all other rules."""
    with opened() as service:
        found = find(service, ref)
        if toml:
            click.echo(service.desk.rules.versions(found.id).issued[found.version].text, nl=False)
        elif json_:
            print_json(found)
        else:
            _say(service, found)


@rules.command("check", about=Text("Whether a file can be issued.", "检查文件能否发布。"))
@click.argument("file", type=click.Path())
@as_json
def check(file: str, *, json_: bool) -> None:
    """A mistake is told with its place; needs no store."""
    found = parse(read_rules(file, parse))
    if json_:
        print_json({"ref": found.ref, "title": found.title, "clocks": len(found.clocks)})
    else:
        click.echo(FINE(ref=found.ref, title=found.title))


@rules.command("issue", about=Text("Put a version on record.", "发布一个版本。"))
@click.argument("file", type=click.Path())
@by_whom
@as_json
def issue(file: str, user: str, *, json_: bool) -> None:
    """It holds for nobody until another person puts it in force."""
    text = read_rules(file, parse)
    with opened() as service:
        found = issue_rules(service.desk, text, user)
        _tell(service, found, ISSUED, json_=json_)


@rules.command("activate", about=Text("Put a version in force.", "启用一个版本。"))
@click.argument("ref")
@by_whom
@as_json
def activate(ref: str, user: str, *, json_: bool) -> None:
    """By another person than the one who issued it; running cases keep theirs."""
    with opened() as service:
        found = find(service, ref)
        activate_rules(service.desk, found.id, found.version, user)
        _tell(service, found, ACTIVATED, json_=json_)


@rules.command("compare", about=Text("What is otherwise in another version.", "对比两个版本。"))
@click.argument("before")
@click.argument("after")
@as_json
def compared(before: str, after: str, *, json_: bool) -> None:
    """Rule by rule."""
    with opened() as service:
        changes = compare(find(service, before), find(service, after))
        if json_:
            print_json([_change(one) for one in changes])
            return
        click.echo(OTHERWISE(number=len(changes)))
        with worded(service):
            for one in changes:
                _say_change(one)


def find(service: Service, ref: str) -> RuleSet:
    """The version a command names. Errors: `Failure`, `RulesUnknown`."""
    name, parted, number = ref.rpartition("@")
    if not (parted and name and number.isdecimal()):
        raise Failure(NO_REF(ref=ref))
    try:
        return service.desk.rules.get(ref)
    except RulesUnknown:
        raise RulesUnknown(rules=ref) from None


def _rows(known: Versions, used: str) -> list[list[str]]:
    return [
        [
            known.ref(number),
            _state(known, number, used),
            one.at.isoformat(timespec="minutes"),
            one.by,
            one.jurisdiction,
            one.sha256[:12],
        ]
        for number, one in sorted(known.issued.items(), reverse=True)
    ]


def _state(known: Versions, number: int, used: str) -> str:
    if number != known.active:
        return str(NOT_IN_FORCE)
    return str(NEW_CASES if known.name == used else IN_FORCE)


def _plain(known: Versions, used: str) -> dict[str, object]:
    versions = [
        {"version": number, "at": one.at, "by": one.by, "sha256": one.sha256}
        for number, one in sorted(known.issued.items())
    ]
    return {
        "name": known.name,
        "active": known.active,
        "used": known.name == used,
        "versions": versions,
    }


def _say(service: Service, found: RuleSet) -> None:
    with worded(service):
        from web.rulebook import tables  # noqa: PLC0415 - the pages' own words, where they are

        click.echo(f"{found.title} ({found.ref})")
        for label, text in tables.facts(found):
            click.echo(f"  {label}: {text}")
        for section in tables.sections(found):
            click.echo(f"\n{section.title}")
            print_table(section.heads, [[cell.text for cell in row] for row in section.rows])


def _say_change(change: Change) -> None:
    from web.rulebook import written  # noqa: PLC0415 - the pages' own words, where they are
    from web.rulebook.texts import FIELDS, SECTIONS, WHAT  # noqa: PLC0415

    section = SECTIONS.get(change.section, change.section)
    click.echo(f"{section} {change.name}: {WHAT[change.what]}")
    for field in change.fields:
        before, after = (written.value(field.name, value) for value in (field.before, field.after))
        click.echo(f"  {FIELDS.get(field.name, field.name)}: {before} → {after}")


def _change(change: Change) -> dict[str, object]:
    fields = [field._asdict() for field in change.fields]
    return {**change._asdict(), "fields": fields}


def _tell(service: Service, found: RuleSet, text: Text, *, json_: bool) -> None:
    if json_:
        print_json(_plain(service.desk.rules.versions(found.id), service.settings.rules))
    else:
        click.echo(text(ref=found.ref))
