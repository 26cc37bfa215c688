"""`linkage calendar`: the years of the working calendar, as the log has them."""

from collections.abc import Iterable
from datetime import date

import click

from application.calendaryears import Proposed, load_years, parse_years, propose, year_text
from domain.calendar.state import Year, Years
from domain.calendar.years import YearFile
from projections.bootstrap import Service
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import print_json, print_table
from web.cli.room import opened
from web.cli.rulefile import read_rules
from web.cli.spoken import as_json, group, option

HEADS = (
    Text("Year", "年份"),
    Text("Version", "版本"),
    Text("On record since", "加载时间"),
    Text("By", "加载人"),
    Text("Holidays", "放假日"),
    Text("Worked", "调休上班"),
    Text("Source", "依据"),
)
NO_YEAR = Text("The year {year} is not loaded.", "{year} 年尚未加载。")
NO_VERSION = Text("The year {year} has no version {version}.", "{year} 年没有第 {version} 版。")
SORTS = {
    "rest": Text("holiday", "放假"),
    "work": Text("worked weekend day", "调休上班"),
    "": Text("as the week has it", "按平日"),
}
DAY = Text("  {day}: {was} → {now}", "  {day}：{was} → {now}")
WOULD = Text(
    "{year}, version {version}: {days} days are otherwise ({source}).",
    "{year} 年第 {version} 版：{days} 天不同（{source}）。",
)
FINE = Text("Nothing is wrong with it.", "检查无误。")
LOADED = Text("{years} loaded.", "已加载 {years} 年。")
SAME = Text(
    "It was on record like this already; nothing changed.", "内容与已有记录相同，未作更改。"
)


@group(
    "calendar",
    "Years of the working calendar: holidays and worked weekend days, versioned.",
    "工作日历年份：放假与调休安排，分版本保存。",
)
def calendar() -> None:
    """Each version is a fact in the log."""


@calendar.command("list", about=Text("Which years are loaded.", "列出已加载的年份。"))
@as_json
def years(*, json_: bool) -> None:
    """Of each the version in force."""
    with opened() as service:
        found = service.desk.calendars.years().in_force()
    if json_:
        print_json(found)
    else:
        print_table([str(head) for head in HEADS], map(_row, found))


@calendar.command("show", about=Text("One year, day by day.", "查看一年的安排。"))
@click.argument("year", type=int)
@option("--version", type=int, default=0, en="An earlier version.", zh="指定较早的版本。")
@option(
    "--toml",
    is_flag=True,
    en="As a text to correct and load again.",
    zh="输出可修改后重新加载的文本。",
)
@as_json
def show(year: int, version: int, *, toml: bool, json_: bool) -> None:
    """The version in force, unless another is named."""
    with opened() as service:
        found = _found(service.desk.calendars.years(), year, version)
    if json_:
        print_json(found)
    elif toml:
        click.echo(year_text(found), nl=False)
    else:
        click.echo(
            ", ".join(f"{head} {text}" for head, text in zip(HEADS, _row(found), strict=True))
        )
        _say_days(found)


@calendar.command(
    "check", about=Text("What loading a file would change.", "查看加载文件将有何变化。")
)
@click.argument("file", type=click.Path())
@as_json
def check(file: str, *, json_: bool) -> None:
    """Changes nothing."""
    text = read_rules(file, parse_years)
    with opened() as service:
        proposed = propose(service.desk, text)
    if json_:
        print_json([_plain(one) for one in proposed])
        return
    click.echo(FINE())
    for one in proposed:
        _say(one)


@calendar.command("load", about=Text("Load years, or correct them.", "加载或更正年份。"))
@click.argument("file", type=click.Path())
@option(
    "--as", "user", default="linkage", en="Who says so, for the record.", zh="经办人，记入日志。"
)
@as_json
def load(file: str, user: str, *, json_: bool) -> None:
    """What a file says is the year, whole; the same again changes nothing."""
    text = read_rules(file, parse_years)
    with opened() as service:
        proposed = [one for one in propose(service.desk, text) if one.changes]
        load_years(service.desk, text, user)
        _tell(service, proposed, json_=json_)


def _tell(service: Service, proposed: list[Proposed], *, json_: bool) -> None:
    if json_:
        print_json([service.desk.calendars.years().year(one.file.year) for one in proposed])
        return
    for one in proposed:
        _say(one)
    told = ", ".join(str(one.file.year) for one in proposed)
    click.echo(LOADED(years=told) if proposed else SAME())


def _found(known: Years, year: int, version: int) -> Year:
    versions = known.known.get(year)
    if not versions:
        raise Failure(NO_YEAR(year=year))
    found = [one for one in versions if one.version == version] if version else versions[-1:]
    if not found:
        raise Failure(NO_VERSION(year=year, version=version))
    return found[0]


def _row(year: Year) -> list[str]:
    counts = (len(year.rest), len(year.work))
    since = year.at.isoformat(timespec="minutes")
    return [str(year.year), str(year.version), since, year.by, *map(str, counts), year.source]


def _say_days(year: Year) -> None:
    sorts: dict[date, str] = {
        **dict.fromkeys(year.rest, str(SORTS["rest"])),
        **dict.fromkeys(year.work, str(SORTS["work"])),
    }
    for day in sorted(sorts):
        click.echo(f"  {day}  {sorts[day]}")


def _say(one: Proposed) -> None:
    file: YearFile = one.file
    days = len(one.changes)
    click.echo(WOULD(year=file.year, version=one.version, days=days, source=file.source))
    for change in one.changes:
        click.echo(DAY(day=change.day, was=SORTS[change.was], now=SORTS[change.now]))


def _plain(one: Proposed) -> dict[str, object]:
    changes: Iterable[dict[str, object]] = (change._asdict() for change in one.changes)
    return {"year": one.file.year, "version": one.version, "changes": list(changes)}
