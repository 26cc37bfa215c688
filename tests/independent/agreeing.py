"""Holds what the service answers against what was counted again from its export alone."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import select

from application.exporting.jsonl import export_jsonl
from application.rulebook import digest
from application.scoringbook import parse_scoring, shipped_scoring
from domain.assessment.periods import Quarter
from domain.assessment.result import Pinned
from domain.assessment.score import Scored
from projections.assessing import Asked as Quarterly
from projections.assessing import assess, limits_of
from projections.bootstrap import Service
from projections.queries import rates as ours
from projections.queries.filters import Filters
from projections.queries.viewer import THE_SERVICE
from projections.tables import failings, obligations
from tests.independent.recompute import Asked, Connection, count, rates, read_log
from tests.independent.recompute import rows as found
from tests.independent.scoring import score

SHOWN = 5
MOST = 8  # quarters that are counted unit by unit
FEW = 2  # so that units of a small town are ranked too
MILLISECOND = timedelta(milliseconds=1)


def assert_failings_agree(log: Connection, service: Service) -> int:
    """Every failing: whose, from when, by which events, and whether it was struck; how many."""
    names = ("cid", "kind", "unit", "about", "at", "proof", "state")
    with service.read() as connection:
        held = sorted(
            (*row[:-2], _proof(row), row.state == "struck")
            for row in connection.execute(select(*(failings.c[name] for name in names)))
        )
    again = sorted(
        (
            one["cid"],
            one["failing"],
            one["unit"],
            one["about"],
            one["since"],
            one["proof"] or [],
            one["struck"],
        )
        for one in found(log, "FROM failings JOIN (SELECT stream, cid FROM cases) USING (stream)")
    )
    _assert_same(held, again)
    return len(held)


def _proof(row: Any) -> list[int]:
    """The hand-offs before, which passing round is made of, are nobody's but the fold's."""
    return [] if row.kind == "passed_round" else [int(one) for one in row.proof.split(",")]


Counted = Mapping[tuple[str, str], tuple[int, int]]
ALWAYS = datetime(1990, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC)
GROUPS = ("", "unit", "track", "channel", "category", "place")


def exported(service: Service, folder: Path) -> Connection:
    """The log as others read it, and everything behind its rates."""
    path = folder / "log.jsonl"
    with path.open("wb") as file:
        export_jsonl(service.desk, file, 0, service.desk.log.head(), "zhou", lambda _, __: None)
    log = read_log(path)
    count(log)
    return log


def assert_all_agree(service: Service, folder: Path, most: int = 100) -> int:
    """Limits, failings, rates and scores of so many quarters; how many figures there are."""
    with exported(service, folder) as log:
        assert_limits_agree(log, service)
        assert_failings_agree(log, service)
        told = assert_rates_agree(log, service, service.desk.clock())
        busiest = quarters(log, service, most)
        return told + sum(assert_scores_agree(log, service, one) for one in busiest)


def assert_limits_agree(log: Connection, service: Service) -> None:
    """Every time limit: who owes it, when it began, when it is due, how it ended."""
    columns = ("kind", "ref", "opened_version", "opened_at", "due_at", "holder", "state", "met_at")
    asked = select(*(obligations.c[name] for name in ("cid", *columns, "ended_version")))
    with service.read() as connection:
        held = [tuple(row) for row in connection.execute(asked)]
    again = found(
        log,
        "SELECT cid, limits.kind, ref, opened_version, opened_at, due, holder, state, met_at,"
        " coalesce(ended_version, 0) FROM limits JOIN cases USING (stream)",
    )
    _assert_same(held, [tuple(row.values()) for row in again])


def _assert_same(held: Sequence[object], again: Sequence[object]) -> None:
    """Told by what one side alone has, a few of it."""
    ours, theirs = Counter(map(repr, held)), Counter(map(repr, again))
    assert (list(ours - theirs)[:SHOWN], list(theirs - ours)[:SHOWN]) == ([], [])


def assert_rates_agree(log: Connection, service: Service, now: datetime) -> int:
    """Every rate of every group, and by unit in each quarter; how many had something due."""
    zone = ZoneInfo(service.settings.timezone)
    spans = [(one.since(zone), one.until(zone)) for one in quarters(log, service)]
    asked = [*((ALWAYS, by) for by in GROUPS), *((span, "unit") for span in spans[-MOST:])]
    return sum(_compared(log, service, Asked(*span, now), by) for span, by in asked)


def _compared(log: Connection, service: Service, asked: Asked, by: str) -> int:
    told = _ours(service, Filters(since=asked.since, until=asked.until), asked.now, by)
    again = _shown(rates(log, asked, by), by)
    odd = {one for one in told.keys() | again.keys() if told.get(one) != again.get(one)}
    differing = {one: (told.get(one), again.get(one)) for one in odd}
    assert not differing, f"by {by or 'nothing'}, {asked.since:%F} to {asked.until:%F}: {differing}"
    return len(told)


def _shown(counted: Counted, by: str) -> Counted:
    """Groups in which something was due, and the whole."""
    names = {rate.name for rate in ours.RATES}
    return {
        (name, group): (kept, due)
        for (name, group), (kept, due) in counted.items()
        if name in names and (due or not by)
    }


def _ours(service: Service, filters: Filters, now: datetime, by: str) -> Counted:
    limits = limits_of(service)
    with service.read() as connection:
        rated = ours.rates(
            connection, viewer=THE_SERVICE, now=now, filters=filters, by=by, register=limits
        )
    values = {
        (one.rate.name, one.group): (one.value.numerator, one.value.denominator) for one in rated
    }
    return {one: value for one, value in values.items() if value != (0, 0)}


def quarters(log: Connection, service: Service, most: int = 100) -> list[Quarter]:
    """Those in which anything fell due or happened; of more than `most` the busiest."""
    zone = ZoneInfo(service.settings.timezone)
    busy: Counter[Quarter] = Counter()
    for one in found(
        log, "SELECT counts_at // 86400000 AS day, count(*) AS n FROM counted GROUP BY 1"
    ):
        busy[Quarter.at(datetime.fromtimestamp(one["day"] * 86_400, UTC), zone)] += one["n"]
    return sorted(quarter for quarter, _ in busy.most_common(most))


def assert_scores_agree(log: Connection, service: Service, quarter: Quarter) -> int:
    """Under every shipped rule set: what counted, points, deductions, total, band and place."""
    texts = [one.text.replace("minimum = 30", f"minimum = {FEW}") for one in shipped_scoring()]
    pinned = [Pinned(parse_scoring(text), digest(text)) for text in texts]
    result = assess(service, Quarterly(quarter, pinned))
    asked = Asked(result.since, result.until, result.as_of + MILLISECOND)
    scored = 0
    for part, text in zip(result.parts, texts, strict=True):
        again = score(log, asked, text)
        told = {unit.scored.unit: _told(unit.scored) for unit in part.units}
        assert told == {unit: _again(found) for unit, found in again.items()}, part.rules.ref
        scored += sum(unit.scored.total is not None for unit in part.units)
    return scored


def _told(one: Scored) -> dict[str, Any]:
    return {
        "class": one.unit_class,
        "lines": {
            line.indicator: (line.tally.kept, line.tally.due, line.tally.partly, line.points)
            for line in one.lines
        },
        "deducted": {off.failing: off.points for off in one.deducted},
        "total": one.total,
        "band": one.band,
        "enough": one.enough,
        "rank": one.rank,
    }


def _again(found: Mapping[str, Any]) -> dict[str, Any]:
    lines = {
        name: (line["kept"], line["due"], line["partly"], line["points"])
        for name, line in found["lines"].items()
    }
    return {**found, "lines": lines}
