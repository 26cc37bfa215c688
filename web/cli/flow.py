"""`linkage flow`: which ways cases really take, and how long they wait from step to step."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import click

from application.mining.wanted import Wanted
from projections.bootstrap import Service
from projections.flow.asking import Question
from projections.flow.file import WaysFile
from projections.flow.following import Ways, ways_as_of
from projections.flow.found import Flow, Took, discover
from projections.flow.steps import CASE, KINDS
from projections.queries.filters import ms
from web import words
from web.cli.language import Text
from web.cli.mining import asked, narrowing
from web.cli.output import bar, print_json, print_table
from web.cli.room import opened, worded
from web.cli.spoken import as_json, command, option
from web.flow.data import plain
from web.flow.told import lasted, step_name, steps_told

GATHERING = Text("Gathering ways", "正在汇总流程")
ALL = Text(
    "{runs} runs, {ways} ways, as of position {seq}.",
    "共 {runs} 条，{ways} 种走法，截至序号 {seq}。",
)
SAMPLE = Text(
    "Times measured on {measured} of them, each way by its share; what is counted is all of them.",
    "用时按各走法占比抽测 {measured} 条；次数与件数为全部统计。",
)
OF_WAYS = (
    Text("Way", "走法"),
    Text("Runs", "条数"),
    Text("Half within", "半数不超过"),
    Text("90 % within", "九成不超过"),
)
OF_STEPS = (
    Text("Step", "步骤"),
    Text("Then", "下一步"),
    Text("Times", "次数"),
    Text("Runs", "条数"),
    Text("Half within", "半数不超过"),
    Text("90 % within", "九成不超过"),
)
OF_LOOPS = (Text("Loop", "回路"), Text("Times", "次数"), Text("Runs", "条数"))
OF_SKIPPED = (
    Text("Track", "类型"),
    Text("Step left out", "缺少的步骤"),
    Text("Runs", "件数"),
    Text("Of closed", "已办结"),
)


@command(
    "flow",
    "Which ways cases take: variants, waiting times from step to step, loops, steps left out.\n"
    "The same figures as the auditors' page of the flow.",
    "事项实际流程：各种走法、步骤间等待时间、回路、缺少的步骤。\n与审计“流程”页面的数字相同。",
)
@option(
    "--of",
    "kind",
    type=click.Choice(KINDS),
    default=CASE,
    en="case, or each dispatch.",
    zh="case（事项）或 dispatch（派单）。",
)
@option("--unfinished", is_flag=True, en="Also what is not done yet.", zh="含未办结的。")
@option(
    "--most",
    type=click.IntRange(min=1),
    default=20,
    en="So many rows of each table; --json has all.",
    zh="每张表最多行数；--json 给出全部。",
)
@narrowing
@as_json
def flow(kind: str, most: int, *, unfinished: bool, json_: bool, **options: Any) -> None:
    """As of now by the file of ways that the page has too; with --at by one made for it."""
    at = options["at"]
    with opened() as service:
        wanted, until, _ = asked(service, **options)
        question = _question(wanted, kind, finished=not unfinished)
        with _ways(service, None if at is None else until) as file:
            found, seq = discover(file, question), _seq(file)
        if json_:
            print_json(plain(found, seq))
            return
        with worded(service):
            _print(found, seq, most)


def _question(wanted: Wanted, kind: str, *, finished: bool) -> Question:
    return Question(
        kind=kind,
        since=None if wanted.since is None else ms(wanted.since),
        until=None if wanted.until is None else ms(wanted.until),
        track=wanted.track,
        category=wanted.category,
        unit=wanted.unit,
        finished=finished,
        without=wanted.without,
    )


@contextmanager
def _ways(service: Service, until: int | None) -> Iterator[WaysFile]:
    log = service.desk.log
    with bar(str(GATHERING)) as tell:
        if until is not None:
            with ways_as_of(service.settings, log, until, tell) as file:
                yield file
            return
        ways = Ways(service.settings, log)
        ways.level(tell)
    with ways.opened() as file:
        yield file


def _seq(file: WaysFile) -> int:
    standing = file.standing()
    return standing.seq if standing else 0


def _print(found: Flow, seq: int, most: int) -> None:
    click.echo(ALL(runs=found.runs, ways=len(found.variants), seq=seq))
    if found.is_sample:
        click.echo(SAMPLE(measured=found.measured))
    for heads, rows, numbers in _tables(found):
        if rows:
            click.echo()
            print_table([str(head) for head in heads], rows[:most], numbers)


def _tables(found: Flow) -> Iterator[tuple[Sequence[Text], list[list[str]], int]]:
    yield (
        OF_WAYS,
        [[steps_told(one.steps), str(one.runs), *_times(one.took)] for one in found.variants],
        3,
    )
    steps = [
        [
            step_name(one.first),
            step_name(one.then),
            str(one.times),
            str(one.runs),
            *_times(one.took),
        ]
        for one in found.following
    ]
    yield OF_STEPS, steps, 4
    yield (
        OF_LOOPS,
        [[steps_told(one.steps), str(one.times), str(one.runs)] for one in found.loops],
        2,
    )
    skipped = [
        [
            words.word(words.TRACK, one.track),
            steps_told(one.steps, words_or=True),
            str(one.runs),
            str(one.of),
        ]
        for one in found.skipped
    ]
    yield OF_SKIPPED, skipped, 2


def _times(took: Took) -> list[str]:
    return [lasted(one) for one in took]
