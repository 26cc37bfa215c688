"""`linkage scoring`: the rules quarters are scored by, version by version."""

from pathlib import Path

import click

from application.scoring import activate_scoring, draft_scoring, issue_scoring, retire_scoring
from application.scoringbook import parse_scoring
from domain.assessment.model import ScoringRules
from domain.assessment.periods import Quarter
from domain.rules.comparison import compare
from projections.bootstrap import Service
from web.cli import scoringtold as told
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import actor, opened, worded
from web.cli.rulefile import read_rules
from web.cli.score import score
from web.cli.spoken import as_json, group, option

HEADS = (
    Text("Version", "版本"),
    Text("State", "状态"),
    Text("Quarters scored by it", "适用季度"),
    Text("On record since", "入库时间"),
    Text("By", "经办人"),
    Text("SHA-256", "SHA-256"),
)
FINE = Text("Nothing is wrong with {ref}: {title}", "{ref} 检查无误：{title}")
DRAFTED = Text(
    "{ref} is drafted. Try it: linkage scoring try {ref} QUARTER. Then issue it: linkage scoring "
    "issue {ref} --as USER",
    "{ref} 已存为草案。试算：linkage scoring try {ref} 季度；"
    "发布：linkage scoring issue {ref} --as 账号",
)
ISSUED = Text(
    "{ref} is issued and never changes. Another person, a leader of the centre, puts it in force: "
    "linkage scoring activate {ref} QUARTER --as USER",
    "{ref} 已发布，不再改动。须由另一人（中心领导）启用："
    "linkage scoring activate {ref} 季度 --as 账号",
)
ACTIVATED = Text(
    "Quarters from {since} on are scored by {ref}.", "自 {since} 起的季度按 {ref} 计分。"
)
RETIRED = Text("{ref} is retired.", "{ref} 已停用。")
DROPPED = Text("The draft {ref} is dropped.", "草案 {ref} 已撤销。")

by_whom = option("--as", "user", required=True, en="Whose account acts.", zh="以哪个账号办理。")


@group(
    "scoring",
    "Scoring rules: what units and the centre are judged by, version by version.",
    "计分规则：考核单位和中心的依据，查看、拟订、发布、启用各版本。",
)
def scoring() -> None:
    """Each version is a fact in the log; which holds is said quarter by quarter."""


@scoring.command("list", about=Text("Every version on record.", "列出已有的全部版本。"))
@as_json
def listed(*, json_: bool) -> None:
    """With the quarters each is for."""
    with opened() as service:
        book = service.desk.scoring.now()
        if json_:
            print_json([told.plain(book, one) for one in book.versions.values()])
            return
        with worded(service):
            rows = [told.row(book, one) for one in book.versions.values()]
        print_table([str(head) for head in HEADS], rows)


@scoring.command("show", about=Text("One version in words.", "用文字查看一个版本。"))
@click.argument("ref")
@option("--toml", is_flag=True, en="Its text, as it stands on record.", zh="输出其 TOML 文本。")
@as_json
def show(ref: str, *, toml: bool, json_: bool) -> None:
    """What is counted, by what measure, and how it gives points."""
    with opened() as service:
        found = service.desk.scoring.get(ref)
        if toml:
            click.echo(service.desk.scoring.text(ref), nl=False)
        elif json_:
            print_json(found)
        else:
            told.say(service, found)


@scoring.command("check", about=Text("Whether a file can be used.", "检查文件能否使用。"))
@click.argument("file", type=click.Path())
@as_json
def check(file: str, *, json_: bool) -> None:
    """A mistake, or why something may not be scored, is told with its place; needs no store."""
    found = parse_scoring(read_rules(file, parse_scoring))
    if json_:
        print_json({"ref": found.ref, "title": found.title, "indicators": len(found.indicators)})
    else:
        click.echo(FINE(ref=found.ref, title=found.title))


@scoring.command("draft", about=Text("Keep a file as the draft of its set.", "把文件存为草案。"))
@click.argument("file", type=click.Path())
@by_whom
@as_json
def draft(file: str, user: str, *, json_: bool) -> None:
    """By the inspection office; a draft that waits is written over."""
    text = read_rules(file, parse_scoring)
    with opened() as service:
        found = draft_scoring(service.desk, text, actor(service, user))
        _tell(service, found.ref, DRAFTED(ref=found.ref), json_=json_)


@scoring.command("issue", about=Text("Let a draft never change any more.", "发布草案。"))
@click.argument("ref")
@by_whom
@as_json
def issue(ref: str, user: str, *, json_: bool) -> None:
    """By the inspection office; nothing is scored by it yet."""
    with opened() as service:
        issue_scoring(service.desk, ref, actor(service, user))
        _tell(service, ref, ISSUED(ref=ref), json_=json_)


@scoring.command(
    "activate", about=Text("Score by it from a quarter on (2027Q1).", "从某季度（2027Q1）起启用。")
)
@click.argument("ref")
@click.argument("quarter")
@by_whom
@as_json
def activate(ref: str, quarter: str, user: str, *, json_: bool) -> None:
    """By a leader of the centre who did not issue it; never for a published quarter."""
    with opened() as service:
        since = Quarter.parse(quarter)
        activate_scoring(service.desk, ref, since, actor(service, user))
        _tell(service, ref, ACTIVATED(ref=ref, since=since.label), json_=json_)


@scoring.command(
    "retire", about=Text("Let nobody choose it any more; drop a draft.", "停用版本或撤销草案。")
)
@click.argument("ref")
@option("--reason", required=True, en="Why.", zh="理由。")
@by_whom
@as_json
def retire(ref: str, reason: str, user: str, *, json_: bool) -> None:
    """By the inspection office or a leader of the centre."""
    with opened() as service:
        retire_scoring(service.desk, ref, reason, actor(service, user))
        left = ref in service.desk.scoring.now().versions
        _tell(service, ref, (RETIRED if left else DROPPED)(ref=ref), json_=json_)


@scoring.command("compare", about=Text("What is otherwise in another version.", "对比两个版本。"))
@click.argument("before")
@click.argument("after")
@as_json
def compared(before: str, after: str, *, json_: bool) -> None:
    """Each a version on record, or a file."""
    with opened() as service:
        old, new = _rules(service, before), _rules(service, after)
        if json_:
            print_json([told.change(one) for one in compare(old, new)])
            return
        with worded(service):
            told.say_changes(old, new)


@scoring.command(
    "try",
    about=Text(
        "What a quarter (2026Q3) would come to under a version or a file.",
        "用一个版本或文件试算某季度（2026Q3）。",
    ),
)
@click.argument("rules")
@click.argument("quarter")
@as_json
@click.pass_context
def trying(ctx: click.Context, rules: str, quarter: str, *, json_: bool) -> None:
    """The same as `linkage score QUARTER --rules RULES`."""
    ctx.invoke(score, quarter=quarter, rules=rules, at=None, out=None, json_=json_)


def _rules(service: Service, named: str) -> ScoringRules:
    if Path(named).is_file():
        return parse_scoring(read_rules(named, parse_scoring))
    return service.desk.scoring.get(named)


def _tell(service: Service, ref: str, text: str, *, json_: bool) -> None:
    if not json_:
        click.echo(text)
        return
    book = service.desk.scoring.now()
    known = book.versions.get(ref)
    print_json(told.plain(book, known) if known is not None else {"ref": ref, "state": "dropped"})
