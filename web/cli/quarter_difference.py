"""`linkage quarter difference`: what was published beside today's records, and what caused it."""

from collections.abc import Callable
from functools import partial
from typing import Any

import click

from domain.assessment.periods import Quarter
from domain.assessment.result import Pinned, UnitDifference
from projections.bootstrap import Service
from projections.causes import Between, later_records
from projections.comparing import Compared, Side, compared
from projections.courses import as_it_comes_again, as_pinned_today
from web.cli.failures import Failure
from web.cli.language import Text
from web.cli.output import bar, print_json, print_table
from web.cli.room import opened
from web.cli.spoken import as_json, command

DIFFERENT_HEADS = Text(
    "unit, indicator, then, today, matters: records since",
    "单位, 指标, 当时, 今天, 事项：此后的记录",
)
NOTHING = Text("Nothing was computed for {quarter} yet.", "{quarter} 尚未计算。")
SAME = Text("Nothing is different.", "没有差异。")
FOLDING = Text("Computing again", "正在重新计算")
NO_SCORE = "—"


@command(
    "difference",
    "What was published, or computed last, beside today's records: units, figures, matters.",
    "已公布（或最近计算）的结果与今天的记录对照：单位、指标、事项。",
)
@click.argument("quarter")
@as_json
def difference(quarter: str, *, json_: bool) -> None:
    """By the rules and exclusions that were pinned."""
    with opened() as service:
        named = Quarter.parse(quarter)
        found = _compared(service, named)
        rows = [
            row
            for one in found
            for unit in one.units
            for row in _different(one, unit, partial(_later, service, named))
        ]
    if json_:
        print_json([_plain(one) for one in found])
    elif not any(one.units for one in found):
        click.echo(SAME())
    else:
        print_table(DIFFERENT_HEADS().split(", "), rows)


def _compared(service: Service, quarter: Quarter) -> list[Compared]:
    course = service.desk.courses.of(quarter)
    recorded = course.published or course.latest
    if recorded is None:
        raise Failure(NOTHING(quarter=quarter.label))
    book = service.desk.scoring
    pinned = [Pinned(book.get(one.rules), one.sha256) for one in recorded.pins]
    with bar(str(FOLDING)) as tell:
        before = as_it_comes_again(service, course, recorded, tell).result
    after = as_pinned_today(service, course, recorded)
    return compared(service, Side(before, pinned), Side(after, pinned))


def _plain(one: Compared) -> dict[str, Any]:
    causes = [
        {"unit": unit, "indicator": indicator, **cause._asdict()}
        for (unit, indicator), several in one.cases.items()
        for cause in several
    ]
    return {"subject": one.subject, "units": one.units, "cases": causes}


def _later(service: Service, quarter: Quarter, number: str) -> tuple[int, ...]:
    """The records of a matter since the quarter was computed."""
    course = service.desk.courses.of(quarter)
    recorded = course.published or course.latest
    return later_records(service, number, Between(recorded.seq)) if recorded else ()


def _different(
    one: Compared, unit: UnitDifference, later: Callable[[str], tuple[int, ...]]
) -> list[list[str]]:
    score = [unit.unit, "", str(unit.before or NO_SCORE), str(unit.after or NO_SCORE), ""]
    lines = [
        [
            "",
            line.indicator,
            _figure(line.before),
            _figure(line.after),
            ", ".join(
                f"{cause.number}: {' '.join(map(str, cause.records))}"
                for cause in one.cases.get((unit.unit, line.indicator), [])
            ),
        ]
        for line in unit.lines
    ]
    failings = [
        [
            "",
            each.failing,
            before,
            after,
            f"{each.number}: {' '.join(map(str, later(each.number)))}",
        ]
        for before, after, several in (
            ("1", "0", unit.failings_gone),
            ("0", "1", unit.failings_new),
        )
        for each in several
    ]
    return [score, *lines, *failings]


def _figure(line: Any) -> str:
    return NO_SCORE if line is None else f"{line.tally.kept}/{line.tally.due}"
