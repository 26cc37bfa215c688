"""`linkage percentiles`: how long things take."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date, datetime
from typing import Any

import click

from projections.bootstrap import Service
from projections.queries.clock_times import SHOWN, Question, Took, clock_times
from projections.queries.filters import Filters
from projections.queries.moments import MOMENTS, STRETCHES, stretch
from projections.queries.percentiles import Percentiles
from projections.queries.percentiles import percentiles as measure
from web import times, words
from web.cli.language import Text
from web.cli.narrowing import CODES, filters, narrowed, period, require_known
from web.cli.output import print_json, print_table
from web.cli.reading import as_of, reading
from web.cli.room import opened, viewer, worded
from web.cli.spoken import as_json, command, option

AS_WHOM = option(
    "--as", "user", default="", en="As whom: only what they may see.", zh="以某账号的权限查看。"
)
FROM_AND_TO = Text(
    "Say either --clock, or both --from and --to.", "请用 --clock，或同时用 --from 和 --to。"
)
SECOND = 1000
OF_PERCENTILES = (
    Text("From", "起"),
    Text("To", "止"),
    Text("n", "件数"),
    Text("Not yet", "未到"),
    *(Text(f"p{place}", f"p{place}") for place in (50, 75, 90, 95, 99)),
)
OF_LIMITS = (
    Text("Time limit", "时限"),
    Text("n", "件数"),
    Text("Still open", "仍未办成"),
    Text("Never met", "未办成即结束"),
    *(Text(f"p{place}", f"p{place}") for place in SHOWN),
)
ALONE = Text(
    "--limits are all kinds of time limits: leave out --clock, --from and --to.",
    "--limits 为全部各类时限，请不要同时用 --clock、--from、--to。",
)


@command(
    "percentiles",
    "How long it takes from one moment to another: percentiles, never only a mean.\n"
    f"Moments: {', '.join(MOMENTS)}.\n"
    f"Named stretches for --clock: {', '.join(STRETCHES)}.\n"
    "With --limits: each kind of time limit that fell due in the period, from its start until met.",
    "从一个时间点到另一个时间点用时的百分位数。\n"
    f"时间点：{'、'.join(MOMENTS)}。\n"
    f"--clock 可用的时段：{'、'.join(STRETCHES)}。\n"
    "加 --limits：期内到期的各类时限，从起算到办成的用时。",
)
@option("--from", "start", default="", en="The first moment.", zh="起点。")
@option("--to", "end", default="", en="The second moment.", zh="终点。")
@option("--clock", default="", en="A stretch that has a name.", zh="已命名的时段。")
@option("--limits", is_flag=True, en="Each kind of time limit.", zh="各类时限。")
@period("--since", "--until")
@narrowed(*CODES)
@AS_WHOM
@as_of
@as_json
def percentiles(  # noqa: PLR0913 - one parameter for each option
    start: str,
    end: str,
    clock: str,
    since: date | None,
    until: date | None,
    user: str,
    at: datetime | int | None,
    *,
    limits: bool,
    json_: bool,
    **codes: str,
) -> None:
    """The period is that of receipt, of limits that of their due; seconds in JSON."""
    narrowing = filters(since, until, **codes)
    if limits:
        _require_alone(start, end, clock)
        _limits(codes, narrowing, user, at, json_=json_)
        return
    start, end = _between(start, end, clock)
    with opened() as service, reading(service, at) as asked:
        require_known(service, codes)
        who = viewer(service, user)
        found = measure(asked.connection, start, end, viewer=who, filters=narrowing)
        if json_:
            print_json({"from": start, "to": end, **_to_milliseconds(asdict(found))})
        else:
            _print(service, start, end, found)


def _require_alone(*others: str) -> None:
    if any(others):
        raise click.UsageError(ALONE())


def _limits(
    codes: dict[str, str], narrowing: Filters, user: str, at: datetime | int | None, *, json_: bool
) -> None:
    with opened() as service, reading(service, at) as asked:
        require_known(service, codes)
        question = Question(viewer(service, user), narrowing, asked.now)
        found = clock_times(asked.connection, words.CLOCK, question)
        if json_:
            print_json([_plain(one) for one in found])
            return
        with worded(service):
            rows = [_limit(one) for one in found]
    print_table([str(head) for head in OF_LIMITS], rows, numbers=3 + len(SHOWN))


def _plain(one: Took) -> dict[str, Any]:
    took: Sequence[float | None] = [value / SECOND for value in one.percentiles]
    places = zip(SHOWN, took or [None] * len(SHOWN), strict=True)
    counts = {"limit": one.kind, "n": one.met, "open": one.open, "never": one.never}
    return counts | {f"p{place}": value for place, value in places}


def _limit(one: Took) -> list[str]:
    took = [times.exact(value / SECOND) for value in one.percentiles] or [""] * len(SHOWN)
    counts = (one.met, one.open, one.never)
    return [words.word(words.CLOCK, one.kind), *map(str, counts), *took]


def _between(start: str, end: str, clock: str) -> tuple[str, str]:
    if bool(clock) == bool(start or end) or bool(start) != bool(end):
        raise click.UsageError(FROM_AND_TO())
    if not clock:
        return start, end
    named = stretch(clock)
    return named.start, named.end


def _to_milliseconds(figures: dict[str, Any]) -> dict[str, Any]:
    """Seconds no finer than times are recorded."""
    return {
        name: round(value, 3) if isinstance(value, float) else value
        for name, value in figures.items()
    }


def _print(service: Service, start: str, end: str, found: Percentiles) -> None:
    values = (found.p50, found.p75, found.p90, found.p95, found.p99)
    with worded(service):
        spans = ["" if value is None else times.exact(value) for value in values]
    row = [start, end, str(found.n), str(found.missing), *spans]
    print_table([str(head) for head in OF_PERCENTILES], [row], numbers=7)
