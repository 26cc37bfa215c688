"""`linkage quarter`: the course of each quarter, its result, and what is different today."""

from pathlib import Path
from typing import Any

import click

from application.assessment.results import Results
from application.coursebook import history
from domain.assessment.course.state import Course
from domain.assessment.periods import Quarter
from domain.assessment.result import Result, canonical
from projections.bootstrap import Service
from projections.courses import as_it_comes_again, as_it_stands
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.moments import zone
from web.cli.output import bar, print_json, print_table
from web.cli.quarter_acts import ACTS
from web.cli.quarter_difference import difference
from web.cli.room import opened
from web.cli.spoken import as_json, group, option

HEADS = Text(
    "quarter, stands at, as of record, objections until, objections, published at",
    "季度, 进展, 截至记录, 申诉期至, 申诉, 公布时间",
)
UNIT_HEADS = Text("class, unit, score, band, rank", "类别, 单位, 得分, 等次, 名次")
FOLDING = Text("Computing again", "正在重新计算")
PROVEN = Text(
    "{quarter}: as of record {seq}, SHA-256 {digest}. Computed again from the log: the same.",
    "{quarter}：截至第 {seq} 条记录，SHA-256 {digest}。由日志重新计算：一致。",
)
NOT_PROVEN = Text(
    "{quarter}: computed again from the log it is not the result of SHA-256 {digest}.",
    "{quarter}：由日志重新计算的结果与 SHA-256 {digest} 不符。",
)
PROVISIONAL = Text(
    "{quarter} as it stands now, record {seq}; nothing of it is on record yet.",
    "{quarter} 目前情况，截至第 {seq} 条记录；尚未正式计算。",
)
THERE_ALREADY = Text(
    "{file} is there already; choose another name.", "{file} 已存在，请另选文件名。"
)
NO_SCORE = "—"


@group(
    "quarter",
    "The course of a quarter: computed, reviewed, objected to, ruled on, signed, published.",
    "季度考核：计算、公示、申诉、裁定、签发、公布。",
)
def quarter() -> None:
    """Each quarter is an aggregate of its own."""


for act in (difference, *ACTS):
    quarter.add_command(act)


@quarter.command("list", about=Text("Every quarter on record.", "列出各季度的进展。"))
@as_json
def list_(*, json_: bool) -> None:
    """The latest first."""
    with opened() as service:
        now, book = service.desk.clock(), service.desk.courses
        rows = [(one, book.of(one), book.of(one).stage(now)) for one in book.quarters()]
    shown = [_entry(one.label, course, stage) for one, course, stage in rows]
    if json_:
        print_json(shown)
    else:
        print_table(HEADS().split(", "), [list(map(_text, one.values())) for one in shown])


def _entry(label: str, course: Course, stage: str) -> dict[str, Any]:
    return {
        "quarter": label,
        "stage": stage,
        "seq": course.latest.seq if course.latest else None,
        "review_until": course.review.until if course.review else None,
        "objections": len(course.objections),
        "published_at": course.published.at if course.published else None,
    }


@quarter.command(
    "show",
    about=Text(
        "A quarter's result, computed again from the log and held against its hash.",
        "显示某季度的结果：由日志重新计算，并与摘要核对。",
    ),
)
@click.argument("quarter")
@option(
    "--out",
    type=click.Path(dir_okay=False),
    en="Also write the result's file here.",
    zh="同时把结果文件写到这里。",
)
@as_json
def show(quarter: str, out: str | None, *, json_: bool) -> None:
    """Exit 1 where it does not come out again."""
    if out is not None and Path(out).exists():
        raise Failure(THERE_ALREADY(file=out))
    with opened() as service:
        named = Quarter.parse(quarter)
        course = service.desk.courses.of(named)
        result, said = _result(service, named, course)
        if out is not None:
            Path(out).write_bytes(canonical(result))
        if json_:
            events = history(service.desk.log, named)
            stage = course.stage(service.desk.clock())
            print_json({"stage": stage, "history": events, "result": result})
        else:
            click.echo(said)
            print_table(UNIT_HEADS().split(", "), _units(result))


def _result(service: Service, quarter: Quarter, course: Course) -> tuple[Result, str]:
    recorded = course.published or course.latest
    if recorded is None:
        result = as_it_stands(service, quarter, course)
        return result, PROVISIONAL(quarter=quarter.label, seq=result.seq)
    with bar(str(FOLDING)) as tell:
        shown = as_it_comes_again(service, course, recorded, tell)
    if not shown.proven:
        raise Failure(NOT_PROVEN(quarter=quarter.label, digest=recorded.digest))
    Results(service.settings).keep(shown.result)
    said = PROVEN(quarter=quarter.label, seq=recorded.seq, digest=recorded.digest)
    return shown.result, said


def _units(result: Result) -> list[list[str]]:
    every = [one.scored for part in result.parts for one in part.units]
    every.sort(key=lambda one: (one.unit_class, one.unit))
    return [
        [
            one.unit_class,
            one.unit,
            NO_SCORE if one.total is None else str(one.total),
            one.band,
            NO_SCORE if one.rank is None else str(one.rank),
        ]
        for one in every
    ]


def _text(value: Any) -> str:
    if hasattr(value, "astimezone"):
        return f"{value.astimezone(zone()):%Y-%m-%d %H:%M}"
    return "" if value is None else str(value)
